import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createSquare } from '../../../adapters/square/adapter.ts'
import { absorb, type OrderEvent, type OrderFacts, unknownOrder } from '../../../src/domain/order.ts'
import { earnBase, remainingOf } from '../../../src/domain/remaining.ts'
import type { TillEvent } from '../../../src/ports/till.ts'

const { reader } = createSquare({ notificationUrl: 'https://example.com/webhook' })
const orderOf = (name: string) => JSON.parse(readFileSync(`test/fixtures/square/${name}.json`, 'utf8')).order
const webhookOf = (name: string) => JSON.parse(readFileSync(`test/fixtures/square/${name}.json`, 'utf8'))
const parse = (message: unknown, topic = 'stampbridge.order.fetched') =>
  reader.parse({ topic, deliveryId: 'd', body: Buffer.from(JSON.stringify(message)), receivedAt: 0 })
const events = (message: unknown, topic?: string): TillEvent[] => {
  const result = parse(message, topic)
  if (!result.ok) throw new Error(result.problem)
  return result.events
}
const ofOrder = (order: object) => events({ order })
const saleOf = (order: object) => {
  const event = ofOrder(order)[0]
  if (event?.kind !== 'sale') throw new Error(`no sale but ${event?.kind}`)
  return event
}
/** What is known of one order after events of many. */
function factsOf(orderId: string, all: TillEvent[]): OrderFacts {
  const ours = all.filter((each): each is OrderEvent => 'orderId' in each && each.kind !== 'fetch-order')
  return ours.filter((each) => each.orderId === orderId).reduce(absorb, unknownOrder)
}
const euro = (amount: number) => ({ amount, currency: 'EUR' })
const sale = orderOf('order.pos')

describe('an order of the point of sale', () => {
  it('is a sale, with everything where the rules look for it', () => {
    expect(ofOrder(sale)).toEqual([
      {
        kind: 'sale',
        orderId: 'POSorder7K2mQ9vXeT4bRz1LwY8NcZY',
        paid: true,
        cancelled: false,
        refunds: [],
        asOf: Date.UTC(2026, 10, 20, 8, 16, 40, 500),
        sale: {
          number: '#107',
          placedAt: Date.UTC(2026, 10, 20, 8, 15, 2, 120),
          locationId: 'LHARBOUR01',
          currency: 'EUR',
          total: 3730,
          tip: 200,
          tax: 240,
          shipping: 0,
          serviceCharge: 30,
          lines: [
            { id: 'AAA1', name: 'Flat white', productId: 'VARFLATWHITE', quantity: 2, total: 900 },
            { id: 'BBB2', name: 'Ethiopia beans', productId: 'VARBEANS', quantity: 0.25, total: 600 },
            { id: 'CCC3', name: 'Gift card', quantity: 1, total: 2000, giftCard: true },
          ],
          discountCodes: [{ code: 'K7Q2M9ABCD', externalId: 'DISCFREE' }],
          customerId: 'CUSTJ4T8',
          test: false,
        },
      },
    ])
  })

  it('counts for its goods: the base is the sum of the lines that are no gift cards', () => {
    const facts = factsOf(sale.id, ofOrder(sale))
    expect(earnBase(facts.sale!, remainingOf(facts.sale!, facts), true)).toBe(900 + 600)
  })

  it('names its card by metadata, or by a reference of ours', () => {
    expect(saleOf({ ...sale, metadata: { stampbridge_card: 's1' } }).sale.cardSerial).toBe('s1')
    expect(saleOf({ ...sale, reference_id: 'stampbridge:s2' }).sale.cardSerial).toBe('s2')
    expect(saleOf({ ...sale, reference_id: 'web-17' }).sale.cardSerial).toBeUndefined()
  })

  it('has a number for people, which is never a ticket named after the customer', () => {
    expect(saleOf({ ...sale, ticket_name: 'Ada' }).sale.number).toBe('payA')
    expect(saleOf({ ...sale, ticket_name: 'Ada', reference_id: 'web-17' }).sale.number).toBe('web-17')
    expect(saleOf({ ...sale, ticket_name: null, tenders: [] }).sale.number).toBe('POSord')
  })

  it('marks a customer on a payment alone: it may be an instant profile', () => {
    const tenders = [{ id: 'a' }, { id: 'b', customer_id: 'CUSTB' }]
    const weak = saleOf({ ...sale, customer_id: undefined, tenders }).sale
    expect(weak).toMatchObject({ customerId: 'CUSTB', weakCustomer: true })
    const attached = saleOf({ ...sale, customer_id: 'CUSTA', tenders }).sale
    expect(attached).toMatchObject({ customerId: 'CUSTA', weakCustomer: undefined })
  })

  it('is newer by its time, and by its version within one millisecond', () => {
    const first = saleOf({ ...sale, version: 3 }).asOf
    expect(saleOf({ ...sale, version: 4 }).asOf).toBeGreaterThan(first)
    expect(saleOf({ ...sale, version: 4 }).asOf).toBeLessThan(
      saleOf({ ...sale, version: 1, updated_at: '2026-11-20T08:16:40.501Z' }).asOf,
    )
  })

  it('is cancelled when Square says so', () => {
    expect(saleOf({ ...sale, state: 'CANCELED' })).toMatchObject({ cancelled: true, paid: false })
  })
})

