import { createHmac } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
import type { ShopifyDouble } from '../doubles/shopify.ts'
import { type Api, type Card, createMerchant } from '../support/api.ts'
import type { Instance } from '../support/instance.ts'
import { describeSettings } from '../support/settings.ts'
import { settleInbox } from '../support/settle-inbox.ts'
import { openShopifyShop, type ShopifyShop } from '../support/shopify-shop.ts'

type Key = {
  key: string
  version: number
  oldKeyUntil: string | null
  address: string
  template: string | null
}
type Claimed = { outcome: string; stamps: number }

await describeSettings(
  'links on receipts',
  (name) => {
    let shop: ShopifyShop
    let instance: Instance
    let shopify: ShopifyDouble
    let api: Api
    let tillId: string
    let programId: string

    beforeAll(async () => {
      shop = await openShopifyShop(name)
      ;({ instance, shopify, api, tillId, programId } = shop)
    })
    afterAll(() => shop?.close())

    const newCard = () => api.post<Card>('/cards', { programId })
    const stampsOf = async (card: Card) => (await api.get<Card>(`/cards/${card.id}`)).stamps
    const readKey = () => api.get<Key>(`/tills/${tillId}/receipt-key`)
    /** As Liquid does: `{{ id | append: "" | hmac_sha256: key }}`. */
    const hmac = (key: string, text: string) => createHmac('sha256', key).update(text).digest('hex')
    const linkOf = (key: string, order: number | string, customer?: number) =>
      `?shop=${shopify.shop}&order=${order}${customer ? `&customer=${customer}` : ''}&sig=${hmac(
        key,
        customer ? `${order}.${customer}` : `${order}`,
      )}`
    const open = async (query: string, path = '/claim/shopify') => {
      const response = await fetch(instance.url + path + query, { redirect: 'manual' })
      return {
        status: response.status,
        code: /^\/claim\/(\w{13})$/.exec(response.headers.get('location') ?? '')?.[1],
      }
    }
    const take = (code: string | undefined, card: Card) =>
      api.call<Claimed>('POST', '/claims/redeem', { cardId: card.id, code })
    const sell = async (customerId?: number) => {
      const { order } = await shopify.sell({
        lines: [{ title: 'Coffee', price: 350 }],
        ...(customerId && { customerId }),
      })
      await settleInbox(instance)
      return order.id
    }

    describe('signed as a template does', () => {
      it('lead to one claim, however often they are opened, for one card', async () => {
        const { key } = await readKey()
        const query = linkOf(key, await sell())
        const opened = await Promise.all([1, 2, 3].map(() => open(query)))
        expect(opened.map(({ status }) => status)).toEqual([303, 303, 303])
        expect(new Set(opened.map(({ code }) => code)).size).toBe(1)
        const [ann, ben] = [await newCard(), await newCard()]
        expect((await take(opened[0]?.code, ann)).body).toMatchObject({ outcome: 'stamped', stamps: 1 })
        expect((await open(query)).code).toBe(opened[0]?.code)
        expect((await take(opened[0]?.code, ben)).status).toBe(409)
        expect([await stampsOf(ann), await stampsOf(ben)]).toEqual([1, 0])
      })

      it('may be faster than the till', async () => {
        const { key } = await readKey()
        const card = await newCard()
        const { order, deliveries } = await shopify.sell({ lines: [{ title: 'Tea', price: 300 }] } as never, {
          hold: true,
        })
        const { code } = await open(linkOf(key, order.id))
        expect((await take(code, card)).body.outcome).toBe('waiting')
        await shopify.deliver(deliveries)
        await settleInbox(instance)
        expect(await stampsOf(card)).toBe(1)
      })

      it('with the customer make the card theirs, unless they have one', async () => {
        const { key } = await readKey()
        const [ann, ben] = [await newCard(), await newCard()]
        const first = await open(linkOf(key, await sell(77), 77))
        await take(first.code, ann)
        await sell(77)
        expect(await stampsOf(ann)).toBe(2)
        // Somebody else got hold of an older e-mail of theirs.
        const other = await open(linkOf(key, 990001, 77))
        await take(other.code, ben)
        await sell(77)
        expect([await stampsOf(ann), await stampsOf(ben)]).toEqual([3, 0])
        const { rows } = await instance.core.platform.database.pool.query(
          'SELECT count(*)::int AS kept FROM claim WHERE customer_id IS NOT NULL',
        )
        expect(rows).toEqual([{ kept: 0 }])
      })

      it('make a new card that is the customer’s from its first stamp on', async () => {
        const { key } = await readKey()
        const link = linkOf(key, await sell(88), 88)
        const opened = await fetch(`${instance.url}/claim/shopify${link}`)
        expect(opened.status).toBe(200)
        const [cookie = ''] = (opened.headers.get('set-cookie') ?? '').split(';')
        const program = /name="program" value="([\w-]+)"/.exec(await opened.text())?.[1] ?? ''
        const joined = await fetch(opened.url, {
          method: 'POST',
          body: new URLSearchParams({ program, wallet: 'apple' }),
          headers: { cookie },
          redirect: 'manual',
        })
        const token = /^\/card\/([\w-]{22})/.exec(joined.headers.get('location') ?? '')?.[1]
        const card = (await api.get<{ items: Card[] }>('/cards')).items.find((each) => each.token === token)
        expect(card).toMatchObject({ stamps: 1, links: [{ tillId, customerId: '88' }] })
        await sell(88)
        expect(await stampsOf(card!)).toBe(2)
      })

      it('come with a picture of their QR code', async () => {
        const { key } = await readKey()
        const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm')
        prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(await readFile(wasm)).buffer } })
        const response = await fetch(`${instance.url}/claim/shopify/qr.png${linkOf(key, 990002)}`)
        expect(response.headers.get('content-type')).toBe('image/png')
        const [read] = await readBarcodes(new Blob([await response.arrayBuffer()]))
        expect(read?.text).toBe(`https://cards.example/claim/shopify${linkOf(key, 990002)}`)
      })
    })

    it('are nobody’s when anything in them was changed', async () => {
      const { key } = await readKey()
      const good = linkOf(key, 4711)
      expect((await open(good)).status).toBe(303)
      const forged = [
        good.replace('4711', '4712'),
        `${good}&customer=5`,
        good.replace(shopify.shop, 'other.myshopify.com'),
        good.replace(/sig=./, 'sig=z'),
        `?shop=${shopify.shop}&order=4711`,
        linkOf('another key', 4711),
        linkOf(key, 4711, 5).replace('customer=5', 'customer=6'),
      ]
      for (const query of forged) expect((await open(query)).status, query).toBe(404)
    })

    it('of an old key end when the merchant said', async () => {
      const before = await readKey()
      const old = linkOf(before.key, 990003)
      const next = await api.post<Key>(`/tills/${tillId}/receipt-key/rotate`, {})
      expect(next.version).toBe(before.version + 1)
      expect(next.key).not.toBe(before.key)
      expect((await open(old)).status).toBe(303)
      expect((await open(linkOf(next.key, 990003))).status).toBe(303)
      const last = await api.post<Key>(`/tills/${tillId}/receipt-key/rotate`, { oldGoodForDays: 0 })
      expect((await open(old)).status).toBe(404)
      expect((await open(linkOf(next.key, 990003))).status).toBe(404)
      expect((await open(linkOf(last.key, 990003))).status).toBe(303)
    })

    it('are for other tills, too, by the till’s id, and each merchant has their own', async () => {
      const open1 = await api.post<{ id: string }>('/tills', { provider: 'open', name: 'Counter' })
      const { key, address, template } = await api.get<Key>(`/tills/${open1.id}/receipt-key`)
      expect(template).toBeNull()
      expect(address).toBe(`https://cards.example/claim/till/${open1.id}`)
      const path = new URL(address).pathname
      expect((await open(`?order=A-1&sig=${hmac(key, 'A-1')}`, path)).status).toBe(303)
      expect((await open(`?order=A-1&sig=${hmac((await readKey()).key, 'A-1')}`, path)).status).toBe(404)
      const other = await createMerchant(instance.url, 'Somebody else')
      expect((await other.call('GET', `/tills/${open1.id}/receipt-key`)).status).toBe(404)
      expect((await other.call('POST', `/tills/${open1.id}/receipt-key/rotate`, {})).status).toBe(404)
    })
  },
  ['postgres'],
)
