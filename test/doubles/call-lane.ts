import type { CallLane } from '../../src/ports/call-lane.ts'
import type { Clock } from '../../src/ports/clock.ts'

/** The lane in memory, for tests of what uses it. Held to the same contract as the store's. */
export function memoryCallLane(clock: Clock): CallLane {
  let nextAt = 0
  return {
    async reserve({ count, intervalMs, patienceMs }) {
      const now = clock()
      const waitMs = Math.max(0, nextAt - now)
      if (waitMs > patienceMs) return { ok: false, waitMs }
      nextAt = Math.max(nextAt, now) + count * intervalMs
      return { ok: true, waitMs }
    },
    async pause(ms) {
      nextAt = Math.max(nextAt, clock() + ms)
    },
  }
}
