import type pg from 'pg'
import type { UnassignedUses } from '../ports/counter.ts'
import { asUnassignedUse, type UnassignedRow, unassignedColumns } from './hot/unassigned-uses.ts'

/** The list of shared codes that belong to no card. */
export function createUnassignedUses(pool: pg.Pool): UnassignedUses {
  return {
    async list(merchantId, { after, limit, assigned = false }) {
      const { rows } = await pool.query<UnassignedRow>(
        `SELECT ${unassignedColumns} FROM unassigned_code_use
          WHERE merchant_id = $1 AND ($2::uuid IS NULL OR id < $2) AND (coupon_id IS NOT NULL) = $4
          ORDER BY id DESC LIMIT $3`,
        [merchantId, after, limit, assigned],
      )
      return rows.map((row) => asUnassignedUse(merchantId, row))
    },
  }
}
