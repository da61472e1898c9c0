import { afterAll, beforeAll, expect, it } from 'vitest'
import { type SquareDouble, startSquareDouble } from '../doubles/square.ts'
import { allow, expireTokens } from '../doubles/square-oauth.ts'
import { type Api, type Card, createMerchant, createProgram } from '../support/api.ts'
import { type AppProcess, freePort, startApp } from '../support/app.ts'
import { describeSettings, openSetting, type Setting } from '../support/settings.ts'

type ShownTill = {
  id: string
  state: string
  scopes: string[]
  missingScopes: string[]
  accessExpiresAt: string | null
  name: string
}

/** A browser: cookies, and no following of redirects. */
function newBrowser() {
  const jar = new Map<string, string>()
  return {
    jar,
    async open(url: string, init: RequestInit = {}) {
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
      const response = await fetch(url, {
        ...init,
        redirect: 'manual',
        headers: { ...init.headers, cookie, 'accept-language': 'de' },
      })
      for (const line of response.headers.getSetCookie()) {
        const [name = '', value = ''] = line.split(';')[0]!.split('=', 2)
        if (/max-age=0/i.test(line)) jar.delete(name)
        else jar.set(name, value)
      }
      return {
        status: response.status,
        location: response.headers.get('location') ?? '',
        text: await response.text(),
      }
    },
  }
}
type Browser = ReturnType<typeof newBrowser>

