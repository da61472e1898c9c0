/**
 * Leave to call a provider, shared by all processes. Times are by the clock of whoever keeps the lane, so that the
 * clocks of the machines need not agree.
 */
export type CallLane = {
  /**
   * The next `count` slots, each `intervalMs` after the one before: milliseconds from now to the first of them. They are
   * this caller's alone, used or not. Nothing is taken when the wait would be longer than `patienceMs`.
   */
  reserve(ask: {
    count: number
    intervalMs: number
    patienceMs: number
  }): Promise<{ ok: true; waitMs: number } | { ok: false; waitMs: number }>
  /** Nobody's slot lies within the next `ms` milliseconds; slots that were given stay given. Idempotent. */
  pause(ms: number): Promise<void>
}
