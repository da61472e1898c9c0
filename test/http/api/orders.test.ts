import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeSettings } from '../../support/settings.ts'
import { type ApiServer, openApiServer } from './api-server.ts'

await describeSettings(
  'orders and deliveries',
  (name) => {
    let api: ApiServer
    let key: string
    beforeAll(async () => {
      api = await openApiServer(name)
      key = (await api.merchant()).key
    }, 180_000)
    afterAll(() => api?.close())

    it('tells what was made of an order', async () => {
      const { merchantId, tillId, card } = await withOrder('order-1')
      const found = await api.call(`GET /tills/${tillId}/orders/order-1`, { key })
      expect(found.body).toMatchObject({
        outcome: 'stamped',
        cardId: card.id,
        trace: [{ rule: 'stamps', passed: true, detail: '1 stamp.' }],
        ledger: [{ count: 1, orderId: 'order-1' }],
        total: { amount: 450, currency: 'EUR' },
      })
      expect((await api.call(`GET /tills/${tillId}/orders/order-2`, { key })).status).toBe(404)
      expect((await api.call(`GET /orders?cardId=${card.id}`, { key })).body.items).toHaveLength(1)
      expect(merchantId).toBeDefined()
    })

    it('lists deliveries that could not be read, without their bodies', async () => {
      const { merchantId, tillId } = await withOrder('order-9')
      await api.database.prisma.delivery.create({
        data: {
          merchantId,
          id: crypto.randomUUID(),
          tillId,
          provider: 'open',
          topic: 'order.paid',
          deliveryId: 'd1',
          body: new Uint8Array(Buffer.from('{"email":"someone@example.com"}')),
          receivedAt: new Date(api.clock.now),
          nextAttemptAt: new Date(api.clock.now),
          state: 'unreadable',
          note: 'lines: is required',
        },
      })
      const list = await api.call('GET /deliveries?state=unreadable', { key })
      expect(list.body.items).toMatchObject([{ deliveryId: 'd1', note: 'lines: is required' }])
      expect(list.text).not.toContain('someone@example.com')
      expect((await api.call('GET /deliveries?state=pending', { key })).body.items).toEqual([])
    })

    /** An order as the drain leaves it. */
    async function withOrder(externalId: string) {
      const merchantId = (await api.call('GET /merchants/me', { key })).body.id
      const tillId = (await api.call('POST /tills', { key, body: { provider: 'open', name: 'T' } })).body.id
      const card = await api.card(key, (await api.program(key)).id)
      const at = new Date(api.clock.now)
      const { prisma } = api.database
      await prisma.tillOrder.create({
        data: {
          merchantId,
          tillId,
          externalId,
          facts: {},
          placedAt: at,
          total: 450n,
          currency: 'EUR',
          cardId: card.id,
          evidence: 'scanned',
          given: 1,
          outcome: 'stamped',
          trace: [{ rule: 'stamps', passed: true, figures: { stamps: 1 } }],
          updatedAt: at,
        },
      })
      await prisma.stampLedger.create({
        data: {
          merchantId,
          cardId: card.id,
          id: crypto.randomUUID(),
          effectKey: `t/${externalId}`,
          count: 1,
          balance: 1,
          channel: 'order',
          tillId,
          orderId: externalId,
          reason: 'Order',
          at,
        },
      })
      return { merchantId, tillId, card }
    }
  },
  ['embedded', 'postgres'],
)
