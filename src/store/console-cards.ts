import type pg from 'pg'
import { z } from 'zod'
import type { CardDetail, CardRow, LedgerRow, Page } from '../ports/console-reads.ts'
import { readCouponsOfCard } from './console-coupons.ts'
import { pageOf, pageSize, readCursor } from './console-cursor.ts'
import { readOrdersOfCard } from './console-orders.ts'

type Row = {
  id: string
  serial: string
  program_name: string
  stamps: number
  goal: number
  cycle: number
  state: string
  placement: string | null
  created_at: Date
  last_stamp_at: Date | null
}

const cardText = `SELECT c.id, c.serial, p.name AS program_name, c.total - c.cycle_start AS stamps, (v.rules->>'goal')::int AS goal,
    c.cycle, c.state, c.placement, c.created_at, c.last_stamp_at
  FROM card c JOIN program p ON p.merchant_id = c.merchant_id AND p.id = c.program_id
  JOIN program_version v ON v.merchant_id = c.merchant_id AND v.program_id = c.program_id AND v.version = c.version
  WHERE c.merchant_id = $1 AND c.state <> 'erased'`

const cursorShape = z.tuple([z.uuid()])

/** Ids grow with time, so newest first is by id. */
export async function readCards(
  pool: pg.Pool,
  merchantId: string,
  query: { cursor?: string | undefined; search?: string | undefined },
): Promise<Page<CardRow>> {
  const [after] = readCursor(query.cursor, cursorShape) ?? [null]
  const { rows } = await pool.query<Row>(
    `${cardText} AND ($2::uuid IS NULL OR c.id < $2) AND ($3::text IS NULL OR starts_with(c.serial, $3))
      ORDER BY c.id DESC LIMIT ${pageSize + 1}`,
    [merchantId, after, query.search ?? null],
  )
  return pageOf(rows.map(asCard), (card) => [card.id])
}

export async function readCard(
  pool: pg.Pool,
  merchantId: string,
  cardId: string,
): Promise<CardDetail | null> {
  const { rows } = await pool.query<Row>(`${cardText} AND c.id = $2`, [merchantId, cardId])
  const row = rows[0]
  if (!row) return null
  return {
    ...asCard(row),
    placement: row.placement,
    ledger: await readLedger(pool, merchantId, cardId),
    coupons: await readCouponsOfCard(pool, merchantId, cardId),
    orders: await readOrdersOfCard(pool, merchantId, cardId),
    links: await readLinks(pool, merchantId, cardId),
  }
}

const asCard = (row: Row): CardRow => ({
  id: row.id,
  serial: row.serial,
  programName: row.program_name,
  stamps: row.stamps,
  goal: row.goal,
  cycle: row.cycle,
  state: row.state,
  createdAt: row.created_at.getTime(),
  lastStampAt: row.last_stamp_at?.getTime() ?? null,
})

async function readLedger(pool: pg.Pool, merchantId: string, cardId: string): Promise<LedgerRow[]> {
  const { rows } = await pool.query<Omit<LedgerRow, 'at'> & { at: Date }>(
    `SELECT at, count, balance, channel, reason, till_id AS "tillId", order_id AS "orderId"
      FROM stamp_ledger WHERE merchant_id = $1 AND card_id = $2 ORDER BY at DESC, id DESC LIMIT 100`,
    [merchantId, cardId],
  )
  return rows.map((row) => ({ ...row, at: row.at.getTime() }))
}

async function readLinks(pool: pg.Pool, merchantId: string, cardId: string): Promise<CardDetail['links']> {
  const { rows } = await pool.query<CardDetail['links'][number]>(
    `SELECT t.name AS "tillName", l.customer_id AS "customerId" FROM card_link l
      JOIN till t ON t.merchant_id = l.merchant_id AND t.id = l.till_id
      WHERE l.merchant_id = $1 AND l.card_id = $2 ORDER BY l.created_at LIMIT 20`,
    [merchantId, cardId],
  )
  return rows
}
