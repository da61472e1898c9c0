import { describe, expect, it } from 'vitest'
import type { OrderEvent } from '../../src/domain/order.ts'
import type { EarnRule } from '../../src/domain/program.ts'
import { DomainDriver, play } from '../support/domain-driver.ts'
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

const minute = 60_000
const monday = at('2026-03-02T09:00:00Z')

const totalOf = (earn: EarnRule, events: OrderEvent[]) =>
  play(program(earn), events).books.get('card')!.card.total
const minutesLater = (minutes: number) => ({ placedAt: monday + minutes * minute })

type Row = [total: number, why: string, rule: EarnRule, events: OrderEvent[]]
const check = (rows: Row[]) =>
  it.each(rows)('%i: %s', (total, _why, rule, events) => {
    expect(totalOf(rule, events)).toBe(total)
  })

describe('an order earns what it would earn as it now stands', () => {
  const minimum = perVisit({ minSpend: eur(1000) })
  const cups = (quantity: number) => ({ lines: [line({ sku: 'CUP', quantity })] })
  const perCup = perItem({ skus: ['CUP'] })
  check([
    [1, 'a visit', perVisit(), [sold('a')]],
    [1, 'told twice', perVisit(), [sold('a'), sold('a')]],
    [2, 'two visits', perVisit(), [sold('a'), sold('b')]],
    [0, 'unpaid', perVisit(), [sold('a', {}, { paid: false })]],
    [1, 'paid later', perVisit(), [sold('a', {}, { paid: false }), sold('a', {}, { asOf: 5 })]],
    [0, 'cancelled', perVisit(), [sold('a'), cancelled('a')]],
    [0, 'cancelled before it came', perVisit(), [cancelled('a'), sold('a')]],
    [0, 'cancelled twice', perVisit(), [sold('a'), cancelled('a'), cancelled('a')]],
    [0, 'refunded whole', perVisit(), [sold('a'), refunded('a', 'r', 1000)]],
    [0, 'refunded whole before it came', perVisit(), [refunded('a', 'r', 1000), sold('a')]],
    [0, 'refunded and cancelled: once', perVisit(), [sold('a'), refunded('a', 'r', 1000), cancelled('a')]],
    [1, 'refunded in part', perVisit(), [sold('a'), refunded('a', 'r', 500)]],
    [0, 'below the minimum after a refund', minimum, [sold('a'), refunded('a', 'r', 1)]],
    [1, 'edited up to the minimum', minimum, [sold('a', { total: 900 }), sold('a', {}, { asOf: 5 })]],
    [0, 'edited below it', minimum, [sold('a'), sold('a', { total: 900 }, { asOf: 5 })]],
    [
      1,
      'edited below it and up again',
      minimum,
      [sold('a'), sold('a', { total: 900 }, { asOf: 5 }), sold('a', {}, { asOf: 9 })],
    ],
    [
      1,
      'an old edit that comes late',
      minimum,
      [sold('a'), sold('a', {}, { asOf: 9 }), sold('a', { total: 900 }, { asOf: 5 })],
    ],
    [
      2,
      'one of three cups given back',
      perCup,
      [sold('a', cups(3)), refunded('a', 'r', 333, [{ id: 'line', quantity: 1, amount: 333 }])],
    ],
    [
      0,
      'cups given back one by one',
      perCup,
      [
        sold('a', cups(2)),
        refunded('a', 'r', 500, [{ id: 'line', quantity: 1, amount: 500 }]),
        refunded('a', 's', 500, [{ id: 'line', quantity: 1, amount: 500 }]),
      ],
    ],
    [
      1,
      '30 + 20 counts as 50',
      perAmount(eur(5000)),
      [sold('a', { total: 3000 }), sold('b', { total: 2000 })],
    ],
    [
      0,
      'and not when 30 are given back',
      perAmount(eur(5000)),
      [sold('a', { total: 3000 }), sold('b', { total: 2000 }), refunded('a', 'r', 3000)],
    ],
    [
      1,
      '60 + 20, 30 given back: 50 are left',
      perAmount(eur(5000)),
      [sold('a', { total: 6000 }), sold('b', { total: 2000 }), refunded('a', 'r', 3000)],
    ],
    [
      0,
      'two orders below the amount without carry-over',
      perAmount(eur(5000), { carryOver: false }),
      [sold('a', { total: 3000 }), sold('b', { total: 4999 })],
    ],
    [0, 'an order paid with a coupon of 100 %', perVisit(), [sold('a', { total: 0 })]],
    [1, 'an order paid with a gift card earns', perVisit(), [sold('a')]],
    [0, 'a gift card that is sold does not', perVisit(), [sold('a', { lines: [line({ giftCard: true })] })]],
    [0, 'a test', perVisit(), [sold('a', { test: true })]],
  ])
})

