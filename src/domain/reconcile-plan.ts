import type { Instant } from './order.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** A till's own search lags behind its orders, and clocks differ: each search begins so much before the last one's end. */
const overlapMs = 15 * minute
/** Webhooks have this long to come first, so that an ordinary sale is not asked for. */
export const graceMs = minute
/** Offline sales come up to 72 hours late. */
const sweepMs = 76 * hour
const sweepEveryMs = day

export type SearchWindow = { from: Instant; until: Instant; sweep: boolean }

type Standing = { ordersSince: Instant; reconciledUntil: Instant; sweptAt: Instant | null }

/**
 * What to look at now: everything since the last search, however long ago that is, and once a day the days in which a
 * till may still tell of an offline sale. Never before the orders that the merchant asked for.
 */
export function searchWindow(standing: Standing, now: Instant): SearchWindow {
  const sweep = standing.sweptAt === null || now - standing.sweptAt >= sweepEveryMs
  const until = Math.max(standing.reconciledUntil, now - graceMs)
  const since = Math.min(standing.reconciledUntil - overlapMs, sweep ? now - sweepMs : until)
  return { from: Math.max(since, standing.ordersSince - overlapMs), until, sweep }
}

/** How long until a till is searched again. Square announces no sale without payment, as one that only uses a coupon is. */
export function searchEvery(provider: string, hasCodes: boolean): number {
  if (provider !== 'square') return 15 * minute
  return (hasCodes ? 2 : 10) * minute
}

/** Doubling, from half a minute to a quarter of an hour. */
export const retrySearchAfter = (failures: number): number =>
  Math.min(15 * minute, (minute / 2) * 2 ** Math.min(failures, 10))

export type TillHealth = 'ok' | 'behind' | 'failing' | 'no-webhooks' | 'ended'

type Kept = { reconciledUntil: Instant; failures: number; hooksNote: string | null }

/** What a merchant should know of a till in a word; null for a till that is not searched (any open till). */
export function tillHealth(state: string, kept: Kept | null, now: Instant): TillHealth {
  if (state !== 'active') return 'ended'
  if (!kept) return 'ok'
  if (kept.failures >= 3) return 'failing'
  if (kept.failures > 0 || now - kept.reconciledUntil > hour) return 'behind'
  return kept.hooksNote === null || kept.hooksNote === 'subscribed' ? 'ok' : 'no-webhooks'
}