async function until<T>(what: string, look: () => Promise<T | null | false | undefined>): Promise<T> {
  const end = Date.now() + 50_000
  for (;;) {
    const found = await look()
    if (found) return found
    if (Date.now() > end) throw new Error(`not in time: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

await describeSettings(
  'a seller who connects Square',
  (name) => {
    let setting: Setting
    let square: SquareDouble
    let first: AppProcess
    let second: AppProcess
    let port: number

    beforeAll(async () => {
      setting = await openSetting(name)
      port = await freePort()
      const baseUrl = `http://localhost:${port}`
      square = await startSquareDouble({ notificationUrl: `${baseUrl}/webhooks/square` })
      const env = {
        BASE_URL: baseUrl,
        SQUARE_APPLICATION_ID: square.oauth.clientId,
        SQUARE_APPLICATION_SECRET: square.oauth.clientSecret,
        SQUARE_WEBHOOK_SIGNATURE_KEY: square.signatureKey,
        SQUARE_API_URL: square.url,
      }
      first = await startApp(setting, { port, env })
      second = await startApp(setting, { env })
    }, 180_000)
    afterAll(async () => {
      await Promise.all([first?.stop(), second?.stop()])
      await square?.close()
      await setting?.close()
    })

    const signedIn = async (api: Api): Promise<Browser> => {
      const browser = newBrowser()
      const { url } = await api.post<{ url: string }>('/sign-in-links')
      expect((await browser.open(url)).status).toBe(303)
      return browser
    }
    /** As far as Square's own page. */
    const setOut = async (browser: Browser): Promise<string> => {
      const away = await browser.open(`${first.baseUrl}/square/connect`)
      expect(away.status).toBe(303)
      return away.location
    }
    /** The address that Square sends the browser back to, at the other process. */
    const back = (authorizeUrl: string) => allow(square, authorizeUrl).replace(first.baseUrl, second.baseUrl)
    const connect = async (browser: Browser) => browser.open(back(await setOut(browser)))
    const tillOf = async (api: Api) => {
      const { items } = await api.get<{ items: ShownTill[] }>('/tills')
      return items.find((till) => till.name.startsWith('Square')) as ShownTill
    }
    const cardWith = async (api: Api, coupons: number): Promise<() => Promise<Card>> => {
      const program = await createProgram(api, 1)
      const { id } = await api.post<Card>('/cards', { programId: program.id })
      for (let left = coupons; left > 0; left -= 50)
        await api.post(`/cards/${id}/stamps`, { count: Math.min(50, left), reason: 'test' })
      return () => api.get<Card>(`/cards/${id}`)
    }
    const placed = (card: Card) => card.coupons.filter((coupon) => coupon.state === 'active').length

    let owner: Api
    let tillId: string

    it('is offered to whoever is signed out of the console', async () => {
      const signedOut = await newBrowser().open(`${first.baseUrl}/console/cards`)
      expect(signedOut.status).toBe(401)
      expect(signedOut.text).toContain('href="/square/connect"')
    })

    it('from the console asks for what it needs, and finds the business, its places and its permission', async () => {
      owner = await createMerchant(first.baseUrl)
      const browser = await signedIn(owner)
      const authorize = new URL(await setOut(browser))
      expect(authorize.origin + authorize.pathname).toBe(`${square.url}/oauth2/authorize`)
      expect(Object.fromEntries(authorize.searchParams)).toMatchObject({
        client_id: square.oauth.clientId,
        scope:
          'MERCHANT_PROFILE_READ ORDERS_READ PAYMENTS_READ CUSTOMERS_READ CUSTOMERS_WRITE ITEMS_READ ITEMS_WRITE',
        session: 'false',
        redirect_uri: `${first.baseUrl}/square/callback`,
        code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      })
      expect(await browser.open(back(authorize.href))).toMatchObject({
        status: 303,
        location: '/console/tills?done=connected',
      })
      const till = await tillOf(owner)
      tillId = till.id
      expect(till).toMatchObject({ state: 'active', name: 'Square · Harbour Coffee' })
      expect(till.scopes).toHaveLength(7)
      expect(till.missingScopes).toEqual([])
      expect(Date.parse(till.accessExpiresAt ?? '')).toBeGreaterThan(Date.now())
      const { items } = await owner.get<{ items: object[] }>(`/tills/${tillId}/locations`)
      expect(items).toMatchObject([
        { externalId: 'LISLE', name: 'Isle Kiosk', timeZone: 'Atlantic/Canary' },
        { externalId: 'LMAIN', name: 'Harbour Street', timeZone: 'Europe/Berlin' },
      ])
      const page = await browser.open(`${second.baseUrl}/console/tills?done=connected`)
      expect(page.text).toContain('Die Kasse ist verbunden.')
      expect(page.text).toContain('Isle Kiosk')
      expect(page.text).not.toContain(square.accessToken)
    })

    it('is told which permissions a token of earlier days lacks', async () => {
      const { pool } = setting.database
      await pool.query("UPDATE till SET scopes = array_remove(scopes, 'CUSTOMERS_WRITE')")
      expect((await tillOf(owner)).missingScopes).toEqual(['CUSTOMERS_WRITE'])
      const browser = await signedIn(owner)
      const page = await browser.open(`${first.baseUrl}/console/tills/${tillId}`)
      expect(page.text).toContain('Es fehlen Berechtigungen: CUSTOMERS_WRITE.')
      await pool.query("UPDATE till SET scopes = scopes || '{CUSTOMERS_WRITE}'")
    })

    it('is told plainly when a way back was used, belongs to another browser, or was refused', async () => {
      const browser = newBrowser()
      const used = back(await setOut(browser))
      const stranger = await newBrowser().open(used)
      expect(stranger).toMatchObject({ status: 400, text: expect.stringContaining('anderen Browser') })
      expect((await browser.open(used)).status).toBe(303)
      expect(await browser.open(used)).toMatchObject({
        status: 400,
        text: expect.stringContaining('schon benutzt'),
      })
      const away = new URL(await setOut(browser))
      const state = away.searchParams.get('state') ?? ''
      const denied = `${second.baseUrl}/square/callback?error=access_denied&error_description=user_denied&state=${state}`
      expect(await browser.open(denied)).toMatchObject({
        status: 200,
        text: expect.stringContaining('nicht erlaubt'),
      })
      const again = new URL(back(await setOut(browser)))
      square.oauth.codes.clear()
      expect(await browser.open(again.href)).toMatchObject({
        status: 400,
        text: expect.stringContaining('nicht bestätigt'),
      })
    })

    it('from the marketplace is signed in to the console of the merchant that has the seller', async () => {
      const browser = newBrowser()
      expect((await connect(browser)).status).toBe(303)
      expect((await tillOf(owner)).id).toBe(tillId)
      const page = await browser.open(`${first.baseUrl}/console/tills`)
      expect(page.text).toContain('Harbour Coffee')
    })

    it('of another merchant is refused, and keeps its own permission', async () => {
      const other = await createMerchant(first.baseUrl, 'South Roast')
      const before = square.oauth.refreshToken
      expect(await connect(await signedIn(other))).toMatchObject({
        status: 409,
        text: expect.stringContaining('anderen Händler'),
      })
      expect(square.oauth.refreshToken).toBe(before)
      expect(square.oauth.revocations).toEqual([{ merchantId: null, accessToken: expect.any(String) }])
      expect(await tillOf(other)).toBeUndefined()
    })

    it('has its token renewed once by two processes, and again when Square refuses it', async () => {
      await connect(newBrowser())
      await setting.database.pool.query("UPDATE till SET renew_at = now() - interval '1 day'")
      await until('renewal', async () => square.oauth.renewals === 1)
      expireTokens(square)
      const card = await cardWith(owner, 1)
      await until('coupon', async () => placed(await card()) === 1)
      expect(square.oauth.renewals).toBe(2)
    }, 180_000)

    it('has hundreds of codes made by two processes without a write beside another', async () => {
      square.writeMs = 50

      // On many cards, as in a shop: coupons of one card become active one after the other.
      for (let cards = 0; cards < 20; cards += 1) await cardWith(owner, 10)
      await until('coupons', async () => square.catalog.size >= 201)
      const writes = square.requests.filter(({ path }) => path === '/v2/catalog/batch-upsert')
      expect(square.requests.filter(({ status }) => status === 429)).toEqual([])
      const names = new Set([...square.catalog.values()].map((each) => each.discount_data.name))
      expect(names.size).toBe(201)
      expect(writes.length).toBeLessThan(60)
      square.writeMs = 2
    }, 180_000)

    it('that took the permission away waits with its codes, and goes on where it was', async () => {
      square.oauth.refreshToken = null
      expireTokens(square)
      const card = await cardWith(owner, 1)
      await until('sign-in', async () => (await tillOf(owner)).state === 'sign-in-needed')
      expect((await card()).coupons[0]?.state).toBe('issuing')
      const browser = await signedIn(owner)
      const page = await browser.open(`${first.baseUrl}/console/tills`)
      expect(page.text).toContain('nichts geht verloren')
      expect((await connect(browser)).status).toBe(303)
      expect(await tillOf(owner)).toMatchObject({ id: tillId, state: 'active' })
      await until('coupon', async () => placed(await card()) === 1)
    }, 180_000)

    it('disconnects at Square, and comes back to the same till', async () => {
      const browser = await signedIn(owner)
      expect((await owner.call('DELETE', `/tills/${tillId}`)).status).toBe(204)
      expect((await owner.call('DELETE', `/tills/${tillId}`)).status).toBe(204)
      expect(square.oauth.revocations.at(-1)).toEqual({ merchantId: square.merchantId, accessToken: null })
      expect(square.oauth.refreshToken).toBeNull()
      expect((await tillOf(owner)).state).toBe('revoked')
      await connect(browser)
      expect(await tillOf(owner)).toMatchObject({ id: tillId, state: 'active' })
      const page = await browser.open(`${first.baseUrl}/console/tills/${tillId}`)
      const csrf = /name="csrf" value="([^"]+)"/.exec(page.text)?.[1] ?? ''
      const disconnect = (sure: string) =>
        browser.open(`${first.baseUrl}/console/tills/${tillId}/disconnect`, {
          method: 'POST',
          body: new URLSearchParams({ csrf, sure }),
        })
      expect((await disconnect('yes')).status).toBe(422)
      expect((await tillOf(owner)).state).toBe('active')
      expect(await disconnect('Square · Harbour Coffee')).toMatchObject({
        status: 303,
        location: '/console/tills?done=disconnected',
      })
      expect((await tillOf(owner)).state).toBe('revoked')
    })

    it('from the marketplace, unknown, becomes a merchant with its name, language and time', async () => {
      square.seller.merchant.id = 'MNEW'
      const browser = newBrowser()
      expect((await connect(browser)).status).toBe(303)
      const { rows } = await setting.database.pool.query(
        "SELECT name, locale, time_zone, country, currency FROM merchant WHERE name = 'Harbour Coffee'",
      )
      expect(rows).toEqual([
        {
          name: 'Harbour Coffee',
          locale: 'de-DE',
          time_zone: 'Europe/Berlin',
          country: 'DE',
          currency: 'EUR',
        },
      ])
      expect((await browser.open(`${first.baseUrl}/console/tills`)).text).toContain('Harbour Coffee')
      const stored = await setting.database.pool.query('SELECT secrets FROM till')
      for (const { secrets } of stored.rows)
        expect(Buffer.from(secrets).toString('latin1')).not.toContain('access-')
    })
  },
  ['postgres'],
)
