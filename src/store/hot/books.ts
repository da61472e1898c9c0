import type pg from 'pg'
import { type Card, type CardBook, type CardState, openBook } from '../../domain/card-book.ts'
import type { Position } from '../../domain/ladder.ts'
import { type Key, keyText } from '../../ports/store.ts'
import { asCoupon, type CouponRow, couponColumns } from './coupon-row.ts'
import { followMerges } from './merges.ts'

type CardRow = {
  merchant_id: string
  id: string
  program_id: string
  version: number
  total: number
  cycle: number
  cycle_start: number
  past_cycles: Position['pastCycles']
  progress: Card['progress']
  state: CardState
  last_stamp_at: Date | null
  merged_into: string | null
  stamps_since: Date | null
  stamps_expire_at: Date | null
}

/** Locks cards in the order of their keys and loads coupons, tallies and late earners beside them. */
export async function lockCards(
  client: pg.PoolClient,
  keys: Key[],
  options: { wholeHistory: boolean; follow?: boolean | undefined },
): Promise<Map<string, CardBook>> {
  const books = new Map<string, CardBook>()
  if (keys.length === 0) return books
  const ids = [keys.map((key) => key.merchantId), keys.map((key) => key.id)]
  const { rows } = await client.query<CardRow>({
    name: options.follow ? 'cards-lock-follow' : 'cards-lock',
    text: `${options.follow ? chain : ''} SELECT c.merchant_id, c.id, c.program_id, c.version, c.total, c.cycle,
        c.cycle_start, c.past_cycles, c.progress, c.state, c.last_stamp_at, c.merged_into, c.stamps_since, c.stamps_expire_at
      FROM card c JOIN ${options.follow ? 'chain AS u' : given} ON c.merchant_id = u.merchant_id AND c.id = u.id
      ORDER BY c.merchant_id, c.id FOR UPDATE OF c`,
    values: ids,
  })
  for (const row of rows) {
    const card = asCard(row)
    books.set(keyText(card), openBook(card, []))
  }
  const locked = [rows.map((row) => row.merchant_id), rows.map((row) => row.id)]
  await addCoupons(client, books, locked, options.wholeHistory)
  await addTallies(client, books, locked)
  return options.follow ? followMerges(books) : books
}

const given = 'unnest($1::uuid[], $2::uuid[]) AS u(merchant_id, id)'
/** The cards asked for, and those that go on for merged ones among them. */
const chain = `WITH RECURSIVE chain AS (
  SELECT u.merchant_id, u.id FROM ${given}
  UNION SELECT k.merchant_id, k.merged_into FROM chain JOIN card k
    ON k.merchant_id = chain.merchant_id AND k.id = chain.id AND k.merged_into IS NOT NULL)`

/** Coupons of the current and the last two cycles, and every open one; all of them where cycles may be taken back. */
async function addCoupons(
  client: pg.PoolClient,
  books: Map<string, CardBook>,
  ids: string[][],
  wholeHistory: boolean,
): Promise<void> {
  const { rows } = await client.query<CouponRow>({
    name: wholeHistory ? 'coupons-all' : 'coupons-recent',
    text: `SELECT ${couponColumns} FROM unnest($1::uuid[], $2::uuid[]) AS u(merchant_id, id)
      JOIN card k ON k.merchant_id = u.merchant_id AND k.id = u.id
      JOIN coupon c ON c.merchant_id = k.merchant_id AND c.card_id = k.id
      ${wholeHistory ? '' : `WHERE c.cycle >= k.cycle - 2 OR c.state IN ('issuing', 'active')`}
      ORDER BY c.merchant_id, c.card_id, c.cycle, c.milestone, c.issue`,
    values: ids,
  })
  for (const row of rows) books.get(`${row.merchant_id}/${row.card_id}`)?.coupons.push(asCoupon(row))
}

async function addTallies(
  client: pg.PoolClient,
  books: Map<string, CardBook>,
  ids: string[][],
): Promise<void> {
  const { rows } = await client.query<{ merchant_id: string; card_id: string; key: string; value: string }>({
    name: 'tallies',
    text: `SELECT t.merchant_id, t.card_id, t.key, t.value FROM card_tally t
      JOIN unnest($1::uuid[], $2::uuid[]) AS u(merchant_id, id) ON t.merchant_id = u.merchant_id AND t.card_id = u.id`,
    values: ids,
  })
  for (const row of rows)
    books.get(`${row.merchant_id}/${row.card_id}`)?.tallies.set(row.key, Number(row.value))
}

/** Orders and scans that earned on these cards around the given times: what cool-downs look at. */
export async function addEarned(
  client: pg.PoolClient,
  books: CardBook[],
  window: { from: number; to: number },
): Promise<void> {
  if (books.length === 0) return
  const byCard = new Map(books.map((book) => [keyText(book.card), book]))
  const { rows } = await client.query<{
    merchant_id: string
    card_id: string
    till_id: string
    external_id: string
    placed_at: Date
  }>(
    `SELECT o.merchant_id, u.id AS card_id, o.till_id::text, o.external_id, o.placed_at
      FROM (SELECT g.merchant_id, g.id, g.id AS own FROM unnest($1::uuid[], $2::uuid[]) AS g(merchant_id, id)
        UNION ALL SELECT g.merchant_id, g.id, k.id FROM unnest($1::uuid[], $2::uuid[]) AS g(merchant_id, id)
          JOIN card k ON k.merchant_id = g.merchant_id AND k.merged_into = g.id) AS u
      JOIN till_order o ON o.merchant_id = u.merchant_id AND o.card_id = u.own
      WHERE o.placed_at BETWEEN $3 AND $4 AND (o.judgement->>'value')::numeric > 0
      UNION ALL
      SELECT s.merchant_id, s.card_id, coalesce(s.till_id::text, ''), 'scan/' || s.id, s.at
      FROM unnest($1::uuid[], $2::uuid[]) AS u(merchant_id, id)
      JOIN scan s ON s.merchant_id = u.merchant_id AND s.card_id = u.id
      WHERE s.at BETWEEN $3 AND $4 AND (s.judgement->>'value')::numeric > 0`,
    [
      books.map((book) => book.card.merchantId),
      books.map((book) => book.card.id),
      new Date(window.from),
      new Date(window.to),
    ],
  )
  for (const row of rows)
    byCard.get(`${row.merchant_id}/${row.card_id}`)?.earned.push({
      order: `${row.till_id}/${row.external_id}`,
      at: row.placed_at.getTime(),
    })
}

const asCard = (row: CardRow): Card => ({
  merchantId: row.merchant_id,
  id: row.id,
  programId: row.program_id,
  version: row.version,
  total: row.total,
  cycle: row.cycle,
  cycleStart: row.cycle_start,
  pastCycles: row.past_cycles,
  progress: row.progress,
  state: row.state,
  lastStampAt: row.last_stamp_at?.getTime() ?? null,
  mergedInto: row.merged_into,
  stampsSince: row.stamps_since?.getTime() ?? null,
  stampsExpireAt: row.stamps_expire_at?.getTime() ?? null,
})
