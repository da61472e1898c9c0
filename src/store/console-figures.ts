import type pg from 'pg'
import type { Clock } from '../ports/clock.ts'
import type { CountedFigures, Figures, FiguresBook } from '../ports/console-figures.ts'
import { nearStamps } from './console-cards.ts'
import { inTransaction } from './transaction.ts'

/** A shop with so many cards is counted while the page waits; a larger one by the jobs. */
const smallShop = 2000
/** Counting may take a hundredth of the time, however long it takes. */
const restFor = 100
const longestMs = 60_000
const leaseMs = 120_000

type Row = { figures: Figures; counted_at: Date | null; took_ms: number; small: boolean | null }

/** Figures are kept with the time they took, so that a shop of any size spends as little of it on them. */
export function createFiguresBook(pool: pg.Pool, clock: Clock): FiguresBook {
  return {
    async read(merchantId) {
      const now = clock()
      const row = await readRow(pool, merchantId)
      const counted = row?.counted_at ? { figures: row.figures, countedAt: row.counted_at.getTime() } : null
      if (counted && now - counted.countedAt < (row?.took_ms ?? 0) * restFor) return counted
      if (await isSmall(pool, merchantId)) return countInto(pool, merchantId, clock)
      await pool.query(
        `INSERT INTO counted_figures AS f (merchant_id, figures, wanted_at) VALUES ($1, '{}', $2)
          ON CONFLICT (merchant_id) DO UPDATE SET wanted_at = coalesce(f.wanted_at, excluded.wanted_at)`,
        [merchantId, new Date(now)],
      )
      return counted
    },
    async countNext() {
      const now = clock()
      const { rows } = await pool.query<{ merchant_id: string }>(
        `UPDATE counted_figures SET taken_until = $2 WHERE merchant_id = (
            SELECT merchant_id FROM counted_figures WHERE wanted_at IS NOT NULL AND (taken_until IS NULL OR taken_until < $1)
            ORDER BY wanted_at LIMIT 1 FOR UPDATE SKIP LOCKED)
          RETURNING merchant_id`,
        [new Date(now), new Date(now + leaseMs)],
      )
      if (!rows[0]) return false
      await countInto(pool, rows[0].merchant_id, clock)
      return true
    },
  }
}

async function readRow(pool: pg.Pool, merchantId: string): Promise<Row | undefined> {
  const { rows } = await pool.query<Row>(
    'SELECT figures, counted_at, took_ms FROM counted_figures WHERE merchant_id = $1',
    [merchantId],
  )
  return rows[0]
}

async function isSmall(pool: pg.Pool, merchantId: string): Promise<boolean> {
  const { rows } = await pool.query<{ many: boolean }>(
    'SELECT EXISTS (SELECT 1 FROM card WHERE merchant_id = $1 OFFSET $2) AS many',
    [merchantId, smallShop],
  )
  return rows[0]?.many === false
}

async function countInto(pool: pg.Pool, merchantId: string, clock: Clock): Promise<CountedFigures> {
  const countedAt = clock()
  const start = performance.now()
  const figures = await inTransaction(
    pool,
    (client) => count(client, merchantId, countedAt),
    'BEGIN READ ONLY',
  )
  await pool.query(
    `INSERT INTO counted_figures (merchant_id, figures, counted_at, took_ms) VALUES ($1, $2, $3, $4)
      ON CONFLICT (merchant_id) DO UPDATE SET figures = excluded.figures, counted_at = excluded.counted_at,
        took_ms = excluded.took_ms, wanted_at = NULL, taken_until = NULL`,
    [merchantId, JSON.stringify(figures), new Date(countedAt), Math.ceil(performance.now() - start)],
  )
  return { figures, countedAt }
}

async function count(client: pg.PoolClient, merchantId: string, now: number): Promise<Figures> {
  await client.query(`SET LOCAL statement_timeout = ${longestMs}`)
  const ask = async <T>(text: string): Promise<T[]> => {
    const query = { text, values: [merchantId, new Date(now)], query_timeout: longestMs }
    return (await client.query(query)).rows as T[]
  }
  const [cards] = await ask<{ cards: number; near: number }>(cardsText)
  const inFlight = await ask<Amount>(inFlightText)
  const outstanding = await ask<Amount & { coupons: number }>(outstandingText)
  const visits = await ask<Figures['visits'][number]>(visitsText)
  const [seen] = await ask<{ seen: number; returned: number }>(returnsText)
  const [orders] = await ask<{ matched: number; unmatched: number }>(ordersText)
  const heard = await ask<{ till_id: string; at: Date }>(heardText)
  return {
    cards: cards?.cards ?? 0,
    near: cards?.near ?? 0,
    couponsOpen: outstanding.reduce((sum, each) => sum + each.coupons, 0),
    outstanding: byCurrency(outstanding),
    outstandingUnknown: outstanding.find((each) => each.currency === null)?.coupons ?? 0,
    inFlight: byCurrency(inFlight),
    ...{ seen: seen?.seen ?? 0, returned: seen?.returned ?? 0 },
    visits,
    ...{ matched: orders?.matched ?? 0, unmatched: orders?.unmatched ?? 0 },
    heard: Object.fromEntries(heard.map(({ till_id, at }) => [till_id, at.getTime()])),
  }
}

