import { localTime } from './local-time.ts'
import { formatDecimal } from './money.ts'
import type { OrderFacts, Sale } from './order.ts'
import type { AmountRule, EarnRule, ItemRule, Multiplier, VisitRule } from './program.ts'
import { decimal, earnBase, type Remaining, remainingOf } from './remaining.ts'
import { row, type TraceRow } from './trace.ts'

/** What an order is worth before windowed limits: whole stamps, or money on its way to stamps. */
export type Worth = {
  unit: 'stamps' | 'money'
  value: number
  trace: TraceRow[]
}

/**
 * Judges what is left of an order by one earn rule. Pure; says each rule it asked.
 * @param redeems the order used a coupon
 * @param goal of the card: no order is worth more than {@link mostCycles} of it, whatever the rule says
 */
export function worthOf(
  sale: Sale,
  facts: OrderFacts,
  rule: EarnRule,
  timeZone: string,
  redeems = false,
  goal = Number.POSITIVE_INFINITY,
): Worth {
  const unit = rule.kind === 'amount' && rule.carryOver ? 'money' : 'stamps'
  const remaining = remainingOf(sale, facts)
  const trace: TraceRow[] = []
  const worthless = (refusal: TraceRow): Worth => ({ unit, value: 0, trace: [...trace, refusal] })
  if (sale.test) return worthless(row('test-order', false))
  if (!facts.paid) return worthless(row('paid', false))
  if (remaining.nothingLeft)
    return worthless(row('something-left', false, { because: facts.cancelled ? 'cancelled' : 'refunded' }))
  const base = earnBase(sale, remaining, rule.base.includeTax)
  const paid = formatDecimal({ amount: base, currency: sale.currency })
  if (sale.unknownAmount && !isEnough(sale, rule)) return worthless(row('amount-unknown', false))
  const onlyRedeems = base === 0 && redeems && !sale.unknownAmount
  if (base === 0 && !redeems && !sale.unknownAmount) return worthless(row('something-paid', false))
  if (onlyRedeems && !rule.redemptionOnlyEarns) return worthless(row('only-redeems', false))
  if (onlyRedeems) trace.push(row('only-redeems', true))
  else if (!sale.unknownAmount) trace.push(row('something-paid', true, { paid, currency: sale.currency }))
  const plain = plainValue(sale, remaining, base, rule, trace)
  const boosted = multiplied(plain, rule.multipliers, sale, timeZone, trace)
  const stamps = rule.kind === 'amount' && !rule.carryOver ? Math.floor(boosted / rule.per.amount) : boosted
  return { unit, value: cappedPerOrder(stamps, rule, goal * mostCycles, trace), trace }
}

function plainValue(
  sale: Sale,
  remaining: Remaining,
  base: number,
  rule: EarnRule,
  trace: TraceRow[],
): number {
  switch (rule.kind) {
    case 'visit':
      return visitStamps(sale, base, rule, trace)
    case 'amount':
      return countedAmount(sale, base, rule, trace)
    case 'item':
      return itemStamps(sale, remaining, base, rule, trace)
  }
}

/** Whether the rule can be judged without knowing what was paid. */
const isEnough = (sale: Sale, rule: EarnRule): boolean =>
  rule.kind === 'item' ? sale.counted !== undefined : rule.kind === 'visit' && !rule.minSpend

function visitStamps(
  sale: Sale,
  base: number,
  rule: VisitRule & Pick<EarnRule, 'limits'>,
  trace: TraceRow[],
): number {
  // More than the visit's own are a member of staff's word, as far as one purchase may earn at all.
  if (!rule.minSpend) return Math.max(rule.stamps, Math.min(sale.counted ?? 0, rule.limits?.perOrder ?? 0))
  if (rule.minSpend.currency !== sale.currency) {
    trace.push(row('currency', true, { paid: sale.currency, currency: rule.minSpend.currency }))
    return rule.stamps
  }
  const passed = base >= rule.minSpend.amount
  const paid = formatDecimal({ amount: base, currency: sale.currency })
  const minimum = formatDecimal(rule.minSpend)
  trace.push(row('minimum-spend', passed, { paid, minimum, currency: sale.currency }))
  return passed ? rule.stamps : 0
}

function countedAmount(sale: Sale, base: number, rule: AmountRule, trace: TraceRow[]): number {
  const per = formatDecimal(rule.per)
  if (rule.per.currency !== sale.currency) {
    trace.push(row('currency', false, { paid: sale.currency, per, currency: rule.per.currency }))
    return 0
  }
  const paid = formatDecimal({ amount: base, currency: sale.currency })
  trace.push(row('amount', true, { paid, per, currency: sale.currency }))
  return base
}

function itemStamps(
  sale: Sale,
  remaining: Remaining,
  base: number,
  rule: ItemRule,
  trace: TraceRow[],
): number {
  const { skus = [], categories = [], ids = [] } = rule.match
  let count = sale.unknownAmount ? (sale.counted ?? 0) : 0
  for (const { line, quantity } of remaining.lines) {
    // A line that was free is a reward or a gift, not a purchase; where nothing was paid, the rule counts redemptions.
    if (line.giftCard || (line.total <= 0 && base > 0)) continue
    const matches =
      (line.sku !== undefined && skus.includes(line.sku)) ||
      (line.category !== undefined && categories.includes(line.category)) ||
      (line.productId !== undefined && ids.includes(line.productId)) ||
      ids.includes(line.id)
    if (matches) count = decimal(count + quantity)
  }
  const stamps = Math.floor(decimal(count / rule.every))
  trace.push(row('items', stamps > 0, { count, every: rule.every }))
  return stamps
}

function multiplied(
  value: number,
  multipliers: Multiplier[],
  sale: Sale,
  timeZone: string,
  trace: TraceRow[],
): number {
  if (value === 0 || multipliers.length === 0) return value
  const local = localTime(sale.placedAt, timeZone)
  const factors = multipliers
    .filter((each) => covers(each, local.weekday, local.time))
    .map((each) => each.factor)
  if (factors.length === 0) return value
  const factor = Math.max(...factors)
  trace.push(row('multiplier', true, { factor, weekday: local.weekday, time: local.time }))
  // 1.1 * 30 is 33.000000000000004: round away what binary fractions add before cutting.
  return Math.floor(decimal(value * factor))
}

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

function covers(window: Multiplier, weekday: (typeof weekdays)[number], time: string): boolean {
  const { from = '00:00', to = '24:00' } = window
  const onDay = (day: (typeof weekdays)[number]) => !window.days || window.days.includes(day)
  if (from < to) return onDay(weekday) && time >= from && time < to
  // Over midnight: the early hours belong to the window that began the day before.
  const before = weekdays[(weekdays.indexOf(weekday) + 6) % 7]!
  return (time >= from && onDay(weekday)) || (time < to && onDay(before))
}

/** A slip in a rule, or a wedding's bill, must not make thousands of coupons: as many cycles as one order can fill. */
const mostCycles = 20

function cappedPerOrder(value: number, rule: EarnRule, most: number, trace: TraceRow[]): number {
  if (value === 0) return value
  const limit = Math.min(rule.limits?.perOrder ?? most, most)
  const cap = rule.kind === 'amount' && rule.carryOver ? limit * rule.per.amount : limit
  const passed = value <= cap
  if (!passed || rule.limits?.perOrder !== undefined) trace.push(row('per-order', passed, { limit }))
  return Math.min(value, cap)
}
