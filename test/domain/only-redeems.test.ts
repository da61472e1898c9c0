import { describe, expect, it } from 'vitest'
import { worthOf } from '../../src/domain/earn-rule.ts'
import { absorb, type OrderEvent, unknownOrder } from '../../src/domain/order.ts'
import type { EarnRule } from '../../src/domain/program.ts'
import { row, type TraceRow } from '../../src/domain/trace.ts'
import { perVisit, sale, sold } from '../support/orders.ts'

const worth = (rule: EarnRule, event: OrderEvent, redeems: boolean) => {
  const facts = absorb(unknownOrder, event)
  return worthOf(facts.sale ?? sale(), facts, rule, 'UTC', redeems)
}
const free = sold('a', { total: 0 })

describe('an order on which nothing was paid', () => {
  it.each<[string, EarnRule, boolean, number, TraceRow[]]>([
    ['earns nothing', perVisit(), false, 0, [row('something-paid', false)]],
    ['earns nothing where a coupon paid', perVisit(), true, 0, [row('only-redeems', false)]],
    [
      'earns where a coupon paid and the program wants it so',
      { ...perVisit(), redemptionOnlyEarns: true },
      true,
      1,
      [row('only-redeems', true)],
    ],
    [
      'earns nothing without a coupon, whatever the program says',
      { ...perVisit(), redemptionOnlyEarns: true },
      false,
      0,
      [row('something-paid', false)],
    ],
  ])('%s', (_why, rule, redeems, value, trace) => {
    expect(worth(rule, free, redeems)).toMatchObject({ value, trace })
  })

  it('is told apart from one that nobody has paid yet', () => {
    const unpaid = worth(perVisit(), sold('a', {}, { paid: false }), false)
    expect(unpaid).toMatchObject({ value: 0, trace: [row('paid', false)] })
  })
})
