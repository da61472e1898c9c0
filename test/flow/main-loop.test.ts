import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createIphone, type Iphone } from '../doubles/iphone.ts'
import {
  type Card,
  type Coupon,
  createMerchant,
  createProgram,
  type Entry,
  type Order,
} from '../support/api.ts'
import { eventually } from '../support/eventually.ts'
import { describeSettings, openSetting, type Setting } from '../support/settings.ts'
import { openShop, type Shop } from '../support/shop.ts'

await describeSettings('from the first sale to the next cycle', (name) => {
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

  const read = (card: Card) => shop.api.get<Card>(`/cards/${card.id}`)
  const newCard = async (programId: string) => shop.api.post<Card>('/cards', { programId })
  const reaches = (card: Card, cycle: number, stamps: number) =>
    eventually(async () => {
      const now = await read(card)
      expect({ cycle: now.cycle, stamps: now.stamps }).toEqual({ cycle, stamps })
      return now
    })
  /** The newest coupon, once it is in this state. */
  const coupon = (card: Card, state: string, count = 1) =>
    eventually(async () => {
      const { coupons } = await read(card)
      expect(coupons).toHaveLength(count)
      expect(coupons[0]?.state).toBe(state)
      return coupons[0] as Coupon
    })
  const shelf = (code: string) => shop.shopify.discounts.find((discount) => discount.code === code)
  const inCatalog = (code: string) =>
    [...shop.square.catalog.values()].find(({ discount_data }) => discount_data.name.endsWith(` · ${code}`))
  const coffee = { title: 'Flat white', price: 380 }
  const cake = { title: 'Carrot cake', price: 450 }
  const balance = async (card: Card) => {
    const { items } = await shop.api.get<{ items: Entry[] }>(`/cards/${card.id}/ledger`)
    return items.reduce((sum, entry) => sum + entry.count, 0)
  }
  const sellOpen = (id: string, card: Card, total: number, discountCodes: string[] = []) =>
    shop.open.sell({ id, card: card.serial, total, discountCodes })

  describe('a card that is stamped in three tills', () => {
    let card: Card
    let iphone: Iphone
    let objectId: string
    let first: Coupon

    it('is saved to both wallets', async () => {
      const program = await createProgram(shop.api, 3)
      card = await newCard(program.id)
      expect(card).toMatchObject({ cycle: 1, stamps: 0, goal: 3, coupons: [] })
      const pass = await fetch(`${card.url}/apple.pkpass`)
      expect(pass.headers.get('content-type')).toBe('application/vnd.apple.pkpass')
      iphone = createIphone({
        rootFile: join(setting.config.dataDir, 'apple', 'root.pem'),
        deviceId: 'c0ffee'.repeat(5),
        pushToken: 'ab'.repeat(32),
      })
      const bytes = Buffer.from(await pass.arrayBuffer())
      expect(await iphone.add(bytes, pass.headers.get('last-modified'))).toBe(201)
      const link = await fetch(`${card.url}/google`, { redirect: 'manual' })
      expect(link.status).toBe(302)
      objectId = shop.google.openSaveLink(link.headers.get('location') ?? '').objectId
    })

    it('counts one sale of each till once, however often it is told', async () => {
      await shop.shopify.sell({ lines: [coffee], card: card.serial }, { copies: 3 })
      await reaches(card, 1, 1)
      shop.square.delivery.times = 2
      await shop.square.sell({ total: 380, card: card.serial })
      shop.square.delivery.times = 1
      await reaches(card, 1, 2)
      const order = { id: 'market-1', card: card.serial, total: 380 }
      expect((await shop.open.sell(order, { times: 3 })).status).toBe(200)
      // The same sale under another webhook id.
      expect((await shop.open.sell(order)).status).toBe(200)
      await reaches(card, 2, 0)
      expect(await balance(card)).toBe(3)
    })

    it('has a coupon whose code works in every till', async () => {
      first = await coupon(card, 'active')
      expect(first.code).toMatch(/^[A-Z2-9]{8,}$/)
      const states = Object.fromEntries(first.placements.map((each) => [each.tillId, each.state]))
      expect(states).toEqual({
        [shop.tills.shopify.id]: 'placed',
        [shop.tills.square.id]: 'placed',
        [shop.tills.open.id]: 'placed',
      })
      expect(shelf(first.code)).toMatchObject({
        usageLimit: 1,
        deactivated: false,
        gets: { percentage: 1 },
      })
      expect(inCatalog(first.code)).toBeDefined()
      expect(await shop.api.get(`/codes/${first.code.toLowerCase()}`)).toMatchObject({
        state: 'active',
        couponId: first.id,
      })
    })

    it('is pushed to the phone, which fetches it with the code, and patched at Google', async () => {
      await eventually(async () => {
        if (shop.apns.pushes.some(({ token, body }) => token === iphone.pushToken && body === '{}'))
          await iphone.refresh()
        const pass = iphone.passes.get(card.serial)
        expect(String(pass?.files.get('pass.json'))).toContain(first.code)
      })
      await eventually(async () => {
        expect(JSON.stringify(shop.google.objects.get(objectId))).toContain(first.code)
      })
      expect(
        shop.google.calls.some(({ method, path }) => method === 'PATCH' && path.endsWith(objectId)),
      ).toBe(true)
    })

    it('gives its coffee for the code once, by the till’s own order, which earns nothing', async () => {
      const { order } = await shop.shopify.sell({
        lines: [coffee],
        card: card.serial,
        discountCode: first.code,
      })
      const used = await coupon(card, 'redeemed')
      expect(used.redeemedAt).not.toBeNull()
      const path = `/tills/${shop.tills.shopify.id}/orders/${order.id}`
      expect(await shop.api.get<Order>(path)).toMatchObject({ outcome: 'redeemed', given: 0 })
      // Square does not know of single use: the discount has to go.
      await eventually(async () => expect(inCatalog(first.code)).toBeUndefined())
      expect(await reaches(card, 2, 0)).toMatchObject({ cycle: 2 })
      await sellOpen('market-2', card, 380, [first.code])
      await reaches(card, 2, 1)
      expect(await coupon(card, 'redeemed')).toMatchObject({ id: first.id, flag: 'used-after-end' })
    })

    it('carries what is over into the next cycle', async () => {
      await shop.api.post(`/cards/${card.id}/stamps`, { count: 4, reason: 'Rainy day' })
      expect(await reaches(card, 3, 2)).toMatchObject({ stamps: 2 })
      expect(await balance(card)).toBe(8)
      await coupon(card, 'active', 2)
    })
  })

  it('redeems by Square’s discount, and by the code in an open till', async () => {
    const program = await createProgram(shop.api, 1)
    const card = await newCard(program.id)
    await sellOpen('square-1', card, 500)
    const first = await coupon(card, 'active')
    const discount = inCatalog(first.code)
    await shop.square.sell({
      lines: [{ name: 'Carrot cake', total: 450 }],
      discounts: [{ catalogObjectId: discount?.id ?? '' }],
    })
    await coupon(card, 'redeemed')
    await eventually(async () => expect(shelf(first.code)?.deactivated).toBe(true))
    await sellOpen('square-2', card, 500)
    const second = await coupon(card, 'active', 2)
    await shop.open.sell({ id: 'square-3', total: 0, lines: [], discountCodes: [second.code.toLowerCase()] })
    await coupon(card, 'redeemed', 2)
    await eventually(async () => expect(inCatalog(second.code)).toBeUndefined())
    expect(shelf(second.code)?.deactivated).toBe(true)
  })

  it('takes stamps, coupon and codes back with a refund, and with a cancellation', async () => {
    const program = await createProgram(shop.api, 2)
    const card = await newCard(program.id)
    await sellOpen('back-1', card, 500)
    const sold = await shop.square.sell({ total: 900, card: card.serial })
    const first = await coupon(card, 'active')
    await shop.square.refund(sold.id)
    await coupon(card, 'revoked')
    await reaches(card, 1, 1)
    await eventually(async () => expect(inCatalog(first.code)).toBeUndefined())
    await eventually(async () => expect(shelf(first.code)?.deactivated).toBe(true))

    const { order } = await shop.shopify.sell({ lines: [coffee, cake], card: card.serial })
    const second = await coupon(card, 'active', 2)
    expect(second.code).not.toBe(first.code)
    await shop.shopify.cancel(order.id)
    await coupon(card, 'revoked', 2)
    await eventually(async () => expect(shelf(second.code)?.deactivated).toBe(true))
    await eventually(async () => expect(inCatalog(second.code)).toBeUndefined())
    await reaches(card, 1, 1)
    await shop.open.cancel('back-1')
    await reaches(card, 1, 0)
    expect(await balance(card)).toBe(0)
  })

  it('gives a new coupon with a new code for a redemption that was refunded', async () => {
    const program = await createProgram(shop.api, 1)
    const card = await newCard(program.id)
    await sellOpen('given-back-1', card, 500)
    const first = await coupon(card, 'active')
    const { order } = await shop.shopify.sell({ lines: [coffee], discountCode: first.code })
    await coupon(card, 'redeemed')
    await shop.shopify.refund(order.id)
    const second = await coupon(card, 'active', 2)
    expect(second.code).not.toBe(first.code)
    expect(shelf(second.code)).toMatchObject({ deactivated: false, used: 0 })
    const { coupons } = await read(card)
    expect(coupons[1]).toMatchObject({ id: first.id, state: 'redeemed', flag: 'redemption-refunded' })
    expect(await balance(card)).toBe(1)
  })

  it('counts 30 and 20 as 50 where money earns, and takes part of it back', async () => {
    const earn = { kind: 'amount', per: { amount: 5000, currency: 'EUR' } }
    const program = await createProgram(shop.api, 3, earn)
    const card = await newCard(program.id)
    await sellOpen('amount-1', card, 3000)
    await eventually(async () => {
      const order = await shop.api.get<Order>(`/tills/${shop.tills.open.id}/orders/amount-1`)
      expect(order).toMatchObject({ outcome: 'no-stamp', given: 0 })
    })
    await shop.shopify.sell({ lines: [{ title: 'Beans', price: 2000 }], card: card.serial })
    await reaches(card, 1, 1)
    // 50 + 210 are five stamps and 10 left: a cycle, and two of the next.
    await shop.square.sell({ total: 21_000, card: card.serial })
    await reaches(card, 2, 2)
    await coupon(card, 'active')
    await shop.open.refund({ id: 'amount-refund', orderId: 'amount-1', amount: 3000 })
    await reaches(card, 2, 1)
    expect(await balance(card)).toBe(4)
  })

  it('answers who asks for a program that is not theirs as if it were not there', async () => {
    const program = await createProgram(shop.api, 3)
    const stranger = await createMerchant(shop.app.baseUrl, 'Stranger')
    expect((await stranger.call('POST', '/cards', { programId: program.id })).status).toBe(404)
  })
})
