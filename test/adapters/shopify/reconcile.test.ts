import { readFileSync } from 'node:fs'
import { buildSchema, parse, validate } from 'graphql'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createShopify } from '../../../adapters/shopify/adapter.ts'
import { parseShopify } from '../../../adapters/shopify/parse.ts'
import { shopifyReader } from '../../../adapters/shopify/reader.ts'
import * as documents from '../../../adapters/shopify/reconcile-documents.ts'
import { foundOrderTopic } from '../../../adapters/shopify/reconciled-order.ts'
import type { TillClient } from '../../../src/ports/till.ts'
import { type ShopifyDouble, startShopify } from '../../doubles/shopify.ts'
import type { SaleInput } from '../../doubles/shopify-bodies.ts'

const read = (name: string) =>
  readFileSync(new URL(`../../fixtures/shopify/${name}.graphql`, import.meta.url), 'utf8')
const schema = buildSchema(`${read('admin-2026-10')}\n${read('admin-2026-10-orders')}`)

it.each(Object.values(documents))('$name is a document of the Admin API', ({ text, name }) => {
  expect(validate(schema, parse(text))).toEqual([])
  expect(text).toContain(name)
})

describe('an order found by searching', () => {
  const now = Date.UTC(2026, 10, 22, 12)
  let shopify: ShopifyDouble
  let client: TillClient
  let again: () => TillClient
  const connect = async (currency?: string) => {
    shopify = await startShopify({ now: () => now, ...(currency && { currency }) })
    const adapter = createShopify({ apiUrl: shopify.url, now: () => now })
    again = () =>
      adapter.client({ provider: 'shopify', shop: shopify.shop, accessToken: shopify.accessToken })!
    client = again()
  }
  const found = async (orderId: number) => {
    const delivery = (await client.readOrder!(String(orderId), false))!
    return parseShopify({ ...delivery, receivedAt: now })
  }
  const told = (order: object) => {
    const body = Buffer.from(JSON.stringify(order))
    return parseShopify({ topic: 'orders/updated', deliveryId: 'w', body, receivedAt: now })
  }
  beforeEach(() => connect())
  afterEach(() => shopify.close())

  const sales: [string, SaleInput][] = [
    ['at the counter', { lines: [{ title: 'Flat white', price: 380, quantity: 2, sku: 'FW' }] }],
    [
      'online with tax, shipping and a customer',
      {
        lines: [{ title: 'Beans', price: 1490, category: 'Coffee' }],
        ...{ sourceName: 'web', taxRate: 0.19, taxesIncluded: true, shipping: 490, customerId: 7_341_001 },
      },
    ],
    [
      'with tax on top, a tip, a gift card and a scanned card',
      {
        lines: [
          { title: 'Tea', price: 310 },
          { title: 'Gift card', price: 2500, giftCard: true },
        ],
        ...{ taxRate: 0.07, tip: 100, card: 'ABCDEF123456' },
      },
    ],
    ['authorized at the counter', { lines: [{ title: 'Tea', price: 310 }], financialStatus: 'authorized' }],
    ['that is a test', { lines: [{ title: 'Tea', price: 310 }], test: true }],
  ]
  it.each(sales)('is read as its webhook is: a sale %s', async (_, sale) => {
    const { order } = await shopify.sell(sale, { hold: true })
    expect(await found(order.id)).toEqual(told(order))
  })

  it('is read as its webhook is after refunds and a cancellation', async () => {
    const lines = [
      { title: 'Flat white', price: 380, quantity: 3 },
      { title: 'Cake', price: 450 },
    ]
    const { order } = await shopify.sell({ lines, taxRate: 0.1 }, { hold: true })
    await shopify.refund(order.id, { lines: [{ index: 0, quantity: 1 }] }, { hold: true })
    await shopify.refund(order.id, { amount: 120 }, { hold: true })
    await shopify.cancel(order.id, { hold: true })
    const read = await found(order.id)
    expect(read).toEqual(told(order))
    expect(read).toMatchObject({ events: [{ cancelled: true, refunds: [{}, { amount: 120 }] }] })
  })

  it('is read as its webhook is with a code that made it free, and in yen', async () => {
    await shopify.close()
    await connect('JPY')
    await client.placeCode({
      ...{ couponId: 'c', code: 'FREE77', startsAt: now - 1000 },
      reward: {
        ...{ id: 'r', title: 'Free coffee', kind: 'redeem_code', codeSource: 'minted' },
        ...{ discount: { percent: 100 }, display: 'text' },
      },
    })
    const sale = { lines: [{ title: 'Flat white', price: 500 }], discountCode: 'FREE77' }
    const { order } = await shopify.sell(sale, { hold: true })
    const read = await found(order.id)
    expect(read).toEqual(told(order))
    expect(read).toMatchObject({ events: [{ sale: { total: 0, discountCodes: [{ code: 'FREE77' }] } }] })
  })

  it('brings all of its lines, page by page', async () => {
    shopify.desk.pageSize = 4
    const lines = Array.from({ length: 11 }, (_, at) => ({ title: `Bean ${at}`, price: 100 + at }))
    const { order } = await shopify.sell({ lines }, { hold: true })
    expect(await found(order.id)).toEqual(told(order))
  })

  it('comes without the customer’s address where Shopify does not let the app read it', async () => {
    shopify.desk.showsContacts = false
    const sale = { lines: [{ title: 'Tea', price: 310 }], customerId: 7_341_001 }
    const { order } = await shopify.sell(sale, { hold: true })
    for (let time = 0; time < 2; time += 1)
      expect(await found(order.id)).toMatchObject({
        events: [{ sale: { customerId: '7341001' }, contacts: undefined }],
      })
    expect(shopify.calls.filter((name) => name === 'wholeOrder')).toHaveLength(3)
  })

  it('has what a permission shows that was given in the meantime, under the same token', async () => {
    shopify.desk.scopes.delete('read_customers')
    const sale = { lines: [{ title: 'Tea', price: 310 }], customerId: 7_341_001 }
    const { order } = await shopify.sell(sale, { hold: true })
    expect(await found(order.id)).toMatchObject({ events: [{ sale: { customerId: undefined } }] })
    shopify.desk.scopes.add('read_customers')
    client = again()
    expect(await found(order.id)).toMatchObject({ events: [{ sale: { customerId: '7341001' } }] })
  })

  it('is nothing when it was deleted meanwhile', async () => {
    expect(await client.readOrder!('404', false)).toBeNull()
  })

  it('is never taken from outside under the topic of one that was searched for', () => {
    const { headers, body } = shopify.webhook(foundOrderTopic, { id: 1 })
    const request = { headers, body: Buffer.from(body) }
    expect(shopifyReader.verify(request, [shopify.secret], now)).toMatchObject({ ok: false })
  })
})
