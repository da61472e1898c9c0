import type { PoolUse } from '../domain/pool-forecast.ts'

/** What a merchant has to look at, as the books have it now: nothing is kept, nothing has to be ticked off. */
export type Troubles = {
  /** Tills out of reach for a minute and more. */
  down: { tillId: string; tillName: string; since: number; waiting: number; error: string }[]
  /** Codes that a till has otherwise than it should, or would not make; alike ones together. */
  codes: {
    tillId: string
    tillName: string
    kind: 'drifted' | 'refused'
    /** deleted | paused | edited | used | taken; for refused ones what the till said. */
    reason: string
    detail: string | null
    since: number
    count: number
    /** Some of them. */
    couponIds: string[]
  }[]
  pools: (PoolUse & { rewardId: string })[]
}

export type Alerts = { troubles(merchantId: string): Promise<Troubles> }
