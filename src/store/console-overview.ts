import type pg from 'pg'
import type { Overview, OwedEffects, TillHealth } from '../ports/console-reads.ts'

type Counts = Record<
  | 'cards'
  | 'cards_today'
  | 'stamps_today'
  | 'orders_today'
  | 'issued_today'
  | 'used_today'
  | 'open'
  | 'waiting'
  | 'unreadable',
  string
>

export async function readOverview(pool: pg.Pool, merchantId: string, now: number): Promise<Overview> {
  // One after the other: embedded, there is a single connection.
  const counts = await readCounts(pool, merchantId, now)
  const tills = await readTills(pool, merchantId)
  const owed = await readOwed(pool, merchantId)
  return {
    cards: Number(counts.cards),
    cardsToday: Number(counts.cards_today),
    stampsToday: Number(counts.stamps_today),
    ordersToday: Number(counts.orders_today),
    couponsIssuedToday: Number(counts.issued_today),
    couponsUsedToday: Number(counts.used_today),
    couponsOpen: Number(counts.open),
    waiting: Number(counts.waiting),
    unreadable: Number(counts.unreadable),
    tills,
    owed,
  }
}

async function readCounts(pool: pg.Pool, merchantId: string, now: number): Promise<Counts> {
  const { rows } = await pool.query<Counts>(
    `WITH today AS (SELECT date_trunc('day', $2::timestamptz, m.time_zone) AS start FROM merchant m WHERE m.id = $1)
    SELECT
      (SELECT count(*) FROM card WHERE merchant_id = $1 AND state <> 'erased') AS cards,
      (SELECT count(*) FROM card, today WHERE merchant_id = $1 AND created_at >= start) AS cards_today,
      (SELECT coalesce(sum(count), 0) FROM stamp_ledger, today WHERE merchant_id = $1 AND at >= start) AS stamps_today,
      (SELECT count(*) FROM till_order, today WHERE merchant_id = $1 AND placed_at >= start) AS orders_today,
      (SELECT count(*) FROM coupon, today WHERE merchant_id = $1 AND issued_at >= start) AS issued_today,
      (SELECT count(*) FROM coupon, today WHERE merchant_id = $1 AND redeemed_at >= start) AS used_today,
      (SELECT count(*) FROM coupon WHERE merchant_id = $1 AND state IN ('issuing', 'active')) AS open,
      (SELECT count(*) FROM delivery WHERE merchant_id = $1 AND state = 'pending') AS waiting,
      (SELECT count(*) FROM delivery WHERE merchant_id = $1 AND state IN ('unreadable', 'failed')) AS unreadable`,
    [merchantId, new Date(now)],
  )
  return rows[0]!
}

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
        (SELECT max(d.received_at) FROM delivery d WHERE d.merchant_id = t.merchant_id AND d.till_id = t.id) AS last
      FROM till t WHERE t.merchant_id = $1 ORDER BY t.state, t.created_at LIMIT 100`,
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
