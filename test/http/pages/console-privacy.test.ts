import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeSettings } from '../../support/settings.ts'
import { now, openPages, type Pages, post } from './open-pages.ts'

const dayMs = 86_400_000
const openId = '00000000-0000-7000-8000-00000000aa01'
const lateId = '00000000-0000-7000-8000-00000000aa02'
const redactId = '00000000-0000-7000-8000-00000000aa03'

await describeSettings(
  'the room for privacy requests',
  (name) => {
    let pages: Pages
    let cookie: string
    let csrf: string
    let cardId: string
    const get = async (path: string, language = 'en') => {
      const answer = await fetch(pages.url + path, { headers: { cookie, 'accept-language': language } })
      return { status: answer.status, text: await answer.text() }
    }
    const send = (path: string, form: Record<string, string> = { csrf }) =>
      post(pages.url + path, form, { cookie })
    const sql = (text: string, values: unknown[] = []) =>
      pages.setting.database.pool.query(text, [pages.shop.merchantId, ...values])

    beforeAll(async () => {
      pages = await openPages(name)
      const answer = await fetch(pages.url + (await pages.signInPath()), { redirect: 'manual' })
      cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0]!
      csrf = /name="csrf" value="([^"]+)"/.exec((await get('/console/menu')).text)?.[1] ?? ''
      cardId = '00000000-0000-7000-8000-000000000001'
      await sql(
        `INSERT INTO card (merchant_id, id, program_id, version, serial, modified_second, created_at)
          VALUES ($1, $3, $2, 1, 'made-1234', 1, '2026-07-01T12:00:00Z')`,
        [pages.shop.programId, cardId],
      )
      const tillId = (await sql('SELECT id FROM till WHERE merchant_id = $1')).rows[0].id
      await sql(
        `INSERT INTO card_link (merchant_id, till_id, customer_id, card_id, created_at)
            VALUES ($1, $2, 'customer-77', $3, now())`,
        [tillId, cardId],
      )
      const outcome = {
        tillId,
        orders: 2,
        cards: [cardId],
        customerId: 'customer-77',
        orderIds: ['o-1', 'o-2'],
      }
      const add = (id: string, topic: string, daysAgo: number, what: object, done: boolean) =>
        sql(
          `INSERT INTO privacy_request (merchant_id, id, topic, outcome, received_at, done_at)
            VALUES ($1, $2, $3, $4, $5, $6)`,
          [id, topic, what, new Date(now - daysAgo * dayMs), done ? new Date(now) : null],
        )
      await add(openId, 'customer-data', 1, outcome, false)
      await add(lateId, 'customer-data', 31, { ...outcome, customerId: 'customer-78' }, false)
      await add(redactId, 'customer-redact', 2, { tillId, orders: 0, cards: [] }, true)
    })
    afterAll(() => pages.close())

    it('lists them with state and day of answer, and says on the overview that somebody waits', async () => {
      const { text } = await get('/console/privacy')
      expect(text).toContain('A customer was forgotten')
      // Received on 21 November; thirty days later.
      expect(text).toMatch(/datetime="2026-12-21[^>]*>[^<]*21/)
      expect(text.match(/overdue/g)).toHaveLength(1)
      const overview = (await get('/console')).text
      expect(overview).toContain('<a href="/console/privacy">2 customers wait for their data</a>')
    })

    it.each(['de', 'es', 'fr'])('speaks %s', async (language) => {
      const words = { de: 'Antwort bis', es: 'Responder antes del', fr: 'Répondre avant le' }
      expect((await get('/console/privacy', language)).text).toContain(words[language as keyof typeof words])
    })

    it('gives the owner all that is held of the customer, and notes who took it', async () => {
      expect((await get(`/console/privacy/${openId}`)).text).toContain('customer-77')
      const answer = await send(`/console/privacy/${openId}/data.json`)
      expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="customer-data-/)
      expect(await answer.json()).toMatchObject({
        id: openId,
        customerId: 'customer-77',
        held: {
          cards: [{ id: cardId, serial: 'made-1234' }],
          links: [{ customerId: 'customer-77', cardId }],
        },
      })
      const { rows } = await sql(
        `SELECT action FROM audit_entry WHERE merchant_id = $1 ORDER BY sequence DESC LIMIT 1`,
      )
      expect(rows[0].action).toBe('POST /console/privacy/:id/data.json')
      expect((await send(`/console/privacy/${openId}/data.json`, {})).status).toBe(403)
    })

    it('takes the answer once: who asked is forgotten, and nothing can be downloaded any more', async () => {
      for (const id of [openId, lateId]) {
        const answer = await send(`/console/privacy/${id}/answered`)
        expect(answer.headers.get('location')).toBe(`/console/privacy/${id}?done=answered`)
      }
      expect((await send(`/console/privacy/${openId}/answered`)).status).toBe(303)
      const page = (await get(`/console/privacy/${openId}?done=answered`)).text
      expect(page).toContain('Who asked is forgotten here.')
      expect(page).not.toContain('customer-77')
      expect(page).not.toContain('data.json')
      expect((await send(`/console/privacy/${openId}/data.json`)).status).toBe(404)
      expect((await get('/console')).text).not.toContain('wait for their data')
    })

    it('has no page for a request that never was, and none for a manager', async () => {
      expect((await get('/console/privacy/00000000-0000-7000-8000-00000000aaff')).status).toBe(404)
      expect((await get('/console/privacy/nonsense')).status).toBe(404)
      await sql(`UPDATE session SET role = 'manager' WHERE merchant_id = $1`)
      expect((await get('/console/privacy')).status).toBe(403)
      expect((await send(`/console/privacy/${redactId}/answered`)).status).toBe(403)
      await sql(`UPDATE session SET role = 'owner' WHERE merchant_id = $1`)
    })
  },
  ['postgres', 'embedded'],
)
