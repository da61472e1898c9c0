import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { replayProgramWith } from '../../../src/app/replay-program.ts'
import { checkRules } from '../../../src/http/api/program-rules.ts'
import { createPastOrders } from '../../../src/store/past-orders.ts'
import { createPrograms } from '../../../src/store/programs.ts'
import { eur, line, refunded, sold } from '../../support/orders.ts'
import { tell } from '../../support/sell.ts'
import { type ApiServer, type Body, openApiServer } from './api-server.ts'

const day = 86_400_000

describe('a draft tried on past orders', () => {
  let api: ApiServer
  let key: string
  let merchantId: string
  let program: Body
  let ann: Body
  let ben: Body
  beforeAll(async () => {
    api = await openApiServer('embedded')
    const merchant = await api.merchant()
    key = merchant.key
    merchantId = merchant.id
    const tillId = (await api.call('POST /tills', { key, body: { provider: 'open', name: 'T' } })).body.id
    program = await api.program(key)
    ann = await api.card(key, program.id)
    ben = await api.card(key, program.id)
    const now = api.clock.now
    const by = (card: Body, days: number, total: number) => ({
      cardSerial: card.serial,
      placedAt: now - days * day,
      total,
      lines: [line({ total, sku: 'CUP' })],
    })
    await tell(
      api.database,
      () => api.clock.now,
      { merchantId, tillId },
      sold('ann-1', by(ann, 20, 700)),
      sold('ann-2', by(ann, 3, 800)),
      sold('ann-old', by(ann, 31, 9000)),
      sold('ben-1', by(ben, 2, 400)),
      sold('ben-2', by(ben, 1, 400)),
      sold('ben-3', by(ben, 1, 3000)),
      refunded('ben-3', 'r', 3000),
      sold('nobody', { ...by(ann, 1, 5000), cardSerial: undefined }),
    )
  }, 180_000)
  afterAll(() => api.close())

  const replay = (body: object, id = program.id) => api.call(`POST /programs/${id}/replay`, { key, body })
  const written = async () => {
    const { rows } = await api.database.pool.query(
      `SELECT (SELECT count(*) FROM stamp_ledger) AS entries, (SELECT sum(total) FROM card) AS stamps,
        (SELECT count(*) FROM coupon) AS coupons, (SELECT max(version) FROM program_version) AS versions,
        (SELECT md5(string_agg(o::text, '' ORDER BY external_id)) FROM till_order o) AS orders`,
    )
    return rows[0]
  }

  it('answers who would have earned what, with the difference, and writes nothing', async () => {
    const before = await written()
    const reply = await replay({ earn: { kind: 'amount', per: eur(500) } })
    expect(reply.status, reply.text).toBe(200)
    expect(reply.body).toMatchObject({
      complete: true,
      // Ann: 7.00 + 8.00 is three times 5.00. Ben: 4.00 + 4.00 is one, and what he gave back is none.
      totals: {
        cards: 2,
        orders: 5,
        given: 4,
        draft: 4,
        difference: 0,
        rewards: 1,
        more: 1,
        fewer: 1,
        same: 0,
      },
    })
    expect(reply.body.cards.toSorted((a: Body, b: Body) => b.difference - a.difference)).toEqual([
      { cardId: ann.id, orders: 2, given: 2, draft: 3, difference: 1, rewards: 1 },
      { cardId: ben.id, orders: 3, given: 2, draft: 1, difference: -1, rewards: 0 },
    ])
    expect(await written()).toEqual(before)
  })

  it.each<[string, object, object]>([
    ['the rules in force earn what was earned', {}, { given: 4, draft: 4, same: 2 }],
    ['of fewer days', { days: 2 }, { orders: 3, given: 2, draft: 2 }],
    ['a minimum', { earn: { kind: 'visit', minSpend: eur(800) } }, { draft: 1, fewer: 2 }],
    [
      'a lower goal: more rewards',
      { goal: 1, milestones: [{ at: 1, reward: { title: 'Tea', kind: 'staff_scan' } }] },
      { draft: 4, rewards: 4 },
    ],
    ['one a day', { earn: { kind: 'visit', stamps: 3, limits: { perDay: 2 } } }, { draft: 8, more: 2 }],
    ['items', { earn: { kind: 'item', match: { skus: ['CAKE'] } } }, { draft: 0, difference: -4 }],
    ['nowhere', { locations: ['moon'] }, { draft: 0 }],
    ['by no till', { channels: ['kiosk'] }, { draft: 0 }],
  ])('%s', async (_what, draft, totals) => {
    const reply = await replay(draft)
    expect(reply.status, reply.text).toBe(200)
    expect(reply.body.totals).toMatchObject(totals)
  })

  it('lists as many cards as asked for, those that change most', async () => {
    const { body } = await replay({ earn: { kind: 'amount', per: eur(100) }, limit: 1 })
    expect(body.cards).toMatchObject([{ cardId: ann.id, difference: 13 }])
    expect(body.totals).toMatchObject({ cards: 2, difference: 19 })
  })

  it('refuses a draft that does not fit together, and programs of others', async () => {
    const short = await replay({ goal: 7 })
    expect([short.status, short.body.errors[0].field]).toEqual([400, 'goal'])
    const other = await api.call(`POST /programs/${program.id}/replay`, {
      key: (await api.merchant()).key,
      body: {},
    })
    expect(other.status).toBe(404)
    expect((await replay({ days: 31 })).status).toBe(400)
  })

  it('says when there was more than it could look at, and loses no order between pages', async () => {
    const deps = {
      programs: createPrograms(api.database),
      pastOrders: createPastOrders(api.database.pool),
      now: () => api.clock.now,
    }
    const query = { merchantId, programId: program.id, changes: {}, days: 30, limit: 10 }
    const part = await replayProgramWith({ ...deps, maxOrders: 2 }, checkRules)(query)
    expect(part).toMatchObject({ ok: true, complete: false, totals: { orders: 2 } })
    const ids = new Set<string>()
    let after = null
    for (;;) {
      const page = await deps.pastOrders.page(merchantId, program.id, {
        from: 0,
        to: api.clock.now,
        after,
        limit: 1,
      })
      if (!page[0]) break
      after = page[0]
      ids.add(after.externalId)
    }
    expect(ids.size).toBe(6)
  })
})
