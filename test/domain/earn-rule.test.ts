import { describe, expect, it } from 'vitest'
import { worthOf } from '../../src/domain/earn-rule.ts'
import { absorb, type OrderEvent, unknownOrder } from '../../src/domain/order.ts'
import type { EarnRule } from '../../src/domain/program.ts'
import { speechFor } from '../../src/messages/messages.ts'
import { traceWords } from '../../src/messages/trace-words.ts'
import { at, cancelled, eur, line, perAmount, perItem, perVisit, refunded, sold } from '../support/orders.ts'

function worth(rule: EarnRule, events: OrderEvent[], timeZone = 'Europe/Berlin') {
  const facts = events.reduce(absorb, unknownOrder)
  return worthOf(facts.sale!, facts, rule, timeZone)
}

type Row = [worth: number, why: string, rule: EarnRule, events: OrderEvent[]]
const check = (rows: Row[]) =>
  it.each(rows)('%i: %s', (value, _why, rule, events) => {
    expect(worth(rule, events).value).toBe(value)
  })

describe('per visit', () => {
  const minimum = perVisit({ minSpend: eur(1000) })
  check([
    [1, 'a visit is a stamp', perVisit(), [sold('o')]],
    [2, 'or two, if the program says so', perVisit({ stamps: 2 }), [sold('o')]],
    [1, 'a cent is a visit', perVisit(), [sold('o', { total: 1 })]],
    [0, 'a free order is none', perVisit(), [sold('o', { total: 0 })]],
    [1, 'just the minimum', minimum, [sold('o', { total: 1000 })]],
    [0, 'a cent below the minimum', minimum, [sold('o', { total: 999 })]],
    [0, 'a tip does not lift it to the minimum', minimum, [sold('o', { total: 1100, tip: 200 })]],
    [0, 'nor does shipping', minimum, [sold('o', { total: 1100, shipping: 200 })]],
    [
      0,
      'nor does a gift card',
      minimum,
      [
        sold('o', {
          total: 5900,
          lines: [line({ total: 900 }), line({ id: 'g', total: 5000, giftCard: true })],
        }),
      ],
    ],
    [
      0,
      'the minimum is asked after discounts',
      minimum,
      [sold('o', { total: 900, discountCodes: [{ code: 'X' }] })],
    ],
    [1, 'tax counts by default', minimum, [sold('o', { total: 1000, tax: 160 })]],
    [
      0,
      'and does not where it is left out',
      perVisit({ minSpend: eur(1000), includeTax: false }),
      [sold('o', { total: 1000, tax: 160 })],
    ],
    [1, 'a part given back leaves a visit', perVisit(), [sold('o'), refunded('o', 'r', 999)]],
    [0, 'all of it given back leaves none', perVisit(), [sold('o'), refunded('o', 'r', 1000)]],
    [1, 'what is left is still the minimum', minimum, [sold('o', { total: 1500 }), refunded('o', 'r', 500)]],
    [0, 'what is left is below the minimum', minimum, [sold('o', { total: 1500 }), refunded('o', 'r', 501)]],
    [
      1,
      'an edit lifts it to the minimum',
      minimum,
      [sold('o', { total: 900 }), sold('o', { total: 1000 }, { asOf: 5 })],
    ],
    [0, 'cancelled', perVisit(), [sold('o'), cancelled('o')]],
    [0, 'a test order', perVisit(), [sold('o', { test: true })]],
    [0, 'not paid yet', perVisit(), [sold('o', {}, { paid: false })]],
    [1, 'another currency: the minimum cannot be asked', minimum, [sold('o', { total: 5, currency: 'USD' })]],
    [
      1,
      '1000 yen, no decimals',
      perVisit({ minSpend: { amount: 1000, currency: 'JPY' } }),
      [sold('o', { total: 1000, currency: 'JPY' })],
    ],
    [
      0,
      '0.999 dinar, three decimals',
      perVisit({ minSpend: { amount: 1000, currency: 'KWD' } }),
      [sold('o', { total: 999, currency: 'KWD' })],
    ],
  ])
})

describe('per amount without carry-over', () => {
  const tenner = perAmount(eur(1000), { carryOver: false })
  check([
    [2, '25.00 holds two tenners', tenner, [sold('o', { total: 2500 })]],
    [0, '9.99 holds none', tenner, [sold('o', { total: 999 })]],
    [1, 'half given back', tenner, [sold('o', { total: 2500 }), refunded('o', 'r', 1250)]],
    [0, 'dollars are not euros', tenner, [sold('o', { total: 2500, currency: 'USD' })]],
    [
      3,
      'twice 15.00 on a double day',
      perAmount(eur(1000), { carryOver: false, multipliers: [{ factor: 2 }] }),
      [sold('o', { total: 1500 })],
    ],
    [
      2,
      '1.100 dinar per half a dinar',
      perAmount({ amount: 500, currency: 'KWD' }, { carryOver: false }),
      [sold('o', { total: 1100, currency: 'KWD' })],
    ],
    [
      2,
      'cut to two an order',
      perAmount(eur(1000), { carryOver: false, limits: { perOrder: 2 } }),
      [sold('o', { total: 9000 })],
    ],
  ])
})

