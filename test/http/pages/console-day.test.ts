import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../../src/secrets/random-id.ts'
import { type Day, openDay } from './open-day.ts'
import { now } from './open-pages.ts'

/** What a manager does with orders and coupons every day. The statements are the same on every database: one is enough here. */
describe('orders and coupons in the console, every day', () => {
  let day: Day
  const sql: Day['sql'] = (...statement) => day.sql(...statement)
  const body = (path: string) => day.body(path)
  const send: Day['send'] = (path, form) => day.send(path, form)
  const card = (index: number) => `/console/cards/${day.cards[index]!.id}`
  const intent = () => newId(now)

  beforeAll(async () => {
    day = await openDay()
  })
  afterAll(() => day.pages.close())

  it('shows what an order would earn on a card, gives it, and takes it back', async () => {
    await day.putOrder('o-1', 'N9')
    const path = `/console/orders/${day.pages.shop.tillId}/o-1`
    for (const query of ['only=unmatched', 'search=N9', 'search=o-1', `till=${day.pages.shop.tillId}`])
      expect(await body(`/console/orders?${query}`), query).toContain(`href="${path}"`)
    expect(await body('/console/orders?only=refunded')).not.toContain(`href="${path}"`)
    const pick = await body(`${path}/assign?search=${day.cards[3]!.serial}`)
    expect(pick).toContain('would earn 1 stamp')
    expect(await body(card(3))).toContain('0 of 3')
    const answer = await send(`${path}/assign`, { cardId: day.cards[3]!.id, intent: intent() })
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
      [day.pages.shop.merchantId, id, day.pages.shop.tillId, new Date(now)],
    )
    expect(await body('/console/orders/codes')).toContain('WELCOME')
    expect(await body(`/console/orders/codes/${id}?search=${day.cards[3]!.serial}`)).toContain(
      'It is this card’s',
    )
    const none = await send(`/console/orders/codes/${id}`, { cardId: day.cards[3]!.id, intent: intent() })
    expect(none.status).toBe(409)
    expect(await none.text()).toContain('The card has no open coupon with this code.')
  })

  it('marks a coupon as used once, takes that back within five minutes, and ends and renews coupons', async () => {
    const id = await day.giveCoupon(day.cards[0]!.id)
    const path = `/console/coupons/${id}`
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
      day.cards[0]!.id,
    ])
    const next = `/console/coupons/${fresh.rows[0]?.id}`
    expect((await send(`${next}/revoke`, { reason: 'Not needed' })).status).toBe(303)
    expect(await body(next)).toContain('Not needed')
    const back = await send(`${next}/reinstate`)
    expect(back.headers.get('location')).toMatch(/^\/console\/coupons\/[\w-]+\?done=reinstated$/)
    expect(await body(next)).toContain('given again')
  })
})
