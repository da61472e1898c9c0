import { afterAll, beforeAll, expect, it } from 'vitest'
import { newId } from '../../../src/secrets/random-id.ts'
import { createAuditLog } from '../../../src/store/audit.ts'
import { createConsoleReads } from '../../../src/store/console-reads.ts'
import { describeSettings } from '../../support/settings.ts'
import { now, openPages, type Pages, post } from './open-pages.ts'

const places = ['', '/cards', '/orders', '/coupons', '/programs', '/deliveries']

await describeSettings(
  'the console',
  (name) => {
    let pages: Pages
    let cookie: string
    const sql = (text: string, values: unknown[] = []) => pages.setting.database.pool.query(text, values)
    const get = (path: string, session = cookie) => fetch(pages.url + path, { headers: { cookie: session } })
    const body = async (path: string) => (await get(path)).text()

    beforeAll(async () => {
      pages = await openPages(name)
      const answer = await fetch(pages.url + (await pages.signInPath()), { redirect: 'manual' })
      expect(answer.status).toBe(303)
      cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0]!
      for (let n = 0; n < 3; n += 1) await post(`${pages.url}/join/harbour-street-coffee`)
    })
    afterAll(() => pages.close())

    it('hides the session from scripts, other hosts and plain http', async () => {
      const answer = await fetch(pages.url + (await pages.signInPath()), { redirect: 'manual' })
      const set = answer.headers.get('set-cookie') ?? ''
      expect(set).toMatch(
        /^__Host-stampbridge=[\w-]{22}; Max-Age=43200; Path=\/;.*HttpOnly; Secure; SameSite=Lax/,
      )
    })

    it('is not used up by what only looks at the link', async () => {
      const path = await pages.signInPath()
      await fetch(pages.url + path, { method: 'HEAD' })
      await fetch(pages.url + path, { headers: { 'sec-purpose': 'prefetch' } })
      const answer = await fetch(pages.url + path, { redirect: 'manual' })
      expect(answer.headers.get('location')).toBe('/console')
      const again = await fetch(pages.url + path)
      expect(again.status).toBe(401)
      expect(await again.text()).toContain('used already')
    })

    it('shows nothing to strangers', async () => {
      for (const place of [...places, '/cards/x', '/orders/x/y', '/programs/x/print', '/anything'])
        for (const session of ['', '__Host-stampbridge=AAAAAAAAAAAAAAAAAAAAAA']) {
          const answer = await get(`/console${place}`, session)
          expect(answer.status, place).toBe(401)
          const page = await answer.text()
          expect(page).toContain('Sign in to the console')
          // Neither marketplace is set up here.
          expect(page).not.toMatch(/Square|Shopify/)
        }
    })

    it('opens each page, also an empty one, and answers what does not exist with a page', async () => {
      for (const place of places) expect((await get(`/console${place}`)).status, place).toBe(200)
      for (const place of [
        '/cards/x',
        `/cards/${newId(now)}`,
        '/orders/x/y',
        `/orders/${newId(now)}/y`,
        '/programs/x/print',
        '/nowhere',
      ])
        expect((await get(`/console${place}`)).status, place).toBe(404)
      expect((await get('/console/cards?cursor=rubbish&search=%25')).status).toBe(200)
    })

    it('pages through many cards without losing or repeating one, and finds one by its serial', async () => {
      await sql(
        `INSERT INTO card (merchant_id, id, program_id, version, serial, modified_second, created_at)
          SELECT $1, ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, $2, 1, 'made-' || n, 1, $3 FROM generate_series(1, 120) n`,
        [pages.shop.merchantId, pages.shop.programId, new Date(now)],
      )
      const reads = createConsoleReads(pages.setting.database)
      const seen: string[] = []
      let cursor: string | undefined
      do {
        const page = await reads.cards(pages.shop.merchantId, { cursor })
        seen.push(...page.rows.map((row) => row.id))
        cursor = page.next ?? undefined
      } while (cursor)
      expect(seen).toHaveLength(123)
      expect(new Set(seen).size).toBe(123)
      const found = await body('/console/cards?search=made-77')
      expect(found.match(/href="\/console\/cards\/[\w-]+"/g)).toHaveLength(1)
    })

    it('speaks of cards and tills as a language does whose words have a gender, and of no till in English', async () => {
      const headers = { cookie, 'accept-language': 'fr' }
      const french = async (path: string) => await (await fetch(`${pages.url}${path}`, { headers })).text()
      expect(await french('/console/cards')).toContain('<span class="badge badge-active">active</span>')
      const overview = await french('/console')
      expect(overview).toContain('Caisse ouverte')
      expect(overview).not.toContain('Open till')
      expect(await french('/console/settings')).toContain('>Anglais (Irlande)<')
    })

    it('says of an order why it earned nothing, rule by rule, in the reader’s language', async () => {
      const trace = [
        { rule: 'card', passed: true, figures: { evidence: 'linked' } },
        {
          rule: 'minimum-spend',
          passed: false,
          detail: 'x',
          figures: { paid: '3.00', minimum: '5.00', currency: 'EUR' },
        },
        { rule: 'rule-of-tomorrow', passed: true },
      ]
      const facts = {
        saleAsOf: 0,
        paid: true,
        cancelled: false,
        refunds: {},
        sale: { lines: [{ id: 'l', name: '<b>Latte</b>', quantity: 1, total: 300 }] },
      }
      await sql(
        `INSERT INTO till_order (merchant_id, till_id, external_id, number, facts, placed_at, total, currency, outcome, trace, updated_at)
          VALUES ($1, $2, 'order/1 ?', 'N1', $3, $5, 300, 'EUR', 'no-stamp', $4, $5)`,
        [
          pages.shop.merchantId,
          pages.shop.tillId,
          JSON.stringify(facts),
          JSON.stringify(trace),
          new Date(now),
        ],
      )
      const list = await body('/console/orders')
      const path = /href="(\/console\/orders\/[\w-]{36}\/[^"]+)"/.exec(list)?.[1] ?? ''
      const page = await body(path)
      expect(page).toContain('Paid €3.00, below the minimum of €5.00.')
      expect(page).toContain('rule-of-tomorrow')
      expect(page).toContain('&lt;b>Latte')
      const german = await fetch(pages.url + path, { headers: { cookie, 'accept-language': 'de' } })
      expect(await german.text()).toContain(
        '3,00\u00a0€ bezahlt, weniger als der Mindestbetrag von 5,00\u00a0€.',
      )
    })

    it('shows deliveries that were not understood, and what is still owed', async () => {
      await sql(
        `INSERT INTO delivery (merchant_id, id, till_id, provider, topic, delivery_id, body, received_at, state, next_attempt_at, note)
          VALUES ($1, $2, $3, 'open', 'order.paid', 'd', $4, $5, 'unreadable', $5, 'data.total: expected number')`,
        [
          pages.shop.merchantId,
          newId(now),
          pages.shop.tillId,
          Buffer.from('{"type":"<script>"}'),
          new Date(now),
        ],
      )
      await sql(
        `INSERT INTO outbox (merchant_id, kind, key, due_at, updated_at, attempts, last_error) VALUES ($1, 'place-code', 'k', $2, $2, 3, 'throttled')`,
        [pages.shop.merchantId, new Date(now)],
      )
      const overview = await body('/console')
      expect(overview).toContain('Till messages that could not be understood: 1')
      expect(overview).toContain('throttled')
      const page = await body('/console/deliveries')
      expect(page).toContain('A part of it is not as expected. <q lang="en">data.total: expected number</q>')
      expect(page).toContain('&lt;script>')
    })

    it('counts today where the merchant is', async () => {
      // 00:30 in Dublin's summer is still yesterday in UTC.
      await sql(`UPDATE card SET created_at = '2026-07-01T23:30:00Z'`)
      const reads = createConsoleReads(pages.setting.database)
      const summer = await reads.overview(pages.shop.merchantId, Date.UTC(2026, 6, 2, 9))
      expect(summer).toMatchObject({
        // The 120 that were made above have ids of 1970.
        cardsToday: 3,
        tills: [{ name: 'Demo till', state: 'active' }],
      })
      const dayBefore = await reads.overview(pages.shop.merchantId, Date.UTC(2026, 6, 3, 9))
      expect(dayBefore.cardsToday).toBe(0)
    })

    it('shows another merchant nothing of it', async () => {
      const reads = createConsoleReads(pages.setting.database)
      const other = '019a0000-0000-7000-8000-000000000009'
      const card = (await reads.cards(pages.shop.merchantId, {})).rows[0]!
      expect(await reads.card(other, card.id)).toBeNull()
      expect(await reads.order(other, pages.shop.tillId, 'order/1 ?')).toBeNull()
      for (const list of [reads.cards, reads.orders, reads.coupons, reads.troubledDeliveries])
        expect((await list(other, {})).rows).toEqual([])
      expect(await reads.programs(other)).toEqual([])
    })

    it('leads to the sheets to print and hands out the QR with its placement', async () => {
      const programs = await body('/console/programs')
      expect(programs).toContain('https://cards.example/join/harbour-street-coffee')
      const moved = await get(`/console/programs/${pages.shop.programId}/print?p=table`)
      expect(moved.url).toBe(`${pages.url}/console/placements?program=${pages.shop.programId}`)
      expect(moved.status).toBe(200)
      const svg = await get(`/console/programs/${pages.shop.programId}/qr.svg?p=table`)
      expect(svg.headers.get('content-type')).toContain('image/svg+xml')
      expect(await svg.text()).toMatch(/^<svg /)
    })

    it('lists what was changed, and checks that the chain of it holds', async () => {
      expect(await body('/console/audit')).toContain('Nothing was changed yet.')
      const append = (n: number) =>
        createAuditLog(pages.setting.database.pool).append({
          merchantId: pages.shop.merchantId,
          at: n,
          actor: 'owner',
          action: `form ${n}`,
          subject: '/console/settings',
          detail: { fields: 'name locale' },
        })
      for (let n = 1; n <= 51; n += 1) await append(n)
      const first = await body('/console/audit')
      expect(first).toContain('form 51')
      expect(first).toContain('name locale')
      expect(await body('/console/audit?before=2')).toContain('form 1<')
      expect(await body('/console/audit/check')).toContain('The chain holds: 51 entries.')
      await pages.setting.database.pool.query("UPDATE audit_entry SET action = 'nothing' WHERE sequence = 9")
      expect(await body('/console/audit/check')).toContain('The chain is broken at entry 9')
    })

    it('signs out by our own form alone', async () => {
      const page = await body('/console')
      const csrf = /name="csrf" value="([^"]+)"/.exec(page)?.[1] ?? ''
      const foreign = await post(`${pages.url}/console/sign-out`, { csrf: 'wrong' }, { cookie })
      expect(foreign.status).toBe(403)
      expect((await get('/console')).status).toBe(200)
      const answer = await post(`${pages.url}/console/sign-out`, { csrf }, { cookie })
      expect(answer.status).toBe(303)
      expect((await get('/console')).status).toBe(401)
      expect(pages.reported).toEqual([])
    })
  },
  ['embedded', 'postgres'],
)
