import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeSettings } from '../../support/settings.ts'
import { openPages, type Pages, post } from './open-pages.ts'

const join = '/join/harbour-street-coffee'

await describeSettings(
  'a card in the console',
  (name) => {
    let pages: Pages
    let cookie: string
    let csrf: string
    beforeAll(async () => {
      pages = await openPages(name)
      const answer = await fetch(pages.url + (await pages.signInPath()), { redirect: 'manual' })
      cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0]!
      csrf = /name="csrf" value="([^"]+)"/.exec(await body('/console/menu'))?.[1] ?? ''
    })
    afterAll(() => pages.close())

    const body = async (path: string) =>
      (await fetch(pages.url + path, { headers: { cookie, 'accept-language': 'en' } })).text()
    const newest = async () =>
      (
        await pages.setting.database.pool.query(
          'SELECT id FROM card ORDER BY created_at DESC, id DESC LIMIT 1',
        )
      ).rows[0].id

    it('says by its name which of the shop’s own places it came from', async () => {
      await pages.setting.database.pool.query(
        `INSERT INTO join_placement (merchant_id, program_id, key, name) VALUES ($1, $2, 'terrace-x7', 'Terrace by the river')`,
        [pages.shop.merchantId, pages.shop.programId],
      )
      await post(`${pages.url}${join}?p=terrace-x7`)
      const page = await body(`/console/cards/${await newest()}`)
      expect(page).toContain('Terrace by the river')
      expect(page).not.toContain('terrace-x7')
    })

    it.each(['cards', 'coupons'])(
      'says of a search that nothing can be found by that it is not understood: %s',
      async (room) => {
        const answer = await fetch(`${pages.url}/console/${room}?search=a%00b`, {
          headers: { cookie, 'accept-language': 'en' },
        })
        expect(answer.status).toBe(400)
        expect(await answer.text()).toContain('<h1>Not understood</h1>')
      },
    )

    it('is at its old address no more as soon as the old phone is cut off', async () => {
      const old = (await post(pages.url + join)).headers.get('location') ?? ''
      expect((await fetch(pages.url + old)).status).toBe(200)
      const cut = await post(`${pages.url}/console/cards/${await newest()}/address`, { csrf }, { cookie })
      expect(cut.status).toBe(303)
      expect((await fetch(pages.url + old)).status).toBe(404)
    })
  },
  ['postgres'],
)
