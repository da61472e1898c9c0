import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { describeSettings, openSetting, type Setting } from '../support/settings.ts'
import { openShop, type Shop } from '../support/shop.ts'

type Delivery = { deliveryId: string; provider: string; state: string; note: string | null }
type Request = { headers: Record<string, string>; body: string }

await describeSettings('the webhook doors', (name) => {
  let setting: Setting
  let shop: Shop
  beforeAll(async () => {
    setting = await openSetting(name)
    shop = await openShop(setting)
  }, 180_000)
  afterAll(async () => {
    await shop?.close()
    await setting?.close()
  })

  const post = async (path: string, { headers, body }: Request) => {
    const url = path.startsWith('http') ? path : `${shop.app.baseUrl}/webhooks/${path}`
    const response = await fetch(url, { method: 'POST', headers, body })
    const text = await response.text()
    return { status: response.status, type: response.headers.get('content-type'), text }
  }
  const deliveries = async (query = '') =>
    (await shop.api.get<{ items: Delivery[] }>(`/deliveries?limit=100${query}`)).items
  const big = 'x'.repeat(2 * 1024 * 1024 + 1)
  /** A good request of each provider, and how it is spoilt. */
  const doors = {
    shopify: {
      path: () => 'shopify',
      signature: 'x-shopify-hmac-sha256',
      good: (body: string) => shop.shopify.webhook('orders/create', body),
      ofStranger: (body: string) => {
        const { headers } = shop.shopify.webhook('orders/create', body)
        return { body, headers: { ...headers, 'x-shopify-shop-domain': 'stranger.myshopify.com' } }
      },
    },
    square: {
      path: () => 'square',
      signature: 'x-square-hmacsha256-signature',
      good: (body: string) => squareSigned(body),
      ofStranger: () =>
        squareSigned(JSON.stringify({ merchant_id: 'STRANGER', type: 'payment.created', event_id: 'e' })),
    },
    open: {
      path: () => shop.tills.open.webhookUrl,
      signature: 'webhook-signature',
      good: (body: string) => shop.open.request('order.paid', body),
      ofStranger: null,
    },
  }
  const squareSigned = (body: string): Request => ({
    body,
    headers: {
      'content-type': 'application/json',
      'x-square-hmacsha256-signature': createHmac('sha256', shop.square.signatureKey)
        .update(`https://cards.example.com/webhooks/square${body}`)
        .digest('base64'),
    },
  })

  describe.each(Object.keys(doors) as (keyof typeof doors)[])('%s', (provider) => {
    const door = doors[provider]

    it('refuses what is not signed, or signed by another, with 401', async () => {
      const good = door.good('{}')
      const { [door.signature]: signature = '', ...unsigned } = good.headers
      const forged = { ...good.headers, [door.signature]: signature.replace(/[a-zA-Z]/g, 'A') }
      for (const headers of [unsigned, forged]) {
        const answer = await post(door.path(), { headers, body: good.body })
        expect(answer).toMatchObject({
          status: 401,
          type: expect.stringContaining('application/problem+json'),
        })
      }
      const changed = await post(door.path(), { headers: good.headers, body: `${good.body} ` })
      expect(changed.status).toBe(401)
    })

    it('refuses more than 2 MB with 413', async () => {
      expect((await post(door.path(), door.good(big))).status).toBe(413)
    })

    it('takes nothing in the name of a shop that nobody connected', async () => {
      if (door.ofStranger) expect((await post(door.path(), door.ofStranger('{}'))).status).toBe(404)
      else {
        const nobody = shop.tills.open.webhookUrl.replace(/[^/]+$/, '019aab5e-1f00-7000-8000-000000000001')
        expect((await post(nobody, door.good('{}'))).status).toBe(401)
      }
    })

    it('keeps a body that nobody can read, once, and shows it', async () => {
      const before = (await deliveries('&state=unreadable')).length
      const odd =
        provider === 'square'
          ? squareSigned(
              JSON.stringify({
                merchant_id: shop.square.merchantId,
                type: 'payment.updated',
                event_id: 'odd',
                data: { object: { payment: 7 } },
              }),
            )
          : door.good('{"no": "order"')
      const statuses = [await post(door.path(), odd), await post(door.path(), odd)].map((each) => each.status)
      expect(statuses).toEqual([200, 200])
      await eventually(async () => {
        const unreadable = await deliveries('&state=unreadable')
        expect(unreadable).toHaveLength(before + 1)
        expect(unreadable[0]).toMatchObject({ provider, note: expect.stringMatching(/.+/) })
      })
    })
  })

  it('goes on with good deliveries beside bad ones', async () => {
    const sold = shop.shopify.sell({ lines: [{ title: 'Flat white', price: 380 }] })
    await Promise.all([post('shopify', doors.shopify.good('[]')), sold])
    const path = `/tills/${shop.tills.shopify.id}/orders/${(await sold).order.id}`
    await eventually(async () => expect((await shop.api.call('GET', path)).status).toBe(200))
    // What stood beside it may be done a moment later.
    await eventually(async () => expect((await deliveries('&state=pending')).length).toBe(0))
  })
})
