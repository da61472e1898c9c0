import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeSettings } from '../../support/settings.ts'
import { openPages, type Pages, post } from './open-pages.ts'

const join = '/join/harbour-street-coffee'
const instagram =
  'Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Mobile Safari/537.36 Instagram 400.0'

await describeSettings(
  'joining',
  (name) => {
    let pages: Pages
    beforeAll(async () => {
      pages = await openPages(name, { joinsPerMinute: 8 })
    })
    afterAll(() => pages.close())

    const placements = async () => {
      const { rows } = await pages.setting.database.pool.query(
        'SELECT key, views, joins FROM join_placement ORDER BY key',
      )
      return rows
    }

    it('makes the demo shop once, however often it starts', async () => {
      expect(await pages.ensureShop()).toEqual(pages.shop)
      const again = await Promise.all([pages.ensureShop(), pages.ensureShop()])
      expect(again).toEqual([pages.shop, pages.shop])
    })

    it('answers a plain POST with 303 to the new card, and a chosen wallet with its button first', async () => {
      const plain = await post(pages.url + join)
      expect(plain.status).toBe(303)
      expect(plain.headers.get('location')).toMatch(/^\/card\/[\w-]{22}$/)
      const apple = await post(pages.url + join, { wallet: 'apple' })
      expect(apple.headers.get('location')).toMatch(/^\/card\/[\w-]{22}\?add=apple$/)
      const card = await fetch(pages.url + apple.headers.get('location'))
      expect(await card.text()).toContain('Your card is ready')
    })

    it('counts views and joins of a placement, but not what is no placement', async () => {
      await fetch(`${pages.url}${join}?p=counter`)
      await fetch(`${pages.url}${join}?p=counter`, { method: 'HEAD' })
      await fetch(`${pages.url}${join}?p=${'x'.repeat(50)}`)
      await fetch(`${pages.url}${join}?p=<b>`)
      await post(`${pages.url}${join}?p=counter`)
      await expect.poll(placements).toEqual([{ key: 'counter', views: 1, joins: 1 }])
    })

    it('keeps a bounded number of placements', async () => {
      const { merchantId, programId } = pages.shop
      await pages.setting.database.pool.query(
        `INSERT INTO join_placement (merchant_id, program_id, key) SELECT $1, $2, 'made-up-' || n FROM generate_series(1, 199) n`,
        [merchantId, programId],
      )
      await fetch(`${pages.url}${join}?p=one-more`)
      await fetch(`${pages.url}${join}?p=counter`)
      await expect.poll(async () => (await placements()).find((row) => row.key === 'counter')?.views).toBe(2)
      expect(await placements()).toHaveLength(200)
    })

    it('shows a QR on a desktop, the way out in an app’s browser, and speaks the reader’s language', async () => {
      const get = async (headers: Record<string, string>) =>
        (await fetch(pages.url + join, { headers })).text()
      expect(await get({ 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Chrome/141' })).toContain(
        'Scan with your phone',
      )
      const inApp = await get({ 'user-agent': instagram, 'accept-language': 'de' })
      expect(inApp).toContain('Öffne diese Seite im Browser')
      expect(inApp).toContain('intent://cards.example/join/harbour-street-coffee#Intent')
    })

    it('refuses a form that another website sends, and makes no card', async () => {
      const cards = async () => (await pages.setting.database.pool.query('SELECT 1 FROM card')).rowCount
      const before = await cards()
      expect((await post(pages.url + join, {}, { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
      expect((await post(pages.url + join, {}, { origin: 'https://evil.example' })).status).toBe(403)
      expect(await cards()).toBe(before)
    })

    it('answers an unknown program with a page, and keeps everything in its own house', async () => {
      const missing = await fetch(`${pages.url}/join/no-such-shop`)
      expect(missing.status).toBe(404)
      expect(await missing.text()).toContain('We don’t know this stamp card')
      const { headers } = await fetch(pages.url + join)
      const policy = headers.get('content-security-policy') ?? ''
      expect(policy).not.toMatch(/unsafe|https?:|\*/)
      expect(headers.get('strict-transport-security')).toContain('max-age')
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('cache-control')).toBe('private, no-cache')
    })

    it('hands out nothing while the program is paused', async () => {
      await pages.setting.database.pool.query(`UPDATE program SET state = 'paused'`)
      const refused = await post(pages.url + join)
      expect(refused.headers.get('location')).toBe(join)
      expect(await (await fetch(pages.url + join)).text()).toContain('No new cards right now')
      await pages.setting.database.pool.query(`UPDATE program SET state = 'active'`)
    })

    it('slows down one address that makes cards without end', async () => {
      const answers = await Promise.all(Array.from({ length: 12 }, () => post(pages.url + join)))
      const refused = answers.filter((answer) => answer.status === 429)
      expect(refused.length).toBeGreaterThan(0)
      expect(await refused[0]!.text()).toContain('a lot at once')
      expect(pages.reported).toEqual([])
    })
  },
  ['embedded', 'postgres'],
)
