import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { processInboxWith } from '../../src/app/process-inbox.ts'
import { newId } from '../../src/secrets/random-id.ts'
import { type ShopifyDouble, startShopify } from '../doubles/shopify.ts'
import { appScopes } from '../doubles/shopify-tokens.ts'
import { createMerchant } from '../support/api.ts'
import { type Instance, openInstance } from '../support/instance.ts'
import { describeSettings, openSetting, type Setting } from '../support/settings.ts'

type TillRow = {
  merchant_id: string
  id: string
  state: string
  secrets: Buffer
  scopes: string[]
  access_expires_at: Date | null
}

await describeSettings(
  'a shop that installs the app',
  (name) => {
    let setting: Setting
    let instance: Instance
    let shopify: ShopifyDouble
    let shops = 0

    beforeAll(async () => {
      setting = await openSetting(name)
      // One address for the doubles of all tests: each is a shop of its own behind it.
      shopify = await startShopify()
      instance = await openInstance(setting, {
        SHOPIFY_API_KEY: shopify.tokens.apiKey,
        SHOPIFY_API_SECRET: shopify.secret,
        SHOPIFY_API_URL: shopify.url,
      })
    }, 180_000)
    afterAll(async () => {
      await instance.close()
      await shopify.close()
      await setting.close()
    })
    beforeEach(async () => {
      await shopify.close()
      shops += 1
      const port = Number(new URL(shopify.url).port)
      shopify = await startShopify({ shop: `shop-${shops}.myshopify.com`, port })
    })

    const visit = async (token?: string, path = '/shopify/session?locale=de') => {
      const authorization = `Bearer ${token ?? (await shopify.tokens.sessionToken())}`
      const response = await fetch(instance.url + path, { method: 'POST', headers: { authorization } })
      return { status: response.status, text: await response.text() }
    }
    const tills = async () =>
      (
        await instance.core.platform.database.pool.query<TillRow>(
          'SELECT * FROM till WHERE external_id = $1 ORDER BY created_at',
          [shopify.shop],
        )
      ).rows
    const deliver = (delivery: { headers: Record<string, string>; body: string }) =>
      fetch(`${instance.url}/webhooks/shopify`, { method: 'POST', ...delivery })

    it('is connected in one go, and its owner signed in to the console', async () => {
      const shown = await visit()
      expect(shown.status, shown.text).toBe(200)
      expect(shown.text).toContain('Verbunden')
      expect(shown.text).toContain('North Roast')
      const link = /href="(\/console\/sign-in\/[^"]+)"/.exec(shown.text)?.[1]
      const signedIn = await fetch(instance.url + link, { redirect: 'manual' })
      expect(signedIn.status).toBe(303)
      expect(signedIn.headers.get('set-cookie')).toMatch(/Secure.*SameSite=Lax|SameSite=Lax.*Secure/)
      expect((await fetch(instance.url + link, { redirect: 'manual' })).status).toBe(401)

      const [till] = await tills()
      const { rows } = await instance.core.platform.database.pool.query(
        'SELECT name, country, locale, time_zone, currency FROM merchant WHERE id = $1',
        [till?.merchant_id],
      )
      expect(rows).toEqual([
        { name: 'North Roast', country: 'DE', locale: 'de-DE', time_zone: 'Europe/Berlin', currency: 'EUR' },
      ])
      const kept = till?.secrets.toString('latin1')
      expect(kept).not.toContain(shopify.tokens.pair()?.access)
      expect(kept).not.toContain(shopify.tokens.pair()?.refresh)
    })

    it('asks for no second token while the first is good', async () => {
      await visit()
      await visit()
      expect(shopify.tokens.grants).toEqual(['token-exchange'])
    })

    it('makes the store’s owner an owner, and others managers as soon as the shop is set up', async () => {
      const roleNow = async () => {
        const link = /href="(\/console\/sign-in\/[^"]+)"/.exec((await visit()).text)?.[1]
        const signedIn = await fetch(instance.url + link, { redirect: 'manual' })
        const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? ''
        const page = (path: string) => fetch(instance.url + path, { headers: { cookie } })
        if ((await page('/console/audit')).status === 200) return 'owner'
        // Whoever has no name cannot become an owner by taking one.
        expect(await (await page('/console/account')).text()).not.toContain('/console/account/person')
        return (await page('/console/team')).status === 200 ? 'manager' : 'less'
      }
      shopify.tokens.visitorOwns = false
      expect(await roleNow()).toBe('owner')
      await instance.core.platform.database.pool.query(
        `WITH made AS (
          INSERT INTO program (merchant_id, id, name, slug, version, created_at)
            SELECT merchant_id, id, 'Coffee', id::text, 1, now() FROM till WHERE external_id = $1 RETURNING *)
          INSERT INTO program_version SELECT merchant_id, id, 1, '{}', now() FROM made`,
        [shopify.shop],
      )
      expect(await roleNow()).toBe('manager')
      shopify.tokens.visitorOwns = true
      expect(await roleNow()).toBe('owner')
      expect(shopify.tokens.grants).toEqual(['token-exchange'])
    })

    it('becomes one merchant, however many windows open at once', async () => {
      const all = await Promise.all(Array.from({ length: 6 }, () => visit()))
      expect(all.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200])
      expect(await tills()).toHaveLength(1)
      expect(shopify.tokens.grants).toEqual(['token-exchange'])
    })

    it('is the same merchant with the same till when the app comes back, and a late end does not end it', async () => {
      await visit()
      const [before] = await tills()
      const removed = shopify.uninstall()
      expect((await deliver(shopify.webhook('app/uninstalled', JSON.parse(removed.body)))).status).toBe(200)
      await settle(instance)
      expect((await tills())[0]?.state).toBe('uninstalled')
      expect((await visit()).status).toBe(200)
      expect(await tills()).toMatchObject([
        { merchant_id: before?.merchant_id, id: before?.id, state: 'active' },
      ])
      // The first attempt at telling of the removal arrives now.
      expect((await deliver(removed)).status).toBe(200)
      await settle(instance)
      expect((await tills())[0]?.state).toBe('active')
    })

    it('needs no token for the topics of the law, also after it has gone', async () => {
      await visit()
      await deliver(shopify.uninstall())
      const body = { shop_id: 1, shop_domain: shopify.shop, customer: { id: 7 }, orders_to_redact: [] }
      expect((await deliver(shopify.webhook('customers/redact', body))).status).toBe(200)
      await settle(instance)
      expect(shopify.tokens.grants).toEqual(['token-exchange'])
    })

    it('says which permission is missing, and takes up a change of them', async () => {
      shopify.tokens.scope = 'write_customers,read_orders,read_customer_merge,read_discounts'
      expect((await visit()).text).toContain('Rabattcodes für Gutscheine anlegen')
      const current = appScopes.split(',')
      await deliver(shopify.webhook('app/scopes_update', { id: 1, previous: [], current }))
      await settle(instance)
      expect((await tills())[0]?.scopes).toEqual(current)
      expect((await visit()).text).not.toContain('Rabattcodes')
    })

    it('takes no session token that is old, of another app, or signed by somebody else', async () => {
      const past = Math.floor(Date.now() / 1000) - 60
      const tokens = [
        await shopify.tokens.sessionToken({ exp: past }),
        await shopify.tokens.sessionToken({ aud: 'another-app' }),
        await shopify.tokens.sessionToken({}, 'another secret altogether'),
        await shopify.tokens.sessionToken({ dest: 'https://other-shop.myshopify.com' }),
        await shopify.tokens.sessionToken({ dest: 'https://evil.example' }),
        'not-a-token-at-all-but-long-enough',
      ]
      for (const token of tokens) expect((await visit(token)).status).toBe(401)
      expect((await fetch(`${instance.url}/shopify/session`, { method: 'POST' })).status).toBe(401)
      expect(await tills()).toEqual([])
      expect(shopify.tokens.grants).toEqual([])
    })

    it('opens the page for Shopify alone, in the frame of this shop', async () => {
      const page = await fetch(instance.url + shopify.tokens.entryPath({ locale: 'fr' }))
      expect(page.status).toBe(200)
      const policy = page.headers.get('content-security-policy') ?? ''
      expect(policy).toContain(`frame-ancestors https://${shopify.shop} https://admin.shopify.com`)
      expect(policy).toContain("script-src 'self' https://cdn.shopify.com;")
      expect(page.headers.get('x-frame-options')).toBeNull()
      const text = await page.text()
      expect(text).toContain('Connexion de votre boutique')
      // App Bridge insists on being the first script.
      expect(/<script src="([^"]+)"/.exec(text)?.[1]).toBe(
        'https://cdn.shopify.com/shopifycloud/app-bridge.js',
      )
      const elsewhere = await fetch(`${instance.url}/console`)
      expect(elsewhere.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
      expect(elsewhere.headers.get('content-security-policy')).not.toContain('shopify')
    })

    it('refuses an address that was tampered with, is old, or was typed', async () => {
      const good = shopify.tokens.entryPath()
      const status = async (path: string) => (await fetch(instance.url + path)).status
      expect(await status(good.replace(shopify.shop, 'evil.myshopify.com'))).toBe(401)
      expect(await status(`${good}&more=1`)).toBe(401)
      const old = String(Math.floor(Date.now() / 1000) - 3600)
      expect(await status(shopify.tokens.entryPath({ timestamp: old }))).toBe(401)
      expect(await status(`/shopify?shop=${shopify.shop}`)).toBe(400)
    })

    it('goes to the merchant whose typed-in token works, and never to one who only claimed it', async () => {
      const rightful = await createMerchant(instance.url)
      const connected = await rightful.post<{ id: string }>('/tills', {
        provider: 'shopify',
        shop: shopify.shop,
        accessToken: shopify.accessToken,
      })
      await visit()
      expect(await tills()).toMatchObject([{ id: connected.id, state: 'active' }])
      const other = await createMerchant(instance.url, 'Somebody else')
      const input = { provider: 'shopify', shop: shopify.shop, accessToken: 'shpat_invented' }
      expect((await other.call('POST', '/tills', input)).status).toBe(409)
    })

    it('does not fall to somebody who claimed it with an invented token', async () => {
      const squatter = await createMerchant(instance.url, 'Squatter')
      const input = { provider: 'shopify', shop: shopify.shop, accessToken: 'shpat_invented' }
      const claimed = await squatter.post<{ id: string }>('/tills', input)
      expect((await visit()).status).toBe(200)
      const [first, second] = await tills()
      expect(first).toMatchObject({ id: claimed.id, state: 'revoked' })
      expect(second).toMatchObject({ state: 'active' })
      expect(second?.merchant_id).not.toBe(first?.merchant_id)
    })

    it('stays with its own merchant while the app is gone, and so does its redaction', async () => {
      await visit()
      const [before] = await tills()
      await deliver(shopify.uninstall())
      await settle(instance)
      const squatter = await createMerchant(instance.url, 'Squatter')
      const input = { provider: 'shopify', shop: shopify.shop, accessToken: 'shpat_invented' }
      expect((await squatter.call('POST', '/tills', input)).status).toBe(409)
      expect((await visit()).status).toBe(200)
      expect(await tills()).toMatchObject([
        { merchant_id: before?.merchant_id, id: before?.id, state: 'active' },
      ])
      expect(await tills()).toHaveLength(1)
    })

    it('is not erased by a redaction that comes later than two days after it was gone for a while', async () => {
      await visit()
      await deliver(shopify.uninstall())
      await settle(instance)
      await visit()
      const late = shopify.webhook('shop/redact', { shop_id: 1, shop_domain: shopify.shop })
      late.headers['x-shopify-triggered-at'] = new Date(Date.now() + 50 * 3_600_000).toISOString()
      expect((await deliver(late)).status).toBe(200)
      await settle(instance)
      const [till] = await tills()
      expect(till).toMatchObject({ state: 'active' })
      expect(till?.secrets.length).toBeGreaterThan(0)
    })

    it('says so when Shopify cannot be reached, and completes what was begun with the next visit', async () => {
      shopify.faults.status = 503
      expect(await visit()).toMatchObject({ status: 503, text: expect.stringContaining('nicht erreichbar') })
      shopify.faults.status = null
      expect((await visit()).status).toBe(200)
      expect(await tills()).toHaveLength(1)
    })
  },
  ['embedded', 'postgres'],
)

/** What lies in the inbox is processed now. */
async function settle({ core }: Instance): Promise<void> {
  const { platform, store, tills, newCode } = core
  await processInboxWith({
    ...{ store, readers: tills.readers, clock: platform.clock, newId, newCode, log: platform.log },
    keyring: platform.keyring,
    onBatch: () => undefined,
  })()
}
