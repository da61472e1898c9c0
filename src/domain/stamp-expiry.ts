import { type CardBook, type Cause, type Desk, enter } from './card-book.ts'
import { stampsOf } from './ladder.ts'
import { moveStamps, setTotal } from './move-stamps.ts'
import type { Instant } from './order.ts'
import { stampsEnd } from './stamp-clock.ts'

/** What the last expiry took, and its deadline: a sale that was made before it and is told after it is judged by them. */
const deadlineKey = 'expiry/deadline'
const countKey = 'expiry/count'
const undoneKey = 'expiry/undone'

/**
 * Takes the stamps of the current cycle when their time is over. Coupons stay: where the cycle had given one already,
 * a new cycle begins. Idempotent. @returns whether anything expired
 */
export function expireStamps(book: CardBook, desk: Desk): boolean {
  const { card, tallies } = book
  const deadline = card.stampsExpireAt ?? null
  const stamps = stampsOf(card)
  if (deadline === null || deadline > desk.now || stamps <= 0) return false
  takeAll(book, desk)
  enter(book, -stamps, card.total, expiryCause(book, deadline), desk)
  tallies.set(deadlineKey, deadline)
  tallies.set(countKey, stamps)
  return true
}

function expiryCause(book: CardBook, deadline: Instant): Cause {
  // Stamps that came back for the reward they led to may expire by the same deadline again.
  const undone = book.tallies.get(undoneKey) ?? 0
  const repeat = undone === 0 ? '' : `#${undone + 1}`
  return {
    effectKey: `expiry/${book.card.id}/${new Date(deadline).toISOString()}${repeat}`,
    channel: 'expiry',
    reason: 'Stamps expired',
  }
}

/** Down to the cycle's beginning without touching its coupons. */
function takeAll(book: CardBook, desk: Desk): void {
  const { card } = book
  const latest = desk.latestVersion(card.programId)
  card.total = card.cycleStart
  if (book.coupons.some((coupon) => coupon.cycle === card.cycle && coupon.milestone > 0)) {
    card.pastCycles = [...card.pastCycles, [card.version, card.cycleStart]]
    card.cycle += 1
  }
  card.version = latest
  card.stampsSince = null
  card.stampsExpireAt = null
  book.visible = true
}

/**
 * Moves stamps of a purchase. One that was made before the last expiry but is told after it is treated as if it had
 * been told in time: had it kept the stamps alive or led to a reward, they come back; otherwise its own stamps expire
 * with the others, and a refund takes from those that are gone before it takes from those that are left.
 * @returns what the purchase was given or lost
 */
export function moveEarned(book: CardBook, count: number, cause: Cause, desk: Desk): number {
  const deadline = book.tallies.get(deadlineKey) ?? 0
  if (cause.at === undefined || cause.at >= deadline) return moveStamps(book, count, cause, desk)
  const expired = book.tallies.get(countKey) ?? 0
  if (count < 0) return giveUp(book, -count, expired, cause, desk)
  if (savesExpired(book, cause.at, deadline, count, expired, desk)) {
    bringBack(book, expired, deadline, desk)
    return moveStamps(book, count, cause, desk)
  }
  enter(book, count, book.card.total + count, cause, desk)
  enter(book, -count, book.card.total, alsoExpired(cause), desk)
  book.tallies.set(countKey, expired + count)
  return count
}

const alsoExpired = (cause: Cause): Cause => ({
  ...cause,
  effectKey: `${cause.effectKey}/expired`,
  channel: 'expiry',
  reason: 'Expired before it was told',
})

function giveUp(book: CardBook, count: number, expired: number, cause: Cause, desk: Desk): number {
  const gone = Math.min(count, expired)
  if (gone > 0) {
    const { total } = book.card
    enter(book, -gone, total - gone, cause, desk)
    enter(book, gone, total, { ...alsoExpired(cause), reason: 'Had expired already' }, desk)
    book.tallies.set(countKey, expired - gone)
  }
  if (gone === count) return -count
  const rest = { ...cause, effectKey: gone > 0 ? `${cause.effectKey}/rest` : cause.effectKey }
  return moveStamps(book, gone - count, rest, desk) - gone
}

function savesExpired(
  book: CardBook,
  at: Instant,
  deadline: Instant,
  count: number,
  expired: number,
  desk: Desk,
): boolean {
  const { card } = book
  const last = card.pastCycles.at(-1)
  const version = last && last[1] === card.cycleStart ? last[0] : card.version
  const rules = desk.rulesOf(card.programId, version)
  if (rules.milestones.some((each) => each.at > expired && each.at <= expired + count)) return true
  // Sliding: the stamps were alive until the deadline, so this sale lies within their last days.
  const rule = rules.stampExpiry
  const zone = desk.timeZone?.(card.merchantId) ?? 'UTC'
  return rule?.kind === 'sliding' && stampsEnd(rule, at, at, zone) > deadline
}

/** Undoes the last expiry, for every other sale that is told late, too. */
function bringBack(book: CardBook, expired: number, deadline: Instant, desk: Desk): void {
  const { card, tallies } = book
  const last = card.pastCycles.at(-1)
  // The cycle that the expiry ended goes on, unless another one was finished since.
  if (last && last[1] === card.cycleStart) {
    card.pastCycles = card.pastCycles.slice(0, -1)
    card.version = last[0]
    card.cycle -= 1
  }
  const cause = expiryCause(book, deadline)
  tallies.set(deadlineKey, 0)
  tallies.set(undoneKey, (tallies.get(undoneKey) ?? 0) + 1)
  if (expired === 0) return
  setTotal(book, card.total + expired, desk)
  const key = `${cause.effectKey}/undone`
  const reason = 'Bought before they expired: given back'
  enter(book, expired, card.total, { ...cause, effectKey: key, reason }, desk)
}
