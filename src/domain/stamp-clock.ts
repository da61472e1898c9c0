import { type Position, stampsOf } from './ladder.ts'
import { localTime } from './local-time.ts'
import type { Instant } from './order.ts'
import type { StampExpiry } from './program.ts'

/** A card as far as its stamps grow old. */
export type Timed = Position & {
  lastStampAt: Instant | null
  /** When the first stamp of the current cycle was earned. */
  stampsSince?: Instant | null | undefined
  /** When the stamps of the current cycle expire; null while there are none, or they never do. */
  stampsExpireAt?: Instant | null | undefined
}

/**
 * Until when stamps are good: the midnight that ends their last day, by the shop's clock.
 * @param since when the first stamp of the cycle was earned
 * @param last when the newest stamp was earned
 */
export function stampsEnd(rule: StampExpiry, since: Instant, last: Instant, timeZone: string): Instant {
  if (rule.kind === 'sliding') return endOfDay(plusDays(localTime(last, timeZone).date, rule.days), timeZone)
  const first = localTime(since, timeZone).date
  if (rule.months !== undefined) return endOfDay(plusMonths(first, rule.months), timeZone)
  const year = Number(first.slice(0, 4))
  const thisYear = yearly(year, rule.date)
  return endOfDay(thisYear < first ? yearly(year + 1, rule.date) : thisYear, timeZone)
}

/** Sets when the stamps began and when they end, after the card moved. Changes `card`. @param at when it was earned */
export function keepTime(
  card: Timed,
  before: Position,
  at: Instant,
  rule: StampExpiry | undefined,
  zone: string,
): void {
  const stamps = stampsOf(card)
  if (stamps <= 0) {
    card.stampsSince = null
    card.stampsExpireAt = null
    return
  }
  const goesOn = card.cycle === before.cycle && stampsOf(before) > 0
  const since = goesOn ? (card.stampsSince ?? at) : at
  card.stampsSince = stamps > stampsOf(before) ? Math.min(since, at) : since
  card.stampsExpireAt = rule
    ? stampsEnd(rule, card.stampsSince, Math.max(card.lastStampAt ?? 0, card.stampsSince), zone)
    : null
}

const dayMs = 86_400_000
const minuteMs = 60_000
const asUtc = (date: string): number => Date.parse(`${date}T00:00:00Z`)
const asDate = (utc: number): string => new Date(utc).toISOString().slice(0, 10)
const plusDays = (date: string, days: number): string => asDate(asUtc(date) + days * dayMs)

/** The same day of a later month, or that month's last. */
function plusMonths(date: string, months: number): string {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number)
  return lastOrDay(year, month - 1 + months, day)
}

/** @param date `MM-DD`; 29 February is the 28th where there is none */
function yearly(year: number, date: string): string {
  const [month = 1, day = 1] = date.split('-').map(Number)
  return lastOrDay(year, month - 1, day)
}

function lastOrDay(year: number, monthIndex: number, day: number): string {
  const last = new Date(Date.UTC(year, monthIndex + 1, 0)).getUTCDate()
  return asDate(Date.UTC(year, monthIndex, Math.min(day, last)))
}

/** The last day on which what ends then is good: at midnight, the one before. */
export const lastDay = (end: Instant, timeZone: string): string => localTime(end - 1, timeZone).date

/** The first minute of the day after: found by search, because a clock that is moved at midnight skips it. */
export function endOfDay(date: string, timeZone: string): Instant {
  const next = plusDays(date, 1)
  let early = asUtc(next) - 15 * 60 * minuteMs
  let late = asUtc(next) + 15 * 60 * minuteMs
  while (late - early > minuteMs) {
    const middle = early + Math.floor((late - early) / 2 / minuteMs) * minuteMs
    if (localTime(middle, timeZone).date >= next) late = middle
    else early = middle
  }
  return late
}
