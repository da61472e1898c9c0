import { describe, expect, it } from 'vitest'
import { row } from '../../src/domain/trace.ts'
import { play } from '../support/domain-driver.ts'
import { at, eur, perAmount, perVisit, program, sold } from '../support/orders.ts'
import { found, paid, stamps, type TraceCase } from '../support/trace-rows.ts'

const monday = at('2026-03-02T09:00:00Z')
const hour = 3_600_000

describe('an order says which limit, place or channel kept it from earning', () => {
  it.each<TraceCase>([
    [
      'within its day and place',
      program(perVisit({ limits: { perDay: 2, perLocationDay: 1 } })),
      [sold('a')],
      'stamped',
      1,
      [
        found,
        paid(),
        row('per-location-day', true, { limit: 1 }),
        row('per-day', true, { limit: 2 }),
        stamps(1),
      ],
    ],
    [
      'after the day is full',
      program(perVisit({ limits: { perDay: 1 } })),
      [sold('b'), sold('a')],
      'no-stamp',
      0,
      [found, paid(), row('per-day', false, { limit: 1 }), stamps(0)],
    ],
    [
      'told again: the reason stays',
      program(perVisit({ limits: { perLocationDay: 1 } })),
      [sold('b'), sold('a'), sold('a')],
      'no-stamp',
      0,
      [found, paid(), row('per-location-day', false, { limit: 1 }), stamps(0)],
    ],
    [
      'too soon after another',
      program(perVisit({ limits: { cooldownMinutes: 60 } })),
      [sold('b'), sold('a', { placedAt: monday + hour - 1 })],
      'no-stamp',
      0,
      [found, paid(), row('cool-down', false, { minutes: 60 }), stamps(0)],
    ],
    [
      'just late enough after another',
      program(perVisit({ limits: { cooldownMinutes: 60 } })),
      [sold('b'), sold('a', { placedAt: monday + hour })],
      'stamped',
      1,
      [found, paid(), stamps(1)],
    ],
    [
      'at a location that earns',
      program(perVisit(), [10], { locations: ['harbour'] }),
      [sold('a', { locationId: 'harbour' })],
      'stamped',
      1,
      [found, row('location', true, { location: 'harbour' }), paid(), stamps(1)],
    ],
    [
      'at another location',
      program(perVisit(), [10], { locations: ['harbour'] }),
      [sold('a', { locationId: 'station' })],
      'no-stamp',
      0,
      [found, row('location', false, { location: 'station' }), paid(), stamps(0)],
    ],
    [
      'nowhere',
      program(perVisit(), [10], { locations: ['harbour'] }),
      [sold('a')],
      'no-stamp',
      0,
      [found, row('location', false, {}), paid(), stamps(0)],
    ],
    [
      'moved to a location that earns by an edit',
      program(perVisit(), [10], { locations: ['harbour'] }),
      [sold('a', { locationId: 'station' }), sold('a', { locationId: 'harbour' }, { asOf: 5 })],
      'stamped',
      1,
      [found, row('location', true, { location: 'harbour' }), paid(), stamps(1)],
    ],
    [
      'by a channel that earns',
      program(perVisit(), [10], { channels: ['till'] }),
      [sold('a')],
      'stamped',
      1,
      [found, row('channel', true, { channel: 'till' }), paid(), stamps(1)],
    ],
    [
      'by a channel that does not',
      program(perVisit(), [10], { channels: ['kiosk'] }),
      [sold('a')],
      'no-stamp',
      0,
      [found, row('channel', false, { channel: 'till' }), paid(), stamps(0)],
    ],
    [
      'only scanned yet: a visit counts',
      program(perVisit()),
      [sold('a', { total: 0, unknownAmount: true })],
      'stamped',
      1,
      [found, stamps(1)],
    ],
    [
      'only scanned yet: an amount cannot',
      program(perAmount(eur(500))),
      [sold('a', { total: 0, unknownAmount: true })],
      'no-stamp',
      0,
      [found, row('amount-unknown', false), stamps(0)],
    ],
    [
      'only scanned yet: nor a minimum',
      program(perVisit({ minSpend: eur(1) })),
      [sold('a', { total: 0, unknownAmount: true })],
      'no-stamp',
      0,
      [found, row('amount-unknown', false), stamps(0)],
    ],
  ])('%s', (_why, rules, events, outcome, given, trace) => {
    const order = play(rules, events).order('a')
    expect(order.trace).toStrictEqual(trace)
    expect([order.outcome, order.given]).toEqual([outcome, given])
  })
})