describe('per amount with carry-over counts money', () => {
  const fifty = perAmount(eur(5000))
  check([
    [3000, '30.00 is on its way to a stamp', fifty, [sold('o', { total: 3000 })]],
    [2000, 'less what was given back', fifty, [sold('o', { total: 3000 }), refunded('o', 'r', 1000)]],
    [
      4500,
      'half as much again',
      perAmount(eur(5000), { multipliers: [{ factor: 1.5 }] }),
      [sold('o', { total: 3000 })],
    ],
    [
      3300,
      '1.1 times 30.00 without binary dust',
      perAmount(eur(5000), { multipliers: [{ factor: 1.1 }] }),
      [sold('o', { total: 3000 })],
    ],
    [
      10000,
      'cut to the worth of two stamps',
      perAmount(eur(5000), { limits: { perOrder: 2 } }),
      [sold('o', { total: 40000 })],
    ],
    [0, 'dollars are not euros', fifty, [sold('o', { total: 3000, currency: 'USD' })]],
  ])

  it('says that the unit is money', () => {
    expect(worth(fifty, [sold('o')]).unit).toBe('money')
  })
})

describe('multipliers', () => {
  const night = perVisit({ multipliers: [{ days: ['fri'], from: '22:00', to: '02:00', factor: 3 }] })
  const happy = perVisit({ multipliers: [{ days: ['mon'], from: '14:00', to: '16:00', factor: 2 }] })
  it.each([
    [2, '2026-03-02T13:00:00Z', 'Monday 14:00 in Berlin, the first minute', happy],
    [1, '2026-03-02T12:59:00Z', 'a minute early', happy],
    [2, '2026-03-02T14:59:00Z', 'the last minute', happy],
    [1, '2026-03-02T15:00:00Z', 'the end belongs to what comes after', happy],
    [1, '2026-03-03T13:00:00Z', 'a Tuesday', happy],
    [2, '2026-07-06T12:00:00Z', '14:00 in Berlin is 12:00 UTC in summer', happy],
    [1, '2026-07-06T14:00:00Z', 'and 16:00 is 14:00 UTC', happy],
    [3, '2026-03-06T21:00:00Z', 'Friday night, the first minute', night],
    [1, '2026-03-06T20:59:00Z', 'Friday night, a minute early', night],
    [3, '2026-03-06T21:30:00Z', 'Friday night before midnight', night],
    [3, '2026-03-07T00:30:00Z', 'Friday night after midnight is a Saturday by the clock', night],
    [1, '2026-03-07T01:00:00Z', 'the night is over at 02:00', night],
    [1, '2026-03-06T00:30:00Z', 'the early hours of Friday belong to Thursday night', night],
    [1, '2026-03-07T21:30:00Z', 'Saturday night', night],
  ])('%i stamps at %s: %s', (value, instant, _why, rule) => {
    expect(worth(rule, [sold('o', { placedAt: at(instant) })]).value).toBe(value)
  })

  it.each([
    [2, '2026-03-29T00:45:00Z', '01:45, the clock jumps from 02:00 to 03:00'],
    [1, '2026-03-29T01:00:00Z', '03:00: the window until 02:30 ended with the jump'],
    [2, '2026-10-25T00:15:00Z', '02:15 for the first time'],
    [2, '2026-10-25T01:15:00Z', '02:15 for the second time'],
    [1, '2026-10-25T01:30:00Z', '02:30 for the second time'],
  ])('%i stamps at %s on the night of the change: %s', (value, instant) => {
    const rule = perVisit({ multipliers: [{ from: '01:30', to: '02:30', factor: 2 }] })
    const placedAt = at(instant)
    // 02:30 comes twice in autumn: between the two the window is over.
    expect(worth(rule, [sold('o', { placedAt })]).value).toBe(value)
  })

  it.each([
    [5, 'the best of those that apply', [{ factor: 2 }, { factor: 5 }, { factor: 3 }]],
    [2, 'all day without times', [{ days: ['mon' as const], factor: 2 }]],
    [2, 'until the evening', [{ to: '20:00', factor: 2 }]],
    [1, 'from the evening', [{ from: '20:00', factor: 2 }]],
    [2, 'round the clock when it ends as it begins', [{ from: '06:00', to: '06:00', factor: 2 }]],
    [1, 'one and a half of one stamp is one', [{ factor: 1.5 }]],
  ])('%i: %s', (value, _why, multipliers) => {
    expect(worth(perVisit({ multipliers }), [sold('o')]).value).toBe(value)
  })

  it('are cut by the limit of an order', () => {
    const rule = perVisit({ multipliers: [{ factor: 5 }], limits: { perOrder: 2 } })
    expect(worth(rule, [sold('o')]).value).toBe(2)
  })
})

