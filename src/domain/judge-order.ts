import type { Card, CardBook, Cause, Desk } from './card-book.ts'
import { worthOf } from './earn-rule.ts'
import { askWhere, channelOf } from './earn-where.ts'
import { localTime } from './local-time.ts'
import { keysHere, noteShare } from './merge-share.ts'
import type { OrderFacts, Sale } from './order.ts'
import type { Judgement, OrderRecord, Outcome } from './order-record.ts'
import type { EarnChannel, EarnRule } from './program.ts'
import { remainingOf } from './remaining.ts'
import { moveEarned } from './stamp-expiry.ts'
import { amountKey, countWorth, type Tallies, tallyKeys } from './tally.ts'
import { type Figures, row, type TraceRow } from './trace.ts'

/** What a scan of the same purchase leaves to the order that joins it. */
export type Inherited = {
  version: number
  /** What the card loses with the scan's own worth, never positive. */
  stamps: number
  /** What the scan gave. */
  given: number
  channel: EarnChannel
}

/**
 * Judges an order as it now stands and moves its card by the difference between what it is due and what it was given.
 * Idempotent: judging again without new facts changes nothing. Changes `order` and the card's book.
 * @param transition names the fact that made us judge again; unique within the order
 */
export function judgeEarning(
  order: OrderRecord,
  card: CardBook | null,
  transition: string,
  timeZone: string,
  desk: Desk,
  how: {
    inherited?: Inherited | undefined
    cause?: Cause | undefined
    channel?: EarnChannel | undefined
  } = {},
): void {
  const asked = whatToJudge(order, card)
  if (asked.refused) {
    conclude(order, [asked.refused])
    return
  }
  const { sale, book } = asked
  const { inherited } = how
  const judgement = order.judgement ?? firstJudgement(sale, book, timeZone, desk, inherited?.version)
  const channel = how.channel ?? inherited?.channel ?? judgement.channel ?? channelOf(order.evidence)
  const rules = desk.rulesOf(book.card.programId, judgement.version)
  const rule = rules.earn
  const where = askWhere(sale, channel, rules)
  const worth = worthOf(sale, order.facts, rule, judgement.timeZone, redeems(order), rules.goal)
  const due = judgement.cooled || where.some((each) => !each.passed) ? 0 : worth.value
  const { keys, stray } = keysHere(book, order, judgement)
  const money = sumAt(book, keys.amount)
  const counted = countWorth(book.tallies, keys, rule, judgement.value, due)
  const change = stray && keys.amount === null ? Math.max(counted.stamps, -order.given) : counted.stamps
  const stamps = change + (inherited?.stamps ?? 0)
  order.judgement = { ...judgement, value: due, ...(inherited && { channel }) }
  order.firstJudgedAt ??= desk.now
  order.given += inherited?.given ?? 0
  let moved = 0
  if (stamps !== 0) {
    moved = moveEarned(book, stamps, how.cause ?? causeOf(order, transition), desk)
    order.given += moved
    order.judgement.entered = [...(judgement.entered ?? []), transition]
  }
  noteShare(book, order.cardId, moved, money && { ...money, change: sumAt(book, money.key)!.sum - money.sum })
  noteEarned(book, order, sale, due)
  showProgress(book, desk)
  conclude(order, [
    row('card', true, { evidence: order.evidence ?? '' }),
    ...where,
    ...worth.trace,
    ...(judgement.cooled ? [coolDownRow(rule)] : []),
    ...(due === judgement.value ? order.trace.filter(isLimit) : counted.trace),
    row('stamps', order.given > 0, { stamps: order.given }),
  ])
}

const sumAt = (book: CardBook, key: string | null) =>
  key === null ? null : { key, sum: book.tallies.get(key) ?? 0 }

const isLimit = (each: TraceRow): boolean => each.rule === 'per-location-day' || each.rule === 'per-day'

const redeems = (order: OrderRecord): boolean => order.redemptions.some((each) => !each.reversed)

type Asked = { refused: TraceRow } | { refused: null; sale: Sale; book: CardBook }

function whatToJudge(order: OrderRecord, book: CardBook | null): Asked {
  const { sale, paid, cancelled } = order.facts
  if (cancelled && !paid) return { refused: row('something-left', false, { because: 'cancelled' }) }
  if (!sale || !paid) return { refused: row('paid', false) }
  if (!book) return { refused: row('card', false, whyNoCard(order.facts)) }
  // A paused card earns nothing new; what it was given before can still be taken back.
  const { state } = book.card
  if (state !== 'active' && !(state === 'paused' && order.judgement))
    return { refused: row('card-active', false, { state }) }
  return { refused: null, sale, book }
}

