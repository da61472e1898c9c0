const dayMs = 86_400_000
/** Over how long the rate of use is taken. */
export const forecastDays = 28
/** A fortnight is time enough to have new codes made. */
const lowDays = 14

export type PoolUse = {
  free: number
  /** Given to coupons within the last {@link forecastDays} days. */
  taken: number
  /** When the first code came in; null for a pool that never had one. */
  since: number | null
  /** Coupons that wait for a code. */
  waiting: number
  /** The merchant is alerted at so many; null for what the rate of use says alone. */
  lowWater: number | null
}

export type PoolForecast = {
  perDay: number
  /** Whole days until the last code is given, at this rate; null when none was given lately. */
  daysLeft: number | null
  level: 'fine' | 'low' | 'dry'
}

/** How long a pool lasts. A young pool's rate is over its own age, one day at least. */
export function forecastPool(pool: PoolUse, now: number): PoolForecast {
  const age = pool.since === null ? forecastDays : (now - pool.since) / dayMs
  const perDay = pool.taken / Math.min(forecastDays, Math.max(1, age))
  const daysLeft = perDay === 0 ? null : Math.floor(pool.free / perDay)
  const low =
    (daysLeft !== null && daysLeft < lowDays) || (pool.lowWater !== null && pool.free <= pool.lowWater)
  const dry = pool.free === 0 && (pool.waiting > 0 || pool.since !== null)
  return { perDay: Math.round(perDay * 100) / 100, daysLeft, level: dry ? 'dry' : low ? 'low' : 'fine' }
}
