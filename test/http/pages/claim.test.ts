import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeClaimWith } from '../../../src/app/make-claim.ts'
import { newClaimCode, newId, newRedeemCode } from '../../../src/secrets/random-id.ts'
import { createCardStore } from '../../../src/store/hot/card-store.ts'
import { describeSettings } from '../../support/settings.ts'
import { now, openPages, type Pages, post } from './open-pages.ts'

const join = '/join/harbour-street-coffee'

await describeSettings(
  'fetching stamps with a receipt',
  (name) => {
    let pages: Pages
    beforeAll(async () => {
      pages = await openPages(name)
    })
    afterAll(() => pages.close())

    const sql = (text: string, values: unknown[] = []) => pages.setting.database.pool.query(text, values)
    const makeClaim = async (stamps: number, expiresAt: number | null = null) => {
      const store = createCardStore(pages.setting.database.pool, () => now)
      const make = makeClaimWith({ store, clock: () => now, newId, newCode: newRedeemCode, newClaimCode })
      const { merchantId } = pages.shop
      return (await make({ merchantId, operationId: randomUUID(), of: { stamps }, expiresAt })).code
    }
    /** A browser: joins, opens the card, and keeps the cookie that the claim's pages are sent. */
    const browser = async () => {
      const made = await post(pages.url + join)
      const path = made.headers.get('location') ?? ''
      const shown = await fetch(pages.url + path)
      const cookie = (shown.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
      expect(shown.headers.get('set-cookie')).toMatch(/Path=\/claim;.*HttpOnly; Secure; SameSite=Lax/)
      return { path, cookie }
    }
    const cardIn = (page: string) => /name="card" value="([\w-]+)"/.exec(page)?.[1] ?? ''
    const stampsOf = async (path: string) => {
      const page = await (await fetch(pages.url + path)).text()
      return /data-stamps="(\d+)"/.exec(page)?.[1]
    }

    it('puts them on the card of this browser, once, and tells everybody else that they are gone', async () => {
      const { path, cookie } = await browser()
      const code = await makeClaim(2)
      // As it is typed from paper.
      const typed = `${code.slice(0, 4)}-${code.slice(4)}`.toLowerCase()
      const page = await (await fetch(`${pages.url}/claim/${typed}`, { headers: { cookie } })).text()
      expect(page).toContain('This code is good for 2 stamps, once.')
      const card = cardIn(page)
      const taken = await post(`${pages.url}/claim/${code}`, { card }, { cookie })
      expect(await taken.text()).toContain('2 stamps added')
      expect(await stampsOf(path)).toBe('2')
      const again = await fetch(`${pages.url}/claim/${code}`, { headers: { cookie } })
      expect(await again.text()).toContain('You have these already')
      const stranger = await fetch(`${pages.url}/claim/${code}`, { headers: { 'accept-language': 'de' } })
      expect(stranger.status).toBe(410)
      expect(await stranger.text()).toMatch(/Schon vergeben.*Gezählt am 22\.11\.2026/s)
    })

    it('makes a card in the same step, one for a form that is sent twice, and opens the wallet', async () => {
      const code = await makeClaim(1)
      const opened = await fetch(`${pages.url}/claim/${code}`)
      const visit = (opened.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
      const program = /name="program" value="([\w-]+)"/.exec(await opened.text())?.[1] ?? ''
      const cards = async () => (await sql('SELECT 1 FROM card')).rowCount ?? 0
      const newest = async () => (await sql('SELECT max(id::text) AS id FROM card')).rows[0].id
      const before = await cards()
      const form = { program, wallet: 'apple' }
      const sent = () => post(`${pages.url}/claim/${code}`, form, { cookie: visit })
      const answers = await Promise.all([sent(), sent()])
      const made = answers.map((answer) => answer.headers.get('location'))
      const path = made.find((each) => each?.startsWith('/card/')) ?? ''
      expect(path).toMatch(/^\/card\/[\w-]{22}\?add=apple$/)
      expect(await stampsOf(path)).toBe('1')
      expect(await cards()).toBe(before + 1)
      // Among the ids of that time, as of every other card.
      expect(await newest()).toMatch(
        new RegExp(`^${now.toString(16).padStart(12, '0').replace(/^.{8}/, '$&-')}-7`),
      )
      // Gone: nobody gets a card for nothing.
      const late = await post(`${pages.url}/claim/${code}`, form)
      expect(late.headers.get('location')).toBe(`/claim/${code}`)
      expect(await cards()).toBe(before + 1)
    })

    it('takes the link of a card that is somewhere else, and does not send anybody astray', async () => {
      const { path } = await browser()
      const code = await makeClaim(1)
      const back = `/claim/${code}`
      const wrong = await post(`${pages.url}/claim/card`, { link: 'https://x.example/card/nothing', back })
      expect(wrong.headers.get('location')).toBe(`${back}?link=unknown`)
      expect(await (await fetch(`${pages.url}${back}?link=unknown`)).text()).toContain('Copy it once more')
      const right = await post(`${pages.url}/claim/card`, { link: `https://cards.example${path}`, back })
      expect(right.headers.get('location')).toBe(back)
      const cookie = (right.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
      expect(cardIn(await (await fetch(pages.url + back, { headers: { cookie } })).text())).not.toBe('')
      const astray = await post(`${pages.url}/claim/card`, { link: path, back: 'https://evil.example/' })
      expect(astray.headers.get('location')).toBe('/claim')
    })

    it('says what is too old, and what nobody knows', async () => {
      const old = await fetch(`${pages.url}/claim/${await makeClaim(1, now - 1)}`)
      expect(await old.text()).toContain('Too old')
      const unknown = await fetch(`${pages.url}/claim/${newClaimCode()}`)
      expect(unknown.status).toBe(404)
      const said = await unknown.text()
      expect(said).toContain('Check it letter by letter')
      expect(said).toContain('<a class="button" href="/claim">Try again</a>')
      expect(
        (await fetch(`${pages.url}/claim?code=ab12`, { redirect: 'manual' })).headers.get('location'),
      ).toBe('/claim/ab12')
    })

    it('finds an order by what its receipt says, and cuts guessing off', async () => {
      const { path, cookie } = await browser()
      await sql(
        `INSERT INTO till_order (merchant_id, till_id, external_id, number, facts, given, outcome, trace, placed_at, currency, total, updated_at)
          VALUES ($1, $2, 'o-77', '1077', $3, 0, 'unmatched', '[]', $4, 'EUR', 1250, $4)`,
        [
          pages.shop.merchantId,
          pages.shop.tillId,
          JSON.stringify({
            sale: {
              number: '1077',
              placedAt: now - 3_600_000,
              currency: 'EUR',
              total: 1250,
              tip: 0,
              tax: 0,
              shipping: 0,
              serviceCharge: 0,
              lines: [],
              discountCodes: [],
              test: false,
            },
            saleAsOf: 0,
            paid: true,
            refunds: {},
            cancelled: false,
          }),
          new Date(now - 3_600_000),
        ],
      )
      const page = await (await fetch(`${pages.url}/claim`, { headers: { cookie } })).text()
      const card = cardIn(page)
      const ask = (form: Record<string, string>) =>
        post(`${pages.url}/claim/order`, { card, currency: 'EUR', ...form }, { cookie })
      const unclear = await ask({ number: '1077', total: 'much', day: '2026-11-22', time: '' })
      expect(unclear.status).toBe(422)
      expect(await unclear.text()).toContain('Type the total as it is printed')
      const right = { number: '1077', total: '€ 12,50', day: '2026-11-22', time: '13:30' }
      expect(await (await ask(right)).text()).toContain('1 stamp added')
      expect(await stampsOf(path)).toBe('1')
      expect(await (await ask(right)).text()).toContain('You have these already')
      for (let guess = 0; guess < 10; guess++) await ask({ ...right, number: `${guess}` })
      expect(await (await ask(right)).text()).toContain('Too many attempts')
      expect(pages.reported).toEqual([])
    })
  },
  ['postgres'],
)
