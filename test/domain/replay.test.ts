import { describe, expect, it } from 'vitest'
import { absorb, type OrderEvent, unknownOrder } from '../../src/domain/order.ts'
import type { ProgramRules } from '../../src/domain/program.ts'
import { closeReplay, openReplay, type PastOrder, replayOrder } from '../../src/domain/replay.ts'
import { at, cancelled, eur, perAmount, perVisit, program, refunded, sold } from '../support/orders.ts'

const monday = at('2026-03-02T09:00:00Z')
const past = (cardId: string, given: number, event: OrderEvent, ...more: OrderEvent[]): PastOrder => ({
  merchantId: 'merchant',
  cardId,
  tillId: 'till',
  externalId: event.orderId,
  facts: [event, ...more].reduce(absorb, unknownOrder),
  evidence: 'scanned',
  given,
  redemptions: [],
  timeZone: 'Europe/Berlin',
})

function replay(rules: ProgramRules, orders: PastOrder[], most = 10) {
  const run = openReplay(rules, most)
  for (const order of orders) replayOrder(run, order)
  return closeReplay(run)
}

describe('a draft is replayed', () => {
  it('over nothing: nothing', () => {
    expect(replay(program(perVisit()), [])).toEqual({
      cards: [],
      totals: {
        cards: 0,
        orders: 0,
        given: 0,
        draft: 0,
        difference: 0,
        rewards: 0,
        more: 0,
        fewer: 0,
        same: 0,
      },
    })
  })

  it('card by card, each from empty, orders as they now stand', () => {
    const rules = program(perAmount(eur(500)), [2])
    const { totals, cards } = replay(rules, [
      past('ann', 1, sold('a', { total: 700 })),
      past('ann', 1, sold('b', { total: 800 })),
      past('ben', 1, sold('c', { total: 400 })),
      past('ben', 0, sold('d', { total: 5000 }), refunded('d', 'r', 5000)),
      past('cem', 0, sold('e'), cancelled('e')),
    ])
    expect(cards).toEqual([
      { cardId: 'ann', orders: 2, given: 2, draft: 3, difference: 1, rewards: 1 },
      { cardId: 'ben', orders: 2, given: 1, draft: 0, difference: -1, rewards: 0 },
    ])
    expect(totals).toEqual({
      cards: 3,
      orders: 5,
      given: 3,
      draft: 3,
      difference: 0,
      rewards: 1,
      more: 1,
      fewer: 1,
      same: 1,
    })
  })

  it('by the draft’s own windows', () => {
    const orders = [0, 30, 70].map((minutes, i) =>
      past('ann', 1, sold(`o${i}`, { placedAt: monday + minutes * 60_000 })),
    )
    const drafts = (limits: object) => replay(program(perVisit({ limits })), orders).totals.draft
    expect([
      drafts({}),
      drafts({ perDay: 2 }),
      drafts({ cooldownMinutes: 60 }),
      drafts({ cooldownMinutes: 71 }),
    ]).toEqual([3, 2, 2, 1])
  })

  it('in each order’s own time zone', () => {
    const rules = program(perVisit({ multipliers: [{ from: '10:00', to: '11:00', factor: 4 }] }))
    const there = { ...past('ann', 1, sold('a')), timeZone: 'UTC' }
    expect([
      replay(rules, [past('ann', 1, sold('a'))]).totals.draft,
      replay(rules, [there]).totals.draft,
    ]).toEqual([4, 1])
  })

  it('by the channel that the order came by', () => {
    const rules = program(perVisit(), [10], { channels: ['staff'] })
    const scanned: PastOrder = { ...past('ann', 1, sold('a')), channel: 'staff' }
    expect([
      replay(rules, [scanned]).totals.draft,
      replay(rules, [past('ann', 1, sold('a'))]).totals.draft,
    ]).toEqual([1, 0])
  })

  it('counts a coupon that an order used as used', () => {
    const rules = program({ ...perVisit(), redemptionOnlyEarns: true })
    const used = past('ann', 0, sold('a', { total: 0 }))
    const redeeming = { ...used, redemptions: [{ couponId: 'c', cardId: 'ann', code: 'X', reversed: false }] }
    expect([replay(rules, [redeeming]).totals.draft, replay(rules, [used]).totals.draft]).toEqual([1, 0])
  })

  it('keeps the cards that change most, however many there are', () => {
    const orders = Array.from({ length: 30 }, (_, i) =>
      past(`card-${String(i).padStart(2, '0')}`, i % 7, sold(`o${i}`)),
    )
    const { cards, totals } = replay(program(perVisit({ stamps: 3 })), orders, 3)
    expect(cards.map(({ cardId, difference }) => [cardId, difference])).toEqual([
      ['card-00', 3],
      ['card-06', -3],
      ['card-07', 3],
    ])
    expect(totals).toMatchObject({ cards: 30, more: 14, fewer: 12, same: 4 })
  })

  it('leaves the orders that it was given as they were', () => {
    const order = past('ann', 1, sold('a'))
    const before = structuredClone(order)
    replay(program(perVisit({ stamps: 2 })), [order])
    expect(order).toEqual(before)
  })

  it('sums what would change, and counts every reward of a card that comes far', () => {
    const { totals, cards } = replay(program(perVisit({ stamps: 7 }), [2, 3]), [
      past('ann', 1, sold('a')),
      past('ben', 9, sold('b')),
      past('cem', 0, sold('c', { test: true })),
    ])
    expect(totals).toMatchObject({
      given: 10,
      draft: 14,
      difference: 4,
      rewards: 8,
      more: 1,
      fewer: 1,
      same: 1,
    })
    expect(cards.map(({ rewards }) => rewards)).toEqual([4, 4])
  })

  it('takes back coupons of a draft one by one as orders fall', () => {
    const rules = program(perAmount(eur(100)), [1])
    const { totals } = replay(rules, [
      past('ann', 0, sold('a', { total: 300 })),
      past('ann', 0, sold('b', { total: 200 })),
    ])
    expect(totals).toMatchObject({ draft: 5, rewards: 5 })
  })

  it('holds no more cards than it needs, and names those of equal change by their ids', () => {
    const run = openReplay(program(perVisit({ stamps: 2 })), 2)
    for (const id of ['d', 'c', 'b', 'a', 'e', 'f']) {
      replayOrder(run, past(id, 1, sold(id)))
      expect(run.cards.length).toBeLessThan(4)
    }
    expect(closeReplay(run).cards.map(({ cardId }) => cardId)).toEqual(['a', 'b'])
  })

  it('passes over an order of which only a refund is known', () => {
    expect(replay(program(perVisit()), [past('ann', 0, refunded('a', 'r', 5))]).totals).toMatchObject({
      orders: 1,
      draft: 0,
      same: 1,
    })
  })
})
