import sharp from 'sharp'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { shapeDrawings } from '../../../src/art/stamp-outline.ts'
import { createApiKeys } from '../../../src/store/api-keys.ts'
import { describeSettings } from '../../support/settings.ts'
import { now, openPages, type Pages, post } from './open-pages.ts'

await describeSettings(
  'the settings',
  (name) => {
    let pages: Pages
    let cookie: string
    let csrf: string
    const get = (path: string) =>
      fetch(pages.url + path, { headers: { cookie, 'accept-language': 'en' }, redirect: 'manual' })
    const body = async (path: string) => (await get(path)).text()
    const send = (path: string, form: Record<string, string>) =>
      post(pages.url + path, { csrf, ...form }, { cookie, 'accept-language': 'en' })
    const sql = (text: string, values: unknown[] = []) =>
      pages.setting.database.pool.query(text, [pages.shop.merchantId, ...values])

    beforeAll(async () => {
      pages = await openPages(name)
      const answer = await fetch(pages.url + (await pages.signInPath()), { redirect: 'manual' })
      cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0]!
      csrf = /name="csrf" value="([^"]+)"/.exec(await body('/console/menu'))?.[1] ?? ''
      await post(`${pages.url}/join/harbour-street-coffee`)
    })
    afterAll(() => pages.close())

    const shop = { name: 'Harbour Street', locale: 'de-AT', country: 'AT', timeZone: 'Europe/Vienna' }

    it('changes the shop, and brings every card up to date', async () => {
      const revision = async () =>
        (await sql('SELECT revision FROM card WHERE merchant_id = $1')).rows[0].revision as number
      const before = await revision()
      const saved = await send('/console/settings', { ...shop, email: 'hello@example.org' })
      expect(saved.headers.get('location')).toBe('/console/settings?done=saved')
      const page = await body('/console/settings')
      expect(page).toContain('value="Harbour Street"')
      expect(page).toContain('value="hello@example.org"')
      expect(page).toMatch(/<option value="Europe\/Vienna" selected/)
      expect(await revision()).toBeGreaterThan(before)
    })

    it('takes a currency of today for what is made from now on, and keeps it when a form does not say it', async () => {
      const chosen = async () =>
        /<option value="([A-Z]{3})" selected/.exec(await body('/console/settings'))?.[1]
      await send('/console/settings', { ...shop, currency: 'CHF' })
      expect(await chosen()).toBe('CHF')
      await send('/console/settings', shop)
      expect(await chosen()).toBe('CHF')
      expect(await body('/console/programs/new')).toMatch(
        /name="currency"[^>]*value="CHF"|value="CHF" selected/,
      )
      expect(await body('/console/settings')).not.toContain('value="DEM"')
      expect((await send('/console/settings', { ...shop, currency: 'XYZ' })).status).toBe(422)
    })

    it('says at the field what is wrong, and keeps what was typed', async () => {
      const answer = await send('/console/settings', { ...shop, timeZone: 'Moon/Base', email: 'nobody' })
      expect(answer.status).toBe(422)
      const page = await answer.text()
      expect(page).toContain('id="field-email-error"')
      expect(page).toContain('value="nobody"')
    })

    it('refuses colours that cannot be told apart, in words', async () => {
      const faint = { background: '#777777', foreground: '#888888', accent: '#e8b04b', stamp: 'cup' }
      const answer = await send('/console/settings/look', faint)
      expect(answer.status).toBe(422)
      expect(await answer.text()).toContain('too close (1.2 to 1')
      const good = { ...faint, foreground: '#000000' }
      expect((await send('/console/settings/look', good)).status).toBe(303)
      const page = await body('/console/settings/look')
      expect(page).toContain('It reads well.')
      const sample = /<div class="look-sample">(.*?)<\/div>/s.exec(page)?.[1]
      expect(sample?.split(shapeDrawings.cup)).toHaveLength(4)
    })

    async function upload(file: Buffer, type: string) {
      const form = new FormData()
      form.set('csrf', csrf)
      form.set('file', new Blob([new Uint8Array(file)], { type }), 'logo')
      return fetch(`${pages.url}/console/settings/logo`, {
        method: 'POST',
        body: form,
        headers: { cookie, 'accept-language': 'en' },
        redirect: 'manual',
      })
    }

    it('takes a logo as PNG or SVG and keeps a drawing of its own making', async () => {
      const svg = Buffer.from(
        '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><script>alert(1)</script><rect width="20" height="10" fill="#f00"/></svg>',
      )
      expect((await upload(svg, 'image/svg+xml')).status).toBe(303)
      const logo = await get('/console/settings/logo')
      expect(logo.headers.get('content-type')).toBe('image/png')
      const drawn = await sharp(Buffer.from(await logo.arrayBuffer())).metadata()
      expect([drawn.width, drawn.height]).toEqual([600, 300])
      expect((await send('/console/settings/logo/remove', {})).status).toBe(303)
      expect((await get('/console/settings/logo')).status).toBe(404)
    })

    it('says of a file that it cannot use what to do instead', async () => {
      const bomb = Buffer.from('<!DOCTYPE svg [<!ENTITY a "aaaa">]><svg xmlns="http://www.w3.org/2000/svg"/>')
      const heic = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypheic')])
      const told: [Buffer, string][] = [
        [Buffer.from('MZ not a picture'), 'Choose a PNG or a JPEG'],
        [bomb, 'Plain SVG'],
        [heic, 'export it as JPEG'],
        [Buffer.alloc(13 * 1024 * 1024), 'larger than 12 MB'],
        [Buffer.alloc(0), 'Choose a file first'],
      ]
      for (const [file, words] of told) {
        const answer = await upload(file, 'image/png')
        expect(answer.status).toBe(422)
        expect(await answer.text()).toContain(words)
      }
    })

    it('names a location and puts it on the map', async () => {
      const tillId = (await sql('SELECT id FROM till WHERE merchant_id = $1')).rows[0].id as string
      await sql(`INSERT INTO location (merchant_id, till_id, external_id) VALUES ($1, $2, 'north/1')`, [
        tillId,
      ])
      const path = `/console/settings/places/${tillId}/north%2F1`
      expect((await send(path, { name: 'North', latitude: '53,5436' })).status).toBe(422)
      const form = { name: 'North', latitude: '53,5436', longitude: '9.9664', timeZone: 'Europe/Berlin' }
      expect((await send(path, form)).status).toBe(303)
      expect(await body('/console/settings/places')).toContain('53.5436, 9.9664')
    })

    it('shows a new key once, and never lets the last one go', async () => {
      const made = await send('/console/settings/keys', { label: 'Nightly export' })
      expect(made.status).toBe(201)
      expect(await made.text()).toMatch(/sb_[\w-]{43}/)
      const list = await body('/console/settings/keys')
      expect(list).toContain('Nightly export')
      expect(list).not.toMatch(/sb_[\w-]{43}/)
      const keys = await createApiKeys(pages.setting.database.pool).list(pages.shop.merchantId, {
        after: null,
        limit: 10,
      })
      const [first, ...rest] = keys
      for (const key of rest)
        expect((await send(`/console/settings/keys/${key.id}/revoke`, {})).status).toBe(303)
      const last = await send(`/console/settings/keys/${first!.id}/revoke`, {})
      expect(last.status).toBe(422)
      expect(await last.text()).toContain('last key cannot be revoked')
    })

    it('lets managers look and change nothing', async () => {
      await sql(`UPDATE session SET role = 'manager' WHERE merchant_id = $1`)
      expect(await body('/console/settings')).toContain('only an owner can change it')
      expect((await send('/console/settings', shop)).status).toBe(403)
      expect((await send('/console/settings/look', {})).status).toBe(403)
      expect((await send('/console/settings/keys', { label: 'x' })).status).toBe(403)
      expect((await get('/console/settings/erase')).status).toBe(403)
      await sql(`UPDATE session SET role = 'owner' WHERE merchant_id = $1`)
    })

    it('erases the shop only when its name was typed, signs everybody out, and says so in the log', async () => {
      expect((await send('/console/settings/erase', { confirm: 'yes' })).status).toBe(422)
      const gone = await send('/console/settings/erase', { confirm: 'Harbour Street' })
      expect(gone.status).toBe(200)
      expect(await gone.text()).toContain('The shop was erased')
      expect((await get('/console')).status).toBe(401)
      const { rows } = await sql('SELECT erased_at FROM merchant WHERE id = $1')
      expect(rows[0].erased_at.getTime()).toBe(now)
      const logged = await sql(
        `SELECT 1 FROM audit_entry WHERE merchant_id = $1 AND action = 'POST /console/settings/erase'`,
      )
      expect(logged.rowCount).toBe(1)
    })
  },
  ['postgres', 'embedded'],
)
