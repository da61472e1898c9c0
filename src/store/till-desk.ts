import type pg from 'pg'
import type { TillDelivery, TillDesk, TillStanding } from '../ports/till-desk.ts'

const excerptBytes = 4000
/** How many of the merchant's newest deliveries are looked through: an inbox of millions is opened as fast as a new one. */
const latest = 1000
const latestOfTill = 5000

type StandingRow = {
  id: string
  last: Date | null
  reason: 'down' | 'throttled' | null
  since: Date | null
  until: Date | null
  last_error: string | null
  drifted: number
  refused: number
  waiting: number
}

const standingText = `SELECT t.id,
    l.last, h.reason, h.since, h.until, h.last_error, coalesce(p.drifted, 0) AS drifted, coalesce(p.refused, 0) AS refused,
    (SELECT count(*)::int FROM outbox o WHERE o.merchant_id = t.merchant_id AND o.kind = 'place-code'
      AND o.version > o.sent_version AND split_part(o.key, '/', 2) = t.id::text) AS waiting
  FROM till t
  LEFT JOIN (SELECT d.till_id, max(d.received_at) AS last FROM (
    SELECT till_id, received_at FROM delivery WHERE merchant_id = $1 ORDER BY received_at DESC LIMIT ${latest}) d
    GROUP BY 1) l ON l.till_id = t.id
  LEFT JOIN till_hold h ON h.merchant_id = t.merchant_id AND h.till_id = t.id AND t.state = 'active'
  LEFT JOIN (
    SELECT p.till_id, count(*) FILTER (WHERE p.state = 'drifted')::int AS drifted,
        count(*) FILTER (WHERE p.state = 'failed')::int AS refused
      FROM code_placement p
      JOIN coupon c ON c.merchant_id = p.merchant_id AND c.id = p.coupon_id AND c.state IN ('issuing', 'active')
      WHERE p.merchant_id = $1 AND p.state IN ('drifted', 'failed') GROUP BY 1
  ) p ON p.till_id = t.id
  WHERE t.merchant_id = $1 ORDER BY t.id DESC LIMIT 100`

export function createTillDesk(pool: pg.Pool): TillDesk {
  return {
    async standings(merchantId) {
      const { rows } = await pool.query<StandingRow>(standingText, [merchantId])
      return rows.map(asStanding)
    },
    async deliveries({ merchantId, id }, limit) {
      const { rows } = await pool.query<
        Omit<TillDelivery, 'receivedAt' | 'excerpt'> & { receivedAt: Date; start: Buffer }
      >(
        `SELECT id, topic, delivery_id AS "deliveryId", state, note, order_id AS "orderId", attempts,
            received_at AS "receivedAt", substring(body FROM 1 FOR ${excerptBytes}) AS start
          FROM (SELECT * FROM delivery WHERE merchant_id = $1 ORDER BY received_at DESC LIMIT ${latestOfTill}) d
          WHERE till_id = $2 ORDER BY received_at DESC, id DESC LIMIT $3`,
        [merchantId, id, limit],
      )
      return rows.map(({ start, receivedAt, ...row }) => ({
        ...row,
        receivedAt: receivedAt.getTime(),
        // The cut may go through a letter; what cannot be read becomes a replacement sign.
        excerpt: start.toString('utf8'),
      }))
    },
  }
}

const asStanding = (row: StandingRow): TillStanding => ({
  tillId: row.id,
  lastDeliveryAt: row.last?.getTime() ?? null,
  hold:
    row.reason && row.since && row.until
      ? {
          reason: row.reason,
          since: row.since.getTime(),
          until: row.until.getTime(),
          error: row.last_error ?? '',
        }
      : null,
  drifted: row.drifted,
  refused: row.refused,
  waiting: row.waiting,
})
