import { type Card, type CardBook, type Cause, change, type Desk, enter } from './card-book.ts'
import { type Coupon, reversalReason, revoke, stands } from './coupon.ts'
import { issueCoupon } from './issue-coupon.ts'
import { type Position, stampsOf } from './ladder.ts'
import { moneyShareKey, shareKey, windowPrefix } from './merge-share.ts'
import { moveStamps, setTotal } from './move-stamps.ts'
import type { Instant } from './order.ts'

/** How a card stood just before a merge. */
export type Standing = Position & Pick<Card, 'lastStampAt' | 'stampsSince' | 'stampsExpireAt'>

/** What has to be known to take two merged cards apart again. */
export type MergeRecord = {
  state: 'active' | 'paused'
  from: Standing
  into: Standing
  /** Coupons of the merged card, where they belonged. */
  coupons: { id: string; cycle: number; issue: number }[]
  /** Money that the merged card had counted, by the key of its tally. */
  amounts: Record<string, number>
  /** What policy had forgiven its orders. */
  forgiven: string[]
  mergedAt: Instant
}

const isAmount = (key: string): boolean => key.startsWith('amount/')
const isForgiven = (key: string): boolean => key.startsWith('forgiven/')
const isBrought = (key: string): boolean => key.startsWith('of/') || key.startsWith('via/')

/**
 * Makes two cards one: the survivor stands as if all purchases had been its own. Finished cycles come before the
 * current one, the stamps of both current cycles add up, and so do remainders of money. Changes both books.
 * @param id of the merge; effect keys are made of it
 */
export function mergeCards(from: CardBook, into: CardBook, id: string, desk: Desk): MergeRecord {
  const record = recordOf(from, into, desk)
  const moved = from.card.total
  const target = into.card.total + moved
  joinCoupons(from, into)
  joinPositions(from.card, into.card)
  from.card.total = 0
  if (moved > 0) enter(from, -moved, 0, causeOf(`merge/${id}/from`, 'Merged into another card'), desk)
  into.card.lastStampAt = latest(into.card.lastStampAt, from.card.lastStampAt)
  setTotal(into, target, desk)
  into.card.stampsSince = earliest(record.from.stampsSince, into.card.stampsSince)
  if (moved > 0) enter(into, moved, target, causeOf(`merge/${id}/into`, 'Merged from another card'), desk)
  joinTallies(from, into, moved, id, desk)
  empty(from, into.card.id)
  into.through = throughBoth(from, into)
  into.visible = true
  return record
}

const causeOf = (effectKey: string, reason: string): Cause => ({ effectKey, channel: 'merge', reason })
const latest = (a: Instant | null, b: Instant | null) => (a === null ? b : Math.max(a, b ?? a))
const earliest = (a: Instant | null | undefined, b: Instant | null | undefined) =>
  a == null ? (b ?? null) : Math.min(a, b ?? a)

function recordOf(from: CardBook, into: CardBook, desk: Desk): MergeRecord {
  const amounts = [...from.tallies].filter(([key, value]) => isAmount(key) && value !== 0)
  return {
    state: from.card.state === 'paused' ? 'paused' : 'active',
    from: standingOf(from.card),
    into: standingOf(into.card),
    coupons: from.coupons.map(({ id, cycle, issue }) => ({ id, cycle, issue })),
    amounts: Object.fromEntries(amounts),
    forgiven: [...from.tallies.keys()].filter(isForgiven),
    mergedAt: desk.now,
  }
}

const standingOf = (card: Card): Standing => ({
  total: card.total,
  cycle: card.cycle,
  cycleStart: card.cycleStart,
  version: card.version,
  pastCycles: card.pastCycles,
  lastStampAt: card.lastStampAt,
  stampsSince: card.stampsSince ?? null,
  stampsExpireAt: card.stampsExpireAt ?? null,
})

/** The survivor's finished cycles keep their numbers, the merged card's follow, and both current cycles become one. */
function joinCoupons(from: CardBook, into: CardBook): void {
  const [own, brought] = [into.card.pastCycles.length, from.card.pastCycles.length]
  into.moved ??= new Set()
  if (brought > 0)
    for (const coupon of into.coupons) if (coupon.cycle > own) place(into, coupon, coupon.cycle + brought)
  const taken = new Map<string, number>()
  for (const { cycle, milestone, issue } of into.coupons) {
    const key = `${cycle}/${milestone}`
    taken.set(key, Math.max(issue, taken.get(key) ?? 0))
  }
  for (const coupon of from.coupons) {
    const cycle = coupon.cycle + own
    const issue = coupon.issue + (taken.get(`${cycle}/${coupon.milestone}`) ?? 0)
    adopt(into, coupon, cycle, issue)
  }
  from.coupons = []
}

