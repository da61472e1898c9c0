import { expect, it } from 'vitest'
import { createCallBudget } from '../../../adapters/shopify/call-budget.ts'

const bucket = (currentlyAvailable: number) => ({
  maximumAvailable: 2000,
  currentlyAvailable,
  restoreRate: 100,
})

it('lets everything through until the shop has said what it allows', () => {
  const budget = createCallBudget(() => 0)
  for (let call = 0; call < 1000; call += 1) expect(budget.reserve(10)).toBe(0)
})

it('holds calls up by the time that the bucket needs, and counts those under way', () => {
  let now = 0
  const budget = createCallBudget(() => now)
  budget.reserve(10)
  budget.settle(10, bucket(25))
  expect([budget.reserve(10), budget.reserve(10), budget.reserve(10)]).toEqual([0, 0, 50])
  now = 1000
  expect(budget.reserve(10)).toBe(0)
})

it('gives back what was not used, and never fills above the brim', () => {
  let now = 0
  const budget = createCallBudget(() => now)
  budget.reserve(10)
  budget.settle(10, bucket(10))
  expect(budget.reserve(10)).toBe(0)
  budget.release(10)
  expect(budget.reserve(10)).toBe(0)
  budget.settle(10, null)
  now = 3_600_000
  expect(budget.reserve(2000)).toBe(0)
  expect(budget.reserve(10)).toBe(100)
})

it('is not confused by a clock that goes back', () => {
  let now = 10_000
  const budget = createCallBudget(() => now)
  budget.reserve(10)
  budget.settle(10, bucket(100))
  now = 0
  expect(budget.reserve(10)).toBe(0)
})
