import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { EarnRule } from '../../src/domain/program.ts'
import { countWorth, type Tallies, tallyKeys } from '../../src/domain/tally.ts'
import { eur, perAmount, perVisit } from '../support/orders.ts'

type Step = { from?: number; to: number; date?: string; place?: string }

/** Stamps that the card changes by, step by step. */
function count(rule: EarnRule, steps: Step[]): number[] {
  const tallies: Tallies = new Map()
  return steps.map(({ from = 0, to, date = '2026-03-02', place = 'harbour' }) => {
    return countWorth(tallies, tallyKeys(rule, date, place), rule, from, to).stamps
  })
}

const oneADay = perVisit({ limits: { perDay: 1 } })
const onePerPlace = perVisit({ limits: { perLocationDay: 1 } })
const fifty = perAmount(eur(5000))

describe('countWorth', () => {
  it.each<[string, EarnRule, Step[], number[]]>([
    ['no limit: what it is worth', perVisit(), [{ to: 2 }, { to: 3 }], [2, 3]],
    ['no limit: back to nothing', perVisit(), [{ to: 2 }, { from: 2, to: 0 }], [2, -2]],
    ['one a day', oneADay, [{ to: 1 }, { to: 1 }], [1, 0]],
    ['one a day, also elsewhere', oneADay, [{ to: 1 }, { to: 1, place: 'station' }], [1, 0]],
    ['the next day counts anew', oneADay, [{ to: 1 }, { to: 1, date: '2026-03-03' }], [1, 1]],
    ['a part of an order fits', perVisit({ limits: { perDay: 3 } }), [{ to: 2 }, { to: 2 }], [2, 1]],
    [
      'the second order takes the place of the first',
      oneADay,
      [{ to: 1 }, { to: 1 }, { from: 1, to: 0 }],
      [1, 0, 0],
    ],
    [
      'both taken back',
      oneADay,
      [{ to: 1 }, { to: 1 }, { from: 1, to: 0 }, { from: 1, to: 0 }],
      [1, 0, 0, -1],
    ],
    ['one a day and place', onePerPlace, [{ to: 1 }, { to: 1 }, { to: 1, place: 'station' }], [1, 0, 1]],
    [
      'two a day, one of them at each place',
      perVisit({ limits: { perDay: 2, perLocationDay: 1 } }),
      [
        { to: 1, place: 'a' },
        { to: 1, place: 'a' },
        { to: 1, place: 'b' },
        { to: 1, place: 'c' },
      ],
      [1, 0, 1, 0],
    ],
    ['30 + 20 counts as 50', fifty, [{ to: 3000 }, { to: 2000 }], [0, 1]],
    ['in the other order', fifty, [{ to: 2000 }, { to: 3000 }], [0, 1]],
    ['the rest stays on its way', fifty, [{ to: 7000 }, { to: 3000 }], [1, 1]],
    ['one of two given back', fifty, [{ to: 3000 }, { to: 2000 }, { from: 3000, to: 0 }], [0, 1, -1]],
    ['given back without crossing a stamp', fifty, [{ to: 7000 }, { from: 7000, to: 5000 }], [1, 0]],
    ['given back by a cent too much', fifty, [{ to: 7000 }, { from: 7000, to: 4999 }], [1, -1]],
    [
      'carry-over within one stamp a day: what is above does not carry',
      perAmount(eur(5000), { limits: { perDay: 1 } }),
      [{ to: 12000 }, { to: 5000, date: '2026-03-03' }],
      [1, 1],
    ],
  ])('%s', (_what, rule, steps, stamps) => {
    expect(count(rule, steps)).toEqual(stamps)
  })

  it('keeps sums apart by what they are sums of', () => {
    const keys = (rule: EarnRule, place?: string) => tallyKeys(rule, '2026-03-02', place)
    expect(keys(perVisit())).toEqual({ placeDay: null, day: null, amount: null })
    expect(keys(oneADay)).toEqual({ placeDay: null, day: 'day/2026-03-02/stamps/1/any', amount: null })
    expect(keys(onePerPlace)).toMatchObject({ placeDay: 'place/2026-03-02/stamps/any/1/nowhere', day: null })
    expect(keys(onePerPlace, 'harbour')).toMatchObject({ placeDay: 'place/2026-03-02/stamps/any/1/harbour' })
    expect(keys(perAmount(eur(5000), { limits: { perDay: 2, perLocationDay: 1 } }), 'harbour')).toEqual({
      placeDay: 'place/2026-03-02/amount/EUR/5000/2/1/harbour',
      day: 'day/2026-03-02/amount/EUR/5000/2/1',
      amount: 'amount/EUR/5000',
    })
    expect(keys(perAmount(eur(5000), { carryOver: false, limits: { perDay: 1 } }))).toMatchObject({
      day: 'day/2026-03-02/stamps/1/any',
      amount: null,
    })
  })

  it('says which limit was reached, and nothing when nothing moved', () => {
    const tallies: Tallies = new Map()
    const keys = tallyKeys(oneADay, '2026-03-02', undefined)
    const said = (from: number, to: number) =>
      countWorth(tallies, keys, oneADay, from, to).trace.map((each) => [each.rule, each.passed])
    expect([said(0, 1), said(0, 1), said(1, 1)]).toEqual([[['per-day', true]], [['per-day', false]], []])
  })
})