function place(book: CardBook, coupon: Coupon, cycle: number): void {
  change(book, { ...coupon, cycle })
  book.moved?.add(coupon.id)
}

function adopt(book: CardBook, coupon: Coupon, cycle: number, issue: number): void {
  book.coupons.push({ ...coupon, cardId: book.card.id, cycle, issue })
  book.touched.add(coupon.id)
  book.moved?.add(coupon.id)
}

function joinPositions(from: Card, into: Card): void {
  const shifted = from.pastCycles.map(([version, start]): [number, number] => [
    version,
    start + into.cycleStart,
  ])
  into.pastCycles = [...into.pastCycles, ...shifted]
  into.cycle += from.pastCycles.length
  into.total += from.cycleStart
  into.cycleStart += from.cycleStart
}

/** Money adds up, and may make one stamp more; windows come along for the orders that were judged by them. */
function joinTallies(from: CardBook, into: CardBook, moved: number, id: string, desk: Desk): void {
  const fromId = from.card.id
  let extra = 0
  const add = (key: string, value: number) => into.tallies.set(key, (into.tallies.get(key) ?? 0) + value)
  for (const [key, value] of from.tallies) {
    if (value === 0) continue
    if (isAmount(key)) {
      const per = perOf(key)
      const before = into.tallies.get(key) ?? 0
      extra += floors(before + value, per) - floors(before, per) - floors(value, per)
      add(moneyShareKey(fromId, key), value)
    }
    if (isAmount(key) || isForgiven(key) || isBrought(key)) add(key, value)
    else add(windowPrefix(fromId) + key, value)
    from.tallies.set(key, 0)
  }
  into.tallies.set(shareKey(fromId), moved)
  if (extra > 0) moveStamps(into, extra, causeOf(`merge/${id}/remainders`, 'Remainders of two cards'), desk)
}

const perOf = (key: string): number => Number(key.slice(key.lastIndexOf('/') + 1))
const floors = (sum: number, per: number): number => Math.floor(sum / per)

function empty(book: CardBook, mergedInto: string): void {
  Object.assign(book.card, {
    ...{ state: 'merged', mergedInto, total: 0, cycle: 1, cycleStart: 0, pastCycles: [] },
    ...{ progress: null, stampsSince: null, stampsExpireAt: null },
  })
  book.visible = true
}

/** Cards that led to the merged one lead through it from now on. */
function throughBoth(from: CardBook, into: CardBook): Map<string, string[]> {
  const through = new Map(into.through)
  through.set(from.card.id, [from.card.id])
  for (const [card, path] of from.through ?? []) through.set(card, [...path, from.card.id])
  return through
}

/**
 * Takes two cards apart again. The merged card gets back what it brought, changed by what its own orders did since:
 * those that came by its number or its customer, refunds of earlier ones included. All else stays with the survivor.
 */
export function partCards(from: CardBook, into: CardBook, record: MergeRecord, id: string, desk: Desk): void {
  const { back, extra } = sharesOf(from.card.id, into, record)
  const rest = into.card.total - back - extra
  if (back > 0)
    enter(into, -back, into.card.total - back, causeOf(`unmerge/${id}/into`, 'Merge undone'), desk)
  if (extra > 0)
    enter(into, -extra, rest, causeOf(`unmerge/${id}/remainders`, 'Merge undone: remainders'), desk)
  partTallies(from, into, record)
  partCoupons(from, into, record)
  const since = into.card.lastStampAt
  stand(into, record.into, rest, desk)
  into.card.lastStampAt = latest(record.into.lastStampAt, since)
  Object.assign(from.card, { state: record.state, mergedInto: null })
  stand(from, record.from, back, desk)
  if (back > 0) enter(from, back, back, causeOf(`unmerge/${id}/from`, 'Merge undone'), desk)
  into.through = new Map([...(into.through ?? [])].filter(([, path]) => !path.includes(from.card.id)))
}

