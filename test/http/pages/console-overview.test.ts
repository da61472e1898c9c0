import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { certificateState } from '../../../src/compose/certificate-watch.ts'
import type { CertificateState } from '../../../src/ports/certificates.ts'
import { newId } from '../../../src/secrets/random-id.ts'
import { createFiguresBook } from '../../../src/store/console-figures.ts'
import { dayCertificates } from './day-cases.ts'
import { type Day, openDay } from './open-day.ts'
import { now } from './open-pages.ts'

/** What somebody sees who opens the console in the morning. The statements are the same on every database: one is enough here. */
describe('the overview of the console', () => {
  let day: Day
  const sql: Day['sql'] = (...statement) => day.sql(...statement)
  const body = (path: string) => day.body(path)
  const send: Day['send'] = (path, form) => day.send(path, form)

  beforeAll(async () => {
    day = await openDay()
  })
  afterAll(() => day.pages.close())

  it('tells how the last weeks went, counted by the jobs in a large shop and as of when', async () => {
    const { merchantId } = day.pages.shop
    const dayMs = 86_400_000
    const visit = (index: number, daysAgo: number, channel = 'order') =>
      sql(
        `INSERT INTO stamp_ledger (merchant_id, card_id, id, effect_key, count, balance, channel, reason, at)
          VALUES ($1, $2, $3, $4, 1, 1, $5, 'x', $6)`,
        [
          merchantId,
          day.cards[index]!.id,
          newId(now),
          `k-${index}-${daysAgo}-${channel}`,
          channel,
          new Date(now - daysAgo * dayMs),
        ],
      )
    await day.putOldCards()
    await day.giveCoupon(day.cards[0]!.id)
    await day.putOrder('o-1', 'N9')
    await visit(1, 1)
    await visit(1, 2)
    await visit(2, 1)
    await visit(3, 1, 'merge')
    await visit(3, 40)
    await sql(
      `UPDATE coupon SET reward = jsonb_set(reward, '{discount}', '{"amount":{"amount":380,"currency":"EUR"}}')
        WHERE state IN ('issuing', 'active')`,
    )
    const book = createFiguresBook(day.pages.setting.database.pool, () => now + 3_600_000)
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
    await day.giveCoupon(day.cards[1]!.id)
    await sql(
      `INSERT INTO unassigned_code_use (merchant_id, id, till_id, order_id, code, used_at) VALUES ($1, $2, $3, 'o-2', 'WELCOME', $4)`,
      [day.pages.shop.merchantId, newId(now), day.pages.shop.tillId, new Date(now)],
    )
    await sql(
      `INSERT INTO till_hold (merchant_id, till_id, reason, since, until, failures, last_error) VALUES ($1, $2, 'down', $3, $4, 3, 'shopify/unreachable: no answer from a.myshopify.com')`,
      [day.pages.shop.merchantId, day.pages.shop.tillId, new Date(now - 600_000), new Date(now + 60_000)],
    )
    const drifted = await sql(
      `UPDATE code_placement SET state = 'drifted', drift = 'edited', last_error = 'worth, end' WHERE coupon_id IN (
        SELECT id FROM coupon WHERE state IN ('issuing', 'active')) RETURNING coupon_id`,
    )
    const page = await body('/console')
    expect(page).toContain('Demo till cannot be reached')
    expect(page).toContain('Shopify could not be reached.')
    expect(page).toContain('Changed: worth, end')
    const german = await (await day.get('/console', 'de')).text()
    expect(german).toContain('Shopify war nicht erreichbar.')
    expect(german).toContain('Geändert: Wert, Ende')
    expect(german).not.toMatch(/no answer|could not be reached|worth/)
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
    expect(await shown(ends(1))).toContain('signs Apple passes ends tomorrow')
    expect(await shown(ends(-1))).toContain('The certificate that signs Apple passes has ended')
    expect(await shown(ends(61), ends(5, true))).not.toContain('signs Apple passes')
  })
})
