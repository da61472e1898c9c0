import { describe, expect, it } from 'vitest'
import { issueCoupon } from '../../src/domain/issue-coupon.ts'
import type { StampExpiry } from '../../src/domain/program.ts'
import { expireStamps, moveEarned } from '../../src/domain/stamp-expiry.ts'
import { agingCard } from '../support/aging-card.ts'
import { at, perVisit, program, reward } from '../support/orders.ts'

const day = 86_400_000
const noon = at('2026-06-01T12:00:00Z')
const sliding: StampExpiry = { kind: 'sliding', days: 10 }
/** All that was earned in time ends with the tenth of June. */
const tenth: StampExpiry = { kind: 'fixed', date: '06-10' }

const one = (stampExpiry: StampExpiry | undefined, ats = [10]) =>
  agingCard([program(perVisit(), ats, { stampExpiry })])

describe('stamps expire', () => {
  it('at their deadline, with an entry that says so', () => {
    const { earn, book, desk, driver, entries, keys } = one(sliding)
    earn(2, 0)
    entries()
    const deadline = book.card.stampsExpireAt!
    expect(new Date(deadline).toISOString()).toBe('2026-06-12T00:00:00.000Z')
    driver.now = deadline - 1
    expect(expireStamps(book, desk)).toBe(false)
    driver.now = deadline
    expect(expireStamps(book, desk)).toBe(true)
    expect([book.visible, book.card.stampsSince, book.card.stampsExpireAt]).toEqual([true, null, null])
    expect(entries()).toEqual([[-2, 0, 'expiry', 'Stamps expired']])
    expect(keys().at(-1)).toBe('expiry/card/2026-06-12T00:00:00.000Z')
    expect(Object.fromEntries(book.tallies)).toEqual({ 'expiry/deadline': deadline, 'expiry/count': 2 })
  })

  it('never where the program lets them stand', () => {
    const { earn, tick, stamps } = one(undefined)
    earn(2, 0)
    expect([tick(9999), stamps()]).toEqual([false, 2])
  })

  it('never where there are none, whatever date was left behind', () => {
    const { book, tick, entries } = one(sliding)
    book.card.stampsExpireAt = noon
    expect([tick(1), entries()]).toEqual([false, []])
  })

  it('and leave the cycle where it gave no coupon: those of earlier cycles and vouchers are none of it', () => {
    const { earn, tick, book, desk } = one(sliding, [2])
    earn(3, 0)
    issueCoupon(book, reward(), 2, 0, desk)
    tick(30)
    expect(book.card).toMatchObject({ total: 2, cycle: 2, cycleStart: 2, pastCycles: [[1, 0]] })
  })

  it('and end the cycle where it gave one', () => {
    const { earn, tick, book } = one(sliding, [2, 5])
    earn(8, 0)
    tick(30)
    expect(book.card).toMatchObject({
      total: 5,
      cycle: 3,
      cycleStart: 5,
      pastCycles: [
        [1, 0],
        [1, 5],
      ],
    })
  })
})

describe('a sale that is told after an expiry', () => {
  it('is a new one where it was made at the deadline or later', () => {
    const { earn, tick, book, driver, stamps } = one(sliding)
    earn(2, 0)
    tick(12)
    driver.now += day
    const cause = { effectKey: 'x', channel: 'order', orderId: 'x', reason: 'Order' }
    moveEarned(book, 1, { ...cause, at: at('2026-06-12T00:00:00Z') }, driver.desk)
    expect(stamps()).toBe(1)
  })

  it('counts now where nobody says when it was', () => {
    const { earn, tick, book, driver, stamps } = one(tenth)
    earn(2, 0)
    tick(12)
    moveEarned(book, 1, { effectKey: 'x', channel: 'api', reason: 'Gift' }, driver.desk)
    expect(stamps()).toBe(1)
  })

  it('expires with the others, with entries that say so', () => {
    const { earn, tick, entries, keys, book } = one(tenth)
    earn(2, 0)
    tick(12)
    entries()
    expect(earn(3, 9, 13, 'late')).toBe(3)
    expect(entries()).toEqual([
      [3, 3, 'order', 'Order'],
      [-3, 0, 'expiry', 'Expired before it was told'],
    ])
    expect(keys().slice(-2)).toEqual(['late/2', 'late/2/expired'])
    expect(book.tallies.get('expiry/count')).toBe(5)
  })

  it('brings them back where it had kept them alive, with an entry that says so', () => {
    const { earn, tick, entries, keys, book } = one(sliding)
    earn(2, 0)
    tick(12)
    entries()
    expect(earn(1, 5, 13)).toBe(1)
    expect(entries()).toEqual([
      [2, 2, 'expiry', 'Bought before they expired: given back'],
      [1, 3, 'order', 'Order'],
    ])
    expect(keys().at(-2)).toBe('expiry/card/2026-06-12T00:00:00.000Z/undone')
    expect(new Date(book.card.stampsExpireAt!).toISOString()).toBe('2026-06-17T00:00:00.000Z')
  })

  it('brings them back for every other that is told late, in whatever order they come', () => {
    for (const days of [
      [5, 3],
      [3, 5],
    ]) {
      const { earn, tick, stamps } = one(sliding)
      earn(2, 0)
      tick(12)
      for (const each of days) earn(1, each, 13)
      expect(stamps()).toBe(4)
    }
  })

  it('does not bring them back where it was made on the last day that had been told', () => {
    const { earn, tick, stamps } = one(sliding)
    earn(2, 0)
    tick(12)
    earn(1, 0, 13)
    expect(stamps()).toBe(0)
  })

  it('does not bring them back where their time ran from the first of them', () => {
    const { earn, tick, stamps } = one({ kind: 'fixed', months: 1 })
    earn(1, 0)
    tick(31)
    earn(1, 20, 33)
    expect(stamps()).toBe(0)
  })

  it('does so by the clock of the shop', () => {
    // 15 hours after noon in UTC is tomorrow there, and still the same evening in Los Angeles.
    const left = (timeZone: string) => {
      const each = agingCard([program(perVisit(), [10], { stampExpiry: sliding })], { timeZone })
      each.earn(2, 0)
      each.tick(12)
      each.earn(1, 15 / 24, 13)
      return each.stamps()
    }
    expect([left('America/Los_Angeles'), left('UTC')]).toEqual([0, 3])
  })

  it('keeps its own stamps where the others were given back meanwhile', () => {
    const { earn, tick, entries } = one(sliding)
    earn(2, 0, 0, 'first')
    tick(12)
    earn(-2, 0, 13, 'first')
    entries()
    earn(1, 5, 14)
    expect(entries()).toEqual([[1, 1, 'order', 'Order']])
  })
})