describe('an order is paid', () => {
  const open = { ...sale, state: 'OPEN' }
  const tender = (amount: number, status?: string) => ({
    id: `t${amount}`,
    amount_money: euro(amount),
    ...(status ? { card_details: { status } } : {}),
  })
  it.each([
    ['completed', { state: 'COMPLETED' }, true],
    ['completed with nothing due', { state: 'COMPLETED', net_amount_due_money: euro(0) }, true],
    ['completed for nothing', { state: 'COMPLETED', total_money: euro(0), tenders: [] }, true],
    ['open with nothing due after a tender', { net_amount_due_money: euro(0) }, true],
    ['open, its tenders make the sum', { tenders: [tender(3000), tender(730)] }, true],
    ['after one of two tenders', { net_amount_due_money: euro(730), tenders: [tender(3000)] }, false],
    ['completed, so they say, with money due', { state: 'COMPLETED', net_amount_due_money: euro(5) }, false],
    ['open, one tender short', { tenders: [tender(3000)] }, false],
    [
      'open and only authorized',
      { net_amount_due_money: euro(0), tenders: [tender(3730, 'AUTHORIZED')] },
      false,
    ],
    ['open for nothing, with no tender', { total_money: euro(0), tenders: [] }, false],
  ])('%s: %j → %s', (_, change, paid) => {
    expect(saleOf({ ...open, ...change }).paid).toBe(paid)
  })
})

describe('a return order', () => {
  const returned = orderOf('order.return')
  const refundWebhook = () => events(webhookOf('refund.updated'), 'refund.updated')

  it('takes money and goods from the sale that it names, and is no sale itself', () => {
    const lines = [{ id: 'AAA1', quantity: 1, amount: 450 }]
    expect(ofOrder(returned)).toEqual([
      { kind: 'refund', orderId: sale.id, refund: { id: 'refXYZ', amount: 450, lines } },
    ])
  })

  it('counts once with its webhook, its repeats and the sale’s own list of refunds, in any order', () => {
    const told = { ...sale, refunds: [{ id: 'otherwise', status: 'APPROVED', amount_money: euro(450) }] }
    const messages = [ofOrder(sale), ofOrder(told), ofOrder(returned), refundWebhook()]
    const remaining = (sent: TillEvent[][]) => {
      const facts = factsOf(sale.id, sent.flat())
      return earnBase(facts.sale!, remainingOf(facts.sale!, facts), true)
    }
    fc.assert(
      fc.property(fc.shuffledSubarray([...messages, ...messages], { minLength: 8 }), (sent) => {
        expect(remaining(sent)).toBe(1500 - 450)
      }),
    )
    expect(factsOf('RETURNorder1', [...refundWebhook(), ...ofOrder(returned)]).sale).toBeUndefined()
  })

  it('counts by its own worth, under its own id, where no single refund paid it', () => {
    const half = { ...returned.refunds[0], amount_money: euro(225) }
    const split = [half, { ...half, id: 'other' }]
    for (const refunds of [undefined, [], split, [half]])
      expect(ofOrder({ ...returned, refunds })).toEqual([
        {
          kind: 'refund',
          orderId: sale.id,
          refund: { id: 'RETURNorder1', amount: 450, lines: [{ id: 'AAA1', quantity: 1, amount: 450 }] },
        },
      ])
  })

  it.each(['PENDING', 'FAILED', 'REJECTED'])('takes nothing while its refund is %s', (status) => {
    const refunds = [{ ...returned.refunds[0], status }]
    expect(ofOrder({ ...returned, refunds })).toEqual([{ kind: 'ignored', why: expect.any(String) }])
  })

  it('takes nothing while it is being made, nor when no sale is named', () => {
    const open = { ...returned, state: 'OPEN', refunds: undefined }
    const unlinked = { ...returned, returns: [{ ...returned.returns[0], source_order_id: undefined }] }
    for (const each of [open, unlinked])
      expect(ofOrder(each)).toEqual([{ kind: 'ignored', why: expect.any(String) }])
  })

  it('of a free order gives the goods back, though no money moves', () => {
    const free = {
      ...returned,
      refunds: undefined,
      return_amounts: { total_money: euro(0) },
      returns: [{ ...returned.returns[0], return_amounts: { total_money: euro(0) } }],
    }
    expect(ofOrder(free)).toMatchObject([{ kind: 'refund', refund: { amount: 0, lines: [{ quantity: 1 }] } }])
  })
})

