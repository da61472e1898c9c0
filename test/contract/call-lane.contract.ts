import { expect, it } from 'vitest'
import type { CallLane } from '../../src/ports/call-lane.ts'

/** What every lane must hold to. `open` gives the same lane as other processes see it. */
export function callLaneContract(open: () => CallLane): void {
  const ask = { count: 5, intervalMs: 1000, patienceMs: 60_000 }

  it('gives every caller slots of its own, one group behind the other', async () => {
    const [one, other] = [open(), open()]
    const leaves = await Promise.all([one, other, one, other].map((lane) => lane.reserve(ask)))
    const waits = leaves.map((leave) => leave.waitMs).sort((a, b) => a - b)
    expect(leaves.every((leave) => leave.ok)).toBe(true)
    for (const [i, wait] of waits.entries()) {
      expect(wait).toBeGreaterThan(i * 5000 - 1000)
      expect(wait).toBeLessThan(i * 5000 + 1)
    }
  })

  it('takes nothing of a caller who would wait too long, and says how long that is', async () => {
    const refused = await open().reserve({ ...ask, patienceMs: 1000 })
    expect(refused).toMatchObject({ ok: false })
    expect(refused.waitMs).toBeGreaterThan(15_000)
    const after = await open().reserve(ask)
    expect(after.waitMs).toBeLessThan(refused.waitMs + 1)
  })

  it('holds back all later slots while paused, and a shorter pause does not end a longer one', async () => {
    await open().pause(40_000)
    await open().pause(1000)
    const { waitMs } = await open().reserve(ask)
    expect(waitMs).toBeGreaterThan(38_000)
    expect(waitMs).toBeLessThan(40_001)
  })
}
