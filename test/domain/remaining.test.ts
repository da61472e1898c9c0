import { describe, expect, it } from 'vitest'
import { absorb, type OrderEvent, unknownOrder } from '../../src/domain/order.ts'
import { earnBase, remainingOf } from '../../src/domain/remaining.ts'
import { cancelled, line, refunded, sold } from '../support/orders.ts'

function left(includeTax: boolean, ...events: OrderEvent[]) {
  const facts = events.reduce(absorb, unknownOrder)
  const remaining = remainingOf(facts.sale!, facts)
  return { ...remaining, base: earnBase(facts.sale!, remaining, includeTax) }
}

const two = { lines: [line({ id: 'a', total: 600 }), line({ id: 'b', total: 400 })] }
const taken = (id: string, quantity: number, amount: number) => [{ id, quantity, amount }]

describe('what counts', () => {
  it.each<[number, string, Parameters<typeof sold>[1]]>([
    [1000, 'plain goods', {}],
    [1000, 'without the tip', { total: 1200, tip: 200 }],
    [1000, 'without shipping', { total: 1490, shipping: 490 }],
    [1000, 'without the service charge', { total: 1125, serviceCharge: 125 }],
    [
      1000,
      'without a gift card that was bought',
      { total: 6000, lines: [line(), line({ id: 'g', total: 5000, giftCard: true })] },
    ],
    [0, 'nothing but a gift card', { total: 5000, lines: [line({ total: 5000, giftCard: true })] }],
    [0, 'a coupon of 100 %', { total: 0, lines: [line({ total: 0 })] }],
    [0, 'a coupon of 100 % and a tip', { total: 200, tip: 200, lines: [line({ total: 0 })] }],
    [0, 'shipping alone', { total: 490, shipping: 490, lines: [] }],
    [0, 'an exchange that gave money back', { total: -300, lines: [line({ total: 0 })] }],
    [1000, 'with its tax', { tax: 160 }],
    [1000, 'an order whose lines are not told', { lines: [] }],
  ])('%i: %s', (base, _why, part) => {
    expect(left(true, sold('o', part)).base).toBe(base)
  })

  it.each<[number, string, Parameters<typeof sold>[1]]>([
    [840, 'tax out of the base', { tax: 160 }],
    [1000, 'no tax was told', {}],
    [840, 'neither tip nor tax', { total: 1100, tip: 100, tax: 160 }],
    [0, 'nothing but tax', { total: 160, tax: 160 }],
  ])('%i with tax left out: %s', (base, _why, part) => {
    expect(left(false, sold('o', part)).base).toBe(base)
  })
})

describe('what is left after refunds', () => {
  it.each<[number, string, OrderEvent[]]>([
    [700, 'a part given back', [sold('o'), refunded('o', 'r', 300)]],
    [500, 'two parts given back', [sold('o'), refunded('o', 'r', 300), refunded('o', 's', 200)]],
    [700, 'the same refund twice', [sold('o'), refunded('o', 'r', 300), refunded('o', 'r', 300)]],
    [700, 'a refund before the order', [refunded('o', 'r', 300), sold('o')]],
    [600, 'a line given back', [sold('o', two), refunded('o', 'r', 400, taken('b', 1, 400))]],
    [
      333,
      'two of three pieces',
      [sold('o', { lines: [line({ quantity: 3 })] }), refunded('o', 'r', 667, taken('line', 2, 667))],
    ],
    [
      500,
      'a line given back and some money for goodwill',
      [sold('o', two), refunded('o', 'r', 400, taken('b', 1, 400)), refunded('o', 's', 100)],
    ],
    [
      1000,
      'a gift card given back takes nothing from the coffee',
      [
        sold('o', { total: 6000, lines: [line(), line({ id: 'g', total: 5000, giftCard: true })] }),
        refunded('o', 'r', 5000, taken('g', 1, 5000)),
      ],
    ],
    [
      0,
      'the coffee given back and the gift card kept',
      [
        sold('o', { total: 6000, lines: [line(), line({ id: 'g', total: 5000, giftCard: true })] }),
        refunded('o', 'r', 1000, taken('line', 1, 1000)),
      ],
    ],
    [
      0,
      'more given back than the goods cost',
      [sold('o', { total: 1100, tip: 100 }), refunded('o', 'r', 1050)],
    ],
  ])('%i: %s', (base, _why, events) => {
    expect(left(true, ...events).base).toBe(base)
  })

  it('takes only the share without tax off a base without tax', () => {
    // 11.60 with 1.60 tax; half of it given back with its tax leaves half of 10.00.
    expect(left(false, sold('o', { total: 1160, tax: 160 }), refunded('o', 'r', 580)).base).toBe(500)
  })
})

