import { describe, expect, it } from 'vitest'
import { judgeEarning } from '../../src/domain/judge-order.ts'
import { row } from '../../src/domain/trace.ts'
import { DomainDriver, play } from '../support/domain-driver.ts'
import { paidOrder } from '../support/one-scan.ts'
import {
  cancelled,
  eur,
  line,
  perAmount,
  perItem,
  perVisit,
  program,
  refunded,
  sold,
} from '../support/orders.ts'
import { found, paid, stamps, type TraceCase } from '../support/trace-rows.ts'

describe('an order says what was made of it, and each rule that was asked', () => {
  it.each<TraceCase>([
    ['a visit', program(perVisit()), [sold('a')], 'stamped', 1, [found, paid(), stamps(1)]],
    ['not paid', program(perVisit()), [sold('a', {}, { paid: false })], 'waiting', 0, [row('paid', false)]],
    [
      'unknown but refunded',
      program(perVisit()),
      [refunded('a', 'r', 5)],
      'waiting',
      0,
      [row('paid', false)],
    ],
    [
      'cancelled before anybody paid',
      program(perVisit()),
      [sold('a', {}, { paid: false }), cancelled('a')],
      'reversed',
      0,
      [row('something-left', false, { because: 'cancelled' })],
    ],
    [
      'without a card',
      program(perVisit()),
      [sold('a', { cardSerial: undefined })],
      'unmatched',
      0,
      [row('card', false)],
    ],
    [
      'with a customer known from the payment alone',
      program(perVisit()),
      [sold('a', { cardSerial: undefined, weakCustomer: true })],
      'unmatched',
      0,
      [row('card', false, { weak: 1 })],
    ],
    [
      'given back',
      program(perVisit()),
      [sold('a'), refunded('a', 'r', 1000)],
      'reversed',
      0,
      [found, row('something-left', false, { because: 'refunded' }), stamps(0)],
    ],
    [
      'cancelled',
      program(perVisit()),
      [sold('a'), cancelled('a')],
      'reversed',
      0,
      [found, row('something-left', false, { because: 'cancelled' }), stamps(0)],
    ],
    [
      'a test',
      program(perVisit()),
      [sold('a', { test: true })],
      'no-stamp',
      0,
      [found, row('test-order', false), stamps(0)],
    ],
    [
      'free',
      program(perVisit()),
      [sold('a', { total: 0 })],
      'no-stamp',
      0,
      [found, row('something-paid', false), stamps(0)],
    ],
    [
      'below the minimum',
      program(perVisit({ minSpend: eur(2000) })),
      [sold('a')],
      'no-stamp',
      0,
      [
        found,
        paid(),
        row('minimum-spend', false, { paid: '10.00', minimum: '20.00', currency: 'EUR' }),
        stamps(0),
      ],
    ],
    [
      'just the minimum',
      program(perVisit({ minSpend: eur(1000) })),
      [sold('a')],
      'stamped',
      1,
      [
        found,
        paid(),
        row('minimum-spend', true, { paid: '10.00', minimum: '10.00', currency: 'EUR' }),
        stamps(1),
      ],
    ],
    [
      'a visit in another currency',
      program(perVisit({ minSpend: eur(2000) })),
      [sold('a', { currency: 'JPY' })],
      'stamped',
      1,
      [found, paid('1000', 'JPY'), row('currency', true, { paid: 'JPY', currency: 'EUR' }), stamps(1)],
    ],
    [
      'an amount in another currency',
      program(perAmount(eur(500))),
      [sold('a', { currency: 'KWD' })],
      'no-stamp',
      0,
      [
        found,
        paid('1.000', 'KWD'),
        row('currency', false, { paid: 'KWD', per: '5.00', currency: 'EUR' }),
        stamps(0),
      ],
    ],
    [
      'items in another currency',
      program(perItem({ skus: ['CUP'] })),
      [sold('a', { currency: 'USD', lines: [line({ sku: 'CUP', quantity: 2 })] })],
      'stamped',
      2,
      [found, paid('10.00', 'USD'), row('items', true, { count: 2, every: 1 }), stamps(2)],
    ],
    [
      'an amount',
      program(perAmount(eur(500))),
      [sold('a')],
      'stamped',
      2,
      [found, paid(), row('amount', true, { paid: '10.00', per: '5.00', currency: 'EUR' }), stamps(2)],
    ],
    [
      'no matching item',
      program(perItem({ skus: ['CUP'] }, { every: 3 })),
      [sold('a')],
      'no-stamp',
      0,
      [found, paid(), row('items', false, { count: 0, every: 3 }), stamps(0)],
    ],
    [
      'a double hour',
      program(perVisit({ multipliers: [{ factor: 2 }] })),
      [sold('a')],
      'stamped',
      2,
      [found, paid(), row('multiplier', true, { factor: 2, weekday: 'mon', time: '09:00' }), stamps(2)],
    ],
    [
      'cut to the most of an order',
      program(perVisit({ stamps: 5, limits: { perOrder: 2 } })),
      [sold('a')],
      'stamped',
      2,
      [found, paid(), row('per-order', false, { limit: 2 }), stamps(2)],
    ],
    [
      'just the most of an order',
      program(perVisit({ stamps: 2, limits: { perOrder: 2 } })),
      [sold('a')],
      'stamped',
      2,
      [found, paid(), row('per-order', true, { limit: 2 }), stamps(2)],
    ],
  ])('%s', (_why, rules, events, outcome, given, trace) => {
    const order = play(rules, events).order('a')
    expect(order.trace).toEqual(trace)
    expect([order.outcome, order.given]).toEqual([outcome, given])
  })

  it.each(['merged', 'erased', 'paused'] as const)('earns nothing on a card that is %s', (state) => {
    const driver = new DomainDriver([program(perVisit())])
    driver.join().card.state = state
    driver.deliver(sold('a'))
    expect(driver.order('a').trace).toEqual([row('card-active', false, { state })])
    expect(driver.order('a').judgement).toBeNull()
  })

  it('still takes back from a paused card what it was given before', () => {
    const driver = new DomainDriver([program(perVisit())])
    const book = driver.join()
    driver.deliver(sold('a'))
    book.card.state = 'paused'
    driver.deliver(cancelled('a'))
    expect([book.card.total, driver.order('a').outcome]).toEqual([0, 'reversed'])
  })

  it.each([
    ['several cards may be meant', { ambiguous: true }, { several: 1 }],
    ['none is known', {}, undefined],
  ])('has no card where %s', (_why, known, figures) => {
    const order = paidOrder()
    order.facts = { ...order.facts, ...known }
    judgeEarning(order, null, 'sale', 'UTC', new DomainDriver([program(perVisit())]).desk)
    expect([order.outcome, order.trace]).toEqual(['unmatched', [row('card', false, figures)]])
  })
})
