import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ShopifyDouble } from '../doubles/shopify.ts'
import type { Api, Card } from '../support/api.ts'
import type { Instance } from '../support/instance.ts'
import { describeSettings } from '../support/settings.ts'
import { settleInbox } from '../support/settle-inbox.ts'
import { openShopifyShop, type ShopifyShop } from '../support/shopify-shop.ts'

await describeSettings(
  'what the extension in Shopify’s POS is told',
  (name) => {
    let shop: ShopifyShop
    let instance: Instance
    let shopify: ShopifyDouble
    let api: Api
    let tillId: string
    let programId: string

    beforeAll(async () => {
      const reward = { title: 'Free coffee', kind: 'redeem_code', codeSource: 'shared', code: 'COFFEE' }
      shop = await openShopifyShop(name, { goal: 3, reward })
      ;({ instance, shopify, api, tillId, programId } = shop)
    })
    afterAll(() => shop?.close())

    const newCard = () => api.post<Card>('/cards', { programId })
    const ask = async (path: string, token?: string) => {
      const authorization = `Bearer ${token ?? (await shopify.tokens.sessionToken())}`
      const response = await fetch(`${instance.url}/shopify/pos/${path}`, { headers: { authorization } })
      return { status: response.status, body: await response.json(), headers: response.headers }
    }

    it('is the card that was scanned, by its number and by its address', async () => {
      const card = await newCard()
      await api.post(`/cards/${card.id}/stamps`, { count: 4, reason: 'Moved from paper' })
      const told = await ask(`cards/${card.serial}`)
      expect(told.status, JSON.stringify(told.body)).toBe(200)
      expect(told.body).toEqual({
        ...{ serial: card.serial, program: 'Coffee', state: 'active', stamps: 1, goal: 3 },
        ...{ customerId: null, couponId: null },
        coupons: [expect.objectContaining({ title: 'Free coffee', state: 'active', code: 'COFFEE' })],
      })
      expect(JSON.stringify(told.body)).not.toContain(card.token)
      const address = encodeURIComponent(`https://cards.example/card/${card.token}`)
      expect((await ask(`cards/${address}`)).body.serial).toBe(card.serial)
      expect((await ask('cards/nobodys-card-at-all')).status).toBe(404)
    })

    it('names the customer of a card, and the card of a customer', async () => {
      const card = await newCard()
      expect(await ask('customers/12')).toMatchObject({ status: 404, body: { reason: 'unknown' } })
      await api.post(`/cards/${card.id}/links`, { tillId, customerId: '12' })
      expect((await ask(`cards/${card.serial}`)).body.customerId).toBe('12')
      expect((await ask('customers/12')).body.serial).toBe(card.serial)
      await api.post(`/cards/${card.id}/links`, { tillId, customerId: '13' })
      expect((await ask(`cards/${card.serial}`)).body.customerId).toBeNull()
    })

    it('is what a sale came to, whose cart had the card’s number', async () => {
      const card = await newCard()
      const { order } = await shopify.sell({ lines: [{ title: 'Coffee', price: 350 }], card: card.serial })
      await settleInbox(instance)
      expect((await ask(`orders/${order.id}`)).body).toEqual({ outcome: 'stamped', given: 1, matched: true })
      expect((await ask('orders/1')).status).toBe(404)
    })

    it('is nothing without a token of this shop and this app', async () => {
      const { serial } = await newCard()
      const past = Math.floor(Date.now() / 1000) - 60
      const tokens = [
        await shopify.tokens.sessionToken({ exp: past }),
        await shopify.tokens.sessionToken({ aud: 'another-app' }),
        await shopify.tokens.sessionToken({}, 'another secret altogether'),
        'not-a-token-at-all-but-long-enough',
      ]
      for (const token of tokens) expect((await ask(`cards/${serial}`, token)).status).toBe(401)
      expect((await fetch(`${instance.url}/shopify/pos/cards/${serial}`)).status).toBe(401)
      const [iss, dest] = ['https://other.myshopify.com/admin', 'https://other.myshopify.com']
      const foreign = await shopify.tokens.sessionToken({ iss, dest })
      expect(await ask(`cards/${serial}`, foreign)).toMatchObject({
        status: 409,
        body: { reason: 'not-connected' },
      })
    })

    it('may be asked from where extensions run', async () => {
      const asked = await fetch(`${instance.url}/shopify/pos/cards/x`, {
        method: 'OPTIONS',
        headers: {
          origin: 'https://extensions.shopifycdn.com',
          'access-control-request-headers': 'authorization',
        },
      })
      expect(asked.status).toBe(204)
      expect(asked.headers.get('access-control-allow-origin')).toBe('*')
      expect(asked.headers.get('access-control-allow-headers')).toContain('Authorization')
    })

    it('ends with the app', async () => {
      const { serial } = await newCard()
      await shopify.deliver([shopify.uninstall()])
      await settleInbox(instance)
      expect((await ask(`cards/${serial}`)).status).toBe(409)
    })
  },
  ['postgres'],
)
