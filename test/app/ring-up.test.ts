import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { openTill } from '../../adapters/open-till/adapter.ts'
import { createDemoTill } from '../../src/app/ring-up.ts'
import { priceBasket } from '../../src/domain/basket.ts'

const webhookSecret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const now = Date.UTC(2026, 10, 22, 14, 2)
const coffee = { id: 'flat-white', name: 'Flat white', category: 'coffee', price: 380 }

type Received = { url: string; headers: Record<string, string | string[] | undefined>; body: Buffer }
let server: Server | undefined

async function stampbridge(status: number): Promise<{ baseUrl: string; received: Received[] }> {
  const received: Received[] = []
  server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray())
    received.push({ url: request.url ?? '', headers: request.headers, body })
    response.writeHead(status).end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return { baseUrl: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`, received }
}

afterEach(() => server?.close())

const tillFor = (internalBaseUrl: string) => {
  let ids = 0
  return createDemoTill({
    internalBaseUrl,
    till: { id: 'till-1', webhookSecret },
    fetch,
    now: () => now,
    newId: () => `id-${++ids}`,
  })
}

describe('the demo till', () => {
  it('sends what the open till’s own reader accepts: signed, and with every figure', async () => {
    const { baseUrl, received } = await stampbridge(200)
    const basket = priceBasket([{ item: coffee, quantity: 2 }], { productIds: ['flat-white'] })
    const sent = await tillFor(baseUrl).sell({
      basket,
      currency: 'EUR',
      card: 'serial-of-a-card',
      customerId: '1001',
      discountCode: 'HWKP7XQ2MN',
    })
    expect(sent).toEqual({ ok: true, orderId: 'demo-id-1' })
    const [{ url, headers, body }] = received as [Received]
    expect(url).toBe('/webhooks/till/till-1')
    const verified = openTill.reader.verify({ headers, body, tillId: 'till-1' }, [webhookSecret], now)
    expect(verified).toMatchObject({ ok: true, topic: 'order.paid' })
    const parsed = openTill.reader.parse({ topic: 'order.paid', deliveryId: 'x', body, receivedAt: now })
    expect(parsed).toMatchObject({
      ok: true,
      events: [
        {
          kind: 'sale',
          orderId: 'demo-id-1',
          paid: true,
          sale: {
            total: 380,
            currency: 'EUR',
            cardSerial: 'serial-of-a-card',
            customerId: '1001',
            discountCodes: [{ code: 'HWKP7XQ2MN' }],
            lines: [{ id: 'flat-white', quantity: 2, total: 380, category: 'coffee' }],
          },
        },
      ],
    })
  })

  it('gives a sale back whole, under an id that a second press repeats', async () => {
    const { baseUrl, received } = await stampbridge(200)
    const till = tillFor(baseUrl)
    const order = { orderId: 'demo-7', total: 380, lines: [{ id: 'flat-white', quantity: 1, total: 380 }] }
    await till.refund(order)
    await till.refund(order)
    const bodies = received.map(({ body }) => JSON.parse(body.toString()))
    expect(bodies[0]).toMatchObject({ type: 'order.refunded', data: { orderId: 'demo-7', amount: 380 } })
    expect(bodies[1].data.id).toBe(bodies[0].data.id)
  })

  it('says that nothing was sold when the webhook was refused or nobody answered', async () => {
    const { baseUrl } = await stampbridge(401)
    const basket = priceBasket([{ item: coffee, quantity: 1 }], null)
    expect(await tillFor(baseUrl).sell({ basket, currency: 'EUR' })).toEqual({ ok: false, status: 401 })
    server?.close()
    server?.closeAllConnections()
    expect(await tillFor(baseUrl).sell({ basket, currency: 'EUR' })).toEqual({ ok: false, status: null })
  })
})
