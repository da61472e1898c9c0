import { describe, expect, it } from 'vitest'
import { retrySearchAfter, searchEvery, searchWindow, tillHealth } from '../../src/domain/reconcile-plan.ts'

const minute = 60_000
const hour = 60 * minute
const now = 1_000 * hour

describe('searchWindow', () => {
  const standing = { ordersSince: 0, reconciledUntil: now - 10 * minute, sweptAt: now - hour }

  it.each([
    ['overlaps the last search by a quarter of an hour, and leaves webhooks a minute', {}, [25, 1], false],
    ['covers a day without us', { reconciledUntil: now - 24 * hour }, [24 * 60 + 15, 1], false],
    ['sweeps 76 hours where it never did', { sweptAt: null }, [76 * 60, 1], true],
    ['sweeps again after a day', { sweptAt: now - 24 * hour }, [76 * 60, 1], true],
    ['does not sweep a millisecond sooner', { sweptAt: now - 24 * hour + 1 }, [25, 1], false],
    [
      'sweeps further back than 76 hours if the gap is longer',
      { reconciledUntil: now - 100 * hour, sweptAt: null },
      [100 * 60 + 15, 1],
      true,
    ],
    [
      'does not go back behind what was asked for, but for the overlap',
      { ordersSince: now - 5 * minute, sweptAt: null },
      [20, 1],
      true,
    ],
    ['does not end before the last search did', { reconciledUntil: now }, [15, 0], false],
  ] as const)('%s', (_, change, [from, until], sweep) => {
    expect(searchWindow({ ...standing, ...change }, now)).toEqual({
      from: now - from * minute,
      until: now - until * minute,
      sweep,
    })
  })
})

it.each([
  ['shopify', true, 15],
  ['shopify', false, 15],
  ['square', true, 2],
  ['square', false, 10],
])('searches %s (codes there: %s) every %i minutes', (provider, hasCodes, minutes) => {
  expect(searchEvery(provider, hasCodes)).toBe(minutes * minute)
})

it.each([
  [0, 0.5],
  [1, 1],
  [3, 4],
  [4, 8],
  [5, 15],
  [1000, 15],
])('tries again %i failures later after %d minutes', (failures, minutes) => {
  expect(retrySearchAfter(failures)).toBe(minutes * minute)
})

describe('tillHealth', () => {
  const kept = { reconciledUntil: now - hour, failures: 0, hooksNote: null }

  it.each([
    ['ok', 'active', kept],
    ['ok', 'active', null],
    ['ok', 'active', { ...kept, hooksNote: 'subscribed' }],
    ['ended', 'revoked', kept],
    ['ended', 'uninstalled', null],
    ['behind', 'active', { ...kept, reconciledUntil: now - hour - 1 }],
    ['behind', 'active', { ...kept, failures: 1 }],
    ['behind', 'active', { ...kept, failures: 2, hooksNote: 'lost' }],
    ['failing', 'active', { ...kept, failures: 3 }],
    ['no-webhooks', 'active', { ...kept, hooksNote: 'orders found, none told' }],
  ] as const)('is %s for a till that is %s and %j', (health, state, standing) => {
    expect(tillHealth(state, standing, now)).toBe(health)
  })
})
