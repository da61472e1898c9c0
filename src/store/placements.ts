import type pg from 'pg'
import { mostNamedPlacements, type PlacementCount, type Placements } from '../ports/placements.ts'

const mostShown = 200

export function createPlacements(pool: pg.Pool): Placements {
  return {
    async list(merchantId, programId) {
      const { rows } = await pool.query<PlacementCount>(
        `SELECT key, name, views, joins FROM join_placement WHERE merchant_id = $1 AND program_id = $2
          ORDER BY name IS NULL, views DESC, key LIMIT ${mostShown}`,
        [merchantId, programId],
      )
      return rows
    },
    name: (merchantId, programId, placement) => name(pool, merchantId, programId, placement),
    async unname(merchantId, programId, key) {
      await pool.query(
        'UPDATE join_placement SET name = NULL WHERE merchant_id = $1 AND program_id = $2 AND key = $3',
        [merchantId, programId, key],
      )
    },
  }
}

/** Strangers can use up the keys that are counted by opening addresses, but not those that a merchant names. */
async function name(
  pool: pg.Pool,
  merchantId: string,
  programId: string,
  placement: { key: string; name: string },
): ReturnType<Placements['name']> {
  const { rowCount } = await pool.query(
    `INSERT INTO join_placement AS p (merchant_id, program_id, key, name)
      SELECT $1, $2, $3, $4 WHERE (SELECT count(*) FROM join_placement
        WHERE merchant_id = $1 AND program_id = $2 AND name IS NOT NULL) < ${mostNamedPlacements}
      ON CONFLICT (merchant_id, program_id, key) DO UPDATE SET name = EXCLUDED.name WHERE p.name IS NULL`,
    [merchantId, programId, placement.key, placement.name],
  )
  if (rowCount) return { ok: true }
  const { rows } = await pool.query(
    'SELECT 1 FROM join_placement WHERE merchant_id = $1 AND program_id = $2 AND key = $3 AND name IS NOT NULL',
    [merchantId, programId, placement.key],
  )
  return { ok: false, reason: rows.length > 0 ? 'taken' : 'full' }
}
