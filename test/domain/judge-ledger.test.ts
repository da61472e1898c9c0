import { describe, expect, it } from 'vitest'
import type { OrderEvent } from '../../src/domain/order.ts'
import { row, sameRow, type TraceRow } from '../../src/domain/trace.ts'
import { play } from '../support/domain-driver.ts'
import {
  at,
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

describe('the ledger says what each entry came from', () => {
  it('names till, order and fact, once for each', () => {
    const driver = play(program(perVisit({ minSpend: eur(500) })), [
      sold('a'),
      sold('a', { total: 400 }, { asOf: 5 }),
      sold('a', { total: 900 }, { asOf: 9 }),
      refunded('a', 'r', 500),
      cancelled('b'),
      sold('b', {}, { asOf: 7 }),
    ])
    expect(
      driver.ledger.map(({ effectKey, count, balance, channel, tillId, orderId, reason }) => [
        effectKey,
        count,
        balance,
        channel,
        tillId,
        orderId,
        reason,
      ]),
    ).toEqual([
      ['order/till/a/sale', 1, 1, 'order', 'till', 'a', 'Order'],
      ['order/till/a/sale@5', -1, 0, 'order', 'till', 'a', 'Order'],
      ['order/till/a/sale@9', 1, 1, 'order', 'till', 'a', 'Order'],
      ['order/till/a/refund:r', -1, 0, 'order', 'till', 'a', 'Refund'],
    ])
    const taken = play(program(perVisit()), [sold('a'), cancelled('a')]).ledger
    expect(taken.map(({ effectKey, reason }) => [effectKey, reason])).toEqual([
      ['order/till/a/sale', 'Order'],
      ['order/till/a/cancellation', 'Cancelled order'],
    ])
  })

  it('tells two entries of one fact apart', () => {
    const driver = play(program(perItem({ skus: ['CUP'] })), [
      sold('a', { lines: [line({ sku: 'CUP', quantity: 3 })] }),
      refunded('a', 'r', 300, [{ id: 'line', quantity: 1, amount: 300 }]),
      refunded('a', 'r', 600, [{ id: 'line', quantity: 2, amount: 600 }]),
    ])
    expect(driver.ledger.map(({ effectKey }) => effectKey)).toEqual([
      'order/till/a/sale',
      'order/till/a/refund:r',
      'order/till/a/refund:r#2',
    ])
  })

  it('fixes version, time zone and windows when an order is first judged', () => {
    const rules = program(perVisit({ limits: { perDay: 2, perLocationDay: 1 } }))
    const driver = play(rules, [sold('a', { placedAt: at('2026-03-02T23:30:00Z'), locationId: 'harbour' })], {
      timeZone: 'Europe/Berlin',
    })
    expect(driver.order('a').judgement).toEqual({
      version: 1,
      timeZone: 'Europe/Berlin',
      keys: {
        placeDay: 'place/2026-03-03/stamps/2/1/harbour',
        day: 'day/2026-03-03/stamps/2/1',
        amount: null,
      },
      cooled: false,
      value: 1,
      entered: ['sale'],
    })
    expect(driver.order('a').firstJudgedAt).toBe(driver.now)
  })

  it('keeps money on its way to a stamp where the card can show it', () => {
    const progress = (...events: OrderEvent[]) =>
      play(program(perAmount(eur(500))), events).books.get('card')!.card.progress
    expect(progress(sold('a', { total: 700 }))).toEqual({ amount: 200, per: 500, currency: 'EUR' })
    expect(progress(sold('a', { total: 700 }), sold('b', { total: 300 }))).toMatchObject({ amount: 0 })
    expect(progress(sold('a', { total: 700 }), refunded('a', 'r', 600))).toMatchObject({ amount: 100 })
    expect(play(program(perVisit()), [sold('a')]).books.get('card')!.card.progress).toBeNull()
  })
})

describe('two rows say the same', () => {
  it.each<[boolean, string, TraceRow, TraceRow]>([
    [
      true,
      'whatever order their figures are in',
      row('stamps', true, { a: 1, b: 2 }),
      row('stamps', true, { b: 2, a: 1 }),
    ],
    [true, 'without figures', row('paid', false), { rule: 'paid', passed: false, figures: {} }],
    [false, 'with other figures', row('stamps', true, { a: 1 }), row('stamps', true, { a: 2 })],
    [false, 'with another answer', row('paid', false), row('paid', true)],
    [false, 'of another rule', row('paid', false), row('card', false)],
  ])('%s: %s', (same, _why, one, other) => {
    expect(sameRow(one, other)).toBe(same)
  })
})