describe('limits by window', () => {
  const daily = perVisit({ limits: { perDay: 1 } })
  const local = perVisit({ limits: { perLocationDay: 1 } })
  check([
    [1, 'one a day', daily, [sold('a'), sold('b', minutesLater(60))]],
    [2, 'the next day', daily, [sold('a'), sold('b', minutesLater(24 * 60))]],
    [
      1,
      'the other takes its place when the first is given back',
      daily,
      [sold('a'), sold('b', minutesLater(60)), refunded('a', 'r', 1000)],
    ],
    [0, 'both given back', daily, [sold('a'), sold('b'), refunded('a', 'r', 1000), refunded('b', 'r', 1000)]],
    [
      2,
      'one a day at each place',
      local,
      [sold('a', { locationId: 'x' }), sold('b', { locationId: 'x' }), sold('c', { locationId: 'y' })],
    ],
    [
      2,
      'one a day at one place, on two days',
      local,
      [sold('a', { locationId: 'x' }), sold('b', { locationId: 'x', ...minutesLater(24 * 60) })],
    ],
  ])

  it('counts days by the clock of the place', () => {
    // 23:30 and 00:30 in Berlin: two days there, one day in UTC.
    const events = [
      sold('a', { placedAt: at('2026-03-02T22:30:00Z') }),
      sold('b', { placedAt: at('2026-03-02T23:30:00Z') }),
    ]
    const total = (timeZone: string) =>
      play(program(daily), events, { timeZone }).books.get('card')!.card.total
    expect([total('Europe/Berlin'), total('UTC')]).toEqual([2, 1])
  })

  it.each([
    ['spring: a day of 23 hours', '2026-03-28T23:00:00Z', '2026-03-29T21:59:00Z', '2026-03-29T22:00:00Z'],
    ['autumn: a day of 25 hours', '2026-10-24T22:00:00Z', '2026-10-25T22:59:00Z', '2026-10-25T23:00:00Z'],
  ])('knows the day of the change in %s', (_when, first, last, next) => {
    const driver = play(
      program(daily),
      [first, last, next].map((each) => sold(each, { placedAt: at(each) })),
      { timeZone: 'Europe/Berlin' },
    )
    expect([first, last, next].map((each) => driver.order(each).given)).toEqual([1, 0, 1])
  })

  it('goes on saying that the limit was reached when the order is told again', () => {
    const driver = play(program(daily), [sold('a'), sold('b')])
    const before = driver.order('b').trace
    expect(before.map((each) => each.rule)).toContain('per-day')
    driver.deliver(sold('b'), sold('b', {}, { asOf: 5 }))
    expect(driver.order('b').trace).toEqual(before)
  })
})

describe('cool-down', () => {
  const hour = perVisit({ limits: { cooldownMinutes: 60 } })
  check([
    [1, 'within the hour', hour, [sold('a'), sold('b', minutesLater(59))]],
    [2, 'after the hour', hour, [sold('a'), sold('b', minutesLater(60))]],
    [1, 'an earlier order that comes later', hour, [sold('b', minutesLater(59)), sold('a')]],
    [
      2,
      'the window rolls from what earned, not from what did not',
      hour,
      [sold('a'), sold('b', minutesLater(59)), sold('c', minutesLater(60))],
    ],
    [1, 'an order does not cool itself', hour, [sold('a'), sold('a', {}, { asOf: 5 })]],
    [
      1,
      'an order given back cools nobody',
      hour,
      [sold('a'), refunded('a', 'r', 1000), sold('b', minutesLater(5))],
    ],
    [
      1,
      'over midnight',
      hour,
      [
        sold('a', { placedAt: at('2026-03-02T23:50:00Z') }),
        sold('b', { placedAt: at('2026-03-03T00:10:00Z') }),
      ],
    ],
  ])
})

