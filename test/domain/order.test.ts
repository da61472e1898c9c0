import { describe, expect, it } from 'vitest'
import { absorb, type OrderEvent, type OrderFacts, unknownOrder } from '../../src/domain/order.ts'
import { cancelled, line, refund, refunded, sold } from '../support/orders.ts'

const facts = (...events: OrderEvent[]): OrderFacts => events.reduce(absorb, unknownOrder)

/** Every order in which the events can come, each followed by a repeat of all of them. */
function arrivals(events: OrderEvent[]): OrderEvent[][] {
  const orders = (rest: OrderEvent[]): OrderEvent[][] =>
    rest.length === 0
      ? [[]]
      : rest.flatMap((each, i) => orders(rest.toSpliced(i, 1)).map((others) => [each, ...others]))
  return orders(events).map((order) => [...order, ...events])
}

const codes = (...all: string[]) => ({ discountCodes: all.map((code) => ({ code })) })

describe('absorb ends in the same facts in any order of arrival', () => {
  it.each<[string, OrderEvent[]]>([
    ['a refund before its order', [sold('o'), refunded('o', 'r1', 300)]],
    ['two partial refunds', [sold('o'), refunded('o', 'r1', 300), refunded('o', 'r2', 200)]],
    ['edits', [sold('o'), sold('o', { total: 900 }, { asOf: 5 }), sold('o', { total: 800 }, { asOf: 9 })]],
    [
      'two statements of one second',
      [sold('o'), sold('o', { total: 900 }, { asOf: 5 }), sold('o', { total: 800 }, { asOf: 5 })],
    ],
    ['a cancellation before the order', [sold('o'), cancelled('o'), sold('o', {}, { asOf: 3 })]],
    [
      'a refund told with two amounts',
      [sold('o'), refunded('o', 'r1', 1000), refunded('o', 'r1', 500), refunded('o', 'r1', 0)],
    ],
    [
      'a refund told with and without its lines',
      [refunded('o', 'r1', 500), refunded('o', 'r1', 500, [{ id: 'line', quantity: 1, amount: 500 }])],
    ],
    ['a code that a later statement leaves out', [sold('o', codes('AB')), sold('o', {}, { asOf: 5 })]],
    [
      'codes told one by one',
      [
        sold('o', codes('AB')),
        sold('o', codes('CD'), { asOf: 5 }),
        sold('o', codes('CD', 'AB'), { asOf: 9 }),
      ],
    ],
    [
      'a code taken off before paying',
      [sold('o', codes('AB'), { paid: false, asOf: 1 }), sold('o', {}, { asOf: 5 })],
    ],
    [
      'a payment between unpaid statements',
      [sold('o', {}, { paid: false }), sold('o', {}, { asOf: 5 }), sold('o', {}, { paid: false, asOf: 9 })],
    ],
  ])('%s', (_what, events) => {
    const expected = facts(...events)
    for (const order of arrivals(events)) expect(facts(...order)).toEqual(expected)
  })
})

