import { describe, expect, it } from 'vitest'
import { parseShopify } from '../../../adapters/shopify/parse.ts'
import { changed, fixture } from './fixture.ts'

const parse = (topic: string, body: Buffer) => parseShopify({ topic, deliveryId: 'd', body, receivedAt: 0 })

describe('notices', () => {
  it('ends the till when the app is removed', () => {
    expect(parse('app/uninstalled', fixture('app-uninstalled.json'))).toEqual({
      ok: true,
      events: [{ kind: 'till-ended', state: 'uninstalled' }],
    })
  })

  it('understands the three privacy topics, and keeps nothing personal of them', () => {
    expect(parse('customers/data_request', fixture('customers-data-request.json'))).toEqual({
      ok: true,
      events: [
        {
          kind: 'privacy',
          request: 'customer-data',
          customerId: '8230011942665',
          orderIds: ['7120934455881', '7120940000123'],
        },
      ],
    })
    expect(parse('customers/redact', fixture('customers-redact.json'))).toEqual({
      ok: true,
      events: [
        {
          kind: 'privacy',
          request: 'customer-redact',
          customerId: '8230011942665',
          orderIds: ['7120934455881'],
        },
      ],
    })
    expect(parse('shop/redact', fixture('shop-redact.json'))).toEqual({
      ok: true,
      events: [{ kind: 'privacy', request: 'shop-redact', orderIds: [] }],
    })
  })

  it.each([
    ['shop/redact', 'customers-data-request.json'],
    ['shop/redact', 'customers-redact.json'],
    ['shop/redact', 'pos-order-guest.json'],
    ['customers/redact', 'customers-data-request.json'],
    ['customers/data_request', 'customers-redact.json'],
    ['app/uninstalled', 'pos-order-guest.json'],
    ['app/uninstalled', 'pos-refund.json'],
    ['app/uninstalled', 'shop-redact.json'],
    ['refunds/create', 'pos-order-guest.json'],
    ['orders/create', 'pos-refund.json'],
    ['orders/create', 'shop-redact.json'],
  ])('takes no %s from the body of another topic (%s)', (topic, name) => {
    expect(parse(topic, fixture(name)).ok).toBe(false)
  })

  it('merges customers once Shopify is done with it', () => {
    expect(parse('customers/merge', fixture('customers-merge.json'))).toEqual({
      ok: true,
      events: [{ kind: 'customers-merged', from: ['8230011900001'], into: '8230011942665' }],
    })
    const failed = parse('customers/merge', changed('customers-merge.json', { status: 'failed' }))
    expect(failed).toMatchObject({ ok: true, events: [{ kind: 'ignored' }] })
  })

  it('ignores topics that nobody asked for', () => {
    for (const topic of ['products/update', 'orders/edited', '__proto__/constructor'])
      expect(parse(topic, Buffer.from('{}'))).toMatchObject({ ok: true, events: [{ kind: 'ignored' }] })
  })
})

describe('bodies that are no bodies', () => {
  it.each(['', 'null', '[]', '"text"', '{', '{}', '{"id":1}', '{"id":-4,"line_items":"x"}'])(
    'calls %s a problem, in words',
    (text) => {
      for (const topic of ['orders/create', 'refunds/create', 'shop/redact', 'customers/merge']) {
        const result = parse(topic, Buffer.from(text))
        expect(result.ok).toBe(false)
        if (!result.ok) expect(result.problem.length).toBeGreaterThan(5)
      }
    },
  )

  it('does not quote a body in its problem', () => {
    const result = parse(
      'orders/create',
      changed('web-order-free-code.json', { total_price: 'mara@example.com' }),
    )
    expect(result.ok).toBe(false)
    expect(JSON.stringify(result)).not.toContain('mara')
    const broken = parse('orders/create', Buffer.from('{"email":"mara@example.com",}'))
    expect(JSON.stringify(broken)).not.toContain('mara')
  })
})
