import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createSquare } from '../../../adapters/square/adapter.ts'

const { reader } = createSquare({ notificationUrl: 'https://example.com/webhook' })
const delivery = (body: Buffer | string, topic = 'any') => ({
  topic,
  deliveryId: 'd',
  body: Buffer.from(body as string),
  receivedAt: 0,
})
const fixture = (name: string) => JSON.parse(readFileSync(`test/fixtures/square/${name}.json`, 'utf8'))
const parse = (message: unknown) => reader.parse(delivery(JSON.stringify(message)))
const orderId = 'POSorder7K2mQ9vXeT4bRz1LwY8NcZY'
const fetches = { ok: true, events: [{ kind: 'fetch-order', orderId }] }
const ignored = { ok: true, events: [{ kind: 'ignored', why: expect.any(String) }] }

/** The fixture's payment or refund with some fields changed. */
function changed(name: string, thing: string, change: object) {
  const message = fixture(name)
  Object.assign(message.data.object[thing], change)
  return message
}

describe('payments', () => {
  it.each(['COMPLETED', 'CANCELED'])('that are %s ask for the order', (status) => {
    expect(parse(changed('payment.updated', 'payment', { status }))).toEqual(fetches)
    expect(parse({ ...changed('payment.updated', 'payment', { status }), type: 'payment.created' })).toEqual(
      fetches,
    )
  })

  it.each([{ status: 'APPROVED' }, { status: 'FAILED' }, { order_id: null }])(
    'with %j mean nothing',
    (change) => {
      expect(parse(changed('payment.updated', 'payment', change))).toEqual(ignored)
    },
  )
})

describe('refunds', () => {
  it('that are COMPLETED are entered at their order under their own id, and the order is asked for', () => {
    expect(parse(fixture('refund.updated'))).toEqual({
      ok: true,
      events: [
        { kind: 'refund', orderId: 'RETURNorder1', refund: { id: 'refXYZ', amount: 450, lines: [] } },
        { kind: 'fetch-order', orderId: 'RETURNorder1' },
      ],
    })
  })

  it.each([{ status: 'PENDING' }, { status: 'FAILED' }, { status: 'REJECTED' }, { order_id: undefined }])(
    'with %j mean nothing',
    (change) => {
      expect(parse(changed('refund.updated', 'refund', change))).toEqual(ignored)
    },
  )

  it('with an unexpected body are a problem that names the field', () => {
    expect(parse(changed('refund.updated', 'refund', { amount_money: { amount: 'x' } }))).toEqual({
      ok: false,
      problem: expect.stringContaining('refund.updated: data.object.refund.amount_money.amount'),
    })
  })
})

describe('the rest', () => {
  it('orders are asked for, drafts are not', () => {
    expect(parse(fixture('order.updated'))).toEqual(fetches)
    const created = fixture('order.updated')
    created.type = 'order.created'
    created.data.object = { order_created: created.data.object.order_updated }
    expect(parse(created)).toEqual(fetches)
    created.data.object.order_created.state = 'DRAFT'
    expect(parse(created)).toEqual(ignored)
  })

  it('merged customers are told, other customers are not', () => {
    const merged = fixture('customer.deleted.merge')
    expect(parse(merged)).toEqual({
      ok: true,
      events: [{ kind: 'customers-merged', from: ['CUSTOLD1', 'CUSTOLD2'], into: 'CUSTNEW' }],
    })
    delete merged.data.object.event_context
    expect(parse(merged)).toEqual(ignored)
  })

  it('a revoked permission ends the till', () => {
    expect(parse(fixture('oauth.authorization.revoked'))).toEqual({
      ok: true,
      events: [{ kind: 'till-ended', state: 'revoked' }],
    })
  })

  it('unknown types are ignored by name', () => {
    expect(parse({ ...fixture('order.updated'), type: 'dispute.created' })).toEqual({
      ok: true,
      events: [{ kind: 'ignored', why: 'dispute.created is not used' }],
    })
  })

  it.each(['', 'no json', '{}', '[1]', 'null'])('the body "%s" is a problem', (body) => {
    expect(reader.parse(delivery(body)).ok).toBe(false)
  })

  it('nothing that is JSON makes it throw', () => {
    const types = fc.constantFrom(
      'payment.updated',
      'refund.updated',
      'order.updated',
      'customer.deleted',
      'x',
    )
    fc.assert(
      fc.property(types, fc.jsonValue(), (type, object) => {
        const message = { merchant_id: 'M', event_id: 'E', type, data: { id: 'i', object } }
        expect(typeof parse(message).ok).toBe('boolean')
      }),
    )
  })
})
