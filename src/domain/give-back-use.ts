import { type CardBook, type Cause, change, type Desk, enter } from './card-book.ts'
import type { Coupon } from './coupon.ts'
import { forgivenFloor, takeForgiven, usedOf } from './forgiveness.ts'
import { type CouponTerms, issueCoupon } from './issue-coupon.ts'
import { setTotal } from './move-stamps.ts'

/**
 * The sale that used the coupon was given back: the customer gets a new one with a new code, unless its stamps were
 * taken back meanwhile. Stamps that were forgiven because of the use are not forgiven any more.
 * @returns whether there is a new coupon
 */
export const replaceUsed = (book: CardBook, coupon: Coupon, cause: Cause, desk: Desk): boolean =>
  giveBackUse(book, coupon, 'redemption-refunded', cause, desk, {}) !== null

/** As {@link replaceUsed}, for any reason that a use does not count after all; answers the new coupon. */
export function giveBackUse(
  book: CardBook,
  coupon: Coupon,
  flag: 'redemption-refunded' | 'undone',
  cause: Cause,
  desk: Desk,
  terms: CouponTerms,
): Coupon | null {
  const used = usedOf(book, desk)
  const mine = used.find((each) => each.coupon.id === coupon.id)
  change(book, { ...coupon, flag })
  if (mine?.forgives) {
    const floor = forgivenFloor(used.filter((each) => each !== mine))
    const taken = takeForgiven(book.tallies, Math.max(0, mine.total - floor))
    if (taken > 0) {
      setTotal(book, book.card.total - taken, desk)
      enter(book, -taken, book.card.total, cause, desk)
    }
  }
  const due = coupon.milestone === 0 || (mine !== undefined && mine.total <= book.card.total)
  return due ? issueCoupon(book, coupon.reward, coupon.cycle, coupon.milestone, desk, terms) : null
}
