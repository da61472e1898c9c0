import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { openSearchedTills, type SearchedTills } from '../support/searched-tills.ts'
import { describeSettings, openSetting, type Setting } from '../support/settings.ts'

const minute = 60_000
const hour = 60 * minute

await describeSettings(
  'a Square account searched for orders',
  (name) => {
    let setting: Setting
    let tills: SearchedTills
    let tillId: string
    let card: { id: string; serial: string }
    beforeAll(async () => {
      // Loading it stands everything still for seconds on a busy machine, and queries would time out.
      await import('square')
      setting = await openSetting(name)
    })
    afterAll(() => setting.close())
    beforeEach(async () => {
      tills = await openSearchedTills(setting, 'https://stamps.example/webhooks/square')
      tills.square.delivery.lose = () => true
      tillId = await tills.connectSquare()
      card = await tills.shop.card(tills.merchantId, 2)
      await tills.search(0)
    })
    afterEach(() => tills.close())

    const stamps = () => tills.stamps(card.id)
    const sell = (more: object = {}) => tills.square.sell({ card: card.serial, total: 380, ...more })
    const searches = () => tills.square.requests.filter(({ path }) => path === '/v2/orders/search').length

    it('finds a sale whose webhooks were lost, once, and leaves what is known alone', async () => {
      await sell()
      await tills.search()
      expect(await stamps()).toBe(1)
      const rows = await tills.deliveries(tillId)
      await tills.search()
      await tills.search(25 * hour)
      expect(await stamps()).toBe(1)
      expect(await tills.deliveries(tillId)).toBe(rows)
    })

    it('finds a free sale, which Square announces by nothing, within five minutes: its coupon is used', async () => {
      for (const effectKey of ['a', 'b'])
        await tills.shop.addStamps({
          ...{ merchantId: tills.merchantId, cardId: card.id, count: 1, reason: 'test' },
          effectKey: tillId + effectKey,
        })
      await tills.placeCodes()
      const coupon = async () => (await tills.shop.cards.find(tills.merchantId, card.id))!.coupons[0]!
      expect(await coupon()).toMatchObject({ state: 'active' })
      const [discount] = [...tills.square.catalog.values()]
      await tills.search()
      const free = await tills.square.sell({
        lines: [{ total: 0 }],
        discounts: [{ name: discount!.discount_data.name, catalogObjectId: discount!.id }],
      })
      expect(free).toMatchObject({ state: 'COMPLETED', tenders: [], total_money: { amount: 0 } })
      const soldAt = tills.clock.now
      while ((await coupon()).state === 'active' && tills.clock.now - soldAt < hour)
        await tills.search(minute / 2)
      expect(await coupon()).toMatchObject({ state: 'redeemed' })
      expect(tills.clock.now - soldAt).toBeLessThanOrEqual(5 * minute)
    })

    it('finds an offline sale that comes 71 hours late with the times of its device', async () => {
      await tills.search(80 * hour)
      await tills.search(20 * hour)
      const before = tills.clock.now
      tills.clock.now -= 71 * hour
      await sell()
      tills.clock.now = before
      await tills.search(5 * hour)
      expect(await stamps()).toBe(1)
    })

    it('finds a refund whose webhooks were lost', async () => {
      const order = await sell()
      await tills.search()
      expect(await stamps()).toBe(1)
      tills.clock.now += hour
      await tills.square.refund(order.id)
      await tills.search()
      expect(await stamps()).toBe(0)
      const rows = await tills.deliveries(tillId)
      await tills.search()
      expect(await tills.deliveries(tillId)).toBe(rows)
    })

    it('asks for ten locations at a time, for all of them', async () => {
      const names = Array.from({ length: 23 }, (_, at) => `L${String(at).padStart(2, '0')}`)
      tills.square.seller.locations = names.map((id) => ({ id }))
      tills.square.pageSize = 1
      const three = await tills.shop.card(tills.merchantId)
      for (const locationId of ['L00', 'L09', 'L22'])
        await tills.square.sell({ card: three.serial, total: 380, locationId })
      const before = searches()
      await tills.search()
      expect(await tills.stamps(three.id)).toBe(3)
      // By change and by closing; L00 and L09 are in one group and take two pages.
      expect(searches() - before).toBe(2 * (3 + 1))
      expect(tills.square.requests.every(({ status }) => status === 200)).toBe(true)
    })

    it('leaves open and unpaid orders until they are paid', async () => {
      const order = tills.square.open({ card: card.serial, total: 500 })
      await tills.search()
      expect(await tills.deliveries(tillId)).toBe(0)
      await tills.square.pay(order.id)
      await tills.search()
      expect(await stamps()).toBe(1)
    })

    it('waits as long as Square asks, and then goes on from the same place', async () => {
      await sell()
      tills.square.fault = { status: 429, retryAfter: '120' }
      await tills.search()
      expect(await tills.state(tillId)).toMatchObject({
        failures: 1,
        lastError: expect.stringMatching(/^square\/throttled: .*429/),
      })
      const before = tills.square.requests.length
      await tills.search(100_000)
      expect(tills.square.requests.length).toBe(before)
      tills.square.fault = null
      await tills.search(minute)
      expect(await stamps()).toBe(1)
    })

    it('says that a till sends no webhooks, which only the developer’s console can mend', async () => {
      await sell()
      await tills.search()
      expect(await tills.state(tillId)).toMatchObject({ hooksNote: 'silent', missed: 1 })
    })
  },
  ['postgres'],
)
