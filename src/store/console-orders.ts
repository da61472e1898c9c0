import type pg from 'pg'
import { z } from 'zod'
import type { OrderFacts } from '../domain/order.ts'
import type { TraceRow } from '../domain/trace.ts'
import type {
  CodeUseRow,
  OrderDelivery,
  OrderDetail,
  OrderRow,
  OrdersQuery,
} from '../ports/console-orders.ts'
import type { Page } from '../ports/console-reads.ts'
import { pageOf, pageSize, reach, readCursor, writeCursor } from './console-cursor.ts'

type Row = {
  till_id: string
  till_name: string
  external_id: string
  number: string | null
  placed_at: Date | null
  updated_at: Date
  total: string | null
  currency: string | null
  card_id: string | null
  evidence: string | null
  given: number
  outcome: string
}
type DetailRow = Row & { trace: TraceRow[]; facts: OrderFacts; card_serial: string | null }

const columns = `o.till_id, t.name AS till_name, o.external_id, o.number, o.placed_at, o.updated_at, o.total, o.currency,
  o.card_id, o.evidence, o.given, o.outcome`
const withTill = 'JOIN till t ON t.merchant_id = o.merchant_id AND t.id = o.till_id'
const from = `FROM till_order o ${withTill}`
const detail = `SELECT ${columns}, o.trace, o.facts, c.serial AS card_serial ${from}
  LEFT JOIN card c ON c.merchant_id = o.merchant_id AND c.id = o.card_id`

const next = `SELECT * FROM till_order WHERE merchant_id = $1
  AND ($2::timestamptz IS NULL OR (updated_at, till_id, external_id) < ($2, $3::uuid, $4::text))`
const inOrder = 'ORDER BY updated_at DESC, till_id DESC, external_id DESC'
const inTurn = (most: number) => `(${next} ${inOrder} LIMIT ${most})`
/** They have an index of their own, so that the list is short to find however rare they are. */
const unmatched = (most: number) => `(${next} AND outcome = 'unmatched' ${inOrder} LIMIT ${most})`
const byNumber = `(${next} AND (till_id, external_id) IN (
  SELECT till_id, external_id FROM till_order WHERE merchant_id = $1 AND number IN ($7::text, '#' || $7::text)
  UNION SELECT o.till_id, o.external_id FROM till t JOIN till_order o
    ON o.merchant_id = t.merchant_id AND o.till_id = t.id AND o.external_id = $7::text WHERE t.merchant_id = $1))`
const filters = `($5::uuid IS NULL OR o.till_id = $5) AND CASE WHEN $6::text IS NULL THEN true
  WHEN $6 = 'refunded' THEN (o.facts->>'refunds') NOT IN ('{}', '[]') ELSE o.outcome = $6 END`

const cursorShape = z.tuple([z.number(), z.uuid(), z.string()])
type Cursor = [number, string, string]

export async function readOrders(
  pool: pg.Pool,
  merchantId: string,
  { cursor, tillId, only, search }: OrdersQuery,
): Promise<Page<OrderRow>> {
  const after = readCursor<Cursor>(cursor, cursorShape)
  const rare = only === 'unmatched'
  const most = tillId || (only && !rare) ? reach : pageSize + 1
  const orders = search ? byNumber : rare ? unmatched(most) : inTurn(most)
  const { rows } = await pool.query<Row>(
    `SELECT ${columns} FROM ${orders} o ${withTill} WHERE ${filters}
      ORDER BY o.updated_at DESC, o.till_id DESC, o.external_id DESC LIMIT ${pageSize + 1}`,
    [merchantId, ...place(after), tillId ?? null, only ?? null, ...(search ? [search] : [])],
  )
  const page = pageOf(rows.map(asOrder), (order) => [order.updatedAt, order.tillId, order.externalId])
  if (search || page.next || most !== reach) return page
  return { ...page, next: await lookOn(pool, merchantId, after, only) }
}

const place = (after: Cursor | null): unknown[] =>
  after ? [new Date(after[0]), after[1], after[2]] : [null, null, null]

/** Where to look on, when a filter left too few of those looked through. */
async function lookOn(
  pool: pg.Pool,
  merchantId: string,
  after: Cursor | null,
  only: OrdersQuery['only'],
): Promise<string | null> {
  const { rows } = await pool.query<Pick<Row, 'updated_at' | 'till_id' | 'external_id'>>(
    `${next} ${only === 'unmatched' ? "AND outcome = 'unmatched'" : ''} ${inOrder} OFFSET ${reach - 1} LIMIT 1`.replace(
      'SELECT *',
      'SELECT updated_at, till_id, external_id',
    ),
    [merchantId, ...place(after)],
  )
  const last = rows[0]
  return last ? writeCursor([last.updated_at.getTime(), last.till_id, last.external_id]) : null
}

