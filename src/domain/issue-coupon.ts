import type { CardBook, Desk } from './card-book.ts'
import { type Coupon, expiresSoon, expiryOf } from './coupon.ts'
import type { Instant } from './order.ts'
import type { Reward } from './program.ts'

/** What may differ from what the reward says. */
export type CouponTerms = {
  id?: string | undefined
  expiresAt?: Instant | null | undefined
  issueReason?: string | undefined
}

/** A new coupon with a code of its own; it turns active at once where no till has to be asked. */
export function issueCoupon(
  book: CardBook,
  reward: Reward,
  cycle: number,
  milestone: number,
  desk: Desk,
  terms: CouponTerms = {},
): Coupon {
  const { merchantId, id: cardId, programId } = book.card
  const earlier = book.coupons.filter((coupon) => coupon.cycle === cycle && coupon.milestone === milestone)
  const minted = reward.kind === 'redeem_code' && reward.codeSource === 'minted'
  const pooled = reward.kind === 'redeem_code' && reward.codeSource === 'pool'
  const tills = minted ? desk.tills(merchantId) : []
  const waits = pooled || tills.some((till) => till.mints)
  const expiresAt = terms.expiresAt === undefined ? expiryOf(reward, desk.now) : terms.expiresAt
  const coupon: Coupon = {
    merchantId,
    id: terms.id ?? desk.newId(),
    cardId,
    programId,
    reward,
    cycle,
    milestone,
    issue: 1 + Math.max(0, ...earlier.map((each) => each.issue)),
    state: waits ? 'issuing' : 'active',
    code: minted ? desk.newCode() : (reward.code ?? null),
    issuedAt: desk.now,
    activatedAt: waits ? null : desk.now,
    expiresAt,
    redeemedAt: null,
    redeemedBy: null,
    endedAt: null,
    endReason: null,
    flag: null,
    issueReason: terms.issueReason ?? null,
    // Given for less time than a warning takes: it says so from the start, and nobody is told twice.
    warnedAt: expiresSoon({ reward, expiresAt }, desk.now) ? desk.now : null,
  }
  for (const till of tills)
    book.placements.push({
      merchantId,
      couponId: coupon.id,
      tillId: till.id,
      state: till.mints ? 'pending' : 'placed',
    })
  book.coupons.push(coupon)
  book.touched.add(coupon.id)
  book.visible = true
  return coupon
}
