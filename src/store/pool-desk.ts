import type pg from 'pg'
import type { PoolCodeRow, PoolDesk, PoolImport } from '../ports/pool-desk.ts'

type ImportRow = Omit<PoolImport, 'at'> & { at: Date; refused: string }
const importColumns = `id, reward_id AS "rewardId", file_name AS "fileName", at, added, refused_count AS "refusedCount"`

/** Short statements: a pool may hold a hundred thousand codes. */
const removedAtOnce = 5000

export function createPoolDesk(pool: pg.Pool): PoolDesk {
  return {
    async codes(merchantId, rewardId, { search = '', after = '', limit }) {
      const { rows } = await pool.query<Omit<PoolCodeRow, 'at'> & { at: Date }>(
        `SELECT code, state, coalesce(assigned_at, created_at) AS at
          FROM pool_code WHERE merchant_id = $1 AND reward_id = $2 AND code > $4 AND code >= $3 AND starts_with(code, $3)
          ORDER BY code LIMIT $5`,
        [merchantId, rewardId, search, after, limit],
      )
      return rows.map((row) => ({ ...row, at: row.at.getTime() }))
    },
    async removeFree(merchantId, rewardId, code) {
      let removed = 0
      for (;;) {
        // A code that a coupon is taking just now is locked, and left to it.
        const { rowCount } = await pool.query(
          `DELETE FROM pool_code WHERE ctid = ANY(ARRAY(
            SELECT ctid FROM pool_code WHERE merchant_id = $1 AND reward_id = $2 AND state = 'free'
              AND ($3::text IS NULL OR code = $3) LIMIT ${removedAtOnce} FOR UPDATE SKIP LOCKED))`,
          [merchantId, rewardId, code],
        )
        removed += rowCount ?? 0
        if ((rowCount ?? 0) < removedAtOnce) return removed
      }
    },
    async noteImport(merchantId, { id, rewardId, fileName, at, added, refusedCount, refused }) {
      await pool.query(
        `INSERT INTO pool_import (merchant_id, id, reward_id, file_name, at, added, refused_count, refused)
          VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING`,
        [merchantId, id, rewardId, fileName, new Date(at), added, refusedCount, refused],
      )
    },
    async imports(merchantId, rewardId, limit) {
      const { rows } = await pool.query<Omit<ImportRow, 'refused'>>(
        `SELECT ${importColumns} FROM pool_import WHERE merchant_id = $1 AND reward_id = $2 ORDER BY at DESC, id LIMIT $3`,
        [merchantId, rewardId, limit],
      )
      return rows.map((row) => ({ ...row, at: row.at.getTime() }))
    },
    async import({ merchantId, id }) {
      const { rows } = await pool.query<ImportRow>(
        `SELECT ${importColumns}, refused FROM pool_import WHERE merchant_id = $1 AND id = $2`,
        [merchantId, id],
      )
      return rows[0] ? { ...rows[0], at: rows[0].at.getTime() } : null
    },
  }
}
