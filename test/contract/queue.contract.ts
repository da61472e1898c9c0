import { afterEach, beforeEach, expect, it } from 'vitest'
import { type JobHandler, type JobName, jobNames, type WorkQueue } from '../../src/ports/queue.ts'

/** What every queue must do. `open` gives a further connection to the same queue, as another process would have it. */
export function queueContract(open: () => Promise<WorkQueue>): void {
  let opened: WorkQueue[]
  const openOne = async () => {
    const queue = await open()
    opened.push(queue)
    return queue
  }
  beforeEach(() => {
    opened = []
  })
  afterEach(async () => {
    await Promise.all(opened.map((queue) => queue.close()))
  })

  it('runs the handler of a hint, given here or elsewhere', async () => {
    const [here, elsewhere] = [await openOne(), await openOne()]
    const runs = counter()
    await here.work(handlers({ 'push-pass': runs.handler, 'place-code': runs.handler }))
    await elsewhere.hint('push-pass')
    await runs.reach(1)
    await here.hint('place-code')
    await runs.reach(2)
  })

  it('keeps hints until somebody works, as one', async () => {
    const queue = await openOne()
    await Promise.all(Array.from({ length: 50 }, () => queue.hint('process-inbox')))
    await queue.hint('process-inbox')
    const runs = counter()
    const worker = await openOne()
    await worker.work(handlers({ 'process-inbox': runs.handler }))
    await runs.reach(1)
    await quiet()
    expect(runs.count).toBe(1)
  })

  it('runs once more for hints given during a run', async () => {
    const queue = await openOne()
    const runs = counter()
    const gate = Promise.withResolvers<void>()
    await queue.work(
      handlers({
        'push-pass': async () => {
          await runs.handler()
          if (runs.count === 1) await gate.promise
        },
      }),
    )
    await queue.hint('push-pass')
    await runs.reach(1)
    for (let i = 0; i < 5; i++) await queue.hint('push-pass')
    await quiet()
    expect(runs.count).toBe(1)
    gate.resolve()
    await runs.reach(2)
    await quiet()
    expect(runs.count).toBe(2)
  })

  it('never loses the last hint of a stream of them', async () => {
    const [giver, worker] = [await openOne(), await openOne()]
    let done = 0
    let seen = 0
    const look = async () => {
      const at = done
      await new Promise((resolve) => setTimeout(resolve, 3))
      seen = Math.max(seen, at)
    }
    await worker.work(handlers({ 'process-inbox': look }))
    for (let i = 1; i <= 40; i++) {
      done = i
      await giver.hint('process-inbox')
    }
    await expect.poll(() => seen).toBe(40)
  })

  it('runs other jobs while one takes its time', async () => {
    const queue = await openOne()
    const gate = Promise.withResolvers<void>()
    const runs = counter()
    const slow = async () => {
      await runs.handler()
      await gate.promise
    }
    await queue.work(handlers({ 'fetch-order': slow, 'settle-coupons': runs.handler }))
    await queue.hint('fetch-order')
    await runs.reach(1)
    for (let i = 0; i < 15; i++) await queue.hint('fetch-order')
    await queue.hint('settle-coupons')
    await runs.reach(2)
    gate.resolve()
  })

  it('goes on after a handler that throws', async () => {
    const queue = await openOne()
    const runs = counter()
    await queue.work(
      handlers({
        'place-code': async () => {
          await runs.handler()
          throw new Error('the shop is down')
        },
      }),
    )
    for (let i = 1; i <= 3; i++) {
      await queue.hint('place-code')
      await runs.reach(i)
    }
  })

  it('lets several processes share the work', async () => {
    const [one, two, giver] = [await openOne(), await openOne(), await openOne()]
    const gate = Promise.withResolvers<void>()
    let together = 0
    const runs = counter()
    const wait = async () => {
      together++
      await runs.handler()
      await gate.promise
    }
    await one.work(handlers({ 'process-inbox': wait, 'push-pass': wait }))
    await two.work(handlers({ 'process-inbox': wait, 'push-pass': wait }))
    await giver.hint('process-inbox')
    await giver.hint('push-pass')
    await runs.reach(2)
    expect(together).toBe(2)
    gate.resolve()
  })

  it('waits with closing for the running handler, and gives its waiting hint to others', async () => {
    const [leaving, staying] = [await openOne(), await openOne()]
    const gate = Promise.withResolvers<void>()
    const runs = counter()
    let ended = false
    await leaving.work(
      handlers({
        'push-pass': async () => {
          await runs.handler()
          await gate.promise
          ended = true
        },
      }),
    )
    await leaving.hint('push-pass')
    await runs.reach(1)
    await leaving.hint('push-pass')
    await quiet()
    setTimeout(gate.resolve, 200)
    await leaving.close()
    expect([ended, runs.count]).toEqual([true, 1])
    await expect(leaving.hint('push-pass')).rejects.toThrow('closed')
    const later = counter()
    await staying.work(handlers({ 'push-pass': later.handler }))
    await later.reach(1)
  })

  it('starts a handler soon', async () => {
    const queue = await openOne()
    const runs = counter()
    await queue.work(handlers({ 'push-pass': runs.handler }))
    await queue.hint('push-pass')
    await runs.reach(1)
    const took: number[] = []
    for (let round = 2; round <= 5; round += 1) {
      await quiet()
      const begin = performance.now()
      await queue.hint('push-pass')
      await runs.reach(round)
      took.push(performance.now() - begin)
    }
    // The quickest of some: a busy machine may hold up one of them.
    expect(Math.min(...took)).toBeLessThan(500)
  })

  it('answers a ping while it is open', async () => {
    const queue = await openOne()
    await queue.ping()
    await Promise.all([queue.close(), queue.close()])
    await expect(queue.ping()).rejects.toThrow()
  })
}

/** Longer than a hint takes to be delivered. */
const quiet = () => new Promise((resolve) => setTimeout(resolve, 300))

const handlers = (some: Partial<Record<JobName, JobHandler>>): Record<JobName, JobHandler> => ({
  ...(Object.fromEntries(jobNames.map((name) => [name, async () => undefined])) as Record<
    JobName,
    JobHandler
  >),
  ...some,
})

function counter() {
  const state = {
    count: 0,
    handler: async () => {
      state.count++
    },
    reach: (count: number) => expect.poll(() => state.count).toBeGreaterThanOrEqual(count),
  }
  return state
}