describe('the trace says why', () => {
  const english = speechFor('en')
  const said = (rule: EarnRule, ...events: OrderEvent[]) =>
    worth(rule, events).trace.map((each) => `${each.passed ? '+' : '-'} ${traceWords(english, each, 'UTC')}`)

  it.each<[string, EarnRule, OrderEvent[], string[]]>([
    [
      'below the minimum',
      perVisit({ minSpend: eur(500) }),
      [sold('o', { total: 420 })],
      ['+ €4.20 counts.', '- Paid €4.20, below the minimum of €5.00.'],
    ],
    [
      'in yen',
      perVisit({ minSpend: { amount: 500, currency: 'JPY' } }),
      [sold('o', { total: 600, currency: 'JPY' })],
      ['+ ¥600 counts.', '+ Paid ¥600, at least the minimum of ¥500.'],
    ],
    ['a test', perVisit(), [sold('o', { test: true })], ['- Test orders never earn.']],
    ['a free order', perVisit(), [sold('o', { total: 0 })], ['- Nothing was paid for goods in this order.']],
    ['a cancellation', perVisit(), [sold('o'), cancelled('o')], ['- The order was cancelled.']],
    ['a refund', perVisit(), [sold('o'), refunded('o', 'r', 1000)], ['- The order was refunded.']],
    [
      'another currency',
      perAmount(eur(500)),
      [sold('o', { currency: 'USD' })],
      ['+ $10.00 counts.', '- Paid in USD, but stamps are given per €5.00.'],
    ],
  ])('%s', (_what, rule, events, trace) => {
    expect(said(rule, ...events)).toEqual(trace)
  })

  it.each<[string, EarnRule, OrderEvent[], string[]]>([
    [
      'no multiplier outside of its hours',
      perVisit({ multipliers: [{ from: '20:00', factor: 2 }] }),
      [sold('o')],
      [],
    ],
    [
      'nothing of multipliers and caps where nothing counts',
      perVisit({ minSpend: eur(5000), multipliers: [{ factor: 2 }], limits: { perOrder: 1 } }),
      [sold('o')],
      [],
    ],
    [
      'the multiplier of the hour, then the cap',
      perVisit({ multipliers: [{ factor: 2 }], limits: { perOrder: 1 } }),
      [sold('o')],
      ['multiplier', 'per-order'],
    ],
    [
      'the cap in money',
      perAmount(eur(500), { limits: { perOrder: 2 } }),
      [sold('o')],
      ['amount', 'per-order'],
    ],
  ])('%s', (_what, rule, events, rules) => {
    const asked = worth(rule, events).trace.map((each) => each.rule)
    expect(asked.filter((each) => !['something-paid', 'minimum-spend'].includes(each))).toEqual(rules)
  })

  it('says that the unit is stamps where no money is carried over', () => {
    const units = [perVisit(), perItem({ ids: ['x'] }), perAmount(eur(5), { carryOver: false })]
    expect(units.map((rule) => worth(rule, [sold('o')]).unit)).toEqual(['stamps', 'stamps', 'stamps'])
  })
})

describe('the most that one order can be worth', () => {
  const facts = [sold('o', { total: 1_000_000 })].reduce(absorb, unknownOrder)
  const most = (rule: EarnRule, goal: number) => worthOf(facts.sale!, facts, rule, 'UTC', false, goal)

  it.each<[why: string, rule: EarnRule, goal: number, value: number, limit: number | null]>([
    ['twenty cycles, in money that carries over', perAmount(eur(10)), 10, 2000, 200],
    ['twenty cycles, in stamps', perAmount(eur(10), { carryOver: false }), 10, 200, 200],
    [
      'the program’s own limit, where it is lower',
      perAmount(eur(10), { limits: { perOrder: 7 } }),
      10,
      70,
      7,
    ],
    [
      'twenty cycles, where the program’s own limit is higher',
      perAmount(eur(10), { limits: { perOrder: 999 } }),
      10,
      2000,
      200,
    ],
    ['nothing is cut, nothing is said', perAmount(eur(10_000)), 10, 1_000_000, null],
  ])('%s', (_why, rule, goal, value, limit) => {
    const worth = most(rule, goal)
    expect(worth.value).toBe(value)
    const told = worth.trace.filter((each) => each.rule === 'per-order')
    expect(told).toEqual(limit === null ? [] : [{ rule: 'per-order', passed: false, figures: { limit } }])
  })
})
