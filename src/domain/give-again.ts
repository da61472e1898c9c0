import { type CardBook, type Cause, change, type Desk } from './card-book.ts'
import { type Coupon, isGivenBack, isOpen, type Refusal, redeem, reversalReason } from './coupon.ts'
import { giveBackUse } from './give-back-use.ts'
import { type CouponTerms, issueCoupon } from './issue-coupon.ts'
import type { Position } from './ladder.ts'
import type { Instant } from './order.ts'
import type { Reward } from './program.ts'

const dayMs = 86_400_000

/**
 * The counter takes back a use: the coupon stays used, because no transition happens twice, and a new one with a new
 * code takes its place. It ends when the old one would have, though not within a day.
 * @returns the new coupon; null when its stamps were taken back meanwhile
 */
export function undoRedemption(book: CardBook, coupon: Coupon, cause: Cause, desk: Desk): Coupon | null {
  const { expiresAt } = coupon
  const terms = { expiresAt: expiresAt === null ? null : Math.max(expiresAt, desk.now + dayMs) }
  return giveBackUse(book, coupon, 'undone', cause, desk, terms)
}

export type ReinstateRefusal =
  | Refusal
  | { ok: false; reason: 'still-open' | 'replaced' | 'used-after-end' | 'not-earned' | 'bad-end' }

/**
 * Gives a coupon that expired or was revoked back as a new one with a new code; once. Not where its stamps are gone, nor
 * where a till took its code after the end.
 * @param expiresAt end of the new one; what the reward says where left out
 */
export function reinstate(
  book: CardBook,
  coupon: Coupon,
  expiresAt: Instant | undefined,
  desk: Desk,
): { ok: true; coupon: Coupon } | ReinstateRefusal {
  const { now } = desk
  const usable = redeem(coupon, { channel: 'api' }, now)
  if (usable.ok || usable.reason === 'not-ready') return { ok: false, reason: 'still-open' }
  if (usable.reason === 'already-redeemed') return usable
  if (isGivenBack(coupon)) return { ok: false, reason: 'replaced' }
  if (coupon.flag === 'used-after-end') return { ok: false, reason: 'used-after-end' }
  if (coupon.endReason === reversalReason || !isEarned(book.card, coupon))
    return { ok: false, reason: 'not-earned' }
  const terms: CouponTerms = expiresAt === undefined ? fixedEnd(coupon.reward, now) : { expiresAt }
  if (terms.expiresAt != null && terms.expiresAt <= now) return { ok: false, reason: 'bad-end' }
  change(book, { ...ended(coupon, now), flag: 'reinstated' })
  return { ok: true, coupon: issueCoupon(book, coupon.reward, coupon.cycle, coupon.milestone, desk, terms) }
}

/** Run out, though nobody has swept it yet. */
const ended = (coupon: Coupon, now: Instant): Coupon =>
  isOpen(coupon) ? { ...coupon, state: 'expired', endedAt: now, endReason: 'expired' } : coupon

/** A fixed date that has passed says nothing of the new coupon: somebody has to. */
const fixedEnd = (reward: Reward, now: Instant): CouponTerms => {
  const date = reward.expiresAt === undefined ? null : Date.parse(reward.expiresAt)
  return date !== null && date <= now ? { expiresAt: date } : {}
}

/** Whether the card's stamps still reach the milestone; a voucher asks for none. */
function isEarned(position: Position, coupon: Coupon): boolean {
  if (coupon.milestone === 0) return true
  const start = [...position.pastCycles.map(([, begun]) => begun), position.cycleStart][coupon.cycle - 1]
  return start !== undefined && start + coupon.milestone <= position.total
}

/** A coupon that no stamps stand for. */
export const giveVoucher = (
  book: CardBook,
  reward: Reward,
  terms: Pick<CouponTerms, 'id'> & { issueReason: string },
  desk: Desk,
): Coupon => issueCoupon(book, reward, book.card.cycle, 0, desk, terms)
