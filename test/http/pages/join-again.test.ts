import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { describeSettings } from '../../support/settings.ts'
import { now, openPages, type Pages, post } from './open-pages.ts'

const join = '/join/harbour-street-coffee'

await describeSettings(
  'joining once more',
  (name) => {
    let pages: Pages
    /** Of one browser: by path, name and value. */
    let cookies: Map<string, string>
    beforeAll(async () => {
      pages = await openPages(name)
    })
    afterAll(() => pages.close())
    beforeEach(() => {
      cookies = new Map()
    })

    const sent = (path: string) =>
      [...cookies]
        .filter(([key]) => path.startsWith(key.split(' ')[0]!))
        .map(([key, value]) => `${key.split(' ')[1]}=${value}`)
        .join('; ')
    async function open(path: string): Promise<string> {
      const answer = await fetch(pages.url + path, {
        headers: { cookie: sent(path), 'accept-language': 'en' },
        redirect: 'manual',
      })
      for (const line of answer.headers.getSetCookie()) {
        const [, key, value] = /^([^=]+)=([^;]*)/.exec(line)!
        expect(line).toContain('HttpOnly')
        cookies.set(`${/Path=([^;]+)/.exec(line)?.[1]} ${key}`, value!)
      }
      return answer.text()
    }
    const intentIn = (page: string) => /name="intent" value="([^"]+)"/.exec(page)?.[1] ?? ''
    const press = async (intent: string, path = join) =>
      (await post(pages.url + path, { wallet: 'web', intent })).headers.get('location') ?? ''
    const cards = async () =>
      Number((await pages.setting.database.pool.query('SELECT count(*) FROM card')).rows[0].count)

    it('makes one card of a double tap, and another of the next page', async () => {
      const before = await cards()
      const intent = intentIn(await open(`${join}?p=window`))
      const made = await Promise.all([1, 2, 3].map(() => press(intent, `${join}?p=window`)))
      expect(new Set(made).size).toBe(1)
      expect(made[0]).toMatch(/^\/card\/[\w-]{22}$/)
      expect(await cards()).toBe(before + 1)
      await expect
        .poll(
          async () =>
            (await pages.setting.database.pool.query(`SELECT joins FROM join_placement WHERE key = 'window'`))
              .rows[0]?.joins,
        )
        .toBe(1)
      expect(await press(intentIn(await open(join)))).not.toBe(made[0])
      expect(await cards()).toBe(before + 2)
    })

    it('takes no word for a card’s id that is not of a page of today', async () => {
      const secret = 'AAAAAAAAAAAAAAAAAAAAAA'
      for (const at of [now - 2 * 86_400_000, now + 60_000]) {
        const intent = `${at.toString(36)}-${secret}`
        expect(await press(intent)).not.toBe(await press(intent))
      }
      expect(await press('nonsense')).toMatch(/^\/card\//)
    })

    it('offers the card that this browser has first, and a new one below', async () => {
      const page = await open(join)
      expect(page).not.toContain('Open my card')
      const path = await press(intentIn(page))
      await open(path)
      const again = await open(join)
      expect(again).toContain('You have this card already')
      expect(again.indexOf(`href="${path}"`)).toBeGreaterThan(0)
      expect(again.indexOf(`href="${path}"`)).toBeLessThan(again.indexOf('name="wallet"'))
      expect(again).toContain('Or get a new card')
    })

    it('offers no card that is not in use any more, and none of whoever says a wrong secret', async () => {
      const path = await press(intentIn(await open(join)))
      await open(path)
      await pages.setting.database.pool.query(`UPDATE card SET state = 'paused'`)
      expect(await open(join)).not.toContain('Open my card')
      await pages.setting.database.pool.query(`UPDATE card SET state = 'active'`)
      expect(await open(join)).toContain('Open my card')
      for (const key of cookies.keys()) cookies.set(key, 'AAAAAAAAAAAAAAAAAAAAAA')
      expect(await open(join)).not.toContain('Open my card')
    })
  },
  ['postgres', 'embedded'],
)