describe('a reward that a late sale would have reached', () => {
  it.each<[string, number[], number, number, number]>([
    ['is given', [5], 3, 2, 1],
    ['is given in the middle of a cycle, though the goal is far', [4, 9], 3, 1, 1],
    ['is not given again where it had been', [3, 9], 3, 1, 1],
    ['is not given where it is not reached', [5], 3, 1, 0],
  ])('%s', (_what, ats, first, late, coupons) => {
    const { earn, tick, driver } = one(tenth, ats)
    earn(first, 0)
    tick(12)
    earn(late, 5, 13)
    expect(driver.couponsOf().filter(({ state }) => state === 'active')).toHaveLength(coupons)
  })

  it('brings all of them back into the cycle that had ended, not only its own', () => {
    const { earn, tick, book } = one(sliding, [2, 9])
    earn(3, 0)
    tick(12)
    expect(book.card).toMatchObject({ cycle: 2, cycleStart: 0, total: 0 })
    earn(1, 5, 13)
    expect(book.card).toMatchObject({ cycle: 1, cycleStart: 0, total: 4, pastCycles: [] })
    expect(book.coupons).toHaveLength(1)
  })

  it('leaves a cycle that was finished before as it is', () => {
    const { earn, tick, book } = one(sliding, [2])
    earn(3, 0)
    tick(12)
    earn(1, 5, 13)
    expect(book.card).toMatchObject({
      cycle: 3,
      total: 4,
      pastCycles: [
        [1, 0],
        [1, 2],
      ],
    })
  })

  it('may let what is left over expire by the same deadline again', () => {
    // Two and two at a goal of three: one is over, and its day has passed as that of the others had.
    const { earn, tick, book, entries, keys } = one(tenth, [3])
    earn(2, 0)
    tick(12)
    earn(2, 5, 13)
    expect(book.card).toMatchObject({ total: 4, cycle: 2 })
    expect(tick(14)).toBe(true)
    entries()
    expect([book.card.total, keys().at(-1)]).toEqual([3, 'expiry/card/2026-06-11T00:00:00.000Z#2'])
  })

  it('is judged by the version under which the cycle had begun', () => {
    let latest = 1
    const first = program(perVisit(), [2, 5], { stampExpiry: tenth })
    const { earn, tick, book } = agingCard([first, program(perVisit(), [9])], { latest: () => latest })
    earn(3, 0)
    latest = 2
    tick(12)
    expect(book.card.version).toBe(2)
    earn(1, 5, 13)
    expect([book.card.version, book.card.total]).toEqual([2, 0])
    earn(1, 6, 13)
    // Five with the one before: the cycle of the first version ends, and the next begins under the second.
    expect(book.card).toMatchObject({ version: 2, total: 5, cycleStart: 5, cycle: 2 })
  })
})

describe('a refund of a sale whose stamps have expired', () => {
  it('takes from those that are gone first, and says so', () => {
    const { earn, tick, entries, keys, book } = one(sliding)
    earn(1, 0, 0, 'first')
    earn(1, 1)
    tick(12)
    earn(1, 13)
    entries()
    expect(earn(-1, 0, 14, 'first')).toBe(-1)
    expect(entries()).toEqual([
      [-1, 0, 'order', 'Order'],
      [1, 1, 'expiry', 'Had expired already'],
    ])
    expect(keys().slice(-2)).toEqual(['first/4', 'first/4/expired'])
    expect(book.tallies.get('expiry/count')).toBe(1)
  })

  it('takes the rest from those that are left', () => {
    // Six stamps at a goal of four: two of the second cycle expired.
    const { earn, tick, entries, keys, book } = one(tenth, [4])
    earn(3, 0, 0, 'first')
    earn(3, 1, 1, 'second')
    tick(12)
    entries()
    expect(earn(-3, 0, 13, 'first')).toBe(-3)
    expect(entries()).toEqual([
      [-2, 2, 'order', 'Order'],
      [2, 4, 'expiry', 'Had expired already'],
      [-1, 3, 'order', 'Order'],
    ])
    expect(keys().slice(-3)).toEqual(['first/3', 'first/3/expired', 'first/3/rest'])
    // Nothing that expired is left: all of the second comes from the card.
    expect(earn(-3, 1, 14, 'second')).toBe(-3)
    expect(entries()).toEqual([[-3, 0, 'order', 'Order']])
    expect([keys().at(-1), book.coupons[0]!.state]).toEqual(['second/4', 'revoked'])
  })
})