describe('what is left after edits', () => {
  const edited = (part: Parameters<typeof sold>[1]) => sold('o', part, { asOf: 5 })
  const without = (id: 'a' | 'b') => ({
    lines: two.lines.map((each) => (each.id === id ? { ...each, currentQuantity: 0 } : each)),
  })

  it.each<[number, string, OrderEvent[]]>([
    [600, 'a line taken out', [sold('o', two), edited(without('b'))]],
    [
      600,
      'a line taken out, and the refund that goes with it',
      [sold('o', two), edited(without('b')), refunded('o', 'r', 400, taken('b', 1, 400))],
    ],
    [
      667,
      'one of three pieces taken out and given back: the same piece',
      [
        sold('o', { lines: [line({ quantity: 3 })] }),
        edited({ lines: [line({ quantity: 3, currentQuantity: 2 })] }),
        refunded('o', 'r', 333, taken('line', 1, 333)),
      ],
    ],
    [700, 'amounts told anew', [sold('o'), edited({ total: 700 })]],
    [
      1500,
      'a line added',
      [sold('o'), edited({ total: 1500, lines: [line(), line({ id: 'c', total: 500 })] })],
    ],
    [600, 'the edit before the order', [edited(without('b')), sold('o', two)]],
    [
      1000,
      'an older statement after a newer one',
      [edited({ total: 1000 }), sold('o', { total: 400 }, { asOf: 3 })],
    ],
  ])('%i: %s', (base, _why, events) => {
    expect(left(true, ...events).base).toBe(base)
  })

  it.each([
    [true, 1100, 'with tax'],
    [false, 1000, 'without tax'],
  ])('halves an order whose lines are told without their tax (%s: %i, %s)', (includeTax, base) => {
    const lines = [line({ id: 'a' }), line({ id: 'b', currentQuantity: 0 })]
    expect(left(includeTax, sold('o', { total: 2200, tax: 200, lines })).base).toBe(base)
  })

  it('weighs goods without binary dust', () => {
    const lines = [line({ quantity: 0.3 })]
    const { lines: rest } = left(true, sold('o', { lines }), refunded('o', 'r', 333, taken('line', 0.1, 333)))
    expect(rest[0]?.quantity).toBe(0.2)
  })
})

describe('nothing is left', () => {
  it.each<[boolean, string, OrderEvent[]]>([
    [true, 'refunded whole', [sold('o'), refunded('o', 'r', 1000)]],
    [true, 'refunded whole in two parts', [sold('o'), refunded('o', 'r', 600), refunded('o', 's', 400)]],
    [
      true,
      'all lines given back, the tip kept',
      [sold('o', { total: 1100, tip: 100 }), refunded('o', 'r', 1000, taken('line', 1, 1000))],
    ],
    [true, 'cancelled', [sold('o'), cancelled('o')]],
    [true, 'cancelled before it came', [cancelled('o'), sold('o')]],
    [true, 'every line edited away', [sold('o', { lines: [line({ currentQuantity: 0 })] })]],
    [true, 'a free order given back', [sold('o', { total: 0 }), refunded('o', 'r', 0)]],
    [
      true,
      'a free order given back by its only line',
      [sold('o', { total: 0 }), refunded('o', 'r', 0, taken('line', 1, 0))],
    ],
    [
      false,
      'one of two free things given back',
      [
        sold('o', { total: 0, lines: [line({ id: 'a', total: 0 }), line({ id: 'b', total: 0 })] }),
        refunded('o', 'r', 0, taken('a', 1, 0)),
      ],
    ],
    [false, 'a cent is left', [sold('o'), refunded('o', 'r', 999)]],
    [false, 'nothing happened', [sold('o')]],
  ])('%s: %s', (nothingLeft, _why, events) => {
    expect(left(true, ...events).nothingLeft).toBe(nothingLeft)
  })
})

describe('what counts of odd orders', () => {
  it.each<[number, string, boolean, Parameters<typeof sold>[1], Parameters<typeof refunded>[]]>([
    [0, 'tax alone is left without tax', false, { total: 160, tax: 160, lines: [] }, []],
    [0, 'more tax than price', false, { total: 100, tax: 160, lines: [] }, []],
    [0, 'a tip larger than what was paid', true, { total: 100, tip: 200, lines: [] }, []],
    [
      0,
      'less than nothing, with tax back',
      false,
      { total: -100, tax: -300, lines: [line({ total: 0 })] },
      [],
    ],
    [
      900,
      'a line of no pieces says nothing of what is left',
      true,
      { lines: [line({ total: 900 }), line({ id: 'b', quantity: 0, total: 100 })] },
      [['o', 'r', 100]],
    ],
    [
      500,
      'half of the pieces',
      true,
      { lines: [line({ quantity: 2 })] },
      [['o', 'r', 0, taken('line', 1, 0)]],
    ],
    [
      420,
      'half of the pieces, lines told without tax',
      false,
      { total: 1000, tax: 160, lines: [line({ quantity: 2, total: 840 })] },
      [['o', 'r', 0, taken('line', 1, 0)]],
    ],
    [
      420,
      'half of the pieces, lines told with tax',
      false,
      { total: 1000, tax: 160, lines: [line({ quantity: 2, total: 1000 })] },
      [['o', 'r', 0, taken('line', 1, 0)]],
    ],
    [
      500,
      'with tax in the base, lines told without',
      true,
      { total: 1000, tax: 160, lines: [line({ quantity: 2, total: 840 })] },
      [['o', 'r', 0, taken('line', 1, 0)]],
    ],
    [
      750,
      'one of two lines in half',
      true,
      { lines: [line({ id: 'a', quantity: 2, total: 500 }), line({ id: 'b', total: 500 })] },
      [['o', 'r', 0, taken('a', 1, 0)]],
    ],
    [
      1000,
      'money back for a gift card takes nothing off the goods',
      true,
      { total: 6000, lines: [line(), line({ id: 'g', total: 5000, giftCard: true })] },
      [['o', 'r', 5000, taken('g', 1, 5000)]],
    ],
    [0, 'nothing is left', true, {}, [['o', 'r', 1000]]],
  ])('%i: %s', (base, _why, includeTax, part, refunds) => {
    expect(left(includeTax, sold('o', part), ...refunds.map((each) => refunded(...each))).base).toBe(base)
  })

  it('an order of no lines that cost nothing is gone with its first refund', () => {
    expect(
      left(true, sold('o', { total: 0, lines: [] }), refunded('o', 'r', 0, taken('x', 1, 0))).nothingLeft,
    ).toBe(true)
    expect(
      left(true, sold('o', { total: 5, lines: [] }), refunded('o', 'r', 0, taken('x', 1, 0))).nothingLeft,
    ).toBe(false)
  })
})
