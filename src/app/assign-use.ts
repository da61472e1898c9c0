import { change } from '../domain/card-book.ts'
import { type Coupon, redeemAtTill } from '../domain/coupon.ts'
import { noteAssigned } from '../domain/judge-redemptions.ts'
import { orderKeyText } from '../ports/store.ts'
import { type CouponRefusal, explain } from './coupon-refusal.ts'
import { type CardChangeDeps, openCard } from './open-card.ts'

export type AssignUseInput = {
  merchantId: string
  useId: string
  cardId: string
  /** Which of the card's coupons; the oldest open one with the code where left out. */
  couponId?: string | undefined
}
export type AssignUseResult =
  | { ok: true; coupon: Coupon }
  | CouponRefusal
  | { ok: false; reason: 'unknown-use' | 'unknown-card' | 'already-assigned' | 'no-coupon' }
export type AssignUse = (input: AssignUseInput) => Promise<AssignUseResult>

/** Says whose coupon a shared code in a sale was. The order then holds the redemption as if the card had been scanned into it. */
export const assignUseWith =
  (deps: CardChangeDeps): AssignUse =>
  ({ merchantId, useId, cardId, couponId }) =>
    deps.store.transact(async (tx) => {
      const key = { merchantId, id: useId }
      const found = await tx.unassignedUse(key)
      if (!found) return { ok: false, reason: 'unknown-use' }
      const orderKey = { merchantId, tillId: found.tillId, externalId: found.orderId }
      const order = (await tx.lockOrders([orderKey])).get(orderKeyText(orderKey))
      const use = await tx.unassignedUse(key)
      if (!order || !use) return { ok: false, reason: 'unknown-use' }
      if (use.couponId !== null) return { ok: false, reason: 'already-assigned' }
      const opened = await openCard(deps, tx, { merchantId, id: cardId }, { follow: true })
      if (!opened) return { ok: false, reason: 'unknown-card' }
      const { book, desk, timeZone } = opened
      const holders = book.coupons.filter((each) => each.code === use.code)
      const coupon =
        couponId === undefined
          ? (holders.find((each) => each.state === 'active') ?? holders.at(-1))
          : holders.find((each) => each.id === couponId)
      if (!coupon) return { ok: false, reason: 'no-coupon' }
      const by = {
        channel: 'till' as const,
        tillId: use.tillId,
        orderId: use.orderId,
        location: use.location ?? undefined,
      }
      const result = redeemAtTill(coupon, by, use.usedAt)
      if (!result.ok) return explain(tx, coupon, result, timeZone)
      change(book, result.coupon)
      noteAssigned(order, result.coupon)
      await tx.save({ books: [book], orders: [order], deliveries: [], outbox: [] })
      await tx.assignUse(key, coupon.id, desk.now)
      return { ok: true, coupon: result.coupon }
    })
