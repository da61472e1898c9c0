import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ApiServer, type Body, openApiServer } from './api-server.ts'

describe('lists and tenancy', () => {
  let api: ApiServer
  let mine: string
  let theirs: string
  beforeAll(async () => {
    api = await openApiServer('embedded')
    mine = (await api.merchant()).key
    theirs = (await api.merchant()).key
  }, 180_000)
  afterAll(() => api.close())

  async function walk(path: string, key: string, limit: number): Promise<Body[]> {
    const items: Body[] = []
    const join = path.includes('?') ? '&' : '?'
    let cursor = ''
    for (let pages = 0; pages < 50; pages++) {
      const reply = await api.call(`GET ${path}${join}limit=${limit}${cursor}`, { key })
      expect(reply.status, reply.text).toBe(200)
      expect(reply.body.items.length).toBeLessThanOrEqual(limit)
      items.push(...reply.body.items)
      if (reply.body.nextCursor === null) return items
      cursor = `&cursor=${encodeURIComponent(reply.body.nextCursor)}`
    }
    throw new Error(`${path} has no last page`)
  }

  it('walks every list to its end, each row once, whatever the page size', async () => {
    const program = await api.program(mine)
    const till = (await api.call('POST /tills', { key: mine, body: { provider: 'open', name: 'T' } })).body
    const made: string[] = []
    for (let i = 0; i < 7; i++) {
      made.unshift((await api.card(mine, program.id)).id)
      api.clock.now += i % 2
    }
    const [cardId] = made
    for (let i = 0; i < 5; i++)
      await api.call(`POST /cards/${cardId}/stamps`, { key: mine, body: { count: 3, reason: `n${i}` } })
    await addOrders(till.id, 9)
    await addDeliveries(till.id, 9)
    const sizes = [1, 2, 3, 7, 200]
    for (const size of sizes) {
      const cards = await walk('/cards', mine, size)
      expect(cards.map((each) => each.id).toSorted()).toEqual(made.toSorted())
      const ledger = await walk(`/cards/${cardId}/ledger`, mine, size)
      expect(new Set(ledger.map((each) => each.id)).size).toBe(5)
      expect(await distinct('/coupons', size)).toBe(5)
      expect(await distinct('/orders', size, (row) => row.externalId)).toBe(9)
      expect(await distinct('/deliveries', size)).toBe(9)
      expect(await distinct('/programs', size)).toBe(1)
      expect(await distinct('/tills', size)).toBe(1)
    }
    const orders = await walk('/orders', mine, 2)
    const times = orders.map((each) => each.updatedAt)
    expect(times).toEqual(times.toSorted().toReversed())
  })

  async function distinct(path: string, size: number, of = (row: Body) => row.id) {
    const rows = await walk(path, mine, size)
    expect(new Set(rows.map(of)).size).toBe(rows.length)
    return rows.length
  }

  it('finds a card by its serial and cards by their program', async () => {
    const program = await api.program(mine)
    const card = await api.card(mine, program.id)
    expect((await walk(`/cards?serial=${card.serial}`, mine, 10)).map((each) => each.id)).toEqual([card.id])
    expect(await walk(`/cards?programId=${program.id}`, mine, 10)).toHaveLength(1)
  })

  it('shows and changes nothing of another merchant', async () => {
    const program = await api.program(mine, {
      milestones: [{ at: 3, reward: { title: 'x', kind: 'redeem_code', codeSource: 'pool' } }],
    })
    const shared = await api.program(mine, {
      milestones: [
        { at: 3, reward: { title: 'x', kind: 'redeem_code', codeSource: 'shared', code: 'MINE' } },
      ],
    })
    const card = await api.card(mine, shared.id)
    await api.call(`POST /cards/${card.id}/stamps`, { key: mine, body: { count: 3, reason: 'x' } })
    const before = (await api.call(`GET /cards/${card.id}`, { key: mine })).body
    const [coupon] = before.coupons
    const till = (await api.call('POST /tills', { key: mine, body: { provider: 'open', name: 'T' } })).body
    const order = (await walk('/orders', mine, 1))[0]
    const their = await api.card(theirs, (await api.program(theirs)).id)
    const theirTill = (await api.call('POST /tills', { key: theirs, body: { provider: 'open', name: 'U' } }))
      .body
    const rewardId = program.milestones[0].reward.id
    const tries: [line: string, body?: unknown][] = [
      [`GET /programs/${program.id}`],
      [`PATCH /programs/${program.id}`, { name: 'Taken over' }],
      [`GET /tills/${till.id}`],
      ['POST /cards', { programId: program.id }],
      [`GET /cards/${card.id}`],
      [`GET /cards/${card.id}/ledger`],
      [`DELETE /cards/${card.id}`],
      [`POST /cards/${card.id}/stamps`, { count: 1, reason: 'x' }],
      [`POST /cards/${card.id}/links`, { tillId: theirTill.id, customerId: 'c' }],
      [`POST /cards/${their.id}/links`, { tillId: till.id, customerId: 'c' }],
      [`GET /coupons/${coupon.id}`],
      [`POST /coupons/${coupon.id}/redeem`],
      [`POST /coupons/${coupon.id}/revoke`],
      [`GET /code-pools/${rewardId}`],
      [`POST /code-pools/${rewardId}/codes`, { codes: ['A'] }],
      [`GET /tills/${order.tillId}/orders/${order.externalId}`],
      ['GET /codes/MINE'],
    ]
    for (const [line, body] of tries)
      expect((await api.call(line, { key: theirs, body })).status, line).toBe(404)
    expect((await api.call(`GET /cards/${card.id}`, { key: mine })).body).toEqual(before)
    for (const path of [
      '/coupons',
      '/orders',
      '/deliveries',
      `/cards?serial=${card.serial}`,
      `/coupons?cardId=${card.id}`,
    ])
      expect(await walk(path, theirs, 50), path).toEqual([])
    expect((await walk('/cards', theirs, 50)).map((each) => each.id)).toEqual([their.id])
    const { nextCursor } = (await api.call('GET /cards?limit=1', { key: mine })).body
    const stolen = await api.call(`GET /cards?limit=50&cursor=${nextCursor}`, { key: theirs })
    expect(stolen.text).not.toContain(card.serial)
  })

  const owner = async () => (await api.call('GET /merchants/me', { key: mine })).body.id as string

  async function addOrders(tillId: string, count: number) {
    const merchantId = await owner()
    const rows = Array.from({ length: count }, (_, i) => ({
      merchantId,
      tillId,
      externalId: `o${i}`,
      facts: {},
      outcome: 'unmatched',
      trace: [],
      // Several at one instant: the order of the list must not depend on time alone.
      updatedAt: new Date(api.clock.now + Math.floor(i / 4)),
    }))
    await api.database.prisma.tillOrder.createMany({ data: rows })
  }

  async function addDeliveries(tillId: string, count: number) {
    const merchantId = await owner()
    const rows = Array.from({ length: count }, (_, i) => ({
      merchantId,
      id: crypto.randomUUID(),
      tillId,
      provider: 'open',
      topic: 'order.paid',
      deliveryId: `d${i}`,
      body: new Uint8Array([123, 125]),
      receivedAt: new Date(api.clock.now + Math.floor(i / 4)),
      nextAttemptAt: new Date(api.clock.now),
    }))
    await api.database.prisma.delivery.createMany({ data: rows })
  }
})
