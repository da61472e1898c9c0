import type pg from 'pg'
import type { Passkey, PasskeyChallenges, Passkeys } from '../ports/passkeys.ts'
import { digest } from '../secrets/random-id.ts'
import { inTransaction } from './transaction.ts'

type Row = {
  merchant_id: string
  id: string
  staff_id: string
  name: string
  credential_id: Buffer
  public_key: Buffer
  counter: string
  transports: string[]
  created_at: Date
  used_at: Date | null
}

const columns =
  'k.merchant_id, k.id, k.staff_id, k.name, k.credential_id, k.public_key, k.counter, k.transports, k.created_at, k.used_at'

export function createPasskeys(pool: pg.Pool): Passkeys {
  return {
    add: (passkey, most) => inTransaction(pool, (client) => add(client, passkey, most)),
    async list(merchantId, personId) {
      const { rows } = await pool.query<Row>(
        `SELECT ${columns} FROM passkey k WHERE merchant_id = $1 AND staff_id = $2 ORDER BY id DESC`,
        [merchantId, personId],
      )
      return rows.map(asPasskey)
    },
    async find(credentialId) {
      const { rows } = await pool.query<Row>(
        `SELECT ${columns} FROM directory d JOIN passkey k ON k.merchant_id = d.merchant_id AND k.id = d.target_id
          WHERE d.kind = 'passkey' AND d.key = $1`,
        [Buffer.from(digest(credentialId))],
      )
      return rows[0] ? asPasskey(rows[0]) : null
    },
    async used({ merchantId, id }, counter, at) {
      const { rowCount } = await pool.query(
        `UPDATE passkey SET counter = $3, used_at = $4 WHERE merchant_id = $1 AND id = $2
          AND (counter < $3 OR (counter = 0 AND $3 = 0))`,
        [merchantId, id, counter, new Date(at)],
      )
      return rowCount === 1
    },
    remove: (merchantId, personId, id) =>
      inTransaction(pool, async (client) => {
        const { rowCount } = await client.query(
          'DELETE FROM passkey WHERE merchant_id = $1 AND id = $2 AND staff_id = $3',
          [merchantId, id, personId],
        )
        if (rowCount)
          await client.query(
            `DELETE FROM directory WHERE kind = 'passkey' AND merchant_id = $1 AND target_id = $2`,
            [merchantId, id],
          )
      }),
  }
}

async function add(client: pg.PoolClient, passkey: Passkey, most: number): Promise<boolean> {
  const { merchantId, id, personId } = passkey
  // Under the person's lock: who is revoked meanwhile has no way in left, and two at once do not pass the limit.
  const { rows } = await client.query<{ keys: number }>(
    `SELECT (SELECT count(*)::int FROM passkey WHERE merchant_id = $1 AND staff_id = $2) AS keys
      FROM staff WHERE merchant_id = $1 AND id = $2 AND revoked_at IS NULL FOR UPDATE`,
    [merchantId, personId],
  )
  if (!rows[0] || rows[0].keys >= most) return false
  const { rowCount } = await client.query(
    `INSERT INTO directory (kind, key, merchant_id, target_id) VALUES ('passkey', $1, $2, $3) ON CONFLICT DO NOTHING`,
    [Buffer.from(digest(passkey.credentialId)), merchantId, id],
  )
  if (!rowCount) return false
  await client.query(
    `INSERT INTO passkey (merchant_id, id, staff_id, name, credential_id, public_key, counter, transports, created_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      merchantId,
      id,
      personId,
      passkey.name,
      Buffer.from(passkey.credentialId, 'base64url'),
      Buffer.from(passkey.publicKey),
      passkey.counter,
      passkey.transports,
      new Date(passkey.createdAt),
    ],
  )
  return true
}

export function createPasskeyChallenges(pool: pg.Pool): PasskeyChallenges {
  return {
    async add(challenge, subject, expiresAt) {
      await pool.query('INSERT INTO passkey_challenge (hash, subject, expires_at) VALUES ($1, $2, $3)', [
        Buffer.from(digest(challenge)),
        subject,
        new Date(expiresAt),
      ])
    },
    async take(challenge, subject, now) {
      const { rowCount } = await pool.query(
        'DELETE FROM passkey_challenge WHERE hash = $1 AND subject IS NOT DISTINCT FROM $2 AND expires_at > $3',
        [Buffer.from(digest(challenge)), subject, new Date(now)],
      )
      return rowCount === 1
    },
  }
}

const asPasskey = (row: Row): Passkey => ({
  merchantId: row.merchant_id,
  id: row.id,
  personId: row.staff_id,
  name: row.name,
  credentialId: row.credential_id.toString('base64url'),
  publicKey: new Uint8Array(row.public_key),
  counter: Number(row.counter),
  transports: row.transports,
  createdAt: row.created_at.getTime(),
  usedAt: row.used_at?.getTime() ?? null,
})
