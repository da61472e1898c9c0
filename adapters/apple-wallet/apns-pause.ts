import { ProviderError } from '../../src/ports/provider-error.ts'

/** Refusals in a row before everybody waits; a single one may be an accident. */
const patience = 3
const firstPauseMs = 1000
const longestPauseMs = 60_000

/**
 * A server that says "not now" is left alone for a while, by all pushes of this process: one second, doubling up to a
 * minute, or as long as it asked for.
 */
export type ApnsPause = {
  /** @throws ProviderError, retryable at the end of the pause */
  check(): void
  note(answer: { status: number; retryAfterMs: number | undefined }): void
}

/** @param now milliseconds, monotonic */
export function createApnsPause(now: () => number = () => performance.now()): ApnsPause {
  let refusals = 0
  let until = 0
  return {
    check() {
      const left = until - now()
      if (left > 0)
        throw new ProviderError('apple', 'APNs asked to be left alone for a while', {
          retryable: true,
          reason: 'throttled',
          retryAfterMs: Math.ceil(left),
        })
    },
    note({ status, retryAfterMs }) {
      // 429 is about one phone's token, not about the server.
      if (status < 500) {
        refusals = 0
        return
      }
      refusals += 1
      const own =
        refusals < patience ? 0 : Math.min(longestPauseMs, firstPauseMs * 2 ** (refusals - patience))
      const pause = Math.min(longestPauseMs, retryAfterMs ?? own)
      until = Math.max(until, now() + pause)
    },
  }
}