describe('a day on which the card goes over to another version', () => {
  type Part = [rule: EarnRule, from: number, to: number]
  const twoADay = perVisit({ limits: { perDay: 2 } })
  const threeADay = perVisit({ limits: { perDay: 3 } })
  const sum = (parts: Part[]): number => {
    const tallies: Tallies = new Map()
    return parts.reduce(
      (total, [rule, from, to]) =>
        total + countWorth(tallies, tallyKeys(rule, '2026-03-02', 'harbour'), rule, from, to).stamps,
      0,
    )
  }

  it.each<[number, string, Part[]]>([
    [
      1,
      'the same limit is one limit',
      [
        [oneADay, 0, 1],
        [perVisit({ stamps: 2, limits: { perDay: 1 } }), 0, 2],
      ],
    ],
    [
      3,
      'at most the larger of the two',
      [
        [oneADay, 0, 1],
        [threeADay, 0, 9],
      ],
    ],
    [
      2,
      'each lets through its own',
      [
        [oneADay, 0, 5],
        [threeADay, 0, 1],
      ],
    ],
    [
      1,
      'and takes it back',
      [
        [oneADay, 0, 5],
        [threeADay, 0, 1],
        [threeADay, 1, 0],
      ],
    ],
    [
      0,
      'all of it',
      [
        [oneADay, 0, 1],
        [threeADay, 0, 3],
        [oneADay, 1, 0],
        [threeADay, 3, 0],
      ],
    ],
    [
      1,
      'what is gone does not raise the limit',
      [
        [threeADay, 0, 2],
        [threeADay, 2, 0],
        [oneADay, 0, 4],
      ],
    ],
    [
      2,
      'what is gone does not raise the limit of others',
      [
        [threeADay, 0, 2],
        [threeADay, 2, 0],
        [oneADay, 0, 1],
        [twoADay, 0, 2],
      ],
    ],
    [
      1,
      'a place’s limit in money',
      [
        [perAmount(eur(500), { limits: { perLocationDay: 1 } }), 0, 1200],
        [perAmount(eur(500), { limits: { perLocationDay: 1 } }), 0, 700],
      ],
    ],
    [
      4,
      'money is no stamps',
      [
        [twoADay, 0, 2],
        [perAmount(eur(500), { limits: { perDay: 2 } }), 0, 9000],
      ],
    ],
    [
      2,
      'the larger of the limits in money',
      [
        [perAmount(eur(500), { limits: { perDay: 1 } }), 0, 500],
        [perAmount(eur(500), { limits: { perDay: 2 } }), 0, 9000],
      ],
    ],
    [
      2,
      'nor is money per another amount',
      [
        [perAmount(eur(500), { limits: { perDay: 1 } }), 0, 900],
        [perAmount(eur(50), { limits: { perDay: 1 } }), 0, 900],
      ],
    ],
  ])('%i: %s', (total, _why, parts) => {
    expect(sum(parts)).toBe(total)
  })

  it('comes to the same whatever the order of arrival', () => {
    const worth = fc.tuple(
      fc.constantFrom(oneADay, twoADay, threeADay, perVisit({ limits: { perDay: 2, perLocationDay: 1 } })),
      fc.nat(4),
      fc.nat(4),
    )
    const orders = fc.array(worth, { minLength: 1, maxLength: 5 })
    const arrivals = orders.chain((all) => {
      // Every order comes with one worth and is judged again with another.
      const steps = all.flatMap((_, i) => [i, i])
      return fc.tuple(
        fc.constant(all),
        fc.shuffledSubarray(steps, { minLength: steps.length, maxLength: steps.length }),
      )
    })
    const total = (all: Part[], steps: number[]) => {
      const seen = new Set<number>()
      return sum(
        steps.map((i): Part => {
          const [rule, first, then] = all[i]!
          const again = seen.has(i)
          seen.add(i)
          return [rule, again ? first : 0, again ? then : first]
        }),
      )
    }
    fc.assert(
      fc.property(arrivals, ([all, steps]) => {
        expect(total(all, steps)).toBe(
          total(
            all,
            steps.toSorted((a, b) => a - b),
          ),
        )
      }),
    )
  })
})
