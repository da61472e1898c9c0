import { setTimeout as sleepFor } from 'node:timers/promises'
import type { Clock } from '../../src/ports/clock.ts'
import { ProviderError } from '../../src/ports/provider-error.ts'

/** Leave to send. One for all calls of one issuer account. */
export type RateLimit = {
  /**
   * Resolves when the next call may go out, in the order of asking.
   * @throws ProviderError, retryable, at once when the wait would be longer than the limit's patience.
   */
  take(): Promise<void>
  /** Holds all calls back, because the provider asked for it. */
  pause(milliseconds: number): void
}

/** Calls per second that Google Wallet allows an issuer. */
export const googleCallsPerSecond = 20

/**
 * A token bucket of this process that holds one token: however the calls come, no second ever sees more than
 * `perSecond` of them.
 * @param patience longest wait in milliseconds.
 */
export function createRateLimit(options: {
  perSecond: number
  clock: Clock
  sleep?: ((milliseconds: number) => Promise<unknown>) | undefined
  patience?: number | undefined
}): RateLimit {
  const { perSecond, clock, sleep = sleepFor, patience = 30_000 } = options
  const interval = 1000 / perSecond
  let nextAt = 0
  return {
    async take() {
      const now = clock()
      const mine = Math.max(nextAt, now)
      if (mine - now > patience)
        throw new ProviderError('google-wallet', 'too many calls are waiting for Google Wallet', {
          retryable: true,
          retryAfterMs: Math.ceil(mine - now),
        })
      nextAt = mine + interval
      if (mine > now) await sleep(Math.ceil(mine - now))
    },
    pause(milliseconds) {
      nextAt = Math.max(nextAt, clock() + milliseconds)
    },
  }
}
