import { type Coupon, extend } from '../domain/coupon.ts'
import { type ReinstateRefusal, reinstate } from '../domain/give-again.ts'
import { type CouponRefusal, explain } from './coupon-refusal.ts'
import { changeCouponOr, isRefusal, openCardOf } from './end-coupon.ts'
import { type CardChangeDeps, saveCard } from './open-card.ts'

export type ExtendResult =
  | { ok: true; coupon: Coupon }
  | CouponRefusal
  | { ok: false; reason: 'unknown' | 'not-later' }
export type ExtendCoupon = (input: {
  merchantId: string
  couponId: string
  expiresAt: number
}) => Promise<ExtendResult>

/** Moves the end of an open coupon to a later time, in the tills too. */
export const extendCouponWith =
  (deps: CardChangeDeps): ExtendCoupon =>
  (input) =>
    changeCouponOr<{ ok: false; reason: 'not-later' }>(deps, input, (coupon, now) =>
      extend(coupon, input.expiresAt, now),
    )

export type ReinstateResult =
  | { ok: true; coupon: Coupon }
  | CouponRefusal
  | {
      ok: false
      reason: 'unknown' | 'card-not-active' | Exclude<ReinstateRefusal['reason'], CouponRefusal['reason']>
    }
export type ReinstateCoupon = (input: {
  merchantId: string
  couponId: string
  /** End of the new one; what the reward says where left out. */
  expiresAt?: number | undefined
}) => Promise<ReinstateResult>

/** Gives an expired or revoked coupon back as a new one with a new code; once. */
export const reinstateCouponWith =
  (deps: CardChangeDeps): ReinstateCoupon =>
  (input) =>
    deps.store.transact(async (tx) => {
      const opened = await openCardOf(deps, tx, { merchantId: input.merchantId, id: input.couponId })
      if (!opened) return { ok: false, reason: 'unknown' }
      const { book, coupon, desk, timeZone } = opened
      if (book.card.state !== 'active') return { ok: false, reason: 'card-not-active' }
      const result = reinstate(book, coupon, input.expiresAt, desk)
      if (result.ok) {
        await saveCard(tx, book)
        return result
      }
      return isRefusal(result) ? explain(tx, coupon, result, timeZone) : result
    })
