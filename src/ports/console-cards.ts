import type { CouponRow } from './console-coupons.ts'

export type CardRow = {
  id: string
  serial: string
  programId: string
  programName: string
  stamps: number
  goal: number
  cycle: number
  state: string
  createdAt: number
  lastStampAt: number | null
}

export type LedgerRow = {
  at: number
  count: number
  balance: number
  channel: string
  reason: string
  tillId: string | null
  orderId: string | null
}

/** A merge that the card took part in. */
export type MergeRow = {
  id: string
  /** The card that the stamps came from, and the one they went to. */
  from: { id: string; serial: string }
  into: { id: string; serial: string }
  stamps: number
  mergedAt: number
  undoneAt: number | null
}

export type CardDetail = CardRow & {
  placement: string | null
  /** Of the merchant's own places: what they are called. */
  placementName: string | null
  ledger: LedgerRow[]
  coupons: CouponRow[]
  links: { tillId: string; tillName: string; customerId: string }[]
  merges: MergeRow[]
}

export type CardsQuery = {
  cursor?: string | undefined
  /** The beginning of a serial, its last four signs, or a coupon's code. */
  search?: string | undefined
  /** Digests, as hex, of the contact that was searched for. */
  digests?: string[] | undefined
  state?: string | undefined
  programId?: string | undefined
  /** Two stamps or fewer from the goal. */
  near?: boolean | undefined
  /** Has an open coupon. */
  withCoupon?: boolean | undefined
}