describe('absorb', () => {
  it('lets a newer statement replace lines and amounts', () => {
    const { sale, saleAsOf } = facts(
      sold('o'),
      sold('o', { total: 700, lines: [line({ total: 700 })] }, { asOf: 5 }),
    )
    expect({ total: sale?.total, lines: sale?.lines.length, saleAsOf }).toEqual({
      total: 700,
      lines: 1,
      saleAsOf: 5,
    })
  })

  it('does not believe a second announcement: a repeat changes nothing', () => {
    expect(facts(sold('o', { total: 1000 }), sold('o', { total: 10 })).sale?.total).toBe(1000)
  })

  it('counts a refund once, by its own id', () => {
    expect(Object.keys(facts(refunded('o', 'r1', 300), refunded('o', 'r1', 300)).refunds)).toEqual(['r1'])
  })

  it.each(['__proto__', 'constructor', '1'])('counts a refund that the till calls %s once', (id) => {
    const known = facts(refunded('o', id, 300), refunded('o', id, 300))
    expect(Object.values(known.refunds).map(({ amount }) => amount)).toEqual([300])
    expect(JSON.parse(JSON.stringify(known)).refunds).toEqual(known.refunds)
  })

  it('believes the larger amount of a refund: it is announced before the money moves', () => {
    expect(facts(refunded('o', 'r1', 500), refunded('o', 'r1', 0)).refunds.r1?.amount).toBe(500)
  })

  it('does not unpay, nor undo a cancellation', () => {
    const known = facts(sold('o', {}, { cancelled: true }), sold('o', {}, { paid: false, asOf: 9 }))
    expect(known).toMatchObject({ paid: true, cancelled: true })
  })

  it('takes refunds that come inside an order', () => {
    const known = facts(sold('o', {}, { refunds: [refund('r1', 100)] }), refunded('o', 'r1', 100))
    expect(known.refunds).toEqual({ r1: refund('r1', 100) })
  })

  it('keeps the code that was paid with', () => {
    const known = facts(sold('o', codes('AB')), sold('o', {}, { asOf: 5 }))
    expect(known.sale?.discountCodes).toEqual([{ code: 'AB' }])
  })

  it('forgets a code that was taken off before paying', () => {
    const known = facts(sold('o', codes('AB'), { paid: false, asOf: 1 }), sold('o', {}, { asOf: 5 }))
    expect(known.sale?.discountCodes).toEqual([])
  })

  it('tells statements apart by content, not by the order of their keys', () => {
    const one = sold('o', { total: 900, tip: 1 }, { asOf: 5 })
    const backwards = (value: object) => Object.fromEntries(Object.entries(value).reverse())
    const known = facts(one)
    const fromDatabase = { ...known, sale: backwards(known.sale!) } as OrderFacts
    const other = sold('o', { total: 900, tip: 2 }, { asOf: 5 })
    expect(absorb(fromDatabase, other).sale?.tip).toBe(facts(other, one).sale?.tip)
  })

  it('believes the first of two announcements, whichever text comes first', () => {
    const one = sold('o', { total: 1000 })
    const other = sold('o', { total: 2000 })
    expect([facts(one, other).sale?.total, facts(other, one).sale?.total]).toEqual([1000, 2000])
  })

  it('takes an unpaid statement for what it is: codes and amounts of the newest', () => {
    const first = sold('o', { ...codes('AB'), total: 500 }, { paid: false, asOf: 5 })
    const older = sold('o', { ...codes('CD'), total: 400 }, { paid: false, asOf: 3 })
    const newer = sold('o', { ...codes('EF'), total: 600 }, { paid: false, asOf: 7 })
    expect(facts(first, older).sale).toMatchObject({ total: 500, ...codes('AB') })
    expect(facts(first, newer).sale).toMatchObject({ total: 600, ...codes('EF') })
    expect(facts(first, older).paid).toBe(false)
  })

  it('takes the codes of the payment, not of an unpaid statement that came before', () => {
    const unpaid = sold('o', codes('AB'), { paid: false, asOf: 9 })
    expect(facts(unpaid, sold('o', codes('CD'), { asOf: 5 })).sale?.discountCodes).toEqual([{ code: 'CD' }])
    expect(facts(sold('o', codes('CD'), { asOf: 5 }), unpaid).sale?.discountCodes).toEqual([{ code: 'CD' }])
  })

  it('knows of an announcement that it is the oldest there can be', () => {
    expect(facts(sold('o')).saleAsOf).toBe(0)
    expect(facts(sold('o', { total: 1 }), sold('o', { total: 2 }, { asOf: 1 })).sale?.total).toBe(2)
  })

  it('has no codes where none was told', () => {
    expect(facts(sold('o', {}, { paid: false })).sale?.discountCodes).toEqual([])
    expect(facts(sold('o')).sale?.discountCodes).toEqual([])
  })

  it('believes the refund that gives back more pieces where the money is the same', () => {
    const pieces = (...quantities: number[]) =>
      refunded(
        'o',
        'r',
        500,
        quantities.map((quantity, i) => ({ id: `${i}`, quantity, amount: 0 })),
      )
    const held = (...events: OrderEvent[]) => facts(...events).refunds.r?.lines.map((each) => each.quantity)
    expect(held(pieces(1, 1), pieces(3))).toEqual([3])
    expect(held(pieces(3), pieces(1, 1))).toEqual([3])
    expect(held(pieces(2, 3), pieces(1, 3))).toEqual([2, 3])
  })

  it('believes one and the same of two refunds that differ in nothing but their lines', () => {
    const of = (id: string) => refunded('o', 'r', 500, [{ id, quantity: 1, amount: 500 }])
    expect(facts(of('b'), of('a')).refunds.r).toEqual(facts(of('a'), of('b')).refunds.r)
    expect(facts(of('b'), of('a')).refunds.r?.lines[0]?.id).toBe('a')
  })

  it('keeps what it was given where a message says nothing new', () => {
    const known = facts(sold('o', codes('AB', 'CD')))
    expect(absorb(known, sold('o', codes('AB', 'CD'))).sale).toEqual(known.sale)
    expect(absorb(known, sold('o', codes('AB', 'CD'))).refunds).toBe(known.refunds)
  })
})
