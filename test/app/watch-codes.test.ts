import pino from 'pino'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { createShopify } from '../../adapters/shopify/adapter.ts'
import { placeCodeWith } from '../../src/app/place-codes.ts'
import { watchCodesWith } from '../../src/app/watch-codes.ts'
import type { Reward } from '../../src/domain/program.ts'
import type { TillClient } from '../../src/ports/till.ts'
import { newId, newRedeemCode } from '../../src/secrets/random-id.ts'
import { createCodeWatch } from '../../src/store/code-watch.ts'
import { type ShopifyDouble, startShopify } from '../doubles/shopify.ts'
import type { DoubleDiscount } from '../doubles/shopify-admin.ts'
import { describeSettings, openSetting, type Setting } from '../support/settings.ts'
import { createStoreShop, type StoreShop } from '../support/store-shop.ts'

const hourMs = 3_600_000

await describeSettings(
  'codes that somebody changed in the till',
  (name) => {
    let setting: Setting
    let shop: StoreShop
    let double: ShopifyDouble
    let merchantId: string
    let till: string
    let client: TillClient

    beforeAll(async () => {
      setting = await openSetting(name)
    })
    afterAll(() => setting.close())
    beforeEach(async () => {
      shop = createStoreShop(setting.database)
      shop.clock.now = Date.now()
      await setting.database.pool.query(`UPDATE code_placement SET check_at = NULL; DELETE FROM outbox`)
      double = await startShopify({
        shop: `${newRedeemCode().toLowerCase()}.myshopify.com`,
        now: () => shop.clock.now,
      })
      const { shop: address, accessToken } = double
      merchantId = await shop.merchant()
      till = await shop.till(merchantId, { provider: 'shopify', shop: address, accessToken })
      const adapter = createShopify({ apiUrl: double.url, now: () => shop.clock.now })
      client = adapter.client({ provider: 'shopify', shop: address, accessToken })!
      return () => double.close()
    })

    const issue = async (reward: Partial<Reward> = {}): Promise<{ id: string; discount: DoubleDiscount }> => {
      const card = await shop.card(merchantId, 1, reward)
      const effectKey = crypto.randomUUID()
      await shop.addStamps({ merchantId, cardId: card.id, count: 1, reason: 'test', effectKey })
      const deps = { store: shop.store, clock: () => shop.clock.now, newId, newCode: newRedeemCode }
      const place = placeCodeWith({ ...deps, codes: shop.codes, clientFor: () => client })
      for (const row of await shop.outbox.lease('place-code', 10)) await place(row)
      const coupon = (await shop.cards.find(merchantId, card.id))!.coupons[0]!
      return { id: coupon.id, discount: double.discounts.find((each) => each.code === coupon.code)! }
    }
    const watch = () =>
      watchCodesWith({
        watch: createCodeWatch(setting.database.pool, () => shop.clock.now),
        codes: shop.codes,
        clientFor: () => client,
        clock: () => shop.clock.now,
        random: () => 0.5,
        log: pino({ level: 'silent' }),
      })()
    const later = () => {
      shop.clock.now += 7 * hourMs
      return watch()
    }
    const standing = async (couponId: string) => {
      const { rows } = await setting.database.pool.query(
        'SELECT state, drift, last_error, repairs FROM code_placement WHERE coupon_id = $1 AND till_id = $2',
        [couponId, till],
      )
      return rows[0]
    }
    const remove = (code: string) =>
      double.discounts.splice(
        double.discounts.findIndex((each) => each.code === code),
        1,
      )

    it('leaves codes alone that are as they were made, and asks for many in one call', async () => {
      for (let count = 0; count < 5; count += 1) await issue(count % 2 ? { expiresAfterDays: 9 } : {})
      await issue({ discount: { amount: { amount: 250, currency: 'EUR' } } })
      await issue({
        discount: { productIds: ['1', '2'], worth: { amount: 380, currency: 'EUR' } },
        limits: { minBasket: { amount: 1000, currency: 'EUR' } },
      })
      expect(await watch()).toBe(0)
      double.calls.length = 0
      expect(await later()).toBe(7)
      expect(double.calls).toEqual(['nodes'])
      expect(await later()).toBe(7)
      const { rows } = await setting.database.pool.query(
        'SELECT DISTINCT state, drift FROM code_placement WHERE merchant_id = $1',
        [merchantId],
      )
      expect(rows).toEqual([{ state: 'placed', drift: null }])
    })

    it('makes a deleted code again, once: deleted again, somebody means it', async () => {
      const { id, discount } = await issue()
      remove(discount.code)
      await later()
      expect(double.discounts.map((each) => each.code)).toEqual([discount.code])
      expect(await standing(id)).toMatchObject({ state: 'placed', repairs: 1 })
      remove(discount.code)
      await later()
      expect(double.discounts).toEqual([])
      expect(await standing(id)).toMatchObject({ state: 'drifted', drift: 'deleted' })
    })

    it('switches a paused code on again, with its end', async () => {
      const { id, discount } = await issue({ expiresAfterDays: 30 })
      const end = discount.endsAt
      discount.deactivated = true
      discount.endsAt = shop.clock.now
      await later()
      expect(discount).toMatchObject({ deactivated: false, endsAt: end })
      expect(await standing(id)).toMatchObject({ state: 'placed', repairs: 1 })
    })

    it('tells of a changed worth, and restores it when a person says so', async () => {
      const { id, discount } = await issue({ discount: { percent: 50 } })
      discount.gets = { percentage: 0.1 }
      discount.usageLimit = 100
      await later()
      expect(await standing(id)).toMatchObject({
        state: 'drifted',
        drift: 'edited',
        last_error: 'limit of uses, worth',
      })
      expect(discount.gets).toEqual({ percentage: 0.1 })
      const asking = createCodeWatch(setting.database.pool, () => shop.clock.now)
      expect(await asking.askRepair({ merchantId, id })).toBe(true)
      await watch()
      expect(discount).toMatchObject({ gets: { percentage: 0.5 }, usageLimit: 1 })
      expect(await standing(id)).toMatchObject({ state: 'placed', drift: null })
      expect(await asking.askRepair({ merchantId, id })).toBe(false)
    })

    it('waits for the order of a used code before it tells anybody', async () => {
      const { id, discount } = await issue()
      discount.used = 1
      await later()
      expect(await standing(id)).toMatchObject({ state: 'placed', drift: 'used' })
      expect(await watch()).toBe(0)
      shop.clock.now += hourMs / 2
      await watch()
      expect(await standing(id)).toMatchObject({ state: 'drifted', drift: 'used' })
    })

    it('does not make a code whose name another discount took', async () => {
      const { id, discount } = await issue()
      remove(discount.code)
      double.discounts.push({ ...discount, id: 'gid://shopify/DiscountCodeNode/1', title: 'Summer sale' })
      await later()
      expect(await standing(id)).toMatchObject({ state: 'drifted', drift: 'taken' })
    })

    it('comes back to codes that it could not ask about', async () => {
      const { discount } = await issue()
      remove(discount.code)
      double.faults.outage = true
      expect(await later()).toBe(0)
      double.faults.outage = false
      shop.clock.now += 11 * 60_000
      expect(await watch()).toBe(1)
      expect(double.discounts).toHaveLength(1)
    })
  },
  ['postgres'],
)
