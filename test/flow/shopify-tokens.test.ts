import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Reward } from '../../src/domain/program.ts'
import { type ShopifyDouble, startShopify } from '../doubles/shopify.ts'
import { type Api, type Card, createMerchant, createProgram } from '../support/api.ts'
import { type Instance, openInstance } from '../support/instance.ts'
import { describeSettings, openSetting, type Setting } from '../support/settings.ts'

const reward = {
  id: 'r',
  title: 'Free coffee',
  kind: 'redeem_code',
  codeSource: 'minted',
  discount: { percent: 100 },
} as unknown as Reward

await describeSettings(
  'tokens of an installed shop',
  (name) => {
    let setting: Setting
    let shopify: ShopifyDouble
    let instances: [Instance, Instance]
    let api: Api
    let till: { merchantId: string; id: string }
    let codes = 0

    beforeAll(async () => {
      setting = await openSetting(name)
      shopify = await startShopify()
      const env = {
        SHOPIFY_API_KEY: shopify.tokens.apiKey,
        SHOPIFY_API_SECRET: shopify.secret,
        SHOPIFY_API_URL: shopify.url,
      }
      instances = [await openInstance(setting, env, { worker: true }), await openInstance(setting, env)]
      api = await createMerchant(instances[0].url)
      const { shop, accessToken } = shopify
      const { id } = await api.post<{ id: string }>('/tills', { provider: 'shopify', shop, accessToken })
      await openApp()
      const { rows } = await query<{ merchant_id: string }>('SELECT merchant_id FROM till WHERE id = $1', [
        id,
      ])
      till = { merchantId: rows[0]?.merchant_id ?? '', id }
    }, 180_000)
    afterAll(async () => {
      for (const instance of instances) await instance.close()
      await shopify.close()
      await setting.close()
    })
    beforeEach(() => {
      shopify.tokens.grants.length = 0
      shopify.tokens.faults.silentLife = false
    })

    const query = <Row extends object>(text: string, values: unknown[]) =>
      setting.database.pool.query<Row>(text, values)
    const openApp = async () => {
      const authorization = `Bearer ${await shopify.tokens.sessionToken()}`
      const opened = await fetch(`${instances[0].url}/shopify/session`, {
        method: 'POST',
        headers: { authorization },
      })
      expect(opened.status).toBe(200)
    }
    const makeCode = async ({ core }: Instance) => {
      codes += 1
      const code = `CODE${String(codes).padStart(6, 'A')}`
      const credentials = await core.codes.credentials(till)
      const client = credentials && core.tills.clientFor(credentials)
      return client?.placeCode({ couponId: `c${codes}`, code, reward, startsAt: Date.now() })
    }
    const twentyCodes = () =>
      Promise.all(Array.from({ length: 20 }, (_, turn) => makeCode(instances[turn % 2 ? 1 : 0])))
    const refreshes = () => shopify.tokens.grants.filter((grant) => grant === 'refresh_token').length

    it('are renewed once for twenty calls of two processes that are all refused', async () => {
      shopify.tokens.expire()
      const made = await twentyCodes()
      expect(new Set(made.map((each) => each?.externalId)).size).toBe(20)
      expect(refreshes()).toBe(1)
    })

    it('are renewed once for twenty calls of two processes that know their token ended', async () => {
      shopify.tokens.expire()
      await query('UPDATE till SET access_expires_at = $2 WHERE id = $1', [
        till.id,
        new Date(Date.now() - 1000),
      ])
      expect(await twentyCodes()).toHaveLength(20)
      expect(refreshes()).toBe(1)
    })

    it('go on being renewed after an answer that did not say how long its token lives', async () => {
      shopify.tokens.faults.silentLife = true
      shopify.tokens.expire()
      await makeCode(instances[0])
      shopify.tokens.expire()
      await makeCode(instances[1])
      expect(refreshes()).toBe(2)
      const { rows } = await query<{ access_expires_at: Date | null; renew_at: Date | null }>(
        'SELECT access_expires_at, renew_at FROM till WHERE id = $1',
        [till.id],
      )
      expect(rows[0]?.access_expires_at?.getTime()).toBeLessThan(Date.now() + 3_700_000)
      expect(rows[0]?.renew_at?.getTime()).toBeLessThan(Date.now() + 3_600_000)
    })

    it('that cannot be renewed are told plainly; coupons wait for the merchant and are then made', async () => {
      shopify.tokens.faults.invalidGrant = true
      shopify.tokens.expire()
      const program = await createProgram(api, 1)
      const card = await api.post<Card>('/cards', { programId: program.id })
      await api.post(`/cards/${card.id}/stamps`, { count: 1, reason: 'a coffee' })
      const state = async () => (await api.get<{ state: string }>(`/tills/${till.id}`)).state
      const coupon = async () => (await api.get<Card>(`/cards/${card.id}`)).coupons[0]
      await expect.poll(state).toBe('sign-in-needed')
      expect((await coupon())?.state).toBe('issuing')
      expect(refreshes()).toBe(1)

      shopify.tokens.faults.invalidGrant = false
      await openApp()
      expect(await state()).toBe('active')
      await expect.poll(async () => (await coupon())?.state).toBe('active')
      const code = (await coupon())?.code
      expect(shopify.discounts.map((each) => each.code)).toContain(code)
    })
  },
  ['postgres'],
)
