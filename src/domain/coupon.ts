import type { Instant } from './order.ts'
import type { Reward } from './program.ts'

export type CouponState = 'issuing' | 'active' | 'redeemed' | 'expired' | 'revoked'

/** Who used it, and where. */
export type RedeemedBy = {
  channel: 'till' | 'api' | 'staff' | 'self'
  tillId?: string | undefined
  orderId?: string | undefined
  location?: string | undefined
}

export type Coupon = {
  merchantId: string
  id: string
  cardId: string
  programId: string
  /** As it was when the coupon was issued. */
  reward: Reward
  cycle: number
  /** Stamps at which it was due; 0 for a voucher. */
  milestone: number
  /** 1 for the first coupon of a milestone, higher for its replacements. */
  issue: number
  state: CouponState
  code: string | null
  issuedAt: Instant
  activatedAt: Instant | null
  expiresAt: Instant | null
  redeemedAt: Instant | null
  redeemedBy: RedeemedBy | null
  endedAt: Instant | null
  /** {@link reversalReason}: its stamps were taken back; anything else is a person's decision. */
  endReason: string | null
  /** Why somebody should look: 'owed', 'forgiven', 'used-after-end', or one of {@link givenBackFlags}. */
  flag: string | null
  /** Why it was given, for a coupon that somebody gave by hand. */
  issueReason?: string | null | undefined
  /** When its holder was warned that it runs out. */
  warnedAt?: Instant | null | undefined
}

/** Of coupons whose stamps were taken back; nobody else may give it. */
export const reversalReason = 'reversal'

/** A coupon with one of these has given its place to another: its sale was refunded, its use undone, its end lifted. */
const givenBackFlags = new Set(['redemption-refunded', 'undone', 'reinstated'])

export const isGivenBack = (coupon: Coupon): boolean =>
  coupon.flag !== null && givenBackFlags.has(coupon.flag)

/** Whether it is its milestone's coupon still: taken back with its stamps, or given back unused, it has to be replaced. */
export const stands = (coupon: Coupon): boolean =>
  coupon.flag === 'used-after-end' || (!isGivenBack(coupon) && coupon.endReason !== reversalReason)

export type RefusalReason = 'already-redeemed' | 'expired' | 'revoked' | 'not-ready'

export type Refusal = {
  ok: false
  reason: RefusalReason
  redeemedAt?: Instant | undefined
  location?: string | undefined
  /** When it expired or was revoked. */
  endedAt?: Instant | undefined
}
export type Transition = { ok: true; coupon: Coupon } | Refusal

export const isOpen = (coupon: Coupon): boolean => coupon.state === 'issuing' || coupon.state === 'active'

/** Codes are compared without regard to case and to blanks around them; a merchant's own codes may hold any sign. */
export const normalCode = (code: string): string => code.trim().toUpperCase()

/** The coupon's code is on its way to the tills. */
export function activate(coupon: Coupon, now: Instant): Coupon {
  return coupon.state === 'issuing' ? { ...coupon, state: 'active', activatedAt: now } : coupon
}

/** By hand or by screen: only an active coupon that has not run out. */
export function redeem(coupon: Coupon, by: RedeemedBy, now: Instant): Transition {
  if (coupon.state === 'issuing') return { ok: false, reason: 'not-ready' }
  if (coupon.state === 'active' && coupon.expiresAt !== null && coupon.expiresAt <= now)
    return { ok: false, reason: 'expired', endedAt: coupon.expiresAt }
  return redeemAtTill(coupon, by, now)
}

/** The till has taken the code already: what it accepted is used, even if we still waited for another till. */
export function redeemAtTill(coupon: Coupon, by: RedeemedBy, at: Instant): Transition {
  if (!isOpen(coupon)) return refusal(coupon)
  return { ok: true, coupon: { ...coupon, state: 'redeemed', redeemedAt: at, redeemedBy: by } }
}

export function revoke(coupon: Coupon, reason: string, now: Instant): Transition {
  if (!isOpen(coupon)) return refusal(coupon)
  return { ok: true, coupon: { ...coupon, state: 'revoked', endedAt: now, endReason: reason } }
}

export function expire(coupon: Coupon, now: Instant): Transition {
  if (!isOpen(coupon)) return refusal(coupon)
  if (coupon.expiresAt === null || coupon.expiresAt > now) return { ok: false, reason: 'not-ready' }
  return { ok: true, coupon: { ...coupon, state: 'expired', endedAt: now, endReason: 'expired' } }
}

const dayMs = 86_400_000
const defaultWarnDays = 3

/** When a coupon given at `issuedAt` runs out; null for never. */
export function expiryOf(reward: Reward, issuedAt: Instant): Instant | null {
  if (reward.expiresAt !== undefined) return Date.parse(reward.expiresAt)
  return reward.expiresAfterDays === undefined ? null : issuedAt + reward.expiresAfterDays * dayMs
}

/** From when its holder is to be warned; null where there is no end, or no warning is wished. */
export function warnTime(coupon: Pick<Coupon, 'reward' | 'expiresAt'>): Instant | null {
  const days = coupon.reward.warnDays ?? defaultWarnDays
  return coupon.expiresAt === null || days === 0 ? null : coupon.expiresAt - days * dayMs
}

/** Whether the holder is to be told, at `now`, that an open coupon runs out. */
export function expiresSoon(coupon: Pick<Coupon, 'reward' | 'expiresAt'>, now: Instant): boolean {
  const from = warnTime(coupon)
  return from !== null && from <= now
}

/** Notes, once, that the holder was warned. */
export function warn(coupon: Coupon, now: Instant): Transition {
  if (coupon.state !== 'active') return isOpen(coupon) ? { ok: false, reason: 'not-ready' } : refusal(coupon)
  if (coupon.warnedAt != null || !expiresSoon(coupon, now)) return { ok: false, reason: 'not-ready' }
  return { ok: true, coupon: { ...coupon, warnedAt: now } }
}

/** A later end for an open coupon; it is warned of anew. `at` has to lie ahead of `now` and of the end so far. */
export function extend(
  coupon: Coupon,
  at: Instant,
  now: Instant,
): Transition | { ok: false; reason: 'not-later' } {
  if (!isOpen(coupon)) return refusal(coupon)
  if (coupon.expiresAt !== null && coupon.expiresAt <= now)
    return { ok: false, reason: 'expired', endedAt: coupon.expiresAt }
  // What lies after an end that lies ahead lies ahead itself.
  if (coupon.expiresAt === null || at <= coupon.expiresAt) return { ok: false, reason: 'not-later' }
  const extended = { ...coupon, expiresAt: at, warnedAt: null }
  return { ok: true, coupon: expiresSoon(extended, now) ? { ...extended, warnedAt: now } : extended }
}

function refusal(coupon: Coupon): Refusal {
  if (coupon.state === 'redeemed')
    return {
      ok: false,
      reason: 'already-redeemed',
      redeemedAt: coupon.redeemedAt ?? undefined,
      location: coupon.redeemedBy?.location,
    }
  const reason = coupon.state === 'expired' ? 'expired' : 'revoked'
  return { ok: false, reason, endedAt: coupon.endedAt ?? undefined }
}