describe('an exchange', () => {
  const exchange = {
    ...orderOf('order.return'),
    line_items: [{ uid: 'N1', name: 'Tea', quantity: '1', total_money: euro(300) }],
    total_money: euro(300),
    refunds: [{ id: 'refXYZ', tender_id: 'payABCD1234', status: 'APPROVED', amount_money: euro(150) }],
  }
  it('sells what it sells, and takes the whole worth of what came back from the first sale', () => {
    const message = webhookOf('refund.updated')
    message.data.object.refund.amount_money.amount = 150
    const all = [...ofOrder(sale), ...ofOrder(exchange), ...events(message, 'refund.updated')]
    const first = factsOf(sale.id, all)
    expect(remainingOf(first.sale!, first).refunded).toBe(450)
    const second = factsOf('RETURNorder1', all)
    expect(earnBase(second.sale!, remainingOf(second.sale!, second), true)).toBe(300)
  })
})

describe('an order whose refund names the sale itself', () => {
  it('counts the refund from its webhook alone, and once when the order lists it too', () => {
    const message = webhookOf('refund.updated')
    message.data.object.refund.order_id = sale.id
    const told = {
      ...sale,
      refunds: [
        { id: 'payABCD1234_refXYZ', tender_id: 'payABCD1234', status: 'APPROVED', amount_money: euro(450) },
      ],
      returns: [
        {
          source_order_id: sale.id,
          return_line_items: [{ source_line_item_uid: 'AAA1', quantity: '1', total_money: euro(450) }],
        },
      ],
    }
    const webhook = events(message, 'refund.updated')
    for (const sent of [
      [...ofOrder(sale), ...webhook],
      [...webhook, ...ofOrder(told)],
    ])
      expect(remainingOf(saleOf(sale).sale, factsOf(sale.id, sent)).refunded).toBe(450)
    const facts = factsOf(sale.id, [...webhook, ...ofOrder(told)])
    expect(remainingOf(facts.sale!, facts).lines[0]?.quantity).toBe(1)
  })
})

describe('what is not understood', () => {
  it.each([
    ['no order', {}],
    ['an order without id', { order: { ...sale, id: undefined } }],
    ['a fraction of a cent', { order: { ...sale, total_money: { amount: 1.5, currency: 'EUR' } } }],
    ['no currency', { order: { ...sale, total_money: undefined } }],
    ['a quantity that is no number', { order: { ...sale, line_items: [{ quantity: 'two' }] } }],
  ])('%s is a problem', (_, message) => {
    expect(parse(message)).toEqual({ ok: false, problem: expect.stringMatching(/^fetched order: /) })
  })

  it('nothing that is JSON makes it throw', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(...Object.keys(sale)), (value, field) => {
        expect(typeof parse({ order: { ...sale, [field]: value } }).ok).toBe('boolean')
      }),
    )
  })
})
