import type pg from 'pg'
import type { ClaimsRead } from '../ports/claims.ts'

type Row = {
  stamps: number | null
  card_id: string | null
  expires_at: Date | null
  claimed_at: Date | null
  place: string | null
}

export function createClaimsRead(pool: pg.Pool): ClaimsRead {
  return {
    async find(merchantId, claimId) {
      const { rows } = await pool.query<Row>({
        name: 'claim-view',
        text: `SELECT c.stamps, c.card_id, c.expires_at, c.claimed_at, coalesce(l.name, t.name) AS place
          FROM claim c
          LEFT JOIN till t ON t.merchant_id = c.merchant_id AND t.id = c.till_id
          LEFT JOIN till_order o ON o.merchant_id = c.merchant_id AND o.till_id = c.till_id AND o.external_id = c.order_id
          LEFT JOIN location l ON l.merchant_id = c.merchant_id AND l.till_id = c.till_id
            AND l.external_id = o.facts->'sale'->>'locationId'
          WHERE c.merchant_id = $1 AND c.id = $2`,
        values: [merchantId, claimId],
      })
      const row = rows[0]
      if (!row) return null
      const [expiresAt, claimedAt] = [row.expires_at, row.claimed_at].map((at) => at?.getTime() ?? null)
      return {
        stamps: row.stamps,
        cardId: row.card_id,
        expiresAt: expiresAt ?? null,
        claimedAt: claimedAt ?? null,
        place: row.place,
      }
    },
    async currencies(merchantId) {
      const { rows } = await pool.query<{ currency: string }>({
        name: 'claim-currencies',
        text: `SELECT currency FROM (
            SELECT currency FROM till_order WHERE merchant_id = $1 AND currency IS NOT NULL
            ORDER BY updated_at DESC LIMIT 200) latest
          GROUP BY currency ORDER BY count(*) DESC, currency LIMIT 3`,
        values: [merchantId],
      })
      return rows.map((row) => row.currency)
    },
  }
}
