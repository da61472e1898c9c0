import { afterAll, beforeAll, expect, it } from 'vitest'
import { digest, newId } from '../../../src/secrets/random-id.ts'
import { describeSettings } from '../../support/settings.ts'
import { now, openPages, type Pages, post } from './open-pages.ts'

await describeSettings(
  'the web card',
  (name) => {
    let pages: Pages
    let card: string

    beforeAll(async () => {
      pages = await openPages(name)
      const made = await post(`${pages.url}/join/harbour-street-coffee`)
      card = pages.url + made.headers.get('location')
    })
    afterAll(() => pages.close())

    const sql = (text: string, values: unknown[] = []) => pages.setting.database.pool.query(text, values)
    const addCoupon = async (kind: string) => {
      const id = newId(now)
      await sql(
        `INSERT INTO coupon (merchant_id, id, card_id, program_id, reward_id, reward, cycle, milestone, issue, state, code, issued_at)
          SELECT merchant_id, $1, id, program_id, $1, $2, 1, 3, (SELECT count(*) + 1 FROM coupon), 'active', 'HWKP7XQ2MN', $3 FROM card LIMIT 1`,
        [id, JSON.stringify({ id, title: 'Free coffee', kind, display: 'code128' }), new Date(now)],
      )
      return id
    }

    it('serves the pass as Wallet wants it and sends to Google’s save link', async () => {
      const pass = await fetch(`${card}/apple.pkpass`)
      expect(pass.headers.get('content-type')).toBe('application/vnd.apple.pkpass')
      expect(pass.headers.get('content-disposition')).toMatch(/^inline/)
      const body = await pass.arrayBuffer()
      expect(pass.headers.get('content-length')).toBe(String(body.byteLength))
      const google = await fetch(`${card}/google`, { redirect: 'manual' })
      expect(google.status).toBe(302)
      expect(google.headers.get('location')).toMatch(/^https:\/\/pay\.google\.com\/gp\/v\/save\//)
    })

    it('keeps the address to itself', async () => {
      const { headers } = await fetch(card)
      expect(headers.get('referrer-policy')).toBe('no-referrer')
      expect(headers.get('x-robots-tag')).toBe('noindex')
      expect(headers.get('cache-control')).toMatch(/private/)
    })

    it('answers an unknown, malformed or hostile token with a page', async () => {
      for (const token of ['AAAAAAAAAAAAAAAAAAAAAA', 'x', '%00', '..%2f..', 'a'.repeat(5000)]) {
        const missing = await fetch(`${pages.url}/card/${token}`)
        expect(missing.status, token).toBe(404)
        expect(await missing.text()).toContain('We don’t know this card')
      }
      expect(pages.reported).toEqual([])
    })

    it('installs: manifest, icon and the worker that keeps the last state', async () => {
      const page = await (await fetch(card)).text()
      const path = new URL(card).pathname
      expect(page).toContain(`href="${path}/manifest.webmanifest"`)
      const manifest = await (await fetch(`${card}/manifest.webmanifest`)).json()
      expect(manifest).toMatchObject({
        start_url: path,
        display: 'standalone',
        short_name: 'Harbour Street Coffee',
      })
      const icon = Buffer.from(await (await fetch(pages.url + manifest.icons[0].src)).arrayBuffer())
      expect(icon.subarray(1, 4).toString()).toBe('PNG')
      expect(icon.readUInt32BE(16)).toBe(192)
      const worker = await fetch(`${pages.url}/card/sw.js`)
      expect(worker.headers.get('content-type')).toContain('javascript')
      expect(worker.headers.get('cache-control')).toBe('no-cache')
    })

    it('shows a code that changes every half minute, and says for how long it is good', async () => {
      const page = await (await fetch(card)).text()
      // Without scripts the plain number is there.
      expect(page).toContain('data-serial')
      const answer = await fetch(`${card}/code`)
      expect(answer.headers.get('cache-control')).toMatch(/no-store/)
      const { svg, nextInMs, wholeMs } = await answer.json()
      expect(wholeMs).toBe(30_000)
      expect(nextInMs).toBe(30_000 - (now % 30_000))
      expect(svg).toMatch(/^<svg/)
      expect(page).not.toContain(svg)
      expect((await fetch(`${pages.url}/card/AAAAAAAAAAAAAAAAAAAAAA/code`)).status).toBe(404)
    })

    it('tells an open page of each change', async () => {
      const stream = await fetch(`${card}/events`)
      expect(stream.headers.get('content-type')).toMatch(/^text\/event-stream/)
      const reader = stream.body!.pipeThrough(new TextDecoderStream()).getReader()
      let heard = ''
      const until = async (text: string) => {
        while (!heard.includes(text)) heard += (await reader.read()).value ?? ''
      }
      await until('event: revision\ndata: 1\n\n')
      await sql('UPDATE card SET revision = 2')
      await until('event: revision\ndata: 2\n\n')
      await reader.cancel()
    })

    it('tells the card’s story, newest first', async () => {
      await sql(
        `INSERT INTO stamp_ledger (merchant_id, card_id, id, effect_key, count, balance, channel, till_id, order_id, reason, at)
          SELECT c.merchant_id, c.id, $1, 'k1', 1, 1, 'order', $2, 'o1', 'Order', $3 FROM card c LIMIT 1`,
        [newId(now), pages.shop.tillId, new Date(now)],
      )
      await sql(
        `INSERT INTO stamp_ledger (merchant_id, card_id, id, effect_key, count, balance, channel, reason, at)
          SELECT c.merchant_id, c.id, $1, 'k2', 2, 3, 'api', 'angry customer, see mail', $2 FROM card c LIMIT 1`,
        [newId(now), new Date(now + 60_000)],
      )
      const page = await (await fetch(card)).text()
      expect(page.indexOf('From the shop')).toBeLessThan(page.indexOf('Purchase · Demo till'))
      expect(page).not.toContain('angry customer')
    })

    it('shows a code in its symbology, and redeems by the customer’s own button only what is meant for it', async () => {
      const byCode = await addCoupon('redeem_code')
      const page = await (await fetch(card)).text()
      expect(page).toContain('<code data-code="true">HWKP7XQ2MN</code>')
      expect(page).toContain('barcode-wide')
      const refused = await post(`${card}/coupons/${byCode}/use`)
      expect(refused.status).toBe(409)
      const own = await addCoupon('self_redeem')
      const asked = await post(`${card}/coupons/${own}/use`)
      const confirm = /name="confirm" value="([\w-]+)"/.exec(await asked.text())?.[1] ?? ''
      const state = async () => (await sql('SELECT state FROM coupon WHERE id = $1', [own])).rows[0].state
      expect(await state()).toBe('active')
      const used = await post(`${card}/coupons/${own}/use`, { confirm })
      expect(await state()).toBe('redeemed')
      const address = pages.url + used.headers.get('location')
      const cookie = used.headers.get('set-cookie') ?? ''
      expect(cookie).toContain('HttpOnly')
      expect(cookie).toContain(`Path=${new URL(card).pathname}`)
      const screen = await (await fetch(address, { headers: { cookie } })).text()
      expect(screen).toContain('Used now')
      expect(screen).toContain(`data-until="${now + 180_000}"`)
      expect(await (await fetch(`${address}/state`, { headers: { cookie } })).json()).toEqual({
        now,
        until: now + 180_000,
        lit: true,
      })
      // The address sent to a friend shows when it was used, and nothing that moves.
      const elsewhere = await (await fetch(address)).text()
      expect(elsewhere).toContain('Shown on another phone')
      expect(elsewhere).not.toContain('data-until')
      const again = await post(`${card}/coupons/${own}/use`, {}, { 'accept-language': 'de' })
      expect(await again.text()).toMatch(/Er wurde am 22\.11\.2026, \d\d:02 schon eingelöst\./)
      const back = await (await fetch(card, { headers: { cookie } })).text()
      expect(back).toContain('Show the screen for the team')
      const old = await fetch(`${card}/screens/AAAAAAAAAAAAAAAAAAAAAA`, { redirect: 'manual' })
      expect(old.headers.get('location')).toBe(new URL(card).pathname)
      await sql("UPDATE coupon SET flag = 'undone' WHERE id = $1", [own])
      const undone = await (await fetch(address, { headers: { cookie } })).text()
      expect(undone).toContain('This use was taken back')
    })

    it('keeps what the holder tells, and asks again for what is wrong', async () => {
      const settings = `${card}/settings`
      const wrong = await post(settings, { name: 'Ada', email: 'nobody', day: '31', month: '02' })
      expect(wrong.status).toBe(422)
      const asked = await wrong.text()
      expect(asked).toContain('This is not an e-mail address.')
      expect(asked).toContain('Choose both day and month')
      expect(asked).toContain('value="Ada"')
      const kept = await post(settings, {
        name: ' Ada ',
        email: 'ada@example.org',
        day: '10',
        month: '12',
        byEmail: '1',
      })
      expect(kept.headers.get('location')).toBe(`${new URL(card).pathname}/settings?done=saved`)
      const shown = await (await fetch(`${settings}?done=saved`)).text()
      expect(shown).toContain('Saved.')
      expect(shown).toContain('value="ada@example.org"')
      expect(shown).toMatch(/name="byEmail"[^>]*checked/)
      const { rows } = await sql('SELECT consents FROM card_details')
      // What was never asked for is no answer.
      expect(rows[0].consents).toEqual({ email: { given: true, at: now } })
      await post(settings, { name: 'Ada' })
      const after = await sql('SELECT consents FROM card_details')
      expect(after.rows[0].consents).toEqual({ email: { given: false, at: now } })
    })

    it('moves to a new address when the phone is lost, and deletes only when asked twice', async () => {
      const moved = await post(`${card}/new-address`)
      const fresh = pages.url + (moved.headers.get('location') ?? '')
      expect(await (await fetch(fresh)).text()).toContain('The old one no longer works')
      const old = new URL(card).pathname.split('/')[2] ?? ''
      const leads = await sql('SELECT 1 FROM directory WHERE key = $1', [Buffer.from(digest(old))])
      expect(leads.rowCount).toBe(0)
      const address = fresh.split('/settings')[0] ?? ''
      const ask = await (await fetch(`${address}/delete`)).text()
      expect(ask).toContain('Delete this card for good?')
      expect((await fetch(address)).status).toBe(200)
      const gone = await post(`${address}/delete`)
      expect(await gone.text()).toContain('Your card and your data are gone')
      const { rows } = await sql('SELECT state FROM card')
      expect(rows).toEqual([{ state: 'erased' }])
    })
  },
  ['embedded', 'postgres'],
)
