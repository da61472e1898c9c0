import type pg from 'pg'
import type { HeldOfCustomer, PrivacyRecord, PrivacyRequests } from '../ports/privacy.ts'

type Row = { id: string; topic: string; outcome: Outcome; received_at: Date; done_at: Date | null }
type OrderRow = {
  till_id: string
  external_id: string
  number: string | null
  placed_at: Date | null
  total: string | null
  currency: string | null
  outcome: string
  given: number
}

/** As it is kept in `privacy_request.outcome`. */
export type Outcome = {
  tillId: string
  orders: number
  cards: string[]
  skipped?: boolean
  /** Only as long as the merchant has to answer. */
  customerId?: string
  orderIds?: string[]
}

const columns = 'id, topic, outcome, received_at, done_at'
const mostOrders = 1000

export function createPrivacyRequests(pool: pg.Pool): PrivacyRequests {
  const find = async (merchantId: string, id: string) => {
    const { rows } = await pool.query<Row>(
      `SELECT ${columns} FROM privacy_request WHERE merchant_id = $1 AND id = $2`,
      [merchantId, id],
    )
    return rows[0] ?? null
  }
  return {
    async list(merchantId, { after, limit }) {
      const { rows } = await pool.query<Row>(
        `SELECT ${columns} FROM privacy_request
          WHERE merchant_id = $1 AND ($2::timestamptz IS NULL OR (received_at, id) < ($2, $3::uuid))
          ORDER BY received_at DESC, id DESC LIMIT $4`,
        [merchantId, after && new Date(after.at), after?.id ?? null, limit],
      )
      return rows.map(asRecord)
    },
    async find(merchantId, id) {
      const row = await find(merchantId, id)
      return row && asRecord(row)
    },
    async open(merchantId) {
      const { rows } = await pool.query<{ count: number; since: Date | null }>(
        `SELECT count(*)::int AS count, min(received_at) AS since FROM privacy_request
          WHERE merchant_id = $1 AND topic = 'customer-data' AND done_at IS NULL`,
        [merchantId],
      )
      const [row] = rows
      return row?.since ? { count: row.count, since: row.since.getTime() } : null
    },
    async held({ merchantId, id }) {
      const row = await find(merchantId, id)
      return row && row.done_at === null ? heldOf(pool, merchantId, row.outcome) : nothing
    },
    async markDone({ merchantId, id }, at) {
      const { rowCount } = await pool.query(
        `UPDATE privacy_request SET done_at = coalesce(done_at, $3), outcome = outcome - 'customerId' - 'orderIds'
          WHERE merchant_id = $1 AND id = $2`,
        [merchantId, id, new Date(at)],
      )
      return rowCount === 1
    },
  }
}

const nothing: HeldOfCustomer = { cards: [], orders: [], more: false }

async function heldOf(pool: pg.Pool, merchantId: string, outcome: Outcome): Promise<HeldOfCustomer> {
  const { tillId, customerId = null, orderIds = [], cards } = outcome
  const { rows: linked } = await pool.query<{ id: string }>(
    `SELECT c.id FROM card c WHERE c.merchant_id = $1 AND c.state <> 'erased'
      AND (c.id = ANY($4::uuid[]) OR c.id IN (SELECT card_id FROM card_link
        WHERE merchant_id = $1 AND till_id = $2 AND customer_id = $3))`,
    [merchantId, tillId, customerId, cards],
  )
  const ids = linked.map(({ id }) => id)
  const { rows } = await pool.query<OrderRow>(
    `SELECT till_id, external_id, number, placed_at, total, currency, outcome, given FROM till_order
      WHERE merchant_id = $1 AND (card_id = ANY($2::uuid[]) OR (till_id = $3
        AND (facts->'sale'->>'customerId' = $4 OR external_id = ANY($5::text[]))))
      ORDER BY placed_at DESC NULLS LAST, external_id LIMIT ${mostOrders + 1}`,
    [merchantId, ids, tillId, customerId, orderIds],
  )
  return { cards: ids, orders: rows.slice(0, mostOrders).map(asOrder), more: rows.length > mostOrders }
}

const asOrder = (row: OrderRow): HeldOfCustomer['orders'][number] => ({
  tillId: row.till_id,
  externalId: row.external_id,
  number: row.number,
  placedAt: row.placed_at?.getTime() ?? null,
  total:
    row.total === null || row.currency === null
      ? null
      : { amount: Number(row.total), currency: row.currency },
  outcome: row.outcome,
  given: row.given,
})

const asRecord = ({ id, topic, outcome, received_at, done_at }: Row): PrivacyRecord => ({
  id,
  request: topic as PrivacyRecord['request'],
  tillId: outcome.tillId,
  customerId: outcome.customerId ?? null,
  orders: outcome.orders,
  cards: outcome.cards,
  skipped: outcome.skipped === true,
  receivedAt: received_at.getTime(),
  doneAt: done_at?.getTime() ?? null,
})
