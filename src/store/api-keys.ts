import type pg from 'pg'
import type { ApiKeyRecord, ApiKeys } from '../ports/api-keys.ts'
import type { Clock } from '../ports/clock.ts'
import { digest } from '../secrets/random-id.ts'
import type { Directory } from './directory.ts'
import { inTransaction } from './transaction.ts'

type Row = {
  id: string
  label: string
  created_at: Date
  used_at: Date | null
  revoked_at: Date | null
}

export function createApiKeys(pool: pg.Pool): ApiKeys {
  return {
    add: (merchantId, { id, label, key, createdAt }, most) =>
      inTransaction(pool, async (client) => {
        const inUse = await countInUse(client, merchantId)
        if (inUse === null || inUse >= most) return false
        const hash = Buffer.from(digest(key))
        await client.query(
          'INSERT INTO api_key (merchant_id, id, label, hash, created_at) VALUES ($1, $2, $3, $4, $5)',
          [merchantId, id, label, hash, new Date(createdAt)],
        )
        await client.query(
          `INSERT INTO directory (kind, key, merchant_id, target_id) VALUES ('api-key', $1, $2, $3)`,
          [hash, merchantId, id],
        )
        return true
      }),
    async list(merchantId, { after, limit }) {
      const { rows } = await pool.query<Row>(
        `SELECT id, label, created_at, used_at, revoked_at FROM api_key
          WHERE merchant_id = $1 AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3`,
        [merchantId, after, limit],
      )
      return rows.map(asRecord)
    },
    revoke: (merchantId, id, at) =>
      inTransaction(pool, async (client) => {
        const inUse = await countInUse(client, merchantId)
        const { rows } = await client.query<{ revoked_at: Date | null }>(
          'SELECT revoked_at FROM api_key WHERE merchant_id = $1 AND id = $2',
          [merchantId, id],
        )
        if (!rows[0]) return 'unknown'
        if (rows[0].revoked_at) return 'revoked'
        if (inUse === 1) return 'last'
        await client.query('UPDATE api_key SET revoked_at = $3 WHERE merchant_id = $1 AND id = $2', [
          merchantId,
          id,
          new Date(at),
        ])
        await client.query(
          `DELETE FROM directory WHERE kind = 'api-key' AND merchant_id = $1 AND target_id = $2`,
          [merchantId, id],
        )
        return 'revoked'
      }),
  }
}

/** Under the merchant's lock, so that two who revoke at once leave a key; null for an erased merchant. */
async function countInUse(client: pg.PoolClient, merchantId: string): Promise<number | null> {
  const { rows: merchants } = await client.query(
    'SELECT 1 FROM merchant WHERE id = $1 AND erased_at IS NULL FOR UPDATE',
    [merchantId],
  )
  if (merchants.length === 0) return null
  const { rows } = await client.query<{ keys: number }>(
    'SELECT count(*)::int AS keys FROM api_key WHERE merchant_id = $1 AND revoked_at IS NULL',
    [merchantId],
  )
  return rows[0]?.keys ?? 0
}

const asRecord = (row: Row): ApiKeyRecord => ({
  id: row.id,
  label: row.label,
  createdAt: row.created_at.getTime(),
  usedAt: row.used_at?.getTime() ?? null,
  revokedAt: row.revoked_at?.getTime() ?? null,
})

const minuteMs = 60_000
const remembered = 10_000

/** Whose key it is, noting at most once a minute that it is used; null for a key of nobody. */
export function createKeyCheck(
  pool: pg.Pool,
  directory: Directory,
  now: Clock,
): (key: string) => Promise<{ merchantId: string; keyId: string } | null> {
  const noted = new Map<string, number>()
  return async (key) => {
    const found = await directory.find('api-key', key)
    if (!found) return null
    const { merchantId, targetId } = found
    const at = now()
    if (Math.abs(at - (noted.get(targetId) ?? 0)) >= minuteMs) {
      if (noted.size >= remembered) noted.clear()
      noted.set(targetId, at)
      await pool.query(
        `UPDATE api_key SET used_at = $3 WHERE merchant_id = $1 AND id = $2
          AND (used_at IS NULL OR used_at <= $4)`,
        [merchantId, targetId, new Date(at), new Date(at - minuteMs)],
      )
    }
    return { merchantId, keyId: targetId }
  }
}
