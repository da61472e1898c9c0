import { describe, expect, it } from 'vitest'
import type { OrderEvent } from '../../src/domain/order.ts'
import type { ProgramRules } from '../../src/domain/program.ts'
import { Counter } from '../support/counter.ts'
import {
  at,
  cancelled,
  eur,
  perAmount,
  perItem,
  perVisit,
  program,
  refunded,
  sold,
} from '../support/orders.ts'

const nine = at('2026-03-02T09:00:00Z')
const minutes = (count: number) => nine + count * 60_000
/** Nobody's order, a minute after nine. */
const order = (total: number, part: object = {}): OrderEvent =>
  sold('1', { total, placedAt: minutes(1), cardSerial: undefined, ...part })

describe('a scan alone', () => {
  it.each<[string, ProgramRules, number, number | undefined, string]>([
    ['a visit needs no amount', program(perVisit()), 1, undefined, 'stamped'],
    ['two stamps a visit', program(perVisit({ stamps: 2 })), 2, undefined, 'stamped'],
    [
      'a cap on each order holds',
      program(perVisit({ stamps: 5, limits: { perOrder: 3 } })),
      3,
      undefined,
      'stamped',
    ],
    [
      'a minimum is not known to be reached',
      program(perVisit({ minSpend: eur(500) })),
      0,
      undefined,
      'waiting',
    ],
    ['the amount reaches the minimum', program(perVisit({ minSpend: eur(500) })), 1, 500, 'stamped'],
    ['the amount stays below it', program(perVisit({ minSpend: eur(500) })), 0, 499, 'no-stamp'],
    ['an amount rule waits for the amount', program(perAmount(eur(100))), 0, undefined, 'waiting'],
    ['and counts it when told', program(perAmount(eur(100))), 7, 750, 'stamped'],
    ['items are known to the till alone', program(perItem({ skus: ['a'] })), 0, undefined, 'waiting'],
    [
      'the channel does not earn',
      program(perVisit(), [10], { channels: ['till'] }),
      0,
      undefined,
      'no-stamp',
    ],
    ['the channel earns', program(perVisit(), [10], { channels: ['counter'] }), 1, undefined, 'stamped'],
  ])('%s', (_why, rules, total, amount, outcome) => {
    const counter = new Counter(rules)
    counter.show({ id: 's', at: nine, ...(amount === undefined ? {} : { amount: eur(amount) }) })
    expect(counter.end.total).toBe(total)
    expect(counter.scans.get('s')?.outcome).toBe(outcome)
  })

  it('cools down the next, and is cooled down', () => {
    const counter = new Counter(program(perVisit({ limits: { cooldownMinutes: 60 } })))
    counter.show({ id: 'a', at: nine })
    counter.show({ id: 'b', at: minutes(30) })
    counter.show({ id: 'c', at: minutes(61) })
    expect(counter.end.total).toBe(2)
  })
})

describe('a scan and its order', () => {
  it('make one entry and its difference', () => {
    const counter = new Counter(program(perAmount(eur(100))))
    counter.show({ id: 's', at: nine, amount: eur(500) })
    counter.tell(order(800))
    expect(counter.ledger.map(({ effectKey, count }) => [effectKey, count])).toEqual([
      ['scan/s', 5],
      ['order/till/1/sale@0', 3],
    ])
    expect(counter.orders.get('1')).toMatchObject({ cardId: 'card', evidence: 'scanned', given: 8 })
    expect(counter.scans.get('s')).toMatchObject({ state: 'joined', given: 0, broughtCard: true })
  })

  it('give back together what is refunded or cancelled', () => {
    const counter = new Counter(program(perVisit({ stamps: 2 })))
    counter.show({ id: 's', at: nine })
    counter.tell(order(800))
    counter.tell(refunded('1', 'r', 800))
    expect(counter.end).toMatchObject({ total: 0, ledger: 0 })
  })

  it('take a stamp back where the order shows that nothing was due', () => {
    const counter = new Counter(program(perVisit(), [1]))
    counter.show({ id: 's', at: nine })
    expect(counter.end).toMatchObject({ total: 1, open: 1 })
    counter.tell(order(0))
    expect(counter.end).toMatchObject({ total: 0, open: 0 })
  })

  it.each([['counter'], ['till']] as const)('earn where %s alone earns, whichever comes first', (channel) => {
    const rules = program(perVisit(), [10], { channels: [channel] })
    const scanFirst = new Counter(rules)
    scanFirst.show({ id: 's', at: nine })
    scanFirst.tell(order(800))
    const orderFirst = new Counter(rules)
    orderFirst.tell(order(800, { cardSerial: 'card' }))
    orderFirst.show({ id: 's', at: nine })
    expect([scanFirst.end.total, orderFirst.end.total]).toEqual([1, 1])
    scanFirst.tell(refunded('1', 'r', 100))
    expect(scanFirst.end.total).toBe(1)
  })

  it('go one with one: two orders and two scans are two purchases, a third scan is a third', () => {
    const counter = new Counter(program(perVisit()))
    counter.show({ id: 'a', at: nine })
    counter.tell(sold('1', { placedAt: minutes(1), cardSerial: 'card' }))
    counter.tell(sold('2', { placedAt: minutes(2), cardSerial: 'card' }))
    counter.show({ id: 'b', at: minutes(3) })
    expect(counter.end.total).toBe(2)
    counter.show({ id: 'c', at: minutes(4) })
    expect(counter.end.total).toBe(3)
  })

  it('are two purchases after an un-join, and nobody’s order is nobody’s again', () => {
    const counter = new Counter(program(perVisit({ stamps: 2 })))
    counter.show({ id: 's', at: nine })
    counter.tell(order(800))
    counter.part('s')
    expect(counter.end).toMatchObject({ total: 2, ledger: 2 })
    expect(counter.orders.get('1')).toMatchObject({ cardId: null, given: 0, outcome: 'unmatched' })
    counter.tell(order(800, { placedAt: minutes(1) }))
    expect(counter.end.total).toBe(2)
  })

  it('are nothing after the counter took the scan back, unless the order names the card itself', () => {
    for (const cardSerial of [undefined, 'card']) {
      const counter = new Counter(program(perVisit(), [1]))
      counter.show({ id: 's', at: nine })
      counter.tell(order(800, { cardSerial }))
      counter.undo('s')
      expect(counter.end).toMatchObject(cardSerial ? { total: 1, open: 1 } : { total: 0, open: 0 })
    }
  })

  it('are two purchases of the same card after an un-join where the order names it', () => {
    const counter = new Counter(program(perVisit()))
    counter.show({ id: 's', at: nine })
    counter.tell(order(800, { cardSerial: 'card' }))
    expect(counter.end.total).toBe(1)
    counter.part('s')
    expect(counter.end).toMatchObject({ total: 2, ledger: 2 })
    counter.tell(cancelled('1'))
    expect(counter.end.total).toBe(1)
  })
})
