import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createOpenTillDouble } from '../doubles/open-till.ts'
import { type Api, type Card, createMerchant, createProgram, type Till } from '../support/api.ts'
import { type AppProcess, startApp } from '../support/app.ts'
import { type PlainBrowser, signedInBrowser } from '../support/browser.ts'
import { eventually } from '../support/eventually.ts'
import { describeSettings, openSetting, type Setting } from '../support/settings.ts'

const htmlText = (page: string) => page.replaceAll('&amp;', '&').replaceAll('&#39;', "'")

await describeSettings(
  'the console’s rooms for tills and codes',
  (name) => {
    let setting: Setting
    let app: AppProcess
    let api: Api
    let console: PlainBrowser

    beforeAll(async () => {
      setting = await openSetting(name)
      app = await startApp(setting)
      api = await createMerchant(app.baseUrl)
      const { url } = await api.post<{ url: string }>('/sign-in-links')
      console = await signedInBrowser(app.baseUrl, url)
    }, 180_000)
    afterAll(async () => {
      await app?.stop()
      await setting?.close()
    })

    describe('tills', () => {
      let till: Till
      let secret: string

      it('connects an open till and tells its secret once', async () => {
        await console.open('/console/tills/connect/open')
        const told = await console.send('/console/tills/connect/open', { name: 'Counter' })
        expect(told.status).toBe(201)
        secret = /whsec_[A-Za-z0-9+/=]+/.exec(told.text)?.[0] ?? ''
        till = (await api.get<{ items: Till[] }>('/tills')).items[0] as Till
        expect(told.text).toContain(till.webhookUrl)
        const double = createOpenTillDouble({ url: till.webhookUrl, secret })
        expect((await double.sell({ id: 'A1', total: 380 })).status).toBe(200)
        const page = await console.open(`/console/tills/${till.id}`)
        expect(page.text).not.toContain(secret)
        expect(page.text).toContain('order.paid')
      })

      it('sends a signed test sale through the intake, and says what was made of it', async () => {
        const program = await createProgram(api, 3)
        const card = await api.post<Card>('/cards', { programId: program.id })
        const sent = await console.send(`/console/tills/${till.id}/test`, {
          amount: '4,20',
          card: card.serial,
        })
        expect(sent.status).toBe(303)
        const shown = await eventually(async () => {
          const page = await console.open(sent.location)
          expect(page.text).toContain('Your test sale')
          return htmlText(page.text)
        })
        expect(shown).toContain('Test orders never earn.')
        const orderId = new URL(sent.location, app.baseUrl).searchParams.get('test')
        const order = await api.get<{ outcome: string; trace: { rule: string }[] }>(
          `/tills/${till.id}/orders/${orderId}`,
        )
        expect(order.trace.map(({ rule }) => rule)).toContain('test-order')
        expect((await api.get<Card>(`/cards/${card.id}`)).stamps).toBe(0)
        const wrong = await console.send(`/console/tills/${till.id}/test`, { amount: 'much' })
        expect(wrong.status).toBe(422)
      })

      it('changes the secret, and leaves the old one good', async () => {
        const fresh = await api.post<Till>('/tills', { provider: 'open', name: 'Second counter' })
        const page = await console.send(`/console/tills/${fresh.id}/secret`, {})
        expect(page.status).toBe(201)
        const next = /whsec_[A-Za-z0-9+/=]+/.exec(page.text)?.[0] ?? ''
        expect(next).not.toBe(fresh.webhookSecret)
        const sell = async (secret_: string, id: string) =>
          (await createOpenTillDouble({ url: fresh.webhookUrl, secret: secret_ }).sell({ id, total: 1 }))
            .status
        expect(await sell(next, 'B1')).toBe(200)
        expect(await sell(fresh.webhookSecret ?? '', 'B2')).toBe(200)
        expect(await sell('whsec_AAAA', 'B3')).toBe(401)
      })

      it('shows what a till cannot see to, and names its places', async () => {
        await api.call('PUT', `/tills/${till.id}/locations/L1`, { name: 'Harbour Street' })
        const page = await console.open(`/console/tills/${till.id}?place=L1`)
        expect(page.text).toContain('Harbour Street')
        expect(page.text).toContain('The till asks what a code is good for')
        const half = await console.send(`/console/tills/${till.id}/locations`, {
          externalId: 'L1',
          name: 'Harbour Street',
          latitude: '53.5',
        })
        expect(half.status).toBe(422)
        const saved = await console.send(`/console/tills/${till.id}/locations`, {
          ...{
            externalId: 'L1',
            name: 'Pier 1',
            timeZone: 'Europe/Lisbon',
            latitude: '38,7',
            longitude: '-9.1',
          },
        })
        expect(saved.status).toBe(303)
        const { items } = await api.get<{ items: object[] }>(`/tills/${till.id}/locations`)
        expect(items).toMatchObject([
          { name: 'Pier 1', timeZone: 'Europe/Lisbon', latitude: 38.7, longitude: -9.1 },
        ])
      })

      it('connects a Shopify shop by its token with a look back, and disconnects it by name', async () => {
        const bad = await console.send('/console/tills/connect/shopify', {
          shop: 'no shop',
          accessToken: 'x',
        })
        expect(bad.text).toContain('like my-shop.myshopify.com')
        const made = await console.send('/console/tills/connect/shopify', {
          ...{ shop: 'https://My-Shop.myshopify.com/admin', accessToken: 'shpat_1', lookBackDays: '30' },
        })
        expect(made.status).toBe(303)
        const path = made.location.split('?')[0]!
        const { rows } = await setting.database.pool.query(
          "SELECT r.orders_since < now() - interval '29 days' AS looking FROM till_reconciliation r WHERE till_id = $1",
          [path.split('/').at(-1)],
        )
        expect(rows).toEqual([{ looking: true }])
        expect((await console.send(`${path}/disconnect`, { sure: 'yes' })).status).toBe(422)
        expect((await console.send(`${path}/disconnect`, { sure: 'my-shop.myshopify.com' })).status).toBe(303)
        expect((await console.open(path)).text).toContain('revoked')
      })
    })

    describe('code pools', () => {
      let rewardId: string
      let path: string
      const pool = () =>
        api.get<{ free: number; lowWater: number | null; reserve: number }>(`/code-pools/${rewardId}`)

      it('imports typed codes, and says line by line what was not taken', async () => {
        const made = await api.post<{ milestones: { reward: { id: string } }[] }>('/programs', {
          ...{ name: 'Pool card', goal: 2, earn: { kind: 'visit' } },
          milestones: [{ at: 2, reward: { title: 'Free tea', kind: 'redeem_code', codeSource: 'pool' } }],
        })
        rewardId = made.milestones[0]!.reward.id
        path = `/console/pools/${rewardId}`
        expect((await console.open(path)).text).toContain('Free tea')
        const sent = await console.send(`${path}/import`, { codes: 'TEA-1\ntea-2\nTEA-1\n=2+3\n' })
        expect(sent.status).toBe(303)
        const report = await console.open(sent.location)
        expect(report.text).toContain('twice in this list')
        expect((await pool()).free).toBe(2)
        const { type, body } = await console.bytes(`${sent.location}.csv`)
        expect(type).toContain('text/csv')
        expect(body.toString('utf8')).toBe(
          '\uFEFFline,code,reason\r\n3,"TEA-1",duplicate-in-file\r\n4,"\'=2+3",illegal-characters',
        )
      })

      it('takes a hundred thousand codes of a file', async () => {
        const rows = Array.from(
          { length: 99_990 },
          (_, at) => `row ${at};FILE-${String(at).padStart(6, '0')}`,
        )
        const file = { name: 'codes.csv', text: ['what;code', ...rows, 'again;FILE-000001'].join('\r\n') }
        const start = performance.now()
        const sent = await console.send(`${path}/import`, {}, file)
        const took = performance.now() - start
        expect((await pool()).free).toBe(99_992)
        expect(took).toBeLessThan(30_000)
        // The page comes in parts: how many rows are dealt with, again and again, and then what came of them.
        expect(sent.status).toBe(200)
        const read = [...sent.text.matchAll(/([\d,]+) of 99,991 rows/g)].map(([, rows]) => rows)
        expect(read.length).toBeGreaterThan(10)
        expect(read.slice(-1)).toEqual(['99,991'])
        expect(sent.text).toContain('What came of the import')
        expect(sent.text).toContain('<dd>99,990</dd>')
        const [, kept = ''] = /href="([^"]+\/imports\/[0-9a-f-]+)"/.exec(sent.text) ?? []
        expect((await console.open(kept)).text).toContain('twice in this list')
        const film = { name: 'film.csv', text: 'x'.repeat(8_500_000) }
        const refused = await console.send(`${path}/import`, {}, film)
        expect(refused).toMatchObject({
          status: 422,
          text: expect.stringContaining('At most 8 MB at a time.'),
        })
      }, 180_000)

      it('finds a code, takes one out, and all of them after a typed word', async () => {
        const found = await console.open(`${path}?search=file-09998`)
        expect(found.text.match(/<code>FILE-/g)).toHaveLength(10)
        expect((await console.send(`${path}/remove`, { code: 'TEA-2' })).status).toBe(303)
        expect((await pool()).free).toBe(99_991)
        expect((await console.send(`${path}/remove`, { sure: 'no' })).status).toBe(422)
        expect((await console.send(`${path}/remove`, { sure: 'remove' })).status).toBe(303)
        expect((await pool()).free).toBe(0)
      }, 180_000)

      it('keeps alert and reserve, and changes a shared code with the program’s next version', async () => {
        expect((await console.send(`${path}/wishes`, { lowWater: '50', reserve: '5' })).status).toBe(303)
        expect(await pool()).toMatchObject({ lowWater: 50, reserve: 5 })
        const made = await api.post<{
          id: string
          version: number
          milestones: { reward: { id: string } }[]
        }>('/programs', {
          ...{ name: 'Shared card', goal: 2, earn: { kind: 'visit' } },
          milestones: [
            { at: 2, reward: { title: 'Cake', kind: 'redeem_code', codeSource: 'shared', code: 'CAKE' } },
          ],
        })
        const id = made.milestones[0]!.reward.id
        const change = (code: string) =>
          console.send(`/console/pools/${id}/shared`, { version: '1', [`code-${id}`]: code })
        expect((await change('not a code!')).status).toBe(422)
        expect((await change('cake-2')).status).toBe(303)
        const now = await api.get<{ version: number; milestones: { reward: object }[] }>(
          `/programs/${made.id}`,
        )
        expect(now).toMatchObject({ version: 2, milestones: [{ reward: { id, code: 'CAKE-2' } }] })
        expect((await change('CAKE-3')).text).toContain('changed the program')
      })
    })

    describe('one-time codes', () => {
      it('are made once however often the form comes, printed, taken up, and revoked', async () => {
        const program = await createProgram(api, 5)
        const card = await api.post<Card>('/cards', { programId: program.id })
        const page = await console.open('/console/claims')
        const id = /name="id" value="([0-9a-f-]+)"/.exec(page.text)?.[1] ?? ''
        const form = { id, name: 'Delivery bags', stamps: '2', count: '25', days: '30' }
        expect((await console.send('/console/claims', form)).status).toBe(303)
        expect((await console.send('/console/claims', form)).status).toBe(303)
        const path = `/console/claims/${id}`
        const codes = (await console.bytes(`${path}/codes.csv`)).body
          .toString('utf8')
          .trim()
          .split('\r\n')
          .slice(1)
        expect(codes).toHaveLength(25)
        const [code, address] = codes[0]!.split(',')
        expect(address).toBe(`${app.baseUrl}/claim/${code}`)
        const pdf = await console.bytes(`${path}/sheets.pdf?paper=letter`)
        expect(pdf).toMatchObject({ status: 200, type: 'application/pdf' })
        expect(pdf.body.subarray(0, 5).toString()).toBe('%PDF-')
        const { name: shopName } = await api.get<{ name: string }>('/merchants/me')
        await api.call('PATCH', '/merchants/me', { name: '咖啡 Bar' })
        expect((await console.open(path)).text).toContain('Print has no letters for 咖 啡:')
        await api.call('PATCH', '/merchants/me', { name: shopName })
        expect((await console.open(path)).text).not.toContain('Print has no letters')
        expect(await api.post('/claims/redeem', { cardId: card.id, code })).toMatchObject({ stamps: 2 })
        expect((await console.open(path)).text).toContain('1 of 25')
        expect((await console.send(`${path}/revoke`, {})).status).toBe(303)
        const late = await api.call('POST', '/claims/redeem', {
          cardId: card.id,
          code: codes[1]!.split(',')[0],
        })
        expect(late).toMatchObject({ status: 409, body: { reason: 'expired' } })
        expect((await console.bytes(`${path}/sheets.pdf`)).status).toBe(404)
        expect((await console.open('/console/claims')).text).toContain('Revoked')
      }, 180_000)
    })

    it('shows nothing of it to another merchant', async () => {
      const other = await createMerchant(app.baseUrl, 'South Roast')
      const { url } = await other.post<{ url: string }>('/sign-in-links')
      const browser = await signedInBrowser(app.baseUrl, url, 'fr')
      const [till] = (await api.get<{ items: Till[] }>('/tills')).items
      for (const path of ['/console/tills', '/console/pools', '/console/claims'])
        expect((await browser.open(path)).status).toBe(200)
      expect((await browser.open(`/console/tills/${till?.id}`)).status).toBe(404)
      expect((await browser.send(`/console/tills/${till?.id}/secret`, {})).status).toBe(404)
    })
  },
  ['postgres'],
)
