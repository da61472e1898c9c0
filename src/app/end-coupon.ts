import { change } from '../domain/card-book.ts'
import { type Coupon, type Refusal, reversalReason, revoke, type Transition } from '../domain/coupon.ts'
import type { CardTransaction, Key } from '../ports/store.ts'
import { type CouponRefusal, explain } from './coupon-refusal.ts'
import { type CardChangeDeps, type OpenCard, openCard, saveCard } from './open-card.ts'

export type EndRefusal = CouponRefusal | { ok: false; reason: 'unknown' }
export type RevokeResult = { ok: true } | EndRefusal | { ok: false; reason: 'reserved-reason' }

/** Takes an unused coupon back; its codes are taken out of the tills. The reason of reversals is nobody's to give. */
export const revokeCouponWith =
  (deps: CardChangeDeps) =>
  async (input: { merchantId: string; couponId: string; reason: string }): Promise<RevokeResult> => {
    if (isReserved(input.reason)) return { ok: false, reason: 'reserved-reason' }
    const result = await changeCoupon(deps, input, (coupon, now) => revoke(coupon, input.reason, now))
    return result.ok ? { ok: true } : result
  }

/** The word that tells coupons apart whose stamps were taken back. */
export const isReserved = (reason: string): boolean => reason.trim().toLowerCase() === reversalReason

/** Any coupon transition happens under the lock of the coupon's card, so that two never cross. */
export const changeCoupon = (
  deps: CardChangeDeps,
  which: { merchantId: string; couponId: string },
  transition: (coupon: Coupon, now: number) => Transition,
): Promise<{ ok: true; coupon: Coupon } | EndRefusal> => changeCouponOr<never>(deps, which, transition)

/** As {@link changeCoupon}, for transitions that may be refused for a reason of their own. */
export function changeCouponOr<Other extends { ok: false; reason: string }>(
  deps: CardChangeDeps,
  { merchantId, couponId }: { merchantId: string; couponId: string },
  transition: (coupon: Coupon, now: number) => { ok: true; coupon: Coupon } | Refusal | Other,
): Promise<{ ok: true; coupon: Coupon } | EndRefusal | Other> {
  return deps.store.transact(async (tx) => {
    const opened = await openCardOf(deps, tx, { merchantId, id: couponId })
    if (!opened) return { ok: false, reason: 'unknown' }
    const { book, desk, coupon, timeZone } = opened
    const result = transition(coupon, desk.now)
    if (!result.ok) return isRefusal(result) ? explain(tx, coupon, result, timeZone) : result
    change(book, result.coupon)
    await saveCard(tx, book)
    return result
  })
}

const couponReasons = new Set<string>(['already-redeemed', 'expired', 'revoked', 'not-ready'])
export const isRefusal = (result: { ok: false; reason: string }): result is Refusal =>
  couponReasons.has(result.reason)

/** A coupon in its card's book, under the card's lock. */
export async function openCardOf(
  deps: CardChangeDeps,
  tx: CardTransaction,
  key: Key,
): Promise<(OpenCard & { coupon: Coupon }) | null> {
  const found = await tx.coupon(key)
  const opened =
    found && (await openCard(deps, tx, { merchantId: key.merchantId, id: found.cardId }, { follow: true }))
  const coupon = opened?.book.coupons.find((each) => each.id === key.id)
  return opened && coupon ? { ...opened, coupon } : null
}
