import { describe, expect, it } from 'vitest'
import { worthOf } from '../../src/domain/earn-rule.ts'
import { absorb, type OrderEvent, unknownOrder } from '../../src/domain/order.ts'
import type { EarnRule } from '../../src/domain/program.ts'
import { eur, line, perAmount, perItem, perVisit, refunded, sold } from '../support/orders.ts'

function worth(rule: EarnRule, events: OrderEvent[], timeZone = 'Europe/Berlin') {
  const facts = events.reduce(absorb, unknownOrder)
  return worthOf(facts.sale!, facts, rule, timeZone)
}

type Row = [worth: number, why: string, rule: EarnRule, events: OrderEvent[]]
const check = (rows: Row[]) =>
  it.each(rows)('%i: %s', (value, _why, rule, events) => {
    expect(worth(rule, events).value).toBe(value)
  })

describe('per item', () => {
  const coffee = perItem({ skus: ['COFFEE'] })
  const cup = (quantity: number, part = {}) => line({ sku: 'COFFEE', quantity, ...part })
  check([
    [3, 'three cups', coffee, [sold('o', { lines: [cup(3)] })]],
    [3, 'two lines of cups', coffee, [sold('o', { lines: [cup(1, { id: 'a' }), cup(2, { id: 'b' })] })]],
    [0, 'a cake is no coffee', coffee, [sold('o', { lines: [line({ sku: 'CAKE' })] })]],
    [
      2,
      'by category',
      perItem({ categories: ['Drinks'] }),
      [sold('o', { lines: [line({ category: 'Drinks', quantity: 2 })] })],
    ],
    [
      1,
      'by the till’s own product id',
      perItem({ ids: ['p7'] }),
      [sold('o', { lines: [line({ productId: 'p7' })] })],
    ],
    [
      2,
      'a stamp for every second',
      perItem({ skus: ['COFFEE'] }, { every: 2 }),
      [sold('o', { lines: [cup(5)] })],
    ],
    [
      2,
      'one cup given back',
      coffee,
      [sold('o', { lines: [cup(3)] }), refunded('o', 'r', 333, [{ id: 'line', quantity: 1, amount: 333 }])],
    ],
    [
      3,
      'some money given back, and no cup',
      coffee,
      [sold('o', { lines: [cup(3)] }), refunded('o', 'r', 300)],
    ],
    [
      2,
      'one cup edited away',
      coffee,
      [sold('o', { lines: [cup(3)] }), sold('o', { lines: [cup(3, { currentQuantity: 2 })] }, { asOf: 5 })],
    ],
    [
      2,
      'a free cup is a reward, not a purchase',
      coffee,
      [sold('o', { lines: [cup(2, { id: 'a' }), cup(1, { id: 'b', total: 0 })] })],
    ],
    [
      0,
      'a gift card is no item',
      perItem({ skus: ['GIFT'] }),
      [
        sold('o', {
          total: 6000,
          lines: [line(), line({ id: 'g', sku: 'GIFT', total: 5000, giftCard: true })],
        }),
      ],
    ],
    [
      1,
      '0.7 + 0.2 + 0.1 kg is one',
      coffee,
      [sold('o', { lines: [cup(0.7, { id: 'a' }), cup(0.2, { id: 'b' }), cup(0.1, { id: 'c' })] })],
    ],
    [
      2,
      'at most two an order',
      perItem({ skus: ['COFFEE'] }, { limits: { perOrder: 2 } }),
      [sold('o', { lines: [cup(9)] })],
    ],
  ])
})

describe('an order that only redeems a coupon', () => {
  const free = [sold('o', { total: 0, lines: [line({ sku: 'CUP', quantity: 2, total: 0 })] })]
  const redeeming = (rule: EarnRule, events = free) => {
    const facts = events.reduce(absorb, unknownOrder)
    return worthOf(facts.sale!, facts, rule, 'UTC', true).value
  }
  const counts = <R extends EarnRule>(rule: R): R => ({ ...rule, redemptionOnlyEarns: true })
  const cup = perItem({ skus: ['CUP'] })

  it.each<[number, string, EarnRule, OrderEvent[]]>([
    [0, 'is no visit', perVisit(), free],
    [1, 'is one where the rule says so', counts(perVisit()), free],
    [0, 'but never reaches a minimum', counts(perVisit({ minSpend: eur(100) })), free],
    [0, 'is worth no money', counts(perAmount(eur(100))), free],
    [0, 'buys no items', cup, free],
    [2, 'counts its free items where the rule says so', counts(cup), free],
    [1, 'with something paid beside it is a purchase', perVisit(), [sold('o', { total: 5 })]],
    [
      1,
      'of which only what was paid for counts',
      counts(cup),
      [
        sold('o', {
          total: 300,
          lines: [line({ id: 'a', sku: 'CUP', total: 0 }), line({ id: 'b', sku: 'CUP', total: 300 })],
        }),
      ],
    ],
    [0, 'given back', counts(perVisit()), [...free, refunded('o', 'r', 0)]],
    [0, 'with a tip is still none', perVisit(), [sold('o', { total: 200, tip: 200, lines: [] })]],
  ])('%i: %s', (value, _why, rule, events) => {
    expect(redeeming(rule, events)).toBe(value)
  })

  it('is not meant by an order that is free for another reason', () => {
    expect(worth(counts(perVisit()), free).value).toBe(0)
  })
})

describe('items are counted by what the rule names', () => {
  const lines = [
    line({ id: 'a', sku: 'CUP', category: 'Drinks', productId: 'p1', total: 300 }),
    line({ id: 'b', sku: 'CAKE', category: 'Food', productId: 'p2', quantity: 2, total: 600 }),
    line({ id: 'c', quantity: 4, total: 100 }),
  ]
  check([
    [1, 'by article number', perItem({ skus: ['CUP'] }), [sold('o', { lines })]],
    [2, 'by category', perItem({ categories: ['Food'] }), [sold('o', { lines })]],
    [1, 'by product', perItem({ ids: ['p1'] }), [sold('o', { lines })]],
    [4, 'by the line’s own id', perItem({ ids: ['c'] }), [sold('o', { lines })]],
    [3, 'by any of them', perItem({ skus: ['CUP'], categories: ['Food'] }), [sold('o', { lines })]],
    [
      1,
      'once, though it is named twice',
      perItem({ skus: ['CUP'], ids: ['p1', 'a'] }),
      [sold('o', { lines })],
    ],
    [
      0,
      'not by another’s word',
      perItem({ skus: ['Drinks', 'p1'], categories: ['CUP'] }),
      [sold('o', { lines })],
    ],
    [0, 'nothing of no name', perItem({ skus: [''] }), [sold('o', { lines })]],
  ])
})