function whyNoCard({ sale, ambiguous }: OrderFacts): Figures | undefined {
  if (ambiguous) return { several: 1 }
  return sale?.weakCustomer ? { weak: 1 } : undefined
}

/** Names the effect of one fact on one order. */
export function causeOf(order: OrderRecord, transition: string): Cause {
  // One name may come with more than one fact: statements of the same second, a refund told twice with two amounts.
  const times = order.judgement?.entered?.filter((each) => each === transition).length ?? 0
  const repeat = `${times === 0 ? '' : `#${times + 1}`}${order.releases ? `~${order.releases}` : ''}`
  return {
    effectKey: `order/${order.tillId}/${order.externalId}/${transition}${repeat}`,
    channel: 'order',
    tillId: order.tillId,
    orderId: order.externalId,
    reason: reasonOf(transition),
    at: order.facts.sale?.placedAt,
  }
}

function firstJudgement(
  sale: Sale,
  book: CardBook,
  timeZone: string,
  desk: Desk,
  version = book.card.version,
): Judgement {
  const { programId } = book.card
  const rule = desk.rulesOf(programId, version).earn
  const { perDay, perLocationDay } = rule.limits ?? {}
  const daily = perDay !== undefined || perLocationDay !== undefined
  const date = daily ? localTime(sale.placedAt, timeZone).date : ''
  return {
    version,
    timeZone,
    keys: tallyKeys(rule, date, sale.locationId),
    cooled: isCooling(sale, book, rule),
    value: 0,
    ...(book.through && book.through.size > 0 && { on: book.card.id }),
  }
}

function isCooling(sale: Sale, book: CardBook, rule: EarnRule): boolean {
  const minutes = rule.limits?.cooldownMinutes ?? 0
  return book.earned.some((other) => Math.abs(other.at - sale.placedAt) < minutes * 60_000)
}

const orderKey = (order: OrderRecord): string => `${order.tillId}/${order.externalId}`

function noteEarned(book: CardBook, order: OrderRecord, sale: Sale, due: number): void {
  const key = orderKey(order)
  book.earned = book.earned.filter((other) => other.order !== key)
  if (due > 0) book.earned.push({ order: key, at: sale.placedAt })
}

function coolDownRow(rule: EarnRule): TraceRow {
  const minutes = rule.limits?.cooldownMinutes ?? 0
  return row('cool-down', false, { minutes })
}

/** What the current cycle counts, whichever version the order was judged by. */
export function showProgress(book: CardBook, desk: Desk): void {
  const { card } = book
  const rule = desk.rulesOf(card.programId, card.version).earn
  const progress = progressOf(book.tallies, rule)
  if (progress?.amount === card.progress?.amount && sameUnit(progress, card.progress)) return
  card.progress = progress
  book.visible = true
}

function progressOf(tallies: Tallies, rule: EarnRule): Card['progress'] {
  if (rule.kind !== 'amount' || !rule.carryOver) return null
  const { amount: per, currency } = rule.per
  return { amount: (tallies.get(amountKey(rule.per)) ?? 0) % per, per, currency }
}

const sameUnit = (one: Card['progress'], other: Card['progress']): boolean =>
  one?.per === other?.per && one?.currency === other?.currency

function reasonOf(transition: string): string {
  if (transition.startsWith('refund')) return 'Refund'
  if (transition.startsWith('given-back')) return 'Redemption given back'
  if (transition.startsWith('cancel')) return 'Cancelled order'
  return 'Order'
}

export function conclude(order: OrderRecord, trace: TraceRow[]): void {
  const couponRows = order.trace.filter((each) => each.rule === 'coupon')
  order.trace = [...trace, ...couponRows]
  order.outcome = outcomeOf(order)
}

/** What is said of the order as a whole. */
export function outcomeOf(order: OrderRecord): Outcome {
  const { facts } = order
  if (!facts.sale) return 'waiting'
  if (!facts.paid) return facts.cancelled ? 'reversed' : 'waiting'
  if (order.given > 0) return 'stamped'
  if (redeems(order)) return 'redeemed'
  if (order.judgement && remainingOf(facts.sale, facts).nothingLeft) return 'reversed'
  return order.cardId === null ? 'unmatched' : 'no-stamp'
}
