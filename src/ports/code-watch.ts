import type { Coupon } from '../domain/coupon.ts'
import type { Key } from './keys.ts'

/** A code that a till should have, and what the last check said of it. */
export type WatchedCode = {
  coupon: Coupon
  externalId: string
  /** Until when the till was told that the code is good; null for ever. */
  toldUntil: number | null
  drift: string | null
  repairs: number
}

export type WatchedPage = { till: Key; codes: WatchedCode[] }

/** What came of a check. */
export type WatchNote = {
  couponId: string
  state: 'placed' | 'drifted'
  drift: string | null
  detail: string | null
  externalId?: string | undefined
  repaired: boolean
  /** When to look again. */
  checkAt: number
}

/** Codes of open coupons in tills, to be looked at from time to time. */
export type CodeWatch = {
  /**
   * Codes of one till whose check is due, at most `limit`, lent to one caller for ten minutes: unless noted they come
   * back by themselves. Null when nothing is due. Tills on hold are left alone.
   */
  take(limit: number): Promise<WatchedPage | null>
  /** What was found and done. A code that was taken away meanwhile stays so. */
  note(till: Key, notes: WatchNote[]): Promise<void>
  /** A person wants the coupon's codes made good: they are due now. False when none is amiss. */
  askRepair(coupon: Key): Promise<boolean>
}
