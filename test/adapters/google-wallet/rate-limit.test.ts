import { describe, expect, it } from 'vitest'
import { createRateLimit } from '../../../adapters/google-wallet/rate-limit.ts'
import { memoryCallLane } from '../../doubles/call-lane.ts'

/** Limits of several processes on one lane and one clock, which only their own sleeping moves; `at` collects the calls. */
function simulated(options: { perSecond: number; patience?: number }) {
  const clock = { now: 1000 }
  const wakes: { at: number; wake: () => void }[] = []
  const sleep = (ms: number) => new Promise<void>((wake) => void wakes.push({ at: clock.now + ms, wake }))
  const lane = memoryCallLane(() => clock.now)
  const asked: number[] = []
  const counted: typeof lane = {
    ...lane,
    reserve(ask) {
      asked.push(ask.count)
      return lane.reserve(ask)
    },
  }
  const process = () => createRateLimit({ ...options, lane: counted, sleep })
  const limit = process()
  const at: number[] = []
  const call = async (of = limit) => {
    await of.take()
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
  return { limit, process, call, at, asked, clock, runOut }
}

const fullestSecond = (at: number[]) =>
  Math.max(...at.map((start) => at.filter((t) => t >= start && t < start + 1000).length))

describe('createRateLimit', () => {
  it('lets no second see more than its share, in the order of asking', async () => {
    const { call, at, runOut } = simulated({ perSecond: 20 })
    const done = Promise.all(Array.from({ length: 100 }, () => call()))
    await runOut()
    await done
    expect(at).toHaveLength(100)
    expect(fullestSecond(at)).toBeLessThanOrEqual(20)
    expect(at.at(-1)! - at[0]!).toBe(99 * 50)
  })

  it('shares the second between processes, and asks the lane once for all that wait', async () => {
    const { call, process, at, asked, runOut } = simulated({ perSecond: 20 })
    const processes = [process(), process(), process()]
    const done = Promise.all(Array.from({ length: 90 }, (_, i) => call(processes[i % 3])))
    await runOut()
    await done
    expect(fullestSecond(at)).toBeLessThanOrEqual(20)
    expect(at.at(-1)! - at[0]!).toBe(89 * 50)
    expect(asked).toEqual([20, 20, 20, 10, 10, 10])
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

  it('holds everybody back when asked to, in other processes as well', async () => {
    const { limit, process, call, at, runOut } = simulated({ perSecond: 10 })
    await limit.pause(5000)
    await limit.pause(1000)
    const done = call(process())
    await runOut()
    await done
    expect(at).toEqual([6000])
  })

  it('refuses at once, with the time to come back, rather than let callers pile up', async () => {
    const { limit, call, runOut } = simulated({ perSecond: 10, patience: 200 })
    const done = Promise.all([call(), call(), call()])
    await new Promise(setImmediate)
    await expect(limit.take()).rejects.toMatchObject({ retryable: true, retryAfterMs: 300 })
    await runOut()
    await done
  })

  it('serves the next one after the lane could not be asked', async () => {
    const lane = memoryCallLane(() => 0)
    let down = true
    const limit = createRateLimit({
      perSecond: 10,
      lane: { ...lane, reserve: (ask) => (down ? Promise.reject(new Error('down')) : lane.reserve(ask)) },
    })
    await expect(limit.take()).rejects.toThrow('down')
    down = false
    await limit.take()
  })
})