export async function readOrder(
  pool: pg.Pool,
  merchantId: string,
  tillId: string,
  externalId: string,
): Promise<OrderDetail | null> {
  const { rows } = await pool.query<DetailRow>(
    `${detail} WHERE o.merchant_id = $1 AND o.till_id = $2 AND o.external_id = $3`,
    [merchantId, tillId, externalId],
  )
  return rows[0] ? asDetail(rows[0]) : null
}

/**
 * Messages of the till that name the order. Deliveries have no index by order, so those around the order's own time
 * are looked through, and no more than a few thousand.
 */
export async function readOrderDeliveries(
  pool: pg.Pool,
  merchantId: string,
  order: Pick<OrderRow, 'tillId' | 'externalId' | 'placedAt' | 'updatedAt'>,
): Promise<OrderDelivery[]> {
  const { rows } = await pool.query<Omit<OrderDelivery, 'receivedAt'> & { at: Date }>(
    `SELECT id, topic, state, received_at AS at, note FROM (
        SELECT * FROM delivery WHERE merchant_id = $1 AND received_at <= $4::timestamptz + interval '1 minute'
        ORDER BY received_at DESC LIMIT ${2 * reach}) d
      WHERE till_id = $2 AND order_id = $3 ORDER BY received_at DESC LIMIT 20`,
    [merchantId, order.tillId, order.externalId, new Date(order.updatedAt)],
  )
  return rows.map(({ at, ...row }) => ({ ...row, receivedAt: at.getTime() }))
}

export async function readLatestOrders(
  pool: pg.Pool,
  merchantId: string,
  tillId: string,
  limit: number,
): Promise<OrderDetail[]> {
  const { rows } = await pool.query<DetailRow>(
    `${detail} WHERE o.merchant_id = $1 AND o.till_id = $2 AND o.placed_at IS NOT NULL ORDER BY o.placed_at DESC LIMIT $3`,
    [merchantId, tillId, limit],
  )
  return rows.map(asDetail)
}

/** Newest first. */
export async function readCodeUses(
  pool: pg.Pool,
  merchantId: string,
  query: { cursor?: string | undefined; id?: string | undefined },
): Promise<Page<CodeUseRow>> {
  const [after] = readCursor(query.cursor, z.tuple([z.uuid()])) ?? [null]
  const { rows } = await pool.query<Omit<CodeUseRow, 'usedAt'> & { at: Date }>(
    `SELECT u.id, u.code, u.till_id AS "tillId", t.name AS "tillName", u.order_id AS "orderId", o.number AS "orderNumber",
        u.used_at AS at, coalesce(l.name, u.location) AS location
      FROM unassigned_code_use u JOIN till t ON t.merchant_id = u.merchant_id AND t.id = u.till_id
      LEFT JOIN till_order o ON o.merchant_id = u.merchant_id AND o.till_id = u.till_id AND o.external_id = u.order_id
      LEFT JOIN location l ON l.merchant_id = u.merchant_id AND l.till_id = u.till_id AND l.external_id = u.location
      WHERE u.merchant_id = $1 AND u.coupon_id IS NULL AND ($2::uuid IS NULL OR u.id < $2) AND ($3::uuid IS NULL OR u.id = $3)
      ORDER BY u.id DESC LIMIT ${pageSize + 1}`,
    [merchantId, after, query.id ?? null],
  )
  return pageOf(
    rows.map(({ at, ...row }) => ({ ...row, usedAt: at.getTime() })),
    (use) => [use.id],
  )
}

const asDetail = (row: DetailRow): OrderDetail => ({
  ...asOrder(row),
  trace: row.trace,
  facts: row.facts,
  cardSerial: row.card_serial,
})

const asOrder = (row: Row): OrderRow => ({
  tillId: row.till_id,
  tillName: row.till_name,
  externalId: row.external_id,
  number: row.number,
  placedAt: row.placed_at?.getTime() ?? null,
  updatedAt: row.updated_at.getTime(),
  total: row.total === null ? null : Number(row.total),
  currency: row.currency,
  cardId: row.card_id,
  evidence: row.evidence,
  given: row.given,
  outcome: row.outcome,
})