type Amount = { currency: string | null; amount: string | null }

const byCurrency = (amounts: Amount[]): Record<string, number> =>
  Object.fromEntries(
    amounts.flatMap(({ currency, amount }) =>
      currency === null ? [] : [[currency, Math.round(Number(amount))]],
    ),
  )

/** The fixed worth of a reward: an amount, or a product of a known price. */
const worth = (reward: string) => `coalesce(${reward}->'discount'->'amount', ${reward}->'discount'->'worth')`

const cardsText = `SELECT count(*)::int AS cards,
    count(*) FILTER (WHERE c.state = 'active' AND c.total - c.cycle_start >= (v.rules->>'goal')::int - ${nearStamps})::int AS near
  FROM card c JOIN program_version v ON v.merchant_id = c.merchant_id AND v.program_id = c.program_id AND v.version = c.version
  WHERE c.merchant_id = $1 AND c.state <> 'erased' AND $2::timestamptz IS NOT NULL`

const inFlightText = `SELECT w->>'currency' AS currency, sum(s.stamps * (w->>'amount')::numeric / (v.rules->>'goal')::int) AS amount
  FROM (SELECT program_id, version, sum(total - cycle_start) AS stamps FROM card
    WHERE merchant_id = $1 AND state IN ('active', 'paused') GROUP BY 1, 2) s
  JOIN program_version v ON v.merchant_id = $1 AND v.program_id = s.program_id AND v.version = s.version
  CROSS JOIN LATERAL (SELECT ${worth("(v.rules->'milestones'->-1->'reward')")} AS w) AS reward
  WHERE w IS NOT NULL AND $2::timestamptz IS NOT NULL GROUP BY 1`

const outstandingText = `SELECT ${worth('reward')}->>'currency' AS currency, sum((${worth('reward')}->>'amount')::numeric) AS amount,
    count(*)::int AS coupons
  FROM coupon WHERE merchant_id = $1 AND state IN ('issuing', 'active') AND $2::timestamptz IS NOT NULL GROUP BY 1`

/** Stamps that came by a purchase or a visit, and what was taken back of them; not by merging, ending or by hand. */
const earning = `l.channel NOT IN ('merge', 'undo', 'expiry', 'forgiveness', 'manual')`

/** The merchant's days are found first: each is one short range of the ledger's index. */
const visitsText = `WITH days AS (
    SELECT to_char(d, 'YYYY-MM-DD') AS day, d AT TIME ZONE m.time_zone AS start, (d + interval '1 day') AT TIME ZONE m.time_zone AS stop
    FROM merchant m, generate_series(date_trunc('day', $2::timestamptz AT TIME ZONE m.time_zone) - interval '89 days',
      date_trunc('day', $2::timestamptz AT TIME ZONE m.time_zone), interval '1 day') d WHERE m.id = $1)
  SELECT days.day, (SELECT count(*) FROM (SELECT l.card_id FROM stamp_ledger l
      WHERE l.merchant_id = $1 AND l.at >= days.start AND l.at < days.stop AND ${earning}
      GROUP BY l.card_id HAVING sum(l.count) > 0) visitors)::int AS cards
  FROM days ORDER BY days.day`

const returnsText = `SELECT count(*)::int AS seen, count(*) FILTER (WHERE days > 1)::int AS returned FROM (
    SELECT card_id, count(*) AS days FROM (
      SELECT l.card_id FROM merchant m JOIN stamp_ledger l ON l.merchant_id = m.id
      WHERE m.id = $1 AND l.at >= $2::timestamptz - interval '28 days' AND ${earning}
      GROUP BY l.card_id, (l.at AT TIME ZONE m.time_zone)::date HAVING sum(l.count) > 0) visits
    GROUP BY card_id) visitors`

const ordersText = `SELECT count(*) FILTER (WHERE outcome NOT IN ('unmatched', 'waiting'))::int AS matched,
    count(*) FILTER (WHERE outcome = 'unmatched')::int AS unmatched
  FROM till_order WHERE merchant_id = $1 AND updated_at >= $2::timestamptz - interval '28 days'
    AND placed_at >= $2::timestamptz - interval '28 days'`

const heardText = `SELECT till_id, max(received_at) AS at FROM delivery
  WHERE merchant_id = $1 AND received_at <= $2::timestamptz GROUP BY till_id`
