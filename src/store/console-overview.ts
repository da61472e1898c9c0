import type pg from 'pg'
import type { Overview, OwedEffects, TillHealth } from '../ports/console-reads.ts'
import type { TodayCounts } from './today-counts.ts'

export async function readOverview(
  pool: pg.Pool,
  merchantId: string,
  counts: TodayCounts,
): Promise<Overview> {
  // One after the other: embedded, there is a single connection.
  const tills = await readTills(pool, merchantId)
  const owed = await readOwed(pool, merchantId)
  const joins = await readJoins(pool, merchantId)
  return {
    cardsToday: counts.cards,
    stampsToday: counts.stamps,
    ordersToday: counts.orders,
    couponsIssuedToday: counts.issued,
    couponsUsedToday: counts.used,
    waiting: counts.waiting,
    unreadable: counts.unreadable,
    unassignedCodes: counts.unassigned,
    joins,
    tills,
    owed,
  }
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
