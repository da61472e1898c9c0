import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createEvents } from '../src/events.ts'
import { createLog } from '../src/log.ts'
import { createMetrics } from '../src/metrics.ts'
import { sparingly } from '../src/sparing-log.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('writes the first lines of each kind in a minute, then how many more there were', () => {
  const lines: string[] = []
  const write = sparingly({ tellMore: (kind, more) => lines.push(`${more} more ${kind}`), most: 2 })
  const flood = () => {
    for (let at = 0; at < 1000; at += 1) write('forged', () => lines.push('forged'))
    write('rare', () => lines.push('rare'))
  }
  flood()
  expect(lines).toEqual(['forged', 'forged', 'rare'])
  vi.advanceTimersByTime(60_000)
  expect(lines.splice(0)).toEqual(['forged', 'forged', 'rare', '998 more forged'])
  flood()
  expect(lines).toEqual(['forged', 'forged', 'rare'])
})

it('counts every webhook that is turned away, and logs few of them', async () => {
  const lines: object[] = []
  const log = createLog('info', { write: (line) => void lines.push(JSON.parse(line)) })
  const metrics = createMetrics()
  const events = createEvents(log, metrics)
  for (let at = 0; at < 5000; at += 1) events.deliveryRefused({ provider: 'open', reason: 'wrong-signature' })
  vi.advanceTimersByTime(60_000)
  expect(lines.length).toBeLessThan(50)
  expect(lines.at(-1)).toMatchObject({ kind: 'open: wrong-signature', more: 4980 })
  expect(await metrics.registry.metrics()).toMatch(/deliveries_refused_total\{.*wrong-signature.*\} 5000/)
})
