import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openTill } from '../../../adapters/open-till/adapter.ts'
import { absorb, type OrderFacts, unknownOrder } from '../../../src/domain/order.ts'
import type { ParseResult } from '../../../src/ports/till.ts'

const delivery = (body: string) => ({
  topic: 'order.paid',
  deliveryId: 'm',
  body: Buffer.from(body),
  receivedAt: 0,
})
const parse = (type: unknown, data: unknown): ParseResult =>
  openTill.reader.parse(delivery(JSON.stringify({ type, timestamp: '2026-11-22T12:00:00Z', data })))

const order = {
  id: 'A-1',
  number: '42',
  closedAt: '2026-11-22T13:00:00+01:00',
  locationId: 'harbour',
  currency: 'EUR',
  total: 1250,
  tip: 100,
  tax: 190,
  shipping: 50,
  lines: [
    { id: '1', name: 'Flat white', sku: 'FW', category: 'coffee', quantity: 2, total: 900 },
    { id: '2', name: 'Beans', quantity: 0.25, total: 200, giftCard: false },
    { id: '3', name: 'Gift card', quantity: 1, total: 0, giftCard: true },
  ],
  discountCodes: ['K7Q2M9ABCD'],
  customer: { id: 'c-7', email: 'ada@example.com', phone: '+491701234567' },
  card: 'serial-1',
}

describe('order.paid', () => {
  it('is a paid sale as of nothing, so that it never replaces what is known', () => {
    expect(parse('order.paid', order)).toEqual({
      ok: true,
      events: [
        {
          kind: 'sale',
          orderId: 'A-1',
          paid: true,
          cancelled: false,
          refunds: [],
          asOf: 0,
          sale: {
            number: '42',
            placedAt: Date.UTC(2026, 10, 22, 12),
            locationId: 'harbour',
            currency: 'EUR',
            total: 1250,
            tip: 100,
            tax: 190,
            shipping: 50,
            serviceCharge: 0,
            lines: [
              { id: '1', name: 'Flat white', sku: 'FW', category: 'coffee', quantity: 2, total: 900 },
              { id: '2', name: 'Beans', quantity: 0.25, total: 200 },
              { id: '3', name: 'Gift card', quantity: 1, total: 0, giftCard: true },
            ],
            discountCodes: [{ code: 'K7Q2M9ABCD' }],
            customerId: 'c-7',
            cardSerial: 'serial-1',
            test: false,
          },
        },
      ],
    })
  })

  it('needs no more than id, time, currency and total; null and unknown fields are let through', () => {
    const bare = { id: 'B', closedAt: '2026-11-22T12:00:00.123Z', currency: 'JPY', total: 500 }
    const chatty = { ...bare, tip: null, customer: null, lines: null, card: null, terminal: { id: 4 } }
    for (const each of [bare, chatty])
      expect(parse('order.paid', each)).toMatchObject({
        ok: true,
        events: [{ sale: { total: 500, tip: 0, tax: 0, lines: [], discountCodes: [], test: false } }],
      })
  })

  it('keeps e-mail and phone out of what it returns', () => {
    const text = JSON.stringify(parse('order.paid', order))
    expect(text).not.toContain('example.com')
    expect(text).not.toContain('+49170')
  })

  it('says when an order is only a test', () => {
    expect(parse('order.paid', { ...order, test: true })).toMatchObject({
      events: [{ sale: { test: true } }],
    })
  })

  it.each([
    [{ id: undefined }, 'data.id must be text'],
    [{ id: '' }, 'data.id must be text of 1 to 255 characters'],
    [{ id: 7 }, 'data.id must be text'],
    [{ total: -1 }, 'data.total must be a whole number of minor units, 0 or more'],
    [{ total: 12.5 }, 'data.total must be a whole number of minor units, 0 or more'],
    [{ total: '1250' }, 'data.total must be a number'],
    [{ total: 2 ** 53 }, 'data.total must be a whole number of minor units, 0 or more'],
    [{ tip: -5 }, 'data.tip must be a whole number of minor units, 0 or more'],
    [{ currency: 'EURO' }, 'data.currency must be an ISO 4217 currency, in capitals'],
    [{ currency: 'XQQ' }, 'data.currency must be an ISO 4217 currency, in capitals'],
    [{ closedAt: 'yesterday' }, 'data.closedAt must be a time like 2026-01-31T09:30:00Z'],
    [{ closedAt: '2026-11-22T12:00:00' }, 'data.closedAt must be a time like 2026-01-31T09:30:00Z'],
    [{ closedAt: '2026-13-45T12:00:00Z' }, 'data.closedAt must be a time like 2026-01-31T09:30:00Z'],
    [{ lines: {} }, 'data.lines must be a list'],
    [
      { lines: [...order.lines, { id: '4', name: 'x', quantity: 1, total: 0.5 }] },
      'data.lines[3].total must be',
    ],
    [{ lines: [{ id: '4', name: 'x', quantity: -1, total: 5 }] }, 'data.lines[0].quantity must be 0 or more'],
    [{ lines: [{ id: '4', quantity: 1, total: 5 }] }, 'data.lines[0].name must be text'],
    [{ lines: Array(1001).fill(order.lines[0]) }, 'data.lines must have at most 1000 entries'],
    [{ discountCodes: [''] }, 'data.discountCodes[0] must be text of 1 to 255 characters'],
    [{ discountCodes: Array(101).fill('A') }, 'data.discountCodes must have at most 100 entries'],
    [{ customer: 'Ada' }, 'data.customer must be an object'],
    [{ test: 'no' }, 'data.test must be true or false'],
  ])('with %j is a problem that names the field', (change, problem) => {
    const result = parse('order.paid', { ...order, ...change })
    expect(result).toEqual({ ok: false, problem: expect.stringContaining(problem) })
  })
})

