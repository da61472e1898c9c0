import type pg from 'pg'
import type { Key } from '../ports/keys.ts'
import type { StrayScans } from '../ports/scans.ts'

/** What the merchant took from a card stays nobody's. Place and time are asked roughly here; the rules decide under the locks. */
export const createStrayScans = (pool: pg.Pool): StrayScans => ({
  async list(limit) {
    const { rows } = await pool.query<{ merchant_id: string; id: string }>(
      `SELECT s.merchant_id, s.id FROM scan s WHERE s.state = 'waiting' AND EXISTS (
        SELECT 1 FROM till_order o WHERE o.merchant_id = s.merchant_id AND o.card_id IS NULL AND o.scan_id IS NULL AND o.releases = 0
          AND o.placed_at BETWEEN s.at - make_interval(mins => s.join_minutes) AND s.at + make_interval(mins => s.join_minutes)
          AND (s.till_id IS NULL OR s.till_id = o.till_id)
          AND (s.location_id IS NULL OR o.location_id IS NULL OR s.location_id = o.location_id)
          AND (s.till_id IS NOT NULL OR s.location_id = o.location_id)
          AND (o.facts->>'paid')::boolean AND NOT (o.facts->'sale'->>'test')::boolean)
        ORDER BY s.at, s.id LIMIT $1`,
      [limit],
    )
    return rows.map((row): Key => ({ merchantId: row.merchant_id, id: row.id }))
  },
})
