import type pg from 'pg'
import { z } from 'zod'
import type { OrderFacts } from '../domain/order.ts'
import type { TraceRow } from '../domain/trace.ts'
import type { OrderDetail, OrderRow, Page } from '../ports/console-reads.ts'
import { pageOf, pageSize, readCursor } from './console-cursor.ts'

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
const from = `FROM till_order o JOIN till t ON t.merchant_id = o.merchant_id AND t.id = o.till_id`
const detail = `SELECT ${columns}, o.trace, o.facts, c.serial AS card_serial ${from}
  LEFT JOIN card c ON c.merchant_id = o.merchant_id AND c.id = o.card_id`

const cursorShape = z.tuple([z.number(), z.uuid(), z.string()])

export async function readOrders(
  pool: pg.Pool,
  merchantId: string,
  query: { cursor?: string | undefined; tillId?: string | undefined },
): Promise<Page<OrderRow>> {
  const [at, tillId, externalId] = readCursor(query.cursor, cursorShape) ?? [null, null, null]
  const { rows } = await pool.query<Row>(
    `SELECT ${columns} ${from} WHERE o.merchant_id = $1
        AND ($2::timestamptz IS NULL OR (o.updated_at, o.till_id, o.external_id) < ($2, $3::uuid, $4::text))
        AND ($5::uuid IS NULL OR o.till_id = $5)
      ORDER BY o.updated_at DESC, o.till_id DESC, o.external_id DESC LIMIT ${pageSize + 1}`,
    [merchantId, at === null ? null : new Date(at), tillId, externalId, query.tillId ?? null],
  )
  return pageOf(rows.map(asOrder), (order) => [order.updatedAt, order.tillId, order.externalId])
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

export async function readOrdersOfCard(
  pool: pg.Pool,
  merchantId: string,
  cardId: string,
): Promise<OrderRow[]> {
  const { rows } = await pool.query<Row>(
    `SELECT ${columns} ${from} WHERE o.merchant_id = $1 AND o.card_id = $2 ORDER BY o.placed_at DESC NULLS LAST LIMIT 50`,
    [merchantId, cardId],
  )
  return rows.map(asOrder)
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
