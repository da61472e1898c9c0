import { type Coupon, type CouponState, reversalReason } from '../domain/coupon.ts'
import type { Events } from '../events.ts'
import type { JobName } from '../ports/queue.ts'
import type { Committed } from '../ports/store.ts'
import type { BatchSummary } from './process-inbox.ts'

/** Tells how a committed batch judged its orders, and which jobs have work now. */
export function announceBatch(events: Events, summary: BatchSummary): Set<JobName> {
  for (const order of summary.judged.orders)
    events.orderJudged({ merchantId: order.merchantId, outcome: order.outcome })
  const jobs = new Set<JobName>(summary.owed)
  if (summary.judged.books.some((book) => book.touched.size > 0)) jobs.add('settle-coupons')
  return jobs
}

/** Counts what a commit did, whoever asked for it: batch, API, counter or customer. */
export function announceCommitted(events: Events, { entries, coupons }: Committed): void {
  for (const { merchantId, cardId, channel, count } of entries)
    events.stampsGiven({ merchantId, cardId, channel, count })
  for (const { coupon, from } of coupons) announceCoupon(events, coupon, from)
}

function announceCoupon(events: Events, coupon: Coupon, from: CouponState | null): void {
  const { merchantId, cardId, id: couponId, reward, redeemedBy, endReason } = coupon
  const subject = { merchantId, cardId, couponId, kind: reward.kind }
  if (from === null) events.couponIssued(subject)
  if (coupon.state === 'active') events.couponActivated(subject)
  if (coupon.state === 'redeemed')
    events.couponRedeemed({ ...subject, channel: redeemedBy?.channel ?? 'till' })
  // Reasons that people write are no label.
  if (coupon.state === 'revoked')
    events.couponRevoked({ ...subject, reason: endReason === reversalReason ? 'reversal' : 'by-hand' })
}
