import type pg from 'pg'
import type { ClaimBatch, ClaimBatches } from '../ports/claim-batches.ts'
import { digest, newId } from '../secrets/random-id.ts'
import { inTransaction } from './transaction.ts'

type Row = {
  merchant_id: string
  id: string
  name: string
  stamps: number
  count: number
  created_at: Date
  expires_at: Date | null
  revoked_at: Date | null
  taken: number
}

const select = `SELECT b.*, (SELECT count(*)::int FROM claim c WHERE c.merchant_id = b.merchant_id AND c.batch_id = b.id
    AND c.claimed_at IS NOT NULL) AS taken
  FROM claim_batch b WHERE b.merchant_id = $1`

export function createClaimBatches(pool: pg.Pool): ClaimBatches {
  return {
    add: (batch, codes) => inTransaction(pool, (client) => add(client, batch, codes)),
    async list(merchantId, limit) {
      const { rows } = await pool.query<Row>(`${select} ORDER BY b.created_at DESC, b.id DESC LIMIT $2`, [
        merchantId,
        limit,
      ])
      return rows.map(asBatch)
    },
    async find({ merchantId, id }) {
      const { rows } = await pool.query<Row>(`${select} AND b.id = $2`, [merchantId, id])
      return rows[0] ? asBatch(rows[0]) : null
    },
    revoke: ({ merchantId, id }, now) =>
      inTransaction(pool, async (client) => {
        const { rowCount } = await client.query(
          'UPDATE claim_batch SET revoked_at = coalesce(revoked_at, $3) WHERE merchant_id = $1 AND id = $2',
          [merchantId, id, new Date(now)],
        )
        await client.query(
          `UPDATE claim SET expires_at = $3 WHERE merchant_id = $1 AND batch_id = $2 AND claimed_at IS NULL
            AND (expires_at IS NULL OR expires_at > $3)`,
          [merchantId, id, new Date(now)],
        )
        return rowCount === 1
      }),
  }
}

/** One statement for all codes and one for their addresses, however many there are. */
async function add(client: pg.PoolClient, batch: ClaimBatch, codes: string[]): Promise<void> {
  const { merchantId, id, name, stamps, count } = batch
  const createdAt = new Date(batch.createdAt)
  const expiresAt = batch.expiresAt === null ? null : new Date(batch.expiresAt)
  const { rowCount } = await client.query(
    `INSERT INTO claim_batch (merchant_id, id, name, stamps, count, created_at, expires_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING`,
    [merchantId, id, name, stamps, count, createdAt, expiresAt],
  )
  if (rowCount === 0) return
  const ids = codes.map(() => newId(batch.createdAt))
  const hashes = codes.map((code) => Buffer.from(digest(code)))
  await client.query(
    `INSERT INTO claim (merchant_id, id, code_hash, stamps, created_at, expires_at, batch_id)
      SELECT $1, given.id, given.hash, $4, $5, $6, $7 FROM unnest($2::uuid[], $3::bytea[]) AS given (id, hash)`,
    [merchantId, ids, hashes, stamps, createdAt, expiresAt, id],
  )
  await client.query(
    `INSERT INTO directory (kind, key, merchant_id, target_id)
      SELECT 'claim', given.hash, $1, given.id FROM unnest($2::uuid[], $3::bytea[]) AS given (id, hash)`,
    [merchantId, ids, hashes],
  )
}

const asBatch = (row: Row): ClaimBatch & { taken: number } => ({
  merchantId: row.merchant_id,
  id: row.id,
  name: row.name,
  stamps: row.stamps,
  count: row.count,
  createdAt: row.created_at.getTime(),
  expiresAt: row.expires_at?.getTime() ?? null,
  revokedAt: row.revoked_at?.getTime() ?? null,
  taken: row.taken,
})
