import { describe, expect, it } from 'vitest'
import { eur, perAmount, perVisit, program } from '../support/orders.ts'
import { couponsOf, twoCards } from '../support/two-cards.ts'

const visits = (...ats: number[]) => program(perVisit(), ats)

describe('two cards become one', () => {
  it('adds up the stamps, with an entry on either card that says so', () => {
    const shop = twoCards(visits(10))
    shop.buy('a', 3)
    shop.buy('b', 4)
    shop.merge()
    const entries = (id: string) =>
      shop
        .book(id)
        .ledger.map(({ effectKey, count, balance, channel, reason }) => [
          effectKey,
          count,
          balance,
          channel,
          reason,
        ])
    expect(entries('a')).toEqual([['merge/m/from', -3, 0, 'merge', 'Merged into another card']])
    expect(entries('b')).toEqual([['merge/m/into', 3, 7, 'merge', 'Merged from another card']])
  })

  it('leaves the merged card empty, leading to the other, and shows both', () => {
    const shop = twoCards(program(perAmount(eur(300)), [2], { stampExpiry: { kind: 'sliding', days: 30 } }))
    shop.buy('a', 1, 1000)
    expect(shop.book('a').card).toMatchObject({ cycle: 2, cycleStart: 2, total: 3 })
    expect(shop.book('a').card.stampsExpireAt).toBeTypeOf('number')
    shop.merge()
    expect(shop.book('a').card).toMatchObject({
      state: 'merged',
      mergedInto: 'b',
      total: 0,
      cycle: 1,
      cycleStart: 0,
      pastCycles: [],
      progress: null,
      stampsSince: null,
      stampsExpireAt: null,
    })
    expect([shop.book('a').visible, shop.book('b').visible, shop.book('b').card.state]).toEqual([
      true,
      true,
      'active',
    ])
  })

  it('enters nothing for a card without stamps, though both look different afterwards', () => {
    const shop = twoCards(visits(10))
    shop.buy('b', 1)
    shop.merge()
    expect([shop.book('a').ledger, shop.book('b').ledger]).toEqual([[], []])
    expect([shop.book('a').visible, shop.book('b').visible]).toEqual([true, true])
    expect(shop.book('a').card.state).toBe('merged')
  })

  it('remembers how both stood, to be taken apart again', () => {
    const shop = twoCards(visits(2))
    shop.buy('a', 3)
    shop.buy('b', 1)
    shop.book('a').card.state = 'paused'
    const [coupon] = shop.driver.couponsOf('a')
    const started = { version: 1, stampsExpireAt: null }
    const record = shop.merge()
    expect(record).toEqual({
      state: 'paused',
      from: {
        ...started,
        total: 3,
        cycle: 2,
        cycleStart: 2,
        pastCycles: [[1, 0]],
        lastStampAt: shop.driver.now,
        stampsSince: shop.driver.now,
      },
      into: {
        ...started,
        total: 1,
        cycle: 1,
        cycleStart: 0,
        pastCycles: [],
        lastStampAt: shop.driver.now,
        stampsSince: shop.driver.now,
      },
      coupons: [{ id: coupon!.id, cycle: 1, issue: 1 }],
      amounts: {},
      forgiven: [],
      mergedAt: shop.driver.now,
    })
  })

  it('remembers of a card that never had a stamp that it has no times', () => {
    const shop = twoCards(visits(2))
    expect(shop.merge()).toMatchObject({
      state: 'active',
      from: { lastStampAt: null, stampsSince: null, stampsExpireAt: null },
    })
  })

  it('puts finished cycles before the current one, and both current ones together', () => {
    // 5 stamps are two cycles of 2 and one over, 3 are one cycle and one over: the two left over fill a fourth cycle.
    const shop = twoCards(visits(2))
    shop.buy('a', 5)
    shop.buy('b', 3)
    shop.merge()
    expect(shop.book('b').card).toMatchObject({
      total: 8,
      cycle: 5,
      cycleStart: 8,
      pastCycles: [
        [1, 0],
        [1, 2],
        [1, 4],
        [1, 6],
      ],
    })
    expect(couponsOf(shop, 'b')).toEqual(['1:2#1 active', '2:2#1 active', '3:2#1 active', '4:2#1 active'])
    expect(couponsOf(shop, 'a')).toEqual([])
    expect(shop.driver.couponsOf('b').every((each) => each.cardId === 'b')).toBe(true)
  })

  it('gives a coupon of the current cycle that cycle’s new number', () => {
    const shop = twoCards(visits(2, 5))
    shop.buy('a', 6)
    shop.buy('b', 3)
    shop.save()
    const ids = [...shop.driver.couponsOf('a'), ...shop.driver.couponsOf('b')].map(({ id }) => id).sort()
    shop.merge()
    expect(shop.book('b').card).toMatchObject({ total: 9, cycle: 2, cycleStart: 5 })
    expect(couponsOf(shop, 'b')).toEqual(['1:2#1 active', '1:5#1 active', '2:2#1 active'])
    expect([...shop.book('b').moved!].sort()).toEqual(ids)
    expect([...shop.book('b').touched].sort()).toEqual(ids)
  })

  it('leaves coupons of its own finished cycles where they were', () => {
    const shop = twoCards(visits(2))
    shop.buy('a', 2)
    shop.buy('b', 2)
    const [own] = shop.driver.couponsOf('b')
    shop.save()
    shop.merge()
    expect(couponsOf(shop, 'b')).toEqual(['1:2#1 active', '2:2#1 active'])
    expect(shop.book('b').moved!.has(own!.id)).toBe(false)
    expect(shop.book('b').touched.has(own!.id)).toBe(false)
  })

  it('moves nothing of its own where the other card had finished no cycle', () => {
    const shop = twoCards(visits(2, 9))
    shop.buy('a', 1)
    shop.buy('b', 2)
    shop.save()
    shop.merge()
    expect([...shop.book('b').moved!]).toEqual([])
    expect(couponsOf(shop, 'b')).toEqual(['1:2#1 active'])
  })

  it('numbers two coupons of one milestone one after the other', () => {
    const shop = twoCards(visits(2, 5))
    shop.buy('a', 2)
    shop.buy('b', 2)
    shop.give('b', -1)
    shop.give('b', 1)
    expect(couponsOf(shop, 'b')).toEqual(['1:2#1 revoked', '1:2#2 active'])
    shop.merge()
    expect(couponsOf(shop, 'b')).toEqual(['1:2#1 revoked', '1:2#2 active', '1:2#3 active'])
  })

  it('numbers coupons of different milestones each from one', () => {
    const shop = twoCards(visits(2, 3, 9))
    shop.buy('a', 3)
    shop.buy('b', 2)
    shop.merge()
    expect(couponsOf(shop, 'b')).toEqual(['1:2#1 active', '1:2#2 active', '1:3#1 active'])
  })

  it('dates the card by the newest stamp of the two, and the cycle by the oldest', () => {
    const shop = twoCards(visits(10))
    shop.buy('b')
    const first = shop.driver.now
    shop.driver.now += 1000
    shop.buy('a')
    shop.merge()
    expect(shop.book('b').card).toMatchObject({ stampsSince: first, lastStampAt: shop.driver.now })
    const other = twoCards(visits(10))
    other.buy('a')
    other.driver.now += 1000
    other.buy('b')
    other.merge()
    expect(other.book('b').card).toMatchObject({ stampsSince: first, lastStampAt: other.driver.now })
  })

  it('takes the dates of the only card that has some', () => {
    const shop = twoCards(visits(10))
    shop.buy('a')
    const first = shop.driver.now
    shop.driver.now += 1000
    shop.merge()
    expect(shop.book('b').card).toMatchObject({ stampsSince: first, lastStampAt: first })
    const other = twoCards(visits(10))
    other.buy('b')
    other.driver.now += 1000
    other.merge()
    expect(other.book('b').card).toMatchObject({ stampsSince: first, lastStampAt: first })
    const none = twoCards(visits(10))
    none.merge()
    expect(none.book('b').card).toMatchObject({ stampsSince: null, lastStampAt: null })
  })

  it('keeps finished cycles under the version that they were played under', () => {
    // a finished a cycle of two under the first version; both play for five now.
    const shop = twoCards([program(perVisit(), [2]), visits(5)])
    shop.book('b').card.version = 2
    shop.buy('a', 3)
    shop.buy('b', 1)
    const record = shop.merge()
    expect(shop.book('b').card).toMatchObject({
      total: 4,
      version: 2,
      cycle: 2,
      cycleStart: 2,
      pastCycles: [[1, 0]],
    })
    shop.save()
    shop.part(record)
    expect(shop.book('a').card).toMatchObject({ total: 3, version: 2, cycle: 2, pastCycles: [[1, 0]] })
    expect(shop.book('b').card).toMatchObject({ total: 1, version: 2, cycle: 1, pastCycles: [] })
  })
})
