import type pg from 'pg'
import type { CardDetailsStore, Consents, ContactDigest, SealedDetails } from '../ports/card-details.ts'
import type { Database } from './database.ts'
import { inTransaction } from './transaction.ts'

type VerifiedRow = { kind: 'email' | 'phone'; verified_at: Date; verified_by: 'merchant' | 'till' }

export function createCardDetails({ pool }: Pick<Database, 'pool'>): CardDetailsStore {
  return {
    async find(merchantId, cardId) {
      const { rows } = await pool.query<{ details: Buffer; consents: Consents; updated_at: Date }>(
        'SELECT details, consents, updated_at FROM card_details WHERE merchant_id = $1 AND card_id = $2',
        [merchantId, cardId],
      )
      const row = rows[0]
      return row
        ? {
            details: new Uint8Array(row.details),
            consents: row.consents,
            updatedAt: row.updated_at.getTime(),
          }
        : null
    },
    put: (merchantId, cardId, { contacts, ...sealed }) =>
      inTransaction(pool, async (client) => {
        const kept = await putSealed(client, merchantId, cardId, sealed)
        if (kept) await putContacts(client, merchantId, cardId, contacts)
        return kept
      }),
    async verified(merchantId, cardId) {
      const { rows } = await pool.query<VerifiedRow>(
        `SELECT kind, verified_at, verified_by FROM card_contact
          WHERE merchant_id = $1 AND card_id = $2 AND verified_at IS NOT NULL ORDER BY kind`,
        [merchantId, cardId],
      )
      return rows.map((row) => ({ kind: row.kind, at: row.verified_at.getTime(), by: row.verified_by }))
    },
    async setVerified(merchantId, cardId, contacts, at) {
      await pool.query(
        `UPDATE card_contact t SET
            verified_at = CASE WHEN u.verified THEN coalesce(t.verified_at, $5) END,
            verified_by = CASE WHEN u.verified THEN coalesce(t.verified_by, 'merchant') END
          FROM unnest($3::text[], $4::boolean[]) AS u(kind, verified)
          WHERE t.merchant_id = $1 AND t.card_id = $2 AND t.kind = u.kind`,
        [
          merchantId,
          cardId,
          contacts.map((each) => each.kind),
          contacts.map((each) => each.verified),
          new Date(at),
        ],
      )
    },
  }
}

/** The card is held, so that its erasure comes either before or after. */
async function putSealed(
  client: pg.PoolClient,
  merchantId: string,
  cardId: string,
  { details, consents, updatedAt }: SealedDetails,
): Promise<boolean> {
  const { rowCount } = await client.query(
    `INSERT INTO card_details (merchant_id, card_id, details, consents, updated_at)
      SELECT c.merchant_id, c.id, $3, $4, $5 FROM card c
      WHERE c.merchant_id = $1 AND c.id = $2 AND c.state <> 'erased' FOR SHARE OF c
      ON CONFLICT (merchant_id, card_id) DO UPDATE SET details = excluded.details, consents = excluded.consents,
        updated_at = excluded.updated_at`,
    [merchantId, cardId, Buffer.from(details), JSON.stringify(consents), new Date(updatedAt)],
  )
  return rowCount === 1
}

/** A contact that is told again as it was stays verified; another one begins anew. */
async function putContacts(
  client: pg.PoolClient,
  merchantId: string,
  cardId: string,
  contacts: readonly ContactDigest[],
): Promise<void> {
  const values = [merchantId, cardId, contacts.map((each) => each.kind), contacts.map((each) => each.digest)]
  await client.query(
    `DELETE FROM card_contact t WHERE t.merchant_id = $1 AND t.card_id = $2 AND NOT EXISTS (
      SELECT 1 FROM unnest($3::text[], $4::text[]) AS u(kind, digest)
        WHERE u.kind = t.kind AND decode(u.digest, 'hex') = t.digest)`,
    values,
  )
  await client.query(
    `INSERT INTO card_contact (merchant_id, card_id, kind, digest)
      SELECT $1, $2, u.kind, decode(u.digest, 'hex') FROM unnest($3::text[], $4::text[]) AS u(kind, digest)
      ON CONFLICT (merchant_id, card_id, kind) DO NOTHING`,
    values,
  )
}