describe('the other types', () => {
  it('order.updated stands as of updatedAt', () => {
    expect(parse('order.updated', { ...order, updatedAt: '2026-11-22T12:05:00Z' })).toMatchObject({
      ok: true,
      events: [{ kind: 'sale', asOf: Date.UTC(2026, 10, 22, 12, 5), paid: true }],
    })
    expect(parse('order.updated', order)).toEqual({ ok: false, problem: 'data.updatedAt must be text' })
    expect(parse('order.updated', { ...order, updatedAt: 'x' })).toMatchObject({ ok: false })
  })

  it('order.cancelled and order.refunded speak of the order', () => {
    expect(parse('order.cancelled', { id: 'A-1' })).toEqual({
      ok: true,
      events: [{ kind: 'cancellation', orderId: 'A-1' }],
    })
    const given = { id: 'r1', orderId: 'A-1', amount: 450, lines: [{ id: '1', quantity: 1, amount: 450 }] }
    expect(parse('order.refunded', given)).toEqual({
      ok: true,
      events: [{ kind: 'refund', orderId: 'A-1', refund: { id: 'r1', amount: 450, lines: given.lines } }],
    })
    expect(parse('order.refunded', { ...given, lines: undefined })).toMatchObject({
      events: [{ refund: { lines: [] } }],
    })
    expect(parse('order.refunded', { ...given, amount: -1 })).toEqual({
      ok: false,
      problem: 'data.amount must be a whole number of minor units, 0 or more',
    })
  })

  it('a type that is not used is ignored, and says so', () => {
    expect(parse('order.created', {})).toEqual({
      ok: true,
      events: [{ kind: 'ignored', why: expect.stringContaining('order.created') }],
    })
  })

  it.each(['', 'no json', '[]', 'null', '7', '{}', '{"type":"order.paid"}', '{"type":3,"data":{}}'])(
    'the body %s is a problem',
    (body) => {
      expect(openTill.reader.parse(delivery(body)).ok).toBe(false)
    },
  )
})

describe('whatever comes', () => {
  it('never throws', () => {
    const types = fc.constantFrom('order.paid', 'order.updated', 'order.cancelled', 'order.refunded', 'x')
    fc.assert(
      fc.property(types, fc.jsonValue(), (type, data) => {
        expect(typeof parse(type, data).ok).toBe('boolean')
      }),
    )
  })

  it('ends in the same facts in any order of arrival and repetition', () => {
    const messages: [string, unknown][] = [
      ['order.paid', order],
      ['order.updated', { ...order, total: 800, updatedAt: '2026-11-22T12:05:00Z' }],
      ['order.updated', { ...order, total: 700, updatedAt: '2026-11-22T12:06:00Z' }],
      ['order.refunded', { id: 'r1', orderId: 'A-1', amount: 100 }],
      ['order.refunded', { id: 'r2', orderId: 'A-1', amount: 100 }],
    ]
    const facts = (sent: [string, unknown][]) =>
      sent.reduce<OrderFacts>((known, [type, data]) => {
        const result = parse(type, data)
        const event = result.ok ? result.events[0] : undefined
        return event?.kind === 'sale' || event?.kind === 'refund' ? absorb(known, event) : known
      }, unknownOrder)
    fc.assert(
      fc.property(fc.shuffledSubarray([...messages, ...messages], { minLength: 10 }), (sent) => {
        expect(facts(sent)).toEqual(facts(messages))
      }),
    )
    expect(facts(messages).sale?.total).toBe(700)
  })
})
