import { describe, expect, it } from 'vitest'
import { worthOf } from '../../src/domain/earn-rule.ts'
import { unknownOrder } from '../../src/domain/order.ts'
import type { EarnRule } from '../../src/domain/program.ts'

const common = { base: { includeTax: true }, multipliers: [] }
const sale = {
  placedAt: Date.UTC(2026, 10, 22, 14),
  currency: 'XXX',
  total: 0,
  tip: 0,
  tax: 0,
  shipping: 0,
  serviceCharge: 0,
  lines: [],
  discountCodes: [],
  test: false,
  unknownAmount: true,
}

/** Stamps of a scan of which nothing is known but what a member of staff counted. */
function worth(rule: EarnRule, counted?: number) {
  const counts = { ...sale, counted }
  return worthOf(counts, { ...unknownOrder, sale: counts, saleAsOf: 0, paid: true }, rule, 'UTC')
}

describe('what a member of staff counted', () => {
  const visit: EarnRule = { ...common, kind: 'visit', stamps: 1, limits: { perOrder: 3 } }
  it.each([
    [undefined, 1],
    [1, 1],
    [2, 2],
    [3, 3],
    [9, 3],
  ])('of a visit, %s: %i stamps, as far as one purchase may earn', (counted, stamps) => {
    expect(worth(visit, counted).value).toBe(stamps)
  })

  it('gives no more than the visit where no purchase earns more', () => {
    expect(worth({ ...common, kind: 'visit', stamps: 2 }, 9).value).toBe(2)
  })

  const items: EarnRule = { ...common, kind: 'item', every: 2, match: { categories: ['coffee'] } }
  it.each([
    [1, 0],
    [2, 1],
    [5, 2],
  ])('of %i items where every two earn: %i stamps', (counted, stamps) => {
    expect(worth(items, counted).value).toBe(stamps)
  })

  it('is waited for where items earn and nobody counted', () => {
    expect(worth(items).trace).toEqual([expect.objectContaining({ rule: 'amount-unknown', passed: false })])
  })

  it('says nothing about what was paid', () => {
    const amount: EarnRule = {
      ...common,
      kind: 'amount',
      per: { amount: 500, currency: 'EUR' },
      carryOver: true,
    }
    expect(worth(amount, 3).trace).toEqual([
      expect.objectContaining({ rule: 'amount-unknown', passed: false }),
    ])
  })
})
