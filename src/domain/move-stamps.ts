import { type CardBook, type Cause, change, type Desk, enter } from './card-book.ts'
import { reversalReason, revoke, stands } from './coupon.ts'
import { forgivenFloor, forgivenKey, takeForgiven, usedOf } from './forgiveness.ts'
import { issueCoupon } from './issue-coupon.ts'
import { type Crossing, moveTo } from './ladder.ts'
import type { Instant } from './order.ts'
import type { ProgramRules } from './program.ts'
import { keepTime } from './stamp-clock.ts'

/**
 * Adds (or takes) stamps and lets coupons follow. The balance never falls below zero.
 * @returns what was really added; less what a used coupon kept on the card when the same order lost it before.
 */
export function moveStamps(book: CardBook, count: number, cause: Cause, desk: Desk): number {
  const { card } = book
  const before = card.total
  const repaid = count > 0 ? repay(book, count, cause) : 0
  const target = Math.max(0, before + count - repaid)
  const kept = count < 0 ? forgive(book, target, cause, desk) : 0
  const at = Math.min(desk.now, cause.at ?? desk.now)
  if (target > before) card.lastStampAt = Math.max(card.lastStampAt ?? 0, at)
  setTotal(book, target + kept, desk, at)
  if (target !== before) enter(book, target - before, target, cause, desk)
  if (kept > 0) enter(book, kept, card.total, forgiveness(cause), desk)
  return target - before + repaid
}

const forgiveness = (cause: Cause): Cause => ({
  ...cause,
  effectKey: `${cause.effectKey}/forgiven`,
  channel: 'forgiveness',
  reason: 'Reward already used: forgiven',
})

/** Moves the card to this total, its coupons with it. Whoever calls this makes the entry. @param at when stamps were earned */
export function setTotal(book: CardBook, total: number, desk: Desk, at: Instant = desk.now): void {
  const { card } = book
  if (total === card.total) return
  const before = { ...card }
  const rulesOf = (version: number) => desk.rulesOf(card.programId, version)
  const { position, crossings } = moveTo(card, total, rulesOf, desk.latestVersion(card.programId))
  Object.assign(card, position)
  book.visible = true
  for (const crossing of crossings) follow(book, crossing, rulesOf(crossing.version), desk)
  const zone = desk.timeZone?.(card.merchantId) ?? 'UTC'
  keepTime(card, before, at, rulesOf(card.version).stampExpiry, zone)
}

/** Stamps that stay on the card although their order was reversed, because the coupon they led to was used. */
function forgive(book: CardBook, target: number, cause: Cause, desk: Desk): number {
  const { tallies } = book
  const used = usedOf(book, desk)
  const kept = Math.max(0, forgivenFloor(used) - target)
  if (kept === 0) return 0
  const key = forgivenKey(cause)
  tallies.set(key, (tallies.get(key) ?? 0) + kept)
  for (const { coupon, total } of used)
    if (total > target && coupon.flag === null) change(book, { ...coupon, flag: 'forgiven' })
  return kept
}

/** An order that comes back has nothing more to give where its stamps were never taken. */
const repay = (book: CardBook, count: number, cause: Cause): number =>
  cause.orderId === undefined ? 0 : takeForgiven(book.tallies, count, forgivenKey(cause))

/** A milestone was passed: upwards it has a coupon, once; downwards an unused coupon goes and a used one is flagged. */
function follow(book: CardBook, crossing: Crossing, rules: ProgramRules, desk: Desk): void {
  const { cycle, at } = crossing
  const standing = book.coupons.filter(
    (coupon) => coupon.cycle === cycle && coupon.milestone === at && stands(coupon),
  )
  if (crossing.direction === 'up') {
    const milestone = rules.milestones.find((each) => each.at === at)
    if (standing.length === 0 && milestone) issueCoupon(book, milestone.reward, cycle, at, desk)
    for (const coupon of standing) if (coupon.flag === 'owed') change(book, { ...coupon, flag: null })
    return
  }
  for (const coupon of standing) {
    const ended = revoke(coupon, reversalReason, desk.now)
    if (ended.ok) change(book, ended.coupon)
    else if (coupon.state === 'redeemed') change(book, { ...coupon, flag: 'owed' })
  }
}
