import { describe, expect, it } from 'vitest'
import { createRateLimit } from '../../../adapters/google-wallet/rate-limit.ts'

/** A limit on a clock that only its own sleeping moves; `at` collects when each call went out. */
function simulated(options: { perSecond: number; patience?: number }) {
  const clock = { now: 1000 }
  const wakes: { at: number; wake: () => void }[] = []
  const sleep = (ms: number) => new Promise<void>((wake) => void wakes.push({ at: clock.now + ms, wake }))
  const limit = createRateLimit({ ...options, clock: () => clock.now, sleep })
  const at: number[] = []
  const call = async () => {
    await limit.take()
    at.push(clock.now)
  }
  const runOut = async () => {
    for (;;) {
      await new Promise(setImmediate)
      const next = wakes.sort((a, b) => a.at - b.at).shift()
      if (!next) return
      clock.now = Math.max(clock.now, next.at)
      next.wake()
    }
  }
  return { limit, call, at, clock, runOut }
}

describe('createRateLimit', () => {
  it('lets no second see more than its share, in the order of asking', async () => {
    const { call, at, runOut } = simulated({ perSecond: 20 })
    const done = Promise.all(Array.from({ length: 100 }, call))
    await runOut()
    await done
    expect(at).toHaveLength(100)
    for (const start of at)
      expect(at.filter((t) => t >= start && t < start + 1000).length).toBeLessThanOrEqual(20)
    expect(at.at(-1)! - at[0]!).toBe(99 * 50)
  })

  it('does not save up rest for a later burst', async () => {
    const { call, at, clock, runOut } = simulated({ perSecond: 10 })
    await call()
    clock.now += 60_000
    const done = Promise.all([call(), call()])
    await runOut()
    await done
    expect(at.map((t) => t - at[1]!)).toEqual([-60_000, 0, 100])
  })

  it('holds everybody back when asked to', async () => {
    const { limit, call, at, runOut } = simulated({ perSecond: 10 })
    limit.pause(5000)
    limit.pause(1000)
    const done = call()
    await runOut()
    await done
    expect(at).toEqual([6000])
  })

  it('refuses at once, with the time to come back, rather than let callers pile up', async () => {
    const { limit, call, runOut } = simulated({ perSecond: 10, patience: 200 })
    const done = Promise.all([call(), call(), call()])
    await expect(limit.take()).rejects.toMatchObject({ retryable: true, retryAfterMs: 300 })
    await runOut()
    await done
  })
})
