import type { PoolUse } from '../domain/pool-forecast.ts'
import type { Reward } from '../domain/program.ts'

export type KnownCode = { code: string; where: 'this-pool' | 'used' | 'another-pool' | 'a-coupon' }

export type CodePools = {
  /** The reward as the newest version that has it defines it; null when the merchant has no such reward. */
  reward(merchantId: string, rewardId: string): Promise<Reward | null>
  /** Which of these the merchant has already, and where. */
  known(merchantId: string, rewardId: string, codes: string[]): Promise<KnownCode[]>
  /**
   * Appends in the order given; codes that are in the pool already are left alone. Returns those that were added.
   * @param before how many of the same list, with the same `now`, were given already; less than a million in all
   */
  add(merchantId: string, rewardId: string, codes: string[], now: number, before?: number): Promise<string[]>
  /** `retired`: of coupons that ended unused; the till still takes the code, so it is never given again. */
  levels(
    merchantId: string,
    rewardId: string,
  ): Promise<{ free: number; assigned: number; used: number; retired: number }>
  /** How fast it is used, and what was wished of it. */
  use(merchantId: string, rewardId: string, now: number): Promise<PoolUse & PoolWishes>
  wish(merchantId: string, rewardId: string, wishes: PoolWishes): Promise<void>
}

/** `reserve`: the last so many are for coupons that were earned; vouchers leave them alone and wait. */
export type PoolWishes = { lowWater: number | null; reserve: number }
