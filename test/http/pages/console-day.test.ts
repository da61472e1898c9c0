import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSignInLinkWith } from '../../../src/app/sign-in.ts'
import { certificateState } from '../../../src/compose/certificate-watch.ts'
import type { CertificateState } from '../../../src/ports/certificates.ts'
import { newId } from '../../../src/secrets/random-id.ts'
import { createFiguresBook } from '../../../src/store/console-figures.ts'
import { createConsoleReads } from '../../../src/store/console-reads.ts'
import { createSessions } from '../../../src/store/sessions.ts'
import { dayCertificates } from './day-cases.ts'
import { now, openPages, type Pages, post } from './open-pages.ts'

/** What a manager does every day. The statements are the same on every database: one is enough here. */
describe('the console’s everyday rooms', () => {
  let pages: Pages
  let cookie: string
  let csrf: string
  let cards: { id: string; serial: string }[]
  const sql = (text: string, values: unknown[] = []) => pages.setting.database.pool.query(text, values)
  const get = (path: string) => fetch(pages.url + path, { headers: { cookie } })
  const body = async (path: string) => (await get(path)).text()
  const send = (path: string, form: Record<string, string> = {}) =>
    post(pages.url + path, { csrf, ...form }, { cookie })
  const card = (index: number) => `/console/cards/${cards[index]!.id}`
  const intent = () => newId(now)

  beforeAll(async () => {
    pages = await openPages('embedded')
    const answer = await fetch(pages.url + (await pages.signInPath()), { redirect: 'manual' })
    cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0]!
    for (let n = 0; n < 4; n += 1) await post(`${pages.url}/join/harbour-street-coffee`)
    const page = await createConsoleReads(pages.setting.database).cards(pages.shop.merchantId, {})
    cards = page.rows
    csrf = /name="csrf" value="([^"]+)"/.exec(await body('/console'))?.[1] ?? ''
  })
  afterAll(() => pages.close())

  it('gives stamps by hand once, however often the form is sent, and says when there are too few to take', async () => {
    const form = { count: '2', reason: 'Phone was flat', intent: intent() }
    for (let n = 0; n < 2; n += 1) {
      const answer = await send(`${card(0)}/stamps`, form)
      expect([answer.status, answer.headers.get('location')]).toEqual([303, `${card(0)}?done=stamps`])
    }
    const shown = await body(`${card(0)}?done=stamps`)
    expect(shown).toContain('The stamps were changed.')
    expect(shown).toContain('2 of 3')
    expect(shown).toContain('by hand')
    const refused = await send(`${card(0)}/stamps`, { count: '-5', reason: 'x', intent: intent() })
    expect(refused.status).toBe(409)
    const again = await refused.text()
    expect(again).toContain('The card has fewer stamps than should be taken back.')
    expect(again).toMatch(/<details class="deed" open[^>]*><summary>Give or take stamps/)
    const unsaid = await send(`${card(0)}/stamps`, { count: '1', intent: intent() })
    expect(unsaid.status).toBe(422)
    expect(await unsaid.text()).toContain('Please fill this in.')
  })

  it('finds a card by its end, its coupon’s code and its filters', async () => {
    const { id, serial } = cards[0]!
    const link = `href="${card(0)}"`
    for (const query of [
      `search=${serial.slice(0, 8)}`,
      `search=${encodeURIComponent(serial.slice(-4))}`,
      'near=1&state=active',
    ])
      expect(await body(`/console/cards?${query}`), query).toContain(link)
    expect(await body('/console/cards?coupon=1')).not.toContain(link)
    const rewardId = (await createConsoleReads(pages.setting.database).programs(pages.shop.merchantId))[0]!
      .rules.milestones[0]!.reward.id
    const given = await send(`${card(0)}/voucher`, { rewardId, why: 'Sorry', intent: intent() })
    expect(given.status).toBe(303)
    expect(await body('/console/cards?coupon=1')).toContain(link)
    const { rows } = await sql('SELECT id, code FROM coupon WHERE card_id = $1', [id])
    const code = String(rows[0]?.code)
    expect(await body(`/console/cards?search=${code.toLowerCase()}`)).toContain(link)
    expect(await body(`/console/coupons?search=${code.toLowerCase()}`)).toContain(String(rows[0]?.id))
    expect(await body('/console/coupons?only=voucher')).toContain(code)
  })

  it('finds a card by the e-mail address that its holder gave, and shows it to managers', async () => {
    await pages.putDetails(cards[1]!.id, { name: 'Ada L.', email: 'Ada@Example.org' })
    expect(await body(`/console/cards?search=${encodeURIComponent('ada@example.ORG')}`)).toContain(
      `href="${card(1)}"`,
    )
    expect(await body(card(1))).toContain('Ada L.')
  })

  it('looks on where a filter left nothing, and never loses a card on the way', async () => {
    await sql(
      `INSERT INTO card (merchant_id, id, program_id, version, serial, modified_second, created_at, state)
        SELECT $1, ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, $2, 1, 'old-' || n, 1, $3, CASE n WHEN 1 THEN 'paused' ELSE 'active' END
        FROM generate_series(1, 2500) n`,
      [pages.shop.merchantId, pages.shop.programId, new Date(now)],
    )
    const reads = createConsoleReads(pages.setting.database)
    const seen: string[][] = []
    let cursor: string | undefined
    do {
      const page = await reads.cards(pages.shop.merchantId, { state: 'paused', cursor })
      seen.push(page.rows.map((row) => row.serial))
      cursor = page.next ?? undefined
    } while (cursor)
    expect(seen).toEqual([[], [], ['old-1']])
    expect(await body('/console/cards?state=paused')).toContain('Look further back')
  })

  it('pauses, merges and parts cards, and links customers of a till', async () => {
    expect((await send(`${card(2)}/pause`)).headers.get('location')).toBe(`${card(2)}?done=paused`)
    expect(await body(card(2))).toContain('Let the card go on')
    await send(`${card(2)}/resume`)
    await send(`${card(2)}/stamps`, { count: '1', reason: 'Hello', intent: intent() })
    const pick = await body(`${card(1)}/merge?search=${cards[2]!.serial}`)
    expect(pick).toContain(`name="fromCardId" value="${cards[2]!.id}"`)
    await send(`${card(1)}/merge`, { fromCardId: cards[2]!.id, intent: intent() })
    const merged = await body(card(1))
    expect(merged).toContain('1 stamp came from')
    const mergeId = /name="mergeId" value="([^"]+)"/.exec(merged)?.[1] ?? ''
    expect((await send(`${card(1)}/unmerge`, { mergeId })).status).toBe(303)
    const twice = await send(`${card(1)}/unmerge`, { mergeId })
    expect([twice.status, (await twice.text()).includes('This was undone already.')]).toEqual([409, true])
    const link = { tillId: pages.shop.tillId, customerId: 'c-77' }
    await send(`${card(1)}/link`, link)
    expect(await body(card(1))).toContain('c-77')
    await send(`${card(1)}/unlink`, link)
    expect(await body(card(1))).not.toContain('c-77')
  })

  it('shows what an order would earn on a card, gives it, and takes it back', async () => {
    const sale = {
      id: 'o-1',
      placedAt: now,
      currency: 'EUR',
      total: 700,
      tip: 0,
      tax: 0,
      shipping: 0,
      lines: [{ id: 'l', name: 'Latte', quantity: 1, total: 700 }],
      discountCodes: [],
      test: false,
    }
    const facts = { saleAsOf: now, paid: true, cancelled: false, refunds: {}, sale }
    await sql(
      `INSERT INTO till_order (merchant_id, till_id, external_id, number, facts, placed_at, total, currency, outcome, trace, updated_at)
        VALUES ($1, $2, 'o-1', 'N9', $3, $4, 700, 'EUR', 'unmatched', '[]', $4)`,
      [pages.shop.merchantId, pages.shop.tillId, JSON.stringify(facts), new Date(now)],
    )
    const path = `/console/orders/${pages.shop.tillId}/o-1`
    for (const query of ['only=unmatched', 'search=N9', 'search=o-1', `till=${pages.shop.tillId}`])
      expect(await body(`/console/orders?${query}`), query).toContain(`href="${path}"`)
    expect(await body('/console/orders?only=refunded')).not.toContain(`href="${path}"`)
    const pick = await body(`${path}/assign?search=${cards[3]!.serial}`)
    expect(pick).toContain('would earn 1 stamp')
    expect(await body(card(3))).toContain('0 of 3')
    const answer = await send(`${path}/assign`, { cardId: cards[3]!.id, intent: intent() })
    expect(answer.headers.get('location')).toBe(`${path}?done=assigned`)
    expect(await body(card(3))).toContain('1 of 3')
    expect((await send(`${path}/release`, { intent: intent() })).status).toBe(303)
    expect(await body(card(3))).toContain('0 of 3')
    expect(await body('/console/orders?only=unmatched')).toContain(`href="${path}"`)
  })

  it('says whose a shared code was', async () => {
    const id = newId(now)
    await sql(
      `INSERT INTO unassigned_code_use (merchant_id, id, till_id, order_id, code, used_at) VALUES ($1, $2, $3, 'o-1', 'WELCOME', $4)`,
      [pages.shop.merchantId, id, pages.shop.tillId, new Date(now)],
    )
    expect(await body('/console/orders/codes')).toContain('WELCOME')
    expect(await body(`/console/orders/codes/${id}?search=${cards[3]!.serial}`)).toContain(
      'It is this card’s',
    )
    const none = await send(`/console/orders/codes/${id}`, { cardId: cards[3]!.id, intent: intent() })
    expect(none.status).toBe(409)
    expect(await none.text()).toContain('The card has no open coupon with this code.')
  })

  it('marks a coupon as used once, takes that back within five minutes, and ends and renews coupons', async () => {
    const { rows } = await sql(`SELECT id FROM coupon WHERE card_id = $1`, [cards[0]!.id])
    const id = String(rows[0]?.id)
    const path = `/console/coupons/${id}`
    await sql(`UPDATE coupon SET state = 'active', activated_at = $2 WHERE id = $1`, [id, new Date(now)])
    const later = new Date(now + 60 * 86_400_000).toISOString().slice(0, 10)
    expect((await send(`${path}/extend`, { day: '2026-11-01' })).status).toBe(409)
    expect((await send(`${path}/extend`, { day: later })).status).toBe(303)
    // The demo till reports codes by itself: only who knows that it missed one may say so.
    const refused = await send(`${path}/redeem`, { location: 'Bar', intent: intent() })
    expect(refused.status).toBe(409)
    expect(await refused.text()).toContain('The till reports the use of its codes by itself')
    expect(await body(path)).toContain('The till did not report it')
    const anyway = { location: 'Bar', intent: intent(), anyway: '1' }
    expect((await send(`${path}/redeem`, anyway)).status).toBe(303)
    const second = await send(`${path}/redeem`, { intent: intent() })
    expect(second.status).toBe(409)
    expect(await second.text()).toMatch(/role="alert">[^<]*22 Nov 2026, 14:02 at Bar/)
    const actionId = /name="actionId" value="([^"]+)"/.exec(await body(path))?.[1] ?? ''
    expect((await send(`${path}/undo`, { actionId })).status).toBe(303)
    expect(await body(path)).not.toContain('name="actionId"')
    const fresh = await sql(`SELECT id FROM coupon WHERE card_id = $1 AND state IN ('issuing', 'active')`, [
      cards[0]!.id,
    ])
    const next = `/console/coupons/${fresh.rows[0]?.id}`
    expect((await send(`${next}/revoke`, { reason: 'Not needed' })).status).toBe(303)
    expect(await body(next)).toContain('Not needed')
    const back = await send(`${next}/reinstate`)
    expect(back.headers.get('location')).toMatch(/^\/console\/coupons\/[\w-]+\?done=reinstated$/)
    expect(await body(next)).toContain('given again')
  })

  it('tells how the last weeks went, counted by the jobs in a large shop and as of when', async () => {
    const { merchantId } = pages.shop
    const dayMs = 86_400_000
    const visit = (index: number, daysAgo: number, channel = 'order') =>
      sql(
        `INSERT INTO stamp_ledger (merchant_id, card_id, id, effect_key, count, balance, channel, reason, at)
          VALUES ($1, $2, $3, $4, 1, 1, $5, 'x', $6)`,
        [
          merchantId,
          cards[index]!.id,
          newId(now),
          `k-${index}-${daysAgo}-${channel}`,
          channel,
          new Date(now - daysAgo * dayMs),
        ],
      )
    await visit(1, 1)
    await visit(1, 2)
    await visit(2, 1)
    await visit(3, 1, 'merge')
    await visit(3, 40)
    await sql(
      `UPDATE coupon SET reward = jsonb_set(reward, '{discount}', '{"amount":{"amount":380,"currency":"EUR"}}')
        WHERE state IN ('issuing', 'active')`,
    )
    const book = createFiguresBook(pages.setting.database.pool, () => now + 3_600_000)
    expect((await book.read(merchantId))?.countedAt).toBe(now)
    expect(await book.countNext()).toBe(true)
    expect(await book.countNext()).toBe(false)
    const { figures } = (await book.read(merchantId))!
    expect(figures).toMatchObject({ seen: 2, returned: 1, couponsOpen: 1, outstanding: { EUR: 380 } })
    expect(figures).toMatchObject({ outstandingUnknown: 0, matched: 0, unmatched: 1 })
    expect(figures.visits).toHaveLength(90)
    expect(figures.visits.slice(-4).map((day) => day.cards)).toEqual([0, 1, 2, 0])
    expect(figures.visits.find(({ cards }) => cards > 0)).toEqual({ day: '2026-10-13', cards: 1 })
    const page = await body('/console?days=90')
    expect(page).toContain('aria-label="Visits a day, 90 days"')
    expect(page).toContain('1 of 2 cards seen in 28 days, twice or more')
    expect(page).toContain('about €3.80')
    expect(page).toContain('Counted 22 Nov 2026, 15:02')
  })

  it('names what needs a look and leads to where it is seen to', async () => {
    await sql(
      `INSERT INTO till_hold (merchant_id, till_id, reason, since, until, failures, last_error) VALUES ($1, $2, 'down', $3, $4, 3, 'no answer')`,
      [pages.shop.merchantId, pages.shop.tillId, new Date(now - 600_000), new Date(now + 60_000)],
    )
    const drifted = await sql(
      `UPDATE code_placement SET state = 'drifted', drift = 'edited', last_error = 'now 50 % off' WHERE coupon_id IN (
        SELECT id FROM coupon WHERE state IN ('issuing', 'active')) RETURNING coupon_id`,
    )
    const page = await body('/console')
    expect(page).toContain('Demo till cannot be reached')
    expect(page).toContain('no answer')
    expect(page).toContain('href="/console/orders/codes">Uses of a shared code that belong to no card: 1')
    const path = `/console/coupons/${drifted.rows[0]?.coupon_id}`
    expect(page).toContain(`href="${path}"`)
    expect(await body(path)).toContain('changed in the till')
    expect((await send(`${path}/repair`)).headers.get('location')).toBe(`${path}?done=repairing`)
  })

  it('warns of a certificate that ends, on the first page one sees, but not of a demo’s or a good one', async () => {
    const day = 86_400_000
    const ends = (days: number, demo = false) => certificateState({ notAfter: now + days * day, demo }, now)
    const shown = async (...states: CertificateState[]) => {
      dayCertificates.splice(0, dayCertificates.length, ...states)
      const page = await body('/console')
      dayCertificates.length = 0
      return page
    }
    for (const days of [60, 30, 7])
      expect(await shown(ends(days))).toContain(`signs Apple passes ends in ${days} days`)
    expect(await shown(ends(-1))).toContain('The certificate that signs Apple passes has ended')
    expect(await shown(ends(61), ends(5, true))).not.toContain('signs Apple passes')
  })

  it('lets staff look and nothing else, and the owner alone erase, after typing the card’s end', async () => {
    const sessions = { sessions: createSessions(pages.setting.database), now: () => now }
    const as = async (role: string) => {
      const link = await createSignInLinkWith(sessions)(pages.shop.merchantId)
      const answer = await fetch(pages.url + link, { redirect: 'manual' })
      const staff = (answer.headers.get('set-cookie') ?? '').split(';')[0]!
      await sql(
        `UPDATE session SET role = $1 WHERE id = (SELECT id FROM session WHERE kind = 'console' ORDER BY id DESC LIMIT 1)`,
        [role],
      )
      return staff
    }
    const staff = await as('staff')
    const seen = await (await fetch(pages.url + card(3), { headers: { cookie: staff } })).text()
    expect(seen).not.toContain('class="deed"')
    const theirs = /name="csrf" value="([^"]+)"/.exec(seen)?.[1] ?? ''
    const tried = await post(`${pages.url}${card(3)}/pause`, { csrf: theirs }, { cookie: staff })
    expect(tried.status).toBe(403)
    expect((await send(`${card(3)}/erase`, { end: 'nope' })).status).toBe(409)
    const answer = await send(`${card(3)}/erase`, { end: cards[3]!.serial.slice(-4) })
    expect(answer.headers.get('location')).toBe('/console/cards?done=erased')
    expect((await get(card(3))).status).toBe(404)
    expect(pages.reported).toEqual([])
  })
})
