import { afterAll, beforeAll, expect, it } from 'vitest'
import { printKinds } from '../../../src/ports/print.ts'
import { codesIn } from '../../support/paper.ts'
import { describeSettings } from '../../support/settings.ts'
import { openPages, type Pages, post } from './open-pages.ts'

await describeSettings(
  "the console's placements",
  (name) => {
    let pages: Pages
    let cookie = ''
    const get = (path: string, headers: Record<string, string> = {}) =>
      fetch(pages.url + path, { headers: { cookie, ...headers }, redirect: 'manual' })
    const room = async (query = '') => (await get(`/console/placements${query}`)).text()
    const sheet = (file: string) => get(`/console/placements/${pages.shop.programId}/${file}`)
    const send = async (path: string, form: Record<string, string> = {}) => {
      const csrf = /name="csrf" value="([^"]+)"/.exec(await room())?.[1] ?? ''
      return post(
        `${pages.url}/console/placements/${pages.shop.programId}${path}`,
        { csrf, ...form },
        { cookie },
      )
    }
    /** Where a code leads, on this server. */
    const scanned = async (answer: Response) => {
      const [address = ''] = await codesIn(new Uint8Array(await answer.arrayBuffer()))
      expect(address).toMatch(/^https:\/\/cards\.example\/join\/harbour-street-coffee\?p=/)
      return address.replace('https://cards.example', pages.url)
    }

    beforeAll(async () => {
      pages = await openPages(name)
      const answer = await fetch(pages.url + (await pages.signInPath()), { redirect: 'manual' })
      cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? ''
    })
    afterAll(() => pages?.close())

    it('shows every sheet with its files', async () => {
      const page = await room()
      for (const kind of printKinds)
        for (const format of ['pdf', 'png', 'svg'])
          expect(page).toContain(`/console/placements/${pages.shop.programId}/${kind}.${format}?p=`)
      const pdf = await sheet('counter-card.pdf')
      expect(pdf.headers.get('content-type')).toBe('application/pdf')
      expect(pdf.headers.get('content-disposition')).toBe(
        'attachment; filename=harbour-street-coffee-counter-card-counter.pdf',
      )
      expect((await pdf.text()).slice(0, 5)).toBe('%PDF-')
      const svg = await sheet('window-poster.svg')
      expect(svg.headers.get('content-type')).toContain('image/svg+xml')
      expect(svg.headers.get('content-disposition')).toBeNull()
    })

    it('lets browsers keep a sheet under an address that changes with the shop’s look', async () => {
      const preview = async () => {
        const [, path = ''] = /src="([^"]+counter-card\.svg[^"]+)"/.exec(await room()) ?? []
        return path.replaceAll('&amp;', '&')
      }
      const before = await preview()
      const shown = await get(before)
      expect(shown.headers.get('cache-control')).toBe('private, max-age=31536000, immutable')
      const etag = shown.headers.get('etag') ?? ''
      // As a browser asks again; fetch alone would say `no-cache`, which wants it whole.
      const asks = { 'if-none-match': etag, 'cache-control': 'max-age=0' }
      const unchanged = await get(before.replace(/&v=.*/, ''), asks)
      expect(unchanged.status).toBe(304)
      expect(unchanged.headers.get('cache-control')).toBe('private, no-cache')
      const { pool } = pages.setting.database
      const paint = (look: string) =>
        pool.query(`UPDATE merchant SET look = $2 WHERE id = $1`, [pages.shop.merchantId, look])
      const { rows } = await pool.query('SELECT look FROM merchant WHERE id = $1', [pages.shop.merchantId])
      await paint(JSON.stringify({ ...rows[0].look, background: '#5b1a6e' }))
      expect(await preview()).not.toBe(before)
      const anew = await get(before, asks)
      expect(anew.status).toBe(200)
      expect(await anew.text()).toContain('#5b1a6e')
      await paint(JSON.stringify(rows[0].look))
      expect(await preview()).toBe(before)
    })

    it('speaks the language of the shop on paper, or the one chosen, never that of the browser', async () => {
      const inside = (path: string) =>
        get(`/console/placements/${pages.shop.programId}/${path}`, { 'accept-language': 'fr' })
      const languageOf = async (path: string) => /\/Lang \((\w+)/.exec(await (await inside(path)).text())?.[1]
      expect(await languageOf('bag-insert.pdf')).toBe('en')
      for (const language of ['de', 'es', 'fr'])
        expect(await languageOf(`bag-insert.pdf?lang=${language}`)).toBe(language)
      expect(await languageOf('bag-insert.pdf?lang=xx')).toBe('en')
    })

    it('says which signs of a name no sheet can show', async () => {
      expect(await room()).not.toContain('Print has no letters')
      const { pool } = pages.setting.database
      const call = (shop: string) =>
        pool.query('UPDATE merchant SET name = $2 WHERE id = $1', [pages.shop.merchantId, shop])
      const { rows } = await pool.query('SELECT name FROM merchant WHERE id = $1', [pages.shop.merchantId])
      await call('咖啡 Bar مقهى')
      expect(await room()).toContain('Print has no letters for 咖 啡:')
      await call(rows[0].name)
    })

    it('counts a scanned sheet at its own place, and the card made from it', async () => {
      const link = await scanned(await sheet('table-tent.png'))
      expect(link).toContain('?p=table')
      expect((await fetch(link)).status).toBe(200)
      expect((await post(link)).status).toBe(303)
      await expect.poll(() => room()).toMatch(/<b>Table<\/b><span>1 viewed · 1 joined/)
    })

    it('gives a place of the merchant’s own sheets that are counted apart', async () => {
      const added = await send('/places', { name: 'Terrace, north' })
      const path = `/console/placements?program=${pages.shop.programId}&place=terrace-north&done=added`
      expect(added.headers.get('location')).toBe(path)
      expect(await room(path.slice(path.indexOf('?')))).toContain('Terrace, north')
      const link = await scanned(await sheet('window-poster.png?p=terrace-north'))
      expect(link).toContain('?p=terrace-north')
      await fetch(link)
      await expect
        .poll(() => room('?place=terrace-north'))
        .toMatch(/<b>Terrace, north<\/b><span>1 viewed · 0 joined/)
      const again = await send('/places', { name: 'terrace north' })
      expect(again.status).toBe(422)
      expect(await again.text()).toContain('This is taken already.')
      for (const usual of ['Counter', ' bag '])
        expect((await send('/places', { name: usual })).status).toBe(422)
      expect((await send('/places', { name: ' ' })).status).toBe(422)
      expect((await send('/places/terrace-north/remove')).status).toBe(303)
      const after = await room()
      expect(after).not.toContain('Terrace, north')
      expect(after).toContain('terrace-north')
    })

    it('keeps counting the usual places however many strangers make up', async () => {
      const { pool } = pages.setting.database
      const { merchantId, programId } = pages.shop
      await pool.query(
        `INSERT INTO join_placement (merchant_id, program_id, key, views)
          SELECT $1, $2, 'made-up-' || n, 5 FROM generate_series(1, 250) AS n`,
        [merchantId, programId],
      )
      await fetch(`${pages.url}/join/harbour-street-coffee?p=window`)
      await fetch(`${pages.url}/join/harbour-street-coffee?p=one-more`)
      const counted = async () =>
        (
          await pool.query<{ key: string }>(
            `SELECT key FROM join_placement WHERE merchant_id = $1 AND key IN ('window', 'one-more')`,
            [merchantId],
          )
        ).rows.map(({ key }) => key)
      await expect.poll(counted).toEqual(['window'])
      expect((await send('/places', { name: 'Garden' })).status).toBe(303)
      expect(await room()).toContain('Garden')
      await pool.query(
        `UPDATE join_placement SET name = key WHERE merchant_id = $1 AND key IN
          (SELECT 'made-up-' || n FROM generate_series(1, 49) AS n)`,
        [merchantId],
      )
      const full = await send('/places', { name: 'One too many' })
      expect(full.status).toBe(422)
      expect(await full.text()).toContain('There are 50 places already')
    })

    it('answers 404 for what there is not, and refuses forms that are not ours', async () => {
      for (const file of ['counter-card.gif', 'menu.pdf', '..%2Fx.pdf', 'counter-card'])
        expect((await sheet(file)).status, file).toBe(404)
      expect((await get('/console/placements/x/counter-card.pdf')).status).toBe(404)
      expect((await send('/places', { csrf: 'wrong', name: 'Roof' })).status).toBe(403)
    })
  },
  ['embedded', 'postgres'],
)
