import type pg from 'pg'
import type { OrderFacts } from '../domain/order.ts'
import type { Evidence, Judgement, Redemption } from '../domain/order-record.ts'
import type { PastOrder } from '../domain/replay.ts'
import type { PastOrders } from '../ports/past-orders.ts'

type Row = {
  card_id: string
  till_id: string
  external_id: string
  facts: OrderFacts
  evidence: Evidence | null
  given: number
  redemptions: Redemption[]
  judgement: Judgement | null
  time_zone: string
}

const from = 'FROM till_order o JOIN card c ON c.merchant_id = o.merchant_id AND c.id = o.card_id'
const where = `WHERE o.merchant_id = $1 AND c.program_id = $2 AND c.state <> 'erased' AND o.placed_at >= $3 AND o.placed_at < $4`

const select = `SELECT o.card_id, o.till_id, o.external_id, o.facts, o.evidence, o.given, o.redemptions, o.judgement,
    COALESCE(l.time_zone, m.time_zone) AS time_zone
  ${from}
  JOIN merchant m ON m.id = o.merchant_id
  LEFT JOIN location l
    ON l.merchant_id = o.merchant_id AND l.till_id = o.till_id AND l.external_id = o.location_id
  ${where}`

export function createPastOrders(pool: pg.Pool): PastOrders {
  return {
    async count(merchantId, programId, time) {
      const { rows } = await pool.query<{ count: number }>(`SELECT count(*)::int AS count ${from} ${where}`, [
        ...[merchantId, programId, new Date(time.from), new Date(time.to)],
      ])
      return rows[0]!.count
    },
    async page(merchantId, programId, { from: since, to, after, limit }) {
      const { rows } = await pool.query<Row>(
        `${select} AND ($5::uuid IS NULL
            OR (o.card_id, o.placed_at, o.till_id, o.external_id) > ($5, $6::timestamptz, $7::uuid, $8::text))
          ORDER BY o.card_id, o.placed_at, o.till_id, o.external_id LIMIT $9`,
        [
          merchantId,
          programId,
          new Date(since),
          new Date(to),
          after?.cardId ?? null,
          after?.facts.sale ? new Date(after.facts.sale.placedAt) : null,
          after?.tillId ?? null,
          after?.externalId ?? null,
          limit,
        ],
      )
      return rows.map((row) => asPastOrder(merchantId, row))
    },
  }
}

const asPastOrder = (merchantId: string, row: Row): PastOrder => ({
  merchantId,
  cardId: row.card_id,
  tillId: row.till_id,
  externalId: row.external_id,
  facts: row.facts,
  evidence: row.evidence,
  given: row.given,
  redemptions: row.redemptions,
  channel: row.judgement?.channel,
  timeZone: row.judgement?.timeZone ?? row.time_zone,
})
