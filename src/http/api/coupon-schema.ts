import { z } from 'zod'
import { isOpen } from '../../domain/coupon.ts'
import type { CouponRecord } from '../../ports/cards.ts'
import { asTime, asTimeOrNull, id, time } from './fields.ts'
import { discountSchema } from './program-schema.ts'

export const couponStates = ['issuing', 'active', 'redeemed', 'expired', 'revoked'] as const

export const couponSchema = z.strictObject({
  id,
  cardId: id,
  programId: id,
  rewardId: id,
  title: z.string(),
  kind: z.enum(['self_redeem', 'staff_scan', 'redeem_code']),
  state: z.enum(couponStates),
  code: z.string().nullable(),
  discount: discountSchema.nullable(),
  cycle: z.int(),
  milestone: z.int().describe('Stamps at which it was due; 0 for a voucher.'),
  placements: z
    .array(
      z.strictObject({
        tillId: id,
        state: z.enum(['pending', 'placed', 'drifted', 'removing', 'removed', 'failed']),
      }),
    )
    .describe('Where the code stands in each till.'),
  issuedAt: time,
  expiresAt: time.nullable(),
  redeemedAt: time.nullable(),
  expiresSoon: z.boolean().describe('Its holder was warned that it runs out.'),
  endedAt: time.nullable(),
  endReason: z.string().nullable().describe('Why it expired or was revoked.'),
  issueReason: z.string().nullable().describe('Why it was given, for a voucher.'),
  flag: z.string().nullable().describe('Why a person should look at it, e.g. `owed`.'),
})

/** An active coupon whose time is over is expired, also before anybody has swept it. */
export const stateAt = ({ state, expiresAt }: CouponRecord, now: number): CouponRecord['state'] =>
  state === 'active' && expiresAt !== null && expiresAt <= now ? 'expired' : state

export const showCoupon = (coupon: CouponRecord, now: number) => ({
  id: coupon.id,
  cardId: coupon.cardId,
  programId: coupon.programId,
  rewardId: coupon.reward.id,
  title: coupon.reward.title,
  kind: coupon.reward.kind,
  state: stateAt(coupon, now),
  code: coupon.code,
  discount: coupon.reward.discount ?? null,
  cycle: coupon.cycle,
  milestone: coupon.milestone,
  placements: coupon.placements,
  issuedAt: asTime(coupon.issuedAt),
  expiresAt: asTimeOrNull(coupon.expiresAt),
  redeemedAt: asTimeOrNull(coupon.redeemedAt),
  expiresSoon: isOpen(coupon) && coupon.warnedAt != null,
  endedAt: asTimeOrNull(coupon.endedAt),
  endReason: coupon.endReason,
  issueReason: coupon.issueReason ?? null,
  flag: coupon.flag,
})
