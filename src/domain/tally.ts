import type { Money } from './money.ts'
import type { EarnRule } from './program.ts'
import { row, type TraceRow } from './trace.ts'

/**
 * Running sums of one card. A windowed limit is the function min(limit, sum of the window), and carry-over is
 * floor(sum / per): both depend on sums alone, so the result is the same whatever the order of arrival.
 */
export type Tallies = Map<string, number>

/**
 * Where an order's worth is counted: fixed when the order is first judged. A day's sums are kept by what the limits say,
 * not by the program's version: a card that goes over to a version with the same limits in the middle of a day does not
 * get the day again. Under changed limits a day gives at most the larger of the two.
 */
export type TallyKeys = { placeDay: string | null; day: string | null; amount: string | null }

export function tallyKeys(rule: EarnRule, date: string, place: string | undefined): TallyKeys {
  const { perDay, perLocationDay } = rule.limits ?? {}
  const amount = rule.kind === 'amount' && rule.carryOver ? amountKey(rule.per) : null
  const unit = amount ?? 'stamps'
  const terms = `${perDay ?? 'any'}/${perLocationDay ?? 'any'}`
  return {
    placeDay: perLocationDay === undefined ? null : `place/${date}/${unit}/${terms}/${place ?? 'nowhere'}`,
    day: perDay === undefined ? null : `day/${date}/${unit}/${terms}`,
    amount,
  }
}

/** Where carry-over adds up what counts towards a stamp per `per`. */
export const amountKey = (per: Money): string => `amount/${per.currency}/${per.amount}`

/**
 * Moves an order's worth from one value to another and answers by how many stamps the card changes. Changes `tallies`.
 * Limits are told only where something moved: judged again without news, an order keeps the reason it was given.
 */
export function countWorth(
  tallies: Tallies,
  keys: TallyKeys,
  rule: EarnRule,
  from: number,
  to: number,
): { stamps: number; trace: TraceRow[] } {
  const trace: TraceRow[] = []
  const perStamp = rule.kind === 'amount' && rule.carryOver ? rule.per.amount : 1
  const { perLocationDay, perDay } = rule.limits ?? {}
  let change = to - from
  change = limited(tallies, keys.placeDay, perLocationDay, 'per-location-day', change, trace, (key, limit) =>
    Math.min(limit * perStamp, tallies.get(key) ?? 0),
  )
  change = limited(tallies, keys.day, perDay, 'per-day', change, trace, (key) =>
    dayTotal(tallies, key, perStamp),
  )
  if (keys.amount === null) return { stamps: change, trace }
  const before = tallies.get(keys.amount) ?? 0
  tallies.set(keys.amount, before + change)
  return { stamps: Math.floor((before + change) / perStamp) - Math.floor(before / perStamp), trace }
}

/** @param total what the window lets through of all that is counted there */
function limited(
  tallies: Tallies,
  key: string | null,
  limit: number | undefined,
  rule: 'per-day' | 'per-location-day',
  change: number,
  trace: TraceRow[],
  total: (key: string, limit: number) => number,
): number {
  if (key === null || limit === undefined || change === 0) return change
  const before = total(key, limit)
  tallies.set(key, (tallies.get(key) ?? 0) + change)
  const passed = total(key, limit) - before
  trace.push(row(rule, passed === change, { limit }))
  return passed
}

/** Each limit lets through its own, and all together no more than the largest: a function of sums again. */
function dayTotal(tallies: Tallies, key: string, perStamp: number): number {
  // The last two parts are the limits.
  const day = key.slice(0, key.lastIndexOf('/', key.lastIndexOf('/') - 1) + 1)
  let sum = 0
  let most = 0
  for (const [each, counted] of tallies) {
    if (counted <= 0 || !each.startsWith(day)) continue
    const cap = Number.parseInt(each.slice(day.length), 10) * perStamp
    sum += Math.min(cap, counted)
    most = Math.max(most, cap)
  }
  return Math.min(most, sum)
}
