import type { CardBook } from '../domain/card-book.ts'
import type { Events } from '../events.ts'
import type { JobName } from '../ports/queue.ts'
import type { BatchSummary } from './process-inbox.ts'

/** Tells what a committed batch did, and which jobs have work now. */
export function announceBatch(events: Events, summary: BatchSummary): Set<JobName> {
  for (const order of summary.judged.orders)
    events.orderJudged({ merchantId: order.merchantId, outcome: order.outcome })
  const jobs = new Set<JobName>(summary.outbox.map((row) => row.kind))
  for (const book of summary.judged.books) announceBook(events, book)
  const books = summary.judged.books
  if (books.some((book) => book.visible)) jobs.add('push-pass')
  if (books.some((book) => book.touched.size > 0)) {
    jobs.add('place-code')
    jobs.add('settle-coupons')
  }
  return jobs
}

function announceBook(events: Events, book: CardBook): void {
  const { merchantId, id: cardId } = book.card
  for (const entry of book.ledger)
    events.stampsGiven({ merchantId, cardId, channel: entry.channel, count: entry.count })
  for (const coupon of book.coupons) {
    if (!book.touched.has(coupon.id)) continue
    const subject = { merchantId, cardId, couponId: coupon.id, kind: coupon.reward.kind }
    if (coupon.state === 'redeemed')
      events.couponRedeemed({ ...subject, channel: coupon.redeemedBy?.channel ?? 'till' })
    else if (coupon.state === 'revoked')
      events.couponRevoked({ ...subject, reason: coupon.endReason ?? 'unknown' })
    else events.couponIssued(subject)
  }
}
