import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ShopifyDouble } from '../doubles/shopify.ts'
import { type Api, type Card, createMerchant } from '../support/api.ts'
import type { Instance } from '../support/instance.ts'
import { describeSettings } from '../support/settings.ts'
import { settleInbox } from '../support/settle-inbox.ts'
import { openShopifyShop, type ShopifyShop } from '../support/shopify-shop.ts'

type Requested = {
  id: string
  request: string
  customerId: string | null
  orders: number
  cards: string[]
  skipped: boolean
  doneAt: string | null
}
type Held = {
  links: { tillId: string; customerId: string; cardId: string }[]
  cards: { id: string; stamps: number; details: { name?: string }; ledger: unknown[]; coupons: unknown[] }[]
  orders: { orderId: string; total: { amount: number; currency: string } }[]
  more: boolean
}

await describeSettings(
  'privacy',
  (name) => {
    let shop: ShopifyShop
    let instance: Instance
    let shopify: ShopifyDouble
    let api: Api
    let tillId: string
    let programId: string
    let customer = 5000

    beforeAll(async () => {
      shop = await openShopifyShop(name)
      ;({ instance, shopify, api, tillId, programId } = shop)
    })
    afterAll(() => shop?.close())
    beforeEach(() => {
      customer += 1
    })

    const query = async <T extends object>(text: string, values: unknown[] = []) =>
      (await instance.core.platform.database.pool.query<T>(text, values)).rows
    const tell = async (topic: string, body: object) => {
      expect(
        await shopify.deliver([shopify.webhook(topic, { shop_id: 1, shop_domain: shopify.shop, ...body })]),
      ).toEqual([200])
      await settleInbox(instance)
    }
    const sell = async (customerId?: number) => {
      const { order } = await shopify.sell({
        lines: [{ title: 'Coffee', price: 350 }],
        ...(customerId && { customerId }),
      })
      await settleInbox(instance)
      return order.id
    }
    /** A card of the customer, with a name and two purchases. */
    const regular = async () => {
      const card = await api.post<Card>('/cards', { programId })
      await api.post(`/cards/${card.id}/links`, { tillId, customerId: String(customer) })
      await api.call('PUT', `/cards/${card.id}/details`, { name: 'Ann Example' })
      const orders = [await sell(customer), await sell(customer)]
      return { card, orders }
    }
    const requests = () => api.get<{ items: Requested[] }>('/privacy-requests').then(({ items }) => items)
    const latest = async () => (await requests())[0]
    const read = (id?: string) => api.get<Requested & { held: Held | null }>(`/privacy-requests/${id}`)
    const requested = (orders: number[]) => ({
      customer: { id: customer },
      orders_requested: orders,
      data_request: { id: 9 },
    })
    const redacted = (orders: number[]) => ({ customer: { id: customer }, orders_to_redact: orders })

    describe('a customer who asks for their data', () => {
      it('gets all that is held of them, through the merchant, and is forgotten with the answer', async () => {
        const { card, orders } = await regular()
        await tell('customers/data_request', requested(orders))
        const open = await latest()
        expect(open).toMatchObject({
          ...{ request: 'customer-data', customerId: String(customer), orders: 2, cards: [card.id] },
          doneAt: null,
        })
        const { held } = await read(open?.id)
        expect(held?.links).toEqual([{ tillId, customerId: String(customer), cardId: card.id }])
        expect(held?.cards).toMatchObject([{ id: card.id, stamps: 2, details: { name: 'Ann Example' } }])
        expect(held?.cards[0]?.ledger).toHaveLength(2)
        expect(held?.orders.map(({ orderId }) => orderId).sort()).toEqual(orders.map(String).sort())
        expect(held?.orders[0]?.total).toEqual({ amount: 350, currency: 'EUR' })

        const closed = await api.post<Requested>(`/privacy-requests/${open?.id}/answered`)
        expect(closed).toMatchObject({ customerId: null, doneAt: expect.any(String) })
        expect((await api.post<Requested>(`/privacy-requests/${open?.id}/answered`)).doneAt).toBe(
          closed.doneAt,
        )
        expect((await read(open?.id)).held).toBeNull()
        const [kept] = await query<{ text: string }>(
          'SELECT outcome::text AS text FROM privacy_request WHERE id = $1',
          [open?.id],
        )
        expect(kept?.text).not.toContain(String(customer))
        expect(kept?.text).not.toContain(String(orders[0]))
      })

      it('gets their orders when they have no card', async () => {
        const order = await sell(customer)
        await tell('customers/data_request', requested([order]))
        const { held } = await read((await latest())?.id)
        expect(held).toMatchObject({ links: [], cards: [], orders: [{ orderId: String(order) }] })
      })

      it('is nobody else’s business', async () => {
        await tell('customers/data_request', requested([]))
        const id = (await latest())?.id
        const other = await createMerchant(instance.url, 'Somebody else')
        expect((await other.call('GET', `/privacy-requests/${id}`)).status).toBe(404)
        expect((await other.call('POST', `/privacy-requests/${id}/answered`)).status).toBe(404)
        expect(await other.get('/privacy-requests')).toEqual({ items: [], nextCursor: null })
      })
    })

    it('of a customer who is to be forgotten leaves the arithmetic and nothing of the person', async () => {
      const { card, orders } = await regular()
      await tell('customers/data_request', requested(orders))
      const asked = await latest()
      await tell('customers/redact', redacted(orders))
      expect(await latest()).toMatchObject({ request: 'customer-redact', doneAt: expect.any(String) })
      expect(await read(asked?.id)).toMatchObject({
        customerId: null,
        held: null,
        doneAt: expect.any(String),
      })
      const now = await api.get<Card & { links: unknown[] }>(`/cards/${card.id}`)
      expect(now).toMatchObject({ stamps: 2, links: [] })
      const tables = ['till_order', 'delivery', 'card_link', 'claim', 'privacy_request']
      for (const table of tables) {
        const rows = await query<{ row: string }>(`SELECT to_jsonb(t)::text AS row FROM ${table} t`)
        const bodies = await query<{ body: string }>(
          table === 'delivery'
            ? `SELECT convert_from(body, 'UTF8') AS body FROM delivery WHERE is_text`
            : 'SELECT 1 WHERE false',
        )
        const text = JSON.stringify([rows, bodies])
        expect(text, table).not.toMatch(new RegExp(`\\b${customer}\\b`))
      }
      // A later purchase of the same customer finds the card no more.
      await sell(customer)
      expect((await api.get<Card>(`/cards/${card.id}`)).stamps).toBe(2)
    })

    it('of customers whom the shop merged keeps the card with the one that is left', async () => {
      const { card } = await regular()
      const gid = (id: number) => `gid://shopify/Customer/${id}`
      const kept = customer + 100_000
      const merge = {
        admin_graphql_api_customer_kept_id: gid(kept),
        admin_graphql_api_customer_deleted_id: gid(customer),
      }
      await tell('customers/merge', { ...merge, status: 'in_progress' })
      await tell('customers/merge', { ...merge, status: 'completed' })
      await tell('customers/merge', { ...merge, status: 'completed' })
      const { links } = await api.get<{ links: { customerId: string }[] }>(`/cards/${card.id}`)
      expect(links.map(({ customerId }) => customerId)).toEqual([String(kept)])
      await sell(kept)
      expect((await api.get<Card>(`/cards/${card.id}`)).stamps).toBe(3)
    })

    describe('of a shop that removed the app', () => {
      const redactShop = (at: number) => {
        const delivery = shopify.webhook('shop/redact', { shop_id: 1, shop_domain: shopify.shop })
        delivery.headers['x-shopify-triggered-at'] = new Date(at).toISOString()
        return delivery
      }

      it('is kept when the shop had come back before its end was told', async () => {
        const { card } = await regular()
        await shopify.deliver([redactShop(Date.now())])
        await settleInbox(instance)
        expect(await latest()).toMatchObject({ request: 'shop-redact', skipped: true })
        expect((await api.get<{ links: unknown[] }>(`/cards/${card.id}`)).links).toHaveLength(1)
        expect((await api.get<{ state: string }>(`/tills/${tillId}`)).state).toBe('active')
      })

      it('goes: tokens, links, customers and what the shop ever sent; stamps stay', async () => {
        const { card } = await regular()
        await tell('customers/data_request', requested([]))
        await shopify.deliver([shopify.uninstall()])
        await settleInbox(instance)
        await shopify.deliver([redactShop(Date.now() + 48 * 3_600_000)])
        await settleInbox(instance)
        expect(await latest()).toMatchObject({ request: 'shop-redact', skipped: false })
        expect((await requests()).every(({ doneAt, customerId }) => doneAt && customerId === null)).toBe(true)
        expect(await api.get(`/cards/${card.id}`)).toMatchObject({ stamps: 2, links: [] })
        const left = await query<{ left: string }>(
          `SELECT (SELECT count(*) FROM card_link) || ' ' ||
            (SELECT count(*) FROM till_order WHERE facts #>> '{sale,customerId}' IS NOT NULL) || ' ' ||
            (SELECT count(*) FROM till WHERE octet_length(secrets) > 0) || ' ' ||
            (SELECT count(*) FROM delivery WHERE octet_length(body) > 0) AS left`,
        )
        expect(left).toEqual([{ left: '0 0 0 0' }])
      })
    })
  },
  ['postgres'],
)
