import type { Coupon, CouponState, RedeemedBy } from '../../domain/coupon.ts'
import type { Reward } from '../../domain/program.ts'

/** A coupon as the hot statements read it. */
export type CouponRow = {
  merchant_id: string
  id: string
  card_id: string
  program_id: string
  reward: Reward
  cycle: number
  milestone: number
  issue: number
  state: CouponState
  code: string | null
  issued_at: Date
  activated_at: Date | null
  expires_at: Date | null
  redeemed_at: Date | null
  redeemed_by: RedeemedBy | null
  ended_at: Date | null
  end_reason: string | null
  flag: string | null
  issue_reason: string | null
  warned_at: Date | null
}

export const couponColumns = `c.merchant_id, c.id, c.card_id, c.program_id, c.reward, c.cycle, c.milestone, c.issue,
  c.state, c.code, c.issued_at, c.activated_at, c.expires_at, c.redeemed_at, c.redeemed_by, c.ended_at, c.end_reason, c.flag,
  c.issue_reason, c.warned_at`

export const asCoupon = (row: CouponRow): Coupon => ({
  merchantId: row.merchant_id,
  id: row.id,
  cardId: row.card_id,
  programId: row.program_id,
  reward: row.reward,
  cycle: row.cycle,
  milestone: row.milestone,
  issue: row.issue,
  state: row.state,
  code: row.code,
  issuedAt: row.issued_at.getTime(),
  activatedAt: row.activated_at?.getTime() ?? null,
  expiresAt: row.expires_at?.getTime() ?? null,
  redeemedAt: row.redeemed_at?.getTime() ?? null,
  redeemedBy: row.redeemed_by,
  endedAt: row.ended_at?.getTime() ?? null,
  endReason: row.end_reason,
  flag: row.flag,
  issueReason: row.issue_reason,
  warnedAt: row.warned_at?.getTime() ?? null,
})
