import { type CardBook, change, type Desk } from './card-book.ts'
import { type Coupon, normalCode, type RedeemedBy, type Refusal, redeemAtTill } from './coupon.ts'
import { replaceUsed } from './give-back-use.ts'
import { causeOf, outcomeOf } from './judge-order.ts'
import type { DiscountUse, Sale } from './order.ts'
import type { OrderRecord, Redemption } from './order-record.ts'
import { remainingOf } from './remaining.ts'
import { type Figures, row, sameRow, type TraceRow } from './trace.ts'

/** A coupon that an order's discounts name, with the book of its card. */
export type UsedCoupon = { book: CardBook; coupon: Coupon }

/** Finds coupons in the books at hand. */
export type CouponFinder = {
  /** The coupon that a code, or a till's own discount id, means; for a shared code the matched card's open one. */
  byUse(use: DiscountUse): UsedCoupon | null
  byId(redemption: Redemption): UsedCoupon | null
  /** Whether many coupons of the merchant have this code, in normal form. */
  isShared?(code: string): boolean
}

/**
 * Redeems the coupons whose codes an order used; gives a new one, with a new code, when that order is refunded whole.
 * Idempotent. Changes `order` and the coupons' books.
 */
export function judgeRedemptions(order: OrderRecord, find: CouponFinder, desk: Desk): void {
  const { sale } = order.facts
  if (!sale || !order.facts.paid || sale.test) return
  for (const use of sale.discountCodes) {
    const used = find.byUse(use)
    if (used) redeemOne(order, sale, used)
  }
  const { nothingLeft } = remainingOf(sale, order.facts)
  noteUnassigned(order, sale, find, nothingLeft)
  if (nothingLeft) reverseRedemptions(order, find, desk)
}

/** A shared code without a card that holds it is nobody's: listed for the merchant rather than guessed. */
function noteUnassigned(order: OrderRecord, sale: Sale, find: CouponFinder, nothingLeft: boolean): void {
  const codes = sale.discountCodes.flatMap(({ code }) => (code === undefined ? [] : [normalCode(code)]))
  const shared = [...new Set(codes)].filter((code) => find.isShared?.(code))
  if (shared.length === 0) return
  const used = new Set(order.redemptions.map((each) => each.code))
  order.unassigned = nothingLeft ? [] : shared.filter((code) => !used.has(code))
  order.trace = order.trace.filter((each) => each.figures?.event !== 'unassigned')
  for (const code of order.unassigned) note(order, row('coupon', false, { code, event: 'unassigned' }))
}

/** The merchant said whose coupon a shared code was. Changes `order`. */
export function noteAssigned(order: OrderRecord, coupon: Coupon): void {
  const code = coupon.code ?? ''
  order.redemptions.push({ couponId: coupon.id, cardId: coupon.cardId, code, reversed: false })
  order.trace = order.trace.filter(
    ({ figures }) => figures?.event !== 'unassigned' || figures.code !== coupon.code,
  )
  note(order, redeemedRow(coupon))
  order.outcome = outcomeOf(order)
}

/** `via: 'till'`: the location is a till's own id, not a name that somebody gave. */
const placeOf = (by: RedeemedBy | null): Figures =>
  by?.location === undefined ? {} : { location: by.location, ...(by.channel === 'till' && { via: 'till' }) }

function redeemedRow({ code, reward, redeemedAt, redeemedBy }: Coupon): TraceRow {
  return row('coupon', true, {
    code: code ?? '',
    event: 'redeemed',
    title: reward.title,
    ...(redeemedAt !== null && { at: redeemedAt }),
    ...placeOf(redeemedBy),
  })
}

function redeemOne(order: OrderRecord, sale: Sale, { book, coupon }: UsedCoupon): void {
  // By code, not only by id: a shared code must not take the card's next coupon when the order is judged again.
  if (order.redemptions.some((each) => each.couponId === coupon.id || each.code === coupon.code)) return
  if (cameLater(coupon, order)) return
  const { tillId, externalId: orderId } = order
  const by = { channel: 'till' as const, tillId, orderId, location: sale.locationId }
  const result = redeemAtTill(coupon, by, sale.placedAt)
  const code = coupon.code ?? ''
  if (result.ok) {
    change(book, result.coupon)
    order.redemptions.push({ couponId: coupon.id, cardId: coupon.cardId, code, reversed: false })
    note(order, redeemedRow(result.coupon))
    return
  }
  note(order, refusalRow(code, result, coupon.redeemedBy?.channel === 'till'))
  if (coupon.flag === null) change(book, { ...coupon, flag: 'used-after-end' })
}

/** A shared code can be typed by anybody: an order judged before the coupon was there has not used it. */
const cameLater = (coupon: Coupon, order: OrderRecord): boolean =>
  coupon.reward.codeSource === 'shared' &&
  order.firstJudgedAt !== null &&
  coupon.issuedAt >= order.firstJudgedAt

/** @param byTill the location is a till's own id, not a name that somebody gave */
function refusalRow(
  code: string,
  { reason, redeemedAt, endedAt, location }: Refusal,
  byTill: boolean,
): TraceRow {
  const at = redeemedAt ?? endedAt
  return row('coupon', false, {
    code,
    event: 'refused',
    reason,
    ...(at === undefined ? {} : { at }),
    ...(location === undefined ? {} : byTill ? { location, via: 'till' } : { location }),
  })
}

function reverseRedemptions(order: OrderRecord, find: CouponFinder, desk: Desk): void {
  for (const redemption of order.redemptions) {
    const used = redemption.reversed ? null : find.byId(redemption)
    if (!used) continue
    redemption.reversed = true
    const { code, couponId } = redemption
    const replaced = replaceUsed(used.book, used.coupon, causeOf(order, `given-back:${couponId}`), desk)
    note(order, row('coupon', true, { code, event: replaced ? 'replaced' : 'taken-back' }))
  }
}

/** Adds to the trace what it does not say yet. */
function note(order: OrderRecord, coupon: TraceRow): void {
  const said = order.trace.some((each) => sameRow(each, coupon))
  if (!said) order.trace = [...order.trace, coupon]
}
