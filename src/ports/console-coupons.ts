import type { RedeemedBy } from '../domain/coupon.ts'
import type { Reward } from '../domain/program.ts'

export type CouponRow = {
  id: string
  cardId: string
  cardSerial: string
  title: string
  kind: string
  state: string
  code: string | null
  issuedAt: number
  expiresAt: number | null
  redeemedAt: number | null
  flag: string | null
  placements: {
    tillId: string
    tillName: string
    state: string
    lastError: string | null
    /** What was found otherwise in the till. */
    drift: string | null
  }[]
}

export type CouponDetail = CouponRow & {
  reward: Reward
  cycle: number
  /** Stamps at which it was due; 0 for one given by hand. */
  milestone: number
  redeemedBy: RedeemedBy | null
  endedAt: number | null
  endReason: string | null
  issueReason: string | null
  /** Its use at a counter within the last five minutes that nobody took back. */
  lastUse: { actionId: string; counter: string } | null
}

export const couponKinds = ['voucher', 'flagged'] as const

export type CouponsQuery = {
  cursor?: string | undefined
  state?: string | undefined
  /** Given by hand; or those that somebody should look at. */
  only?: (typeof couponKinds)[number] | undefined
  /** A code, whole. */
  search?: string | undefined
}