/** The merged card's part of the survivor's total, and what only both remainders together had made. */
function sharesOf(fromId: string, into: CardBook, record: MergeRecord): { back: number; extra: number } {
  const { tallies, card } = into
  let back = tallies.get(shareKey(fromId)) ?? 0
  let extra = 0
  for (const [key, sum] of tallies) {
    if (!isAmount(key)) continue
    const money = tallies.get(moneyShareKey(fromId, key)) ?? 0
    const per = perOf(key)
    back += floors(money, per) - floors(record.amounts[key] ?? 0, per)
    extra += floors(sum, per) - floors(money, per) - floors(sum - money, per)
  }
  // What expired meanwhile is gone for both: of the merged card its finished cycles are left.
  if ((tallies.get('expiry/deadline') ?? 0) > record.mergedAt) back = Math.min(back, record.from.cycleStart)
  back = Math.max(0, Math.min(back, card.total))
  return { back, extra: Math.max(0, Math.min(extra, card.total - back)) }
}

function partTallies(from: CardBook, into: CardBook, record: MergeRecord): void {
  const fromId = from.card.id
  const prefix = windowPrefix(fromId)
  const give = (key: string, value: number) => from.tallies.set(key, (from.tallies.get(key) ?? 0) + value)
  for (const [key, value] of [...into.tallies]) {
    if (value === 0) continue
    const [kind, card = '', ...rest] = key.split('/')
    if (kind === 'via' && card === fromId && rest.length > 0) {
      const amount = rest.join('/')
      give(amount, value)
      into.tallies.set(amount, (into.tallies.get(amount) ?? 0) - value)
    }
    if (key.startsWith(prefix)) give(key.slice(prefix.length), value)
    const brought = isBrought(key) && (from.through?.has(card) ?? false)
    if (brought || record.forgiven.includes(key)) give(key, value)
    if (card === fromId || brought || record.forgiven.includes(key)) into.tallies.set(key, 0)
  }
}

function partCoupons(from: CardBook, into: CardBook, record: MergeRecord): void {
  const [own, brought] = [record.into.pastCycles.length, record.from.pastCycles.length]
  const home = new Map(record.coupons.map((each) => [each.id, each]))
  const stay: Coupon[] = []
  into.moved ??= new Set()
  from.moved ??= new Set()
  for (const coupon of into.coupons) {
    const before = home.get(coupon.id)
    // One that replaces a coupon of a finished cycle of the merged card is that card's, too.
    const replaces = coupon.cycle > own && coupon.cycle <= own + brought
    if (before) adopt(from, coupon, before.cycle, before.issue)
    else if (replaces) adopt(from, coupon, coupon.cycle - own, coupon.issue)
    else stay.push(coupon)
  }
  into.coupons = stay
  if (brought > 0)
    for (const coupon of stay) if (coupon.cycle > own + brought) place(into, coupon, coupon.cycle - brought)
}

/** Puts a card back to where it stood, then to its new total; coupons that are not earned that way go, or are owed. */
function stand(book: CardBook, standing: Standing, total: number, desk: Desk): void {
  Object.assign(book.card, standing)
  setTotal(book, total, desk)
  book.visible = true
  for (const coupon of book.coupons) {
    if (coupon.milestone === 0 || isReached(book.card, coupon)) continue
    const ended = revoke(coupon, reversalReason, desk.now)
    if (ended.ok) change(book, ended.coupon)
    else if (coupon.state === 'redeemed' && coupon.flag === null) change(book, { ...coupon, flag: 'owed' })
  }
  fillGaps(book, desk)
}

/** A milestone that stays reached may have lost its coupon to a fall of the joined total. */
function fillGaps(book: CardBook, desk: Desk): void {
  const { card } = book
  const cycles = [...card.pastCycles, [card.version, card.cycleStart] as const]
  cycles.forEach(([version, start], index) => {
    const reached = (cycles[index + 1]?.[1] ?? card.total) - start
    for (const { at, reward } of desk.rulesOf(card.programId, version).milestones) {
      const here = book.coupons.filter((each) => each.cycle === index + 1 && each.milestone === at)
      if (at <= reached && !here.some(stands)) issueCoupon(book, reward, index + 1, at, desk)
    }
  })
}

const isReached = (card: Card, { cycle, milestone }: Coupon): boolean =>
  cycle < card.cycle || (cycle === card.cycle && milestone <= stampsOf(card))
