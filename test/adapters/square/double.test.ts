import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebhooksHelper } from 'square'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSquare } from '../../../adapters/square/adapter.ts'
import { absorb, type OrderFacts, unknownOrder } from '../../../src/domain/order.ts'
import { earnBase, remainingOf } from '../../../src/domain/remaining.ts'
import type { IntakeRequest, TillAdapter } from '../../../src/ports/till.ts'
import { type SquareDouble, startSquareDouble } from '../../doubles/square.ts'

let square: SquareDouble
let door: Server
let url: string
let adapter: TillAdapter
let received: IntakeRequest[]

beforeEach(async () => {
  received = []
  door = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    received.push({ headers: request.headers, body: Buffer.concat(chunks) })
    response.end()
  }).listen(0, '127.0.0.1')
  await once(door, 'listening')
  url = `http://127.0.0.1:${(door.address() as AddressInfo).port}/webhooks/square`
  square = await startSquareDouble({ notificationUrl: url })
  adapter = createSquare({ notificationUrl: url, apiUrl: square.url })
})
afterEach(async () => {
  await square.close()
  door.closeAllConnections()
  door.close()
})

/** Does with the received webhooks what the inbox does: verify, read, fetch, read what was fetched. */
async function digest(requests = received): Promise<Map<string, OrderFacts>> {
  const client = adapter.client({ provider: 'square', merchantId: 'M7SQUARE', accessToken: 'square-token' })!
  const facts = new Map<string, OrderFacts>()
  const read = async (topic: string, deliveryId: string, body: Buffer): Promise<void> => {
    const result = adapter.reader.parse({ topic, deliveryId, body, receivedAt: 0 })
    if (!result.ok) throw new Error(result.problem)
    for (const event of result.events) {
      if (event.kind === 'fetch-order') {
        const fetched = await client.fetchOrder!(event.orderId)
        await read(fetched.topic, fetched.deliveryId, fetched.body)
      } else if (event.kind === 'sale' || event.kind === 'refund' || event.kind === 'cancellation')
        facts.set(event.orderId, absorb(facts.get(event.orderId) ?? unknownOrder, event))
    }
  }
  for (const request of requests) {
    const verified = adapter.reader.verify(request, [square.signatureKey], 0)
    if (!verified.ok) throw new Error(verified.reason)
    expect(adapter.reader.sender(request)).toBe('M7SQUARE')
    await read(verified.topic, verified.deliveryId, request.body)
  }
  return facts
}
const baseOf = (facts: OrderFacts | undefined) =>
  facts?.sale ? earnBase(facts.sale, remainingOf(facts.sale, facts), true) : null

describe('Square as its double plays it', () => {
  it('signs as Square’s own helper wants it', async () => {
    await square.sell({ total: 500 })
    const [first] = received
    const valid = await WebhooksHelper.verifySignature({
      requestBody: first!.body.toString(),
      signatureHeader: String(first!.headers['x-square-hmacsha256-signature']),
      signatureKey: square.signatureKey,
      notificationUrl: url,
    })
    expect(valid).toBe(true)
  })

  it('a sale becomes one paid order, with its coupon, card and customer', async () => {
    const { externalId } = await adapter
      .client({ provider: 'square', merchantId: 'M7SQUARE', accessToken: 'square-token' })!
      .placeCode({
        couponId: 'c1',
        code: 'K7Q2M9ABCD',
        reward: {
          id: 'r',
          title: 'Free coffee',
          kind: 'redeem_code',
          discount: { percent: 100 },
          display: 'text',
        },
        startsAt: 0,
      })
    const { name } = square.catalog.get(externalId)!.discount_data
    const order = await square.sell({
      lines: [{ name: 'Tea', total: 400 }, { total: 0 }],
      discounts: [{ name, catalogObjectId: externalId }],
      card: 'serial-1',
      customerId: 'CUST1',
      tip: 50,
    })
    expect((await digest()).get(order.id)).toMatchObject({
      paid: true,
      sale: {
        total: 450,
        tip: 50,
        cardSerial: 'serial-1',
        customerId: 'CUST1',
        discountCodes: [{ code: 'K7Q2M9ABCD', externalId }],
      },
    })
  })

  it('a split tender is paid with its last part, and is one order', async () => {
    const order = square.open({ total: 1000 })
    await square.pay(order.id, 400)
    expect((await digest()).get(order.id)?.paid).toBe(false)
    await square.pay(order.id)
    const facts = await digest()
    expect([...facts.keys()]).toEqual([order.id])
    expect(facts.get(order.id)?.paid).toBe(true)
  })

  it.each([true, false])('a refund counts once, with a return order of its own: %s', async (ownOrder) => {
    square.delivery.times = 2
    square.delivery.reversed = true
    const order = await square.sell({
      lines: [
        { uid: 'a', total: 600, quantity: '2' },
        { uid: 'b', total: 400 },
      ],
    })
    await square.refund(order.id, {
      lines: [{ uid: 'a', quantity: '1', amount: 300 }],
      returnOrder: ownOrder,
    })
    await square.refund(order.id, { amount: 100, returnOrder: ownOrder })
    const facts = (await digest([...received, ...received].reverse())).get(order.id)
    expect(baseOf(facts)).toBe(600)
    const left = facts?.sale ? remainingOf(facts.sale, facts).lines.map(({ quantity }) => quantity) : []
    expect(left).toEqual(ownOrder ? [1, 1] : [2, 1])
  })

  it('a refund whose sale was never announced brings nothing but itself, until the sale is fetched', async () => {
    square.delivery.lose = (type) => type.startsWith('payment.')
    const order = await square.sell({ total: 500 })
    await square.refund(order.id)
    expect((await digest()).get(order.id)).toMatchObject({
      paid: false,
      refunds: { [expectedRefund()]: { amount: 500 } },
    })
  })

  it('a cancelled order is cancelled, a revoked permission and merged customers are told', async () => {
    const order = square.open({ total: 500 })
    await square.cancel(order.id)
    expect((await digest()).get(order.id)?.cancelled).toBe(true)
    received.length = 0
    await square.revoke()
    await square.mergeCustomers(['a', 'b'], 'c')
    const told = received.flatMap((request) => {
      const result = adapter.reader.parse({ topic: '', deliveryId: '', body: request.body, receivedAt: 0 })
      return result.ok ? result.events : []
    })
    const merged = { kind: 'customers-merged', from: ['a', 'b'], into: 'c' }
    expect(told).toEqual([{ kind: 'till-ended', state: 'revoked' }, merged, merged, merged])
  })
})

/** The id that the last return order gives its refund, cut down as the adapter does. */
function expectedRefund(): string {
  const order = [...square.orders.values()].at(-1) as unknown as {
    refunds: { id: string; tender_id: string }[]
  }
  const { id, tender_id } = order.refunds[0]!
  return id.slice(tender_id.length + 1)
}
