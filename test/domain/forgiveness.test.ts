import { describe, expect, it } from 'vitest'
import type { Coupon } from '../../src/domain/coupon.ts'
import { forgivenFloor, forgivenKey, takeForgiven, usedMilestones } from '../../src/domain/forgiveness.ts'
import { perVisit, program } from '../support/orders.ts'

const rules = (debt: 'owed' | 'forgiven') => program(perVisit(), [5, 10], { debt })
/** In its third cycle: the first under a version that forgives, the others under one that does not. */
const position = {
  total: 27,
  cycle: 3,
  cycleStart: 20,
  version: 2,
  pastCycles: [[1, 0] as [number, number], [2, 10] as [number, number]],
}
const rulesOf = (version: number) => rules(version === 1 ? 'forgiven' : 'owed')
const coupon = (cycle: number, milestone: number, part: Partial<Coupon> = {}) =>
  ({ cycle, milestone, state: 'redeemed', flag: null, ...part }) as Coupon
const totals = (...coupons: Coupon[]) => usedMilestones(position, coupons, rulesOf).map((each) => each.total)

describe('usedMilestones', () => {
  it.each<[string, Coupon, number[]]>([
    ['used in the first cycle', coupon(1, 10), [10]],
    ['used in the second, half way', coupon(2, 5), [15]],
    ['used in this cycle', coupon(3, 5), [25]],
    ['not reached any more', coupon(3, 10), []],
    ['of a cycle that was taken back', coupon(4, 5), []],
    ['not used', coupon(1, 10, { state: 'active' }), []],
    ['given back', coupon(1, 10, { flag: 'redemption-refunded' }), []],
    ['a voucher', coupon(1, 0), []],
  ])('%s', (_what, each, expected) => {
    expect(totals(each)).toEqual(expected)
  })
})

it('keeps the highest used milestone whose cycle forgives', () => {
  expect(forgivenFloor(usedMilestones(position, [coupon(1, 5), coupon(1, 10), coupon(3, 5)], rulesOf))).toBe(
    10,
  )
  expect(forgivenFloor([])).toBe(0)
})

describe('takeForgiven', () => {
  const tallies = () =>
    new Map([
      ['amount/EUR/500', 400],
      [forgivenKey({ tillId: 't', orderId: 'a' }), 2],
      [forgivenKey({ tillId: 't', orderId: 'b' }), 3],
    ])

  it('takes of one order no more than it was forgiven', () => {
    const all = tallies()
    expect(takeForgiven(all, 5, forgivenKey({ tillId: 't', orderId: 'a' }))).toBe(2)
    expect([...all.values()]).toEqual([400, 0, 3])
  })

  it('takes of all orders, and of nothing else', () => {
    const all = tallies()
    expect(takeForgiven(all, 4)).toBe(4)
    expect([...all.values()]).toEqual([400, 0, 1])
    expect(takeForgiven(all, 9)).toBe(1)
  })
})
