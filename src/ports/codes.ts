import type { Coupon } from '../domain/coupon.ts'
import type { Key } from './keys.ts'
import type { TillCredentials } from './till.ts'

/** One coupon's code in one till, with what is needed to bring the till in line. */
export type CodeInTill = {
  coupon: Coupon
  placement: {
    state: 'pending' | 'placed' | 'drifted' | 'removing' | 'removed' | 'failed'
    externalId: string | null
    /** Until when the till was told that the code is good; null for ever. */
    toldUntil: number | null
  }
  /** Null when the till is no longer ours to call. */
  credentials: TillCredentials | null
}

export type CodeRecords = {
  find(merchantId: string, couponId: string, tillId: string): Promise<CodeInTill | null>
  record(
    merchantId: string,
    couponId: string,
    tillId: string,
    result: {
      state: 'placed' | 'removed' | 'failed'
      externalId?: string | undefined
      error?: string | undefined
      /** For `placed`: until when the till was told that the code is good; null for ever. */
      toldUntil?: number | null | undefined
    },
  ): Promise<void>
  /** Credentials of an active till; null when it ended or is unknown. */
  credentials(till: Key): Promise<TillCredentials | null>
  /**
   * A till was connected (again): open coupons with minted codes get a place in it, failed ones another try, and its
   * orders are searched from now on.
   */
  coverTill(till: Key): Promise<void>
  /** Coupons that can leave `issuing`: every till has the code, or a minute has passed and at least one has. */
  ready(limit: number): Promise<Key[]>
  isReady(coupon: Key): Promise<boolean>
  /** Coupons that wait for a code of a pool that has one, oldest first. */
  waitingForPool(limit: number): Promise<Key[]>
  /** Active coupons whose holders are to be warned now that they run out. */
  toWarn(limit: number): Promise<Key[]>
  /** Open coupons whose time is over. */
  overdue(limit: number): Promise<Key[]>
}
