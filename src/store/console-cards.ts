import type pg from 'pg'
import { z } from 'zod'
import { normalCode } from '../domain/coupon.ts'
import type { CardDetail, CardRow, CardsQuery, LedgerRow, MergeRow } from '../ports/console-cards.ts'
import type { Page } from '../ports/console-reads.ts'
import { readCouponsOfCard } from './console-coupons.ts'
import { beyondReach, pageOf, pageSize, reach, readCursor } from './console-cursor.ts'

type Row = {
  id: string
  serial: string
  program_id: string
  program_name: string
  stamps: number
  goal: number
  cycle: number
  state: string
  placement: string | null
  placement_name?: string | null
  created_at: Date
  last_stamp_at: Date | null
}

/** How many stamps before the goal a card is close to its reward. */
export const nearStamps = 2

/** What the merchant calls the place of its own that a card came from. */
const placementName = `, (SELECT j.name FROM join_placement j
    WHERE j.merchant_id = c.merchant_id AND j.program_id = c.program_id AND j.key = c.placement) AS placement_name`

const cardText = (
  cards: string,
  more = '',
) => `SELECT c.id, c.serial, c.program_id, p.name AS program_name, c.total - c.cycle_start AS stamps, (v.rules->>'goal')::int AS goal,
    c.cycle, c.state, c.placement, c.created_at, c.last_stamp_at${more}
  FROM ${cards} c JOIN program p ON p.merchant_id = c.merchant_id AND p.id = c.program_id
  JOIN program_version v ON v.merchant_id = c.merchant_id AND v.program_id = c.program_id AND v.version = c.version
  WHERE c.merchant_id = $1 AND c.state <> 'erased'`

/** Of all cards the next ones in turn, no more than are shown or can be looked through at once. */
const inTurn = (most: number) =>
  `(SELECT * FROM card WHERE merchant_id = $1 AND ($2::uuid IS NULL OR id < $2) AND state <> 'erased' ORDER BY id DESC LIMIT ${most})`

/** Each way of searching has an index of its own; none of them finds more than a few. */
const found = `(SELECT * FROM card WHERE merchant_id = $1 AND ($2::uuid IS NULL OR id < $2) AND id IN (
    (SELECT id FROM card WHERE merchant_id = $1 AND serial ~>=~ $7::text AND serial ~<~ $8::text ORDER BY serial USING ~<~ LIMIT 200)
    UNION (SELECT id FROM card WHERE merchant_id = $1 AND right(serial, 4) = $9::text LIMIT 200)
    UNION (SELECT card_id FROM coupon WHERE merchant_id = $1 AND code = $10::text LIMIT 200)
    UNION (SELECT card_id FROM card_contact WHERE merchant_id = $1 AND digest = ANY($11::bytea[]) LIMIT 200)))`

const filters = `($3::text IS NULL OR c.state = $3) AND ($4::uuid IS NULL OR c.program_id = $4)
  AND (NOT $5::boolean OR (c.state = 'active' AND c.total - c.cycle_start >= (v.rules->>'goal')::int - ${nearStamps}))
  AND (NOT $6::boolean OR EXISTS (SELECT 1 FROM coupon k
    WHERE k.merchant_id = c.merchant_id AND k.card_id = c.id AND k.state IN ('issuing', 'active')))`

const cursorShape = z.tuple([z.uuid()])

/** Ids grow with time, so newest first is by id. */
export async function readCards(
  pool: pg.Pool,
  merchantId: string,
  query: CardsQuery,
): Promise<Page<CardRow>> {
  const [after] = readCursor(query.cursor, cursorShape) ?? [null]
  const { state = null, programId = null, near = false, withCoupon = false, search } = query
  const filtered = state !== null || programId !== null || near || withCoupon
  const { rows } = await pool.query<Row>(
    `${cardText(search ? found : inTurn(filtered ? reach : pageSize + 1))} AND ${filters} ORDER BY c.id DESC LIMIT ${pageSize + 1}`,
    [
      merchantId,
      after,
      state,
      programId,
      near,
      withCoupon,
      ...(search ? searchValues(search, query.digests) : []),
    ],
  )
  const page = pageOf(rows.map(asCard), (card) => [card.id])
  return search || page.next || !filtered
    ? page
    : { ...page, next: await beyondReach(pool, 'card', merchantId, after) }
}

function searchValues(search: string, digests: string[] = []): unknown[] {
  // Serials are of these signs alone; anything else is none's beginning.
  const start = /^[\w-]+$/.test(search) ? search : null
  const end = start && start.slice(0, -1) + String.fromCharCode(start.charCodeAt(start.length - 1) + 1)
  const last = start?.length === 4 ? start : null
  return [start, end, last, normalCode(search), digests.map((digest) => Buffer.from(digest, 'hex'))]
}

export async function readCard(
  pool: pg.Pool,
  merchantId: string,
  cardId: string,
): Promise<CardDetail | null> {
  const { rows } = await pool.query<Row>(`${cardText('card', placementName)} AND c.id = $2`, [
    merchantId,
    cardId,
  ])
  const row = rows[0]
  if (!row) return null
  return {
    ...asCard(row),
    placement: row.placement,
    placementName: row.placement_name ?? null,
    ledger: await readLedger(pool, merchantId, cardId),
    coupons: await readCouponsOfCard(pool, merchantId, cardId),
    links: await readLinks(pool, merchantId, cardId),
    merges: await readMerges(pool, merchantId, cardId),
  }
}

const asCard = (row: Row): CardRow => ({
  id: row.id,
  serial: row.serial,
  programId: row.program_id,
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
    `SELECT t.id AS "tillId", t.name AS "tillName", l.customer_id AS "customerId" FROM card_link l
      JOIN till t ON t.merchant_id = l.merchant_id AND t.id = l.till_id
      WHERE l.merchant_id = $1 AND l.card_id = $2 ORDER BY l.created_at LIMIT 20`,
    [merchantId, cardId],
  )
  return rows
}

async function readMerges(pool: pg.Pool, merchantId: string, cardId: string): Promise<MergeRow[]> {
  const { rows } = await pool.query<
    Omit<MergeRow, 'mergedAt' | 'undoneAt'> & { at: Date; undone: Date | null }
  >(
    `SELECT m.id, m.stamps, m.merged_at AS at, m.undone_at AS undone,
        json_build_object('id', f.id, 'serial', f.serial) AS "from", json_build_object('id', i.id, 'serial', i.serial) AS "into"
      FROM card_merge m JOIN card f ON f.merchant_id = m.merchant_id AND f.id = m.from_card_id
      JOIN card i ON i.merchant_id = m.merchant_id AND i.id = m.into_card_id
      WHERE m.merchant_id = $1 AND (m.from_card_id = $2 OR m.into_card_id = $2) ORDER BY m.merged_at DESC LIMIT 20`,
    [merchantId, cardId],
  )
  return rows.map(({ at, undone, ...row }) => ({
    ...row,
    mergedAt: at.getTime(),
    undoneAt: undone?.getTime() ?? null,
  }))
}
