import type pg from 'pg'
import { firstIdOf } from './first-id.ts'

const names = ['cards', 'stamps', 'orders', 'issued', 'used', 'waiting', 'unreadable', 'unassigned'] as const
export type TodayCounts = Record<(typeof names)[number], number>

/** From so many rows on, counting is no longer done for every look. */
const manyRows = 2000
/** Counting may take a hundredth of the time. */
const restFor = 100
const longestMs = 60_000
const mostKept = 1000

/**
 * Counts today's rows, each by one range of an index. For a shop with many of them a process counts anew only after a
 * hundred times as long as it took, a minute at most.
 */
export function createTodayCounts(pool: pg.Pool): (merchantId: string, now: number) => Promise<TodayCounts> {
  const kept = new Map<string, { counts: TodayCounts; start: number; until: number }>()
  return async (merchantId, now) => {
    const start = await startOfDay(pool, merchantId, now)
    const known = kept.get(merchantId)
    if (known && known.start === start.getTime() && performance.now() < known.until) return known.counts
    const began = performance.now()
    const counts = await count(pool, merchantId, start)
    kept.delete(merchantId)
    if (names.some((name) => counts[name] > manyRows)) {
      const took = performance.now() - began
      const until = performance.now() + Math.min(took * restFor, longestMs)
      kept.set(merchantId, { counts, start: start.getTime(), until })
      for (const oldest of kept.keys()) if (kept.size > mostKept) kept.delete(oldest)
    }
    return counts
  }
}

async function startOfDay(pool: pg.Pool, merchantId: string, now: number): Promise<Date> {
  const { rows } = await pool.query<{ start: Date }>(
    `SELECT date_trunc('day', $2::timestamptz, time_zone) AS start FROM merchant WHERE id = $1`,
    [merchantId, new Date(now)],
  )
  return rows[0]?.start ?? new Date(now)
}

async function count(pool: pg.Pool, merchantId: string, start: Date): Promise<TodayCounts> {
  const { rows } = await pool.query<Record<string, string>>(
    `SELECT
      (SELECT count(*) FROM card WHERE merchant_id = $1 AND id >= $3::uuid AND created_at >= $2) AS cards,
      (SELECT coalesce(sum(count), 0) FROM stamp_ledger WHERE merchant_id = $1 AND at >= $2) AS stamps,
      (SELECT count(*) FROM till_order WHERE merchant_id = $1 AND updated_at >= $2 AND placed_at >= $2) AS orders,
      (SELECT count(*) FROM coupon WHERE merchant_id = $1 AND id >= $3::uuid AND issued_at >= $2) AS issued,
      (SELECT count(*) FROM coupon WHERE merchant_id = $1 AND redeemed_at >= $2) AS used,
      (SELECT count(*) FROM delivery WHERE merchant_id = $1 AND state = 'pending') AS waiting,
      (SELECT count(*) FROM delivery WHERE merchant_id = $1 AND state IN ('unreadable', 'failed')) AS unreadable,
      (SELECT count(*) FROM unassigned_code_use WHERE merchant_id = $1 AND coupon_id IS NULL) AS unassigned`,
    [merchantId, start, firstIdOf(start.getTime())],
  )
  const row = rows[0] ?? {}
  return Object.fromEntries(names.map((name) => [name, Number(row[name] ?? 0)])) as TodayCounts
}
