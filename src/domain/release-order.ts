import type { CardBook, Cause, Desk } from './card-book.ts'
import { giveBackUse } from './give-back-use.ts'
import { causeOf, conclude, showProgress } from './judge-order.ts'
import { noteShare } from './merge-share.ts'
import type { OrderRecord } from './order-record.ts'
import { moveEarned } from './stamp-expiry.ts'
import { row } from './trace.ts'
import { withdraw } from './withdraw.ts'

/**
 * Takes an order from its card, with all that it gave there: nobody's order afterwards, to be judged anew for another
 * card or to wait in the unmatched list. Changes `order` and `book`; stamps that policy forgave stay behind.
 * @param transition names why; unique within the order
 */
export function releaseOrder(order: OrderRecord, book: CardBook, transition: string, desk: Desk): void {
  returnSharedUses(order, book, desk)
  takeBack(order, book, { ...causeOf(order, transition), reason: 'Not this card’s purchase' }, desk)
  order.cardId = null
  order.evidence = null
  order.judgement = null
  order.given = 0
  order.releases = (order.releases ?? 0) + 1
  conclude(order, order.facts.paid ? [row('card', false)] : order.trace.filter(({ rule }) => rule === 'paid'))
}

/**
 * A code that many share was taken for this card's because the order was: its coupon is given back, and the use is
 * nobody's until a card or a person says whose it is. A code of one coupon's own was that coupon's, whosever the order is.
 */
function returnSharedUses(order: OrderRecord, book: CardBook, desk: Desk): void {
  for (const { couponId, code, reversed } of order.redemptions) {
    const coupon = book.coupons.find((each) => each.id === couponId)
    if (reversed || coupon?.reward.codeSource !== 'shared' || coupon.state !== 'redeemed') continue
    giveBackUse(book, coupon, 'undone', causeOf(order, `given-back:${couponId}`), desk, {})
    order.redemptions = order.redemptions.filter((each) => each.couponId !== couponId)
    order.unassigned = [...(order.unassigned ?? []), code]
    order.trace = [
      ...order.trace.filter(({ figures }) => figures?.code !== code || figures.event !== 'redeemed'),
      row('coupon', false, { code, event: 'unassigned' }),
    ]
  }
}

/** Takes what a purchase gave off its card. Changes `book`. */
export function takeBack(purchase: OrderRecord, book: CardBook, cause: Cause, desk: Desk): void {
  const stamps = withdraw(purchase, book, desk)
  const moved = stamps === 0 ? 0 : moveEarned(book, stamps, cause, desk)
  // With carry-over it is the money that is shared, and `withdraw` has seen to it.
  if (purchase.judgement?.keys.amount === null) noteShare(book, purchase.cardId, moved, null)
  showProgress(book, desk)
}
