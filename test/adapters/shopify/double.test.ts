import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { shopifyReader } from '../../../adapters/shopify/reader.ts'
import type { OrderFacts } from '../../../src/domain/order.ts'
import { absorb, unknownOrder } from '../../../src/domain/order.ts'
import type { ShopifyDelivery, ShopifyDouble } from '../../doubles/shopify.ts'
import { startShopify } from '../../doubles/shopify.ts'

let shop: ShopifyDouble
afterEach(() => shop.close())

/** The deliveries as intake and reading see them, folded in the order given. */
function factsOf(deliveries: ShopifyDelivery[]): OrderFacts {
  return deliveries.reduce((facts, { headers, body }) => {
    const request = { headers, body: Buffer.from(body) }
    const verified = shopifyReader.verify(request, [shop.secret], 0)
    if (!verified.ok) throw new Error(verified.reason)
    const parsed = shopifyReader.parse({ ...verified, body: request.body, receivedAt: 0 })
    if (!parsed.ok) throw new Error(parsed.problem)
    return parsed.events.reduce(
      (all, event) =>
        event.kind === 'sale' || event.kind === 'refund' || event.kind === 'cancellation'
          ? absorb(all, event)
          : all,
      facts,
    )
  }, unknownOrder)
}

it('tells the same story in any order of arrival, and however often', async () => {
  shop = await startShopify()
  const lines = [
    { title: 'Flat white', price: 450, quantity: 2 },
    { title: 'Bun', price: 325 },
  ]
  const sold = await shop.sell({ lines, taxRate: 0.19, tip: 100, financialStatus: 'authorized' })
  const paid = await shop.pay(sold.order.id)
  const part = await shop.refund(sold.order.id, { lines: [{ index: 0, quantity: 1 }] })
  const money = await shop.refund(sold.order.id, { amount: 50 })
  const ended = await shop.cancel(sold.order.id)
  const all = [sold, paid, part, money, ended].flatMap(({ deliveries }) => deliveries)
  const story = factsOf(all)
  expect(story).toMatchObject({ paid: true, cancelled: true, sale: { total: 1225 + 233 + 100 } })
  expect(Object.values(story.refunds).map((refund) => refund.amount)).toEqual([536, 50])
  for (let turn = 1; turn < all.length; turn += 1) {
    const turned = [...all.slice(turn), ...all.slice(0, turn)]
    expect(factsOf([...turned, ...turned.toReversed()])).toEqual(story)
  }
})

it('posts signed webhooks, as often and in the order asked for', async () => {
  const seen: string[] = []
  const door = createServer((request, response) => {
    seen.push(
      `${request.url} ${request.headers['x-shopify-topic']} ${request.headers['x-shopify-webhook-id']}`,
    )
    request.resume()
    response.end()
  })
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve))
  shop = await startShopify({ deliverTo: `http://127.0.0.1:${(door.address() as AddressInfo).port}` })
  await shop.sell({ lines: [{ title: 'Tea', price: 300 }] }, { copies: 2, reversed: true })
  door.close()
  expect(seen.map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual([
    '/webhooks/shopify orders/paid',
    '/webhooks/shopify orders/paid',
    '/webhooks/shopify orders/create',
    '/webhooks/shopify orders/create',
  ])
  expect(seen[0]).toBe(seen[1])
})

it('makes bodies of a real size', async () => {
  shop = await startShopify()
  const lines = [{ title: 'Flat white', price: 450 }]
  const { deliveries } = await shop.sell({ lines, customerId: 8230011942665 })
  expect(deliveries[0]?.body.length).toBeGreaterThan(3000)
})
