import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OrderEvent } from '../../../src/domain/order.ts'
import { at, cancelled, eur, refunded, sold } from '../../support/orders.ts'
import { tell } from '../../support/sell.ts'
import { type ApiServer, type Body, openApiServer } from './api-server.ts'

describe('earning, seen through the API', () => {
  let api: ApiServer
  let key: string
  let merchantId: string
  let tillId: string
  beforeAll(async () => {
    api = await openApiServer('embedded')
    const merchant = await api.merchant({ timeZone: 'Europe/Berlin' })
    key = merchant.key
    merchantId = merchant.id
    tillId = (await api.call('POST /tills', { key, body: { provider: 'open', name: 'Back office' } })).body.id
  }, 180_000)
  afterAll(() => api.close())

  const milestone = (stamps: number, title: string) => ({ at: stamps, reward: { title, kind: 'staff_scan' } })
  const say = (...events: OrderEvent[]) =>
    tell(api.database, () => api.clock.now, { merchantId, tillId }, ...events)
  const read = async (path: string): Promise<Body> => {
    const reply = await api.call(`GET ${path}`, { key })
    expect(reply.status, reply.text).toBe(200)
    return reply.body
  }
  const order = (id: string, query = '') => read(`/tills/${tillId}/orders/${id}${query}`)
  const joined = async (fields: object): Promise<{ program: Body; card: Body }> => {
    const program = await api.program(key, fields)
    return { program, card: await api.card(key, program.id) }
  }
  const give = (card: Body, count: number) =>
    api.call(`POST /cards/${card.id}/stamps`, { key, body: { count, reason: 'By hand' } })
  const titles = (card: Body) => card.coupons.map((each: Body) => each.title)

  it('counts stamps on over milestones while coupons are open, and carries what is over into the next cycle', async () => {
    const { card } = await joined({
      goal: 10,
      earn: { kind: 'amount', per: eur(100) },
      milestones: [milestone(3, 'Biscuit'), milestone(6, 'Cake'), milestone(10, 'Coffee')],
    })
    await say(sold('ladder-1', { cardSerial: card.serial, total: 400 }))
    expect(await read(`/cards/${card.id}`)).toMatchObject({ cycle: 1, stamps: 4, goal: 10 })
    await say(sold('ladder-2', { cardSerial: card.serial, total: 2350 }))
    const after = await read(`/cards/${card.id}`)
    expect(after).toMatchObject({ cycle: 3, stamps: 7 })
    expect(titles(after).toSorted()).toEqual(
      ['Biscuit', 'Biscuit', 'Biscuit', 'Cake', 'Cake', 'Cake', 'Coffee', 'Coffee'].toSorted(),
    )
    expect(new Set(after.coupons.map((each: Body) => each.state))).toEqual(new Set(['active']))
    await say(refunded('ladder-2', 'r', 2350))
    const back = await read(`/cards/${card.id}`)
    expect(back).toMatchObject({ cycle: 1, stamps: 4 })
    expect(
      back.coupons.filter((each: Body) => each.state === 'active').map((each: Body) => each.title),
    ).toEqual(['Biscuit'])
  })

  it('lets a card finish its cycle under the version it began with', async () => {
    const { program, card } = await joined({ goal: 3, milestones: [milestone(3, 'Coffee')] })
    await give(card, 2)
    await api.call(`PATCH /programs/${program.id}`, {
      key,
      body: { goal: 5, milestones: [milestone(5, 'Cake')], earn: { kind: 'visit', stamps: 2 } },
    })
    expect(await read(`/cards/${card.id}`)).toMatchObject({ version: 1, goal: 3, stamps: 2 })
    await say(sold('version-1', { cardSerial: card.serial }))
    const next = await read(`/cards/${card.id}`)
    expect(next).toMatchObject({ version: 2, cycle: 2, goal: 5, stamps: 0 })
    expect(titles(next)).toEqual(['Coffee'])
    await say(sold('version-2', { cardSerial: card.serial }))
    expect(await read(`/cards/${card.id}`)).toMatchObject({ cycle: 2, stamps: 2 })
    await say(cancelled('version-1'))
    expect(await read(`/cards/${card.id}`)).toMatchObject({ cycle: 2, stamps: 1 })
    await say(cancelled('version-2'))
    const back = await read(`/cards/${card.id}`)
    expect(back).toMatchObject({ version: 1, cycle: 1, goal: 3, stamps: 2 })
    expect(back.coupons[0]).toMatchObject({ title: 'Coffee', state: 'revoked' })
  })

  it('does not give a day again to a card that goes over to another version in the middle of it', async () => {
    const earn = { kind: 'visit', limits: { perDay: 1 } }
    const { program, card } = await joined({ goal: 1, milestones: [milestone(1, 'Coffee')], earn })
    await api.call(`PATCH /programs/${program.id}`, { key, body: { name: 'Renamed' } })
    const placedAt = at('2026-03-02T09:00:00Z')
    await say(
      sold('day-1', { cardSerial: card.serial, placedAt }),
      sold('day-2', { cardSerial: card.serial, placedAt: placedAt + 3_600_000 }),
    )
    expect(await read(`/cards/${card.id}`)).toMatchObject({ version: 2, cycle: 2, stamps: 0 })
    expect((await order('day-2')).trace).toContainEqual({
      rule: 'per-day',
      passed: false,
      detail: 'The limit of 1 stamp a day is reached.',
      figures: { limit: 1 },
    })
  })

  it('earns at the locations and by the channels that the program names, in each location’s own time', async () => {
    const put = await api.call(`PUT /tills/${tillId}/locations/harbour`, {
      key,
      body: { name: 'Harbour Street', timeZone: 'America/New_York' },
    })
    expect(put.body).toEqual({
      tillId,
      externalId: 'harbour',
      name: 'Harbour Street',
      timeZone: 'America/New_York',
      latitude: null,
      longitude: null,
    })
    await api.call(`PUT /tills/${tillId}/locations/station`, { key, body: { name: 'Station' } })
    const page = await read(`/tills/${tillId}/locations?limit=1`)
    expect(page.items.map((each: Body) => each.externalId)).toEqual(['harbour'])
    const rest = await read(`/tills/${tillId}/locations?cursor=${encodeURIComponent(page.nextCursor)}`)
    expect(rest.items).toMatchObject([{ externalId: 'station', timeZone: null }])
    const happyHour = [{ days: ['sun'], from: '01:30', to: '03:30', factor: 2 }]
    const { program, card } = await joined({
      goal: 10,
      milestones: [milestone(10, 'Coffee')],
      locations: ['harbour'],
      earn: { kind: 'visit', multipliers: happyHour },
    })
    const cardSerial = card.serial
    await say(
      sold('place-1', { cardSerial, locationId: 'station' }),
      sold('place-2', { cardSerial }),
      // 03:15 in New York, a quarter of an hour after its clocks went from 02:00 to 03:00.
      sold('place-3', { cardSerial, locationId: 'harbour', placedAt: at('2026-03-08T07:15:00Z') }),
      // 01:30 for the second time in autumn.
      sold('place-4', { cardSerial, locationId: 'harbour', placedAt: at('2026-11-01T06:30:00Z') }),
      // 03:15 in Berlin, where the merchant is, and 22:15 of the day before at the harbour.
      sold('place-5', { cardSerial, locationId: 'harbour', placedAt: at('2026-03-08T02:15:00Z') }),
    )
    const given = await Promise.all([1, 2, 3, 4, 5].map(async (n) => (await order(`place-${n}`)).given))
    expect(given).toEqual([0, 0, 2, 2, 1])
    const refused = (await order('place-1')).trace.filter((each: Body) => !each.passed)
    expect(refused.map((each: Body) => each.rule)).toEqual(['location', 'stamps'])
    const changed = await api.call(`PATCH /programs/${program.id}`, {
      key,
      body: { locations: null, channels: ['kiosk', 'staff'] },
    })
    expect(changed.body.locations).toBeUndefined()
    expect(changed.body.channels).toEqual(['kiosk', 'staff'])
    const kiosk = await api.card(key, program.id)
    await say(sold('channel', { cardSerial: kiosk.serial }))
    expect(await order('channel')).toMatchObject({ given: 0, outcome: 'no-stamp' })
    const unknown = await api.call(`PUT /tills/${program.id}/locations/x`, { key, body: { name: 'Nowhere' } })
    expect(unknown.status).toBe(404)
  })

  it('earns nothing for an order that only redeems, unless the rule says so', async () => {
    const free = { total: 0, lines: [] }
    const redeem = async (fields: object): Promise<number> => {
      const { card } = await joined({
        goal: 2,
        milestones: [{ at: 2, reward: { title: 'Coffee', kind: 'redeem_code', discount: { percent: 100 } } }],
        ...fields,
      })
      await give(card, 2)
      const [coupon] = (await read(`/cards/${card.id}`)).coupons
      const id = `only-${coupon.id}`
      await say(sold(id, { ...free, cardSerial: card.serial, discountCodes: [{ code: coupon.code }] }))
      const made = await order(id)
      expect(made.trace.some((each: Body) => each.rule === 'only-redeems')).toBe(true)
      return made.given
    }
    expect(await redeem({})).toBe(0)
    expect(await redeem({ earn: { kind: 'visit', redemptionOnlyEarns: true } })).toBe(1)
  })
})
