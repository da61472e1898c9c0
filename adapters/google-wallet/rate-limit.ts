import { setTimeout as sleepFor } from 'node:timers/promises'
import type { CallLane } from '../../src/ports/call-lane.ts'
import { ProviderError } from '../../src/ports/provider-error.ts'

/** Leave to send. One for all calls of one issuer account; the lane behind it is shared by all processes. */
export type RateLimit = {
  /**
   * Resolves when the next call may go out, in the order of asking.
   * @throws ProviderError, retryable, at once when the wait would be longer than the limit's patience.
   */
  take(): Promise<void>
  /** Holds all calls back that have no leave yet, because the provider asked for it. */
  pause(milliseconds: number): Promise<void>
}

/** Calls per second that Google Wallet allows an issuer. */
export const googleCallsPerSecond = 20

/** One statement never takes more than a second's worth: other processes wait no longer than that for their turn. */
const mostAtOnce = googleCallsPerSecond

type Waiting = { go(waitMs: number): void; fail(error: unknown): void }

/**
 * However the calls come, and from however many processes, no second ever sees more than `perSecond` of them. Whoever
 * asks while the lane is being asked is served with the next question, together with all others.
 * @param patience longest wait in milliseconds; a call that would wait longer comes back later instead of holding up its worker.
 */
export function createRateLimit(options: {
  perSecond: number
  lane: CallLane
  sleep?: ((milliseconds: number) => Promise<unknown>) | undefined
  patience?: number | undefined
}): RateLimit {
  const { perSecond, lane, sleep = sleepFor, patience = 30_000 } = options
  const intervalMs = 1000 / perSecond
  const waiting: Waiting[] = []
  let asking = false

  async function serve(group: Waiting[]): Promise<void> {
    const leave = await lane.reserve({ count: group.length, intervalMs, patienceMs: patience })
    for (const [i, each] of group.entries())
      if (leave.ok) each.go(leave.waitMs + i * intervalMs)
      else each.fail(crowded(leave.waitMs))
  }
  async function serveAll(): Promise<void> {
    asking = true
    while (waiting.length > 0) {
      const group = waiting.splice(0, mostAtOnce)
      await serve(group).catch((error: unknown) => {
        for (const each of group) each.fail(error)
      })
    }
    asking = false
  }
  return {
    async take() {
      const wait = await new Promise<number>((go, fail) => {
        waiting.push({ go, fail })
        // What is asked for in the same breath goes into one question.
        if (!asking) queueMicrotask(() => asking || serveAll())
      })
      if (wait >= 1) await sleep(Math.ceil(wait))
    },
    pause: (milliseconds) => lane.pause(milliseconds),
  }
}

const crowded = (waitMs: number) =>
  new ProviderError('google-wallet', 'too many calls are waiting for Google Wallet', {
    retryable: true,
    reason: 'throttled',
    retryAfterMs: Math.ceil(waitMs),
  })
