import type pg from 'pg'
import type { Overview, OwedEffects, TillHealth } from '../ports/console-reads.ts'
import { firstIdOf } from './first-id.ts'

type Counts = Record<
  | 'cards_today'
  | 'stamps_today'
  | 'orders_today'
  | 'issued_today'
  | 'used_today'
  | 'waiting'
  | 'unreadable'
  | 'unassigned',
  string
>

export async function readOverview(pool: pg.Pool, merchantId: string, now: number): Promise<Overview> {
  // One after the other: embedded, there is a single connection.
  const counts = await readCounts(pool, merchantId, now)
  const tills = await readTills(pool, merchantId)
  const owed = await readOwed(pool, merchantId)
  const joins = await readJoins(pool, merchantId)
  return {
    cardsToday: Number(counts.cards_today),
    stampsToday: Number(counts.stamps_today),
    ordersToday: Number(counts.orders_today),
    couponsIssuedToday: Number(counts.issued_today),
    couponsUsedToday: Number(counts.used_today),
    waiting: Number(counts.waiting),
    unreadable: Number(counts.unreadable),
    unassignedCodes: Number(counts.unassigned),
    joins,
    tills,
    owed,
  }
}

/** Each count is one short range of an index. */
async function readCounts(pool: pg.Pool, merchantId: string, now: number): Promise<Counts> {
  const day = await pool.query<{ start: Date }>(
    `SELECT date_trunc('day', $2::timestamptz, time_zone) AS start FROM merchant WHERE id = $1`,
    [merchantId, new Date(now)],
  )
  const start = day.rows[0]?.start ?? new Date(now)
  const { rows } = await pool.query<Counts>(
    `SELECT
      (SELECT count(*) FROM card WHERE merchant_id = $1 AND id >= $3::uuid AND created_at >= $2) AS cards_today,
      (SELECT coalesce(sum(count), 0) FROM stamp_ledger WHERE merchant_id = $1 AND at >= $2) AS stamps_today,
      (SELECT count(*) FROM till_order WHERE merchant_id = $1 AND updated_at >= $2 AND placed_at >= $2) AS orders_today,
      (SELECT count(*) FROM coupon WHERE merchant_id = $1 AND id >= $3::uuid AND issued_at >= $2) AS issued_today,
      (SELECT count(*) FROM coupon WHERE merchant_id = $1 AND redeemed_at >= $2) AS used_today,
      (SELECT count(*) FROM delivery WHERE merchant_id = $1 AND state = 'pending') AS waiting,
      (SELECT count(*) FROM delivery WHERE merchant_id = $1 AND state IN ('unreadable', 'failed')) AS unreadable,
      (SELECT count(*) FROM unassigned_code_use WHERE merchant_id = $1 AND coupon_id IS NULL) AS unassigned`,
    [merchantId, start, firstIdOf(start.getTime())],
  )
  return rows[0]!
}

async function readJoins(pool: pg.Pool, merchantId: string): Promise<Overview['joins']> {
  const { rows } = await pool.query<Overview['joins'][number]>(
    `SELECT key, max(name) AS name, sum(views)::int AS views, sum(joins)::int AS joins FROM join_placement
      WHERE merchant_id = $1 GROUP BY key ORDER BY 4 DESC, 3 DESC LIMIT 12`,
    [merchantId],
  )
  return rows
}

/** How many deliveries are looked through for the last one of each till. */
const latest = 500

async function readTills(pool: pg.Pool, merchantId: string): Promise<TillHealth[]> {
  const { rows } = await pool.query<{
    id: string
    name: string
    provider: string
    state: string
    last: Date | null
  }>(
    `SELECT t.id, t.name, t.provider,
        CASE WHEN t.state = 'active' AND t.sign_in_since IS NOT NULL THEN 'sign-in-needed' ELSE t.state END AS state,
        l.last
      FROM till t LEFT JOIN (SELECT till_id, max(received_at) AS last FROM (
        SELECT till_id, received_at FROM delivery WHERE merchant_id = $1 ORDER BY received_at DESC LIMIT ${latest}) d GROUP BY till_id) l
        ON l.till_id = t.id WHERE t.merchant_id = $1 ORDER BY t.state, t.created_at LIMIT 100`,
    [merchantId],
  )
  return rows.map(({ last, ...till }) => ({ ...till, lastDeliveryAt: last?.getTime() ?? null }))
}

async function readOwed(pool: pg.Pool, merchantId: string): Promise<OwedEffects[]> {
  const { rows } = await pool.query<{
    kind: string
    pending: string
    retrying: string
    oldest: Date
    last_error: string | null
  }>(
    `SELECT kind, count(*) AS pending, count(*) FILTER (WHERE attempts > 0) AS retrying, min(updated_at) AS oldest,
        (array_agg(last_error ORDER BY updated_at DESC) FILTER (WHERE last_error IS NOT NULL))[1] AS last_error
      FROM outbox WHERE merchant_id = $1 AND version > sent_version GROUP BY kind ORDER BY kind`,
    [merchantId],
  )
  return rows.map((row) => ({
    kind: row.kind,
    pending: Number(row.pending),
    retrying: Number(row.retrying),
    oldestAt: row.oldest.getTime(),
    lastError: row.last_error,
  }))
}