describe('what was made of an order', () => {
  const outcome = (events: OrderEvent[], rules = program(perVisit())) =>
    play(rules, events).order('a').outcome
  it.each<[string, string, OrderEvent[]]>([
    ['stamped', 'a visit', [sold('a')]],
    ['waiting', 'not paid yet', [sold('a', {}, { paid: false })]],
    ['waiting', 'only its refund is known', [refunded('a', 'r', 100)]],
    ['waiting', 'only its end is known', [cancelled('a')]],
    ['unmatched', 'no card', [sold('a', { cardSerial: undefined })]],
    ['unmatched', 'a card nobody has', [sold('a', { cardSerial: 'nobody' })]],
    ['no-stamp', 'a test', [sold('a', { test: true })]],
    ['reversed', 'given back', [sold('a'), refunded('a', 'r', 1000)]],
    ['reversed', 'cancelled', [sold('a'), cancelled('a')]],
    ['reversed', 'cancelled without being paid', [sold('a', {}, { paid: false }), cancelled('a')]],
  ])('%s: %s', (expected, _why, events) => {
    expect(outcome(events)).toBe(expected)
  })

  it('finds the card when a later statement brings it', () => {
    const driver = play(program(perVisit()), [
      sold('a', { cardSerial: undefined }),
      sold('a', { cardSerial: 'card' }, { asOf: 5 }),
    ])
    expect(driver.order('a')).toMatchObject({ outcome: 'stamped', cardId: 'card', evidence: 'scanned' })
  })

  it('finds the card when the statement that names it comes last', () => {
    const driver = play(program(perVisit()), [sold('a', { cardSerial: undefined }, { asOf: 5 }), sold('a')])
    expect(driver.order('a')).toMatchObject({ outcome: 'stamped', given: 1 })
  })

  it('changes nothing when it is judged again without news', () => {
    const driver = play(program(perVisit(), [2]), [sold('a'), sold('b')])
    const before = structuredClone([driver.order('b'), driver.books.get('card')!.card, driver.ledger])
    driver.deliver(sold('b'), sold('b'))
    expect([driver.order('b'), driver.books.get('card')!.card, driver.ledger]).toEqual(before)
  })

  it('gives a paused card nothing new, and takes back what it had', () => {
    const driver = play(program(perVisit()), [sold('a')])
    driver.books.get('card')!.card.state = 'paused'
    driver.deliver(sold('b'))
    expect(driver.order('b')).toMatchObject({ outcome: 'no-stamp', given: 0 })
    driver.deliver(refunded('a', 'r', 1000))
    expect(driver.books.get('card')!.card.total).toBe(0)
  })

  it('takes nothing back from a card whose holder is gone', () => {
    const driver = play(program(perVisit()), [sold('a')])
    driver.books.get('card')!.card.state = 'erased'
    driver.deliver(refunded('a', 'r', 1000))
    expect([driver.order('a').given, driver.books.get('card')!.card.total]).toEqual([1, 1])
  })

  it('judges changes by the version that judged the order first', () => {
    let latest = 1
    const versions = [program(perVisit({ minSpend: eur(1000) }), [1]), program(perVisit({ stamps: 3 }), [10])]
    const driver = new DomainDriver(versions, { latest: () => latest })
    driver.join()
    latest = 2
    driver.deliver(sold('a'), sold('b'))
    expect([driver.order('a').given, driver.order('b').given]).toEqual([1, 3])
    driver.deliver(refunded('a', 'r', 1))
    expect(driver.order('a').given).toBe(0)
  })

  it('makes one ledger entry for each change, under a key of its own', () => {
    const events = [
      sold('a', {}, { asOf: 5 }),
      sold('a', {}, { asOf: 5, refunds: [{ id: 'r', amount: 1000, lines: [] }] }),
    ]
    const driver = play(program(perVisit()), events)
    expect(driver.ledger.map(({ effectKey, count }) => [effectKey, count])).toEqual([
      ['order/till/a/sale@5', 1],
      ['order/till/a/sale@5#2', -1],
    ])
  })

  it('shows how far money has come, and nothing once the card plays by visits', () => {
    let latest = 1
    const versions = [program(perAmount(eur(5000)), [1]), program(perVisit(), [10])]
    const driver = new DomainDriver(versions, { latest: () => latest })
    const { card } = driver.join()
    driver.deliver(sold('a', { total: 3000 }))
    expect(card.progress).toEqual({ amount: 3000, per: 5000, currency: 'EUR' })
    latest = 2
    driver.deliver(sold('b', { total: 2500 }))
    expect([card.version, card.progress]).toEqual([2, null])
  })
})
