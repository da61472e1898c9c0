import pino from 'pino'
import { expect, it } from 'vitest'
import { type EffectPolicy, outboxWorkerWith } from '../../src/app/work-outbox.ts'
import type { LeasedRow, Outbox } from '../../src/ports/outbox.ts'

/** Rows in the order in which they became due. */
function outboxOf(keys: string[]) {
  const due = keys.map((key) => ({
    merchantId: 'm',
    kind: 'push-pass' as const,
    key,
    version: 1,
    attempts: 0,
  }))
  const leases: number[] = []
  const outbox: Outbox = {
    async lease(_kind, limit, first = 'oldest') {
      leases.push(performance.now())
      return first === 'oldest' ? due.splice(0, limit) : due.splice(-limit, limit)
    },
    leaseByTill: async () => [],
    extend: async () => undefined,
    settle: async () => undefined,
    postpone: async () => undefined,
    recordAttempt: async () => undefined,
  }
  return { outbox, leases }
}

const policy: EffectPolicy = { kind: 'push-pass', batch: 10, concurrency: 10, longestWaitMs: 1000 }
const work = (outbox: Outbox, given: EffectPolicy, handle: (row: LeasedRow) => Promise<void>) =>
  outboxWorkerWith(
    {
      outbox,
      clock: Date.now,
      log: pino({ level: 'silent' }),
      random: () => 0.5,
      onAttempt: () => undefined,
    },
    given,
    async (row) => {
      await handle(row)
      return { detail: null }
    },
  )()

it('tells a card that was stamped just now before the hundreds that an edit owes, and leaves none of them out', async () => {
  const edited = Array.from({ length: 300 }, (_, index) => `edited ${index}`)
  const { outbox } = outboxOf([...edited, 'stamped'])
  const told: string[] = []
  await work(outbox, policy, async ({ key }) => void told.push(key))
  expect(told.indexOf('stamped')).toBeLessThan(20)
  expect(told.slice(0, 10)).toEqual(edited.slice(0, 10))
  expect(told.toSorted()).toEqual([...edited, 'stamped'].toSorted())
})

it('rests after each full batch for as long as it is told, so that others have their turn', async () => {
  const { outbox, leases } = outboxOf(Array.from({ length: 25 }, (_, index) => String(index)))
  const spent = 40
  await work(outbox, { ...policy, rest: 2 }, () => new Promise((resolve) => setTimeout(resolve, spent)))
  const gaps = leases.slice(1).map((at, index) => at - leases[index]!)
  expect(gaps).toHaveLength(2)
  // Timers may come a millisecond early.
  for (const gap of gaps) expect(gap).toBeGreaterThan(3 * spent - 6)
})
