import type { CardDetailsStore, Consents } from '../ports/card-details.ts'
import type { Database } from './database.ts'

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
    async put(merchantId, cardId, { details, consents, updatedAt }) {
      // The card is held, so that its erasure comes either before or after.
      const { rowCount } = await pool.query(
        `INSERT INTO card_details (merchant_id, card_id, details, consents, updated_at)
          SELECT c.merchant_id, c.id, $3, $4, $5 FROM card c
          WHERE c.merchant_id = $1 AND c.id = $2 AND c.state <> 'erased' FOR SHARE OF c
          ON CONFLICT (merchant_id, card_id) DO UPDATE SET details = excluded.details, consents = excluded.consents,
            updated_at = excluded.updated_at`,
        [merchantId, cardId, Buffer.from(details), JSON.stringify(consents), new Date(updatedAt)],
      )
      return rowCount === 1
    },
  }
}
