import type { Clock } from '../../src/ports/clock.ts'

/** Shopify's `extensions.cost.throttleStatus`: a bucket of points, refilled by `restoreRate` a second. */
export type ThrottleStatus = { maximumAvailable: number; currentlyAvailable: number; restoreRate: number }

/** What is left of one shop's call points, as far as this process knows. */
export type CallBudget = {
  /** Takes `cost` points for a call about to be made; milliseconds until the bucket will hold them, 0 mostly. */
  reserve(cost: number): number
  /** Gives the points of a call back that was not made after all. */
  release(cost: number): void
  /** A call came back; the bucket as Shopify saw it, where it said. */
  settle(cost: number, status: ThrottleStatus | null): void
}

/** A bucket of unknown size until the first answer: nothing waits before it. */
export function createCallBudget(now: Clock): CallBudget {
  let known: (ThrottleStatus & { at: number }) | null = null
  let inFlight = 0
  const available = (bucket: ThrottleStatus & { at: number }) => {
    const restored = (Math.max(0, now() - bucket.at) / 1000) * bucket.restoreRate
    return Math.min(bucket.maximumAvailable, bucket.currentlyAvailable + restored) - inFlight
  }
  return {
    reserve(cost) {
      const missing = known ? cost - available(known) : 0
      inFlight += cost
      return missing > 0 && known ? Math.ceil((missing / known.restoreRate) * 1000) : 0
    },
    release(cost) {
      inFlight -= cost
    },
    settle(cost, status) {
      inFlight -= cost
      if (status) known = { ...status, at: now() }
      else if (known) known = { ...known, currentlyAvailable: known.currentlyAvailable - cost }
    },
  }
}
