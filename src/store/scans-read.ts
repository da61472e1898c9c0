import type pg from 'pg'
import type { ScansRead } from '../ports/scans.ts'
import { asScan, type ScanRow, scanColumns } from './hot/scans.ts'

export const createScansRead = (pool: pg.Pool): ScansRead => ({
  async list(merchantId, { after, limit, cardId, state }) {
    const { rows } = await pool.query<ScanRow>(
      `SELECT ${scanColumns} FROM scan s WHERE s.merchant_id = $1 AND ($2::uuid IS NULL OR s.id < $2)
        AND ($3::uuid IS NULL OR s.card_id = $3) AND ($4::text IS NULL OR s.state = $4)
        ORDER BY s.id DESC LIMIT $5`,
      [merchantId, after, cardId ?? null, state ?? null, limit],
    )
    return rows.map(asScan)
  },
})
