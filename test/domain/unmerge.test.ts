import { describe, expect, it } from 'vitest'
import { change } from '../../src/domain/card-book.ts'
import { issueCoupon } from '../../src/domain/issue-coupon.ts'
import { eur, perAmount, perVisit, program, refunded, reward } from '../support/orders.ts'
import { couponsOf, twoCards } from '../support/two-cards.ts'

const visits = (...ats: number[]) => program(perVisit(), ats)

describe('two cards are taken apart again', () => {
  it('gives back what the merged card brought, with entries that say so', () => {
    const shop = twoCards(visits(10))
    shop.buy('a', 3)
    shop.buy('b', 4)
    const record = shop.merge()
    shop.save()
    shop.part(record)
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
    expect(entries('b')).toEqual([['unmerge/m/into', -3, 4, 'merge', 'Merge undone']])
    expect(entries('a')).toEqual([['unmerge/m/from', 3, 3, 'merge', 'Merge undone']])
    expect(shop.totals()).toEqual([3, 4])
    expect(shop.book('a').card).toMatchObject({ state: 'active', mergedInto: null })
    expect([...shop.book('b').through!]).toEqual([])
    expect([shop.book('a').visible, shop.book('b').visible]).toEqual([true, true])
  })

  it('enters nothing where there was nothing to give back', () => {
    const shop = twoCards(visits(10))
    shop.buy('b', 4)
    const record = shop.merge()
    shop.save()
    shop.part(record)
    expect([shop.book('a').ledger, shop.book('b').ledger]).toEqual([[], []])
    expect([shop.book('a').visible, shop.book('b').visible]).toEqual([true, true])
  })

  it('gives each what was bought with its number meanwhile, and takes what was given back', () => {
    const shop = twoCards(visits(10))
    shop.buy('a', 3)
    shop.buy('b', 2)
    const record = shop.merge()
    shop.save()
    shop.buy('a', 2)
    shop.buy('b', 1)
    shop.driver.deliver(refunded('a1', 'r', 1000))
    shop.part(record)
    expect(shop.totals()).toEqual([4, 3])
  })

  it('leaves a paused card paused', () => {
    const shop = twoCards(visits(10))
    shop.book('a').card.state = 'paused'
    shop.part(shop.merge())
    expect(shop.book('a').card.state).toBe('paused')
  })

  it('gives back no more than there is', () => {
    const shop = twoCards(visits(10))
    shop.buy('a', 3)
    shop.buy('b', 4)
    const record = shop.merge()
    shop.save()
    shop.give('b', -6)
    shop.part(record)
    expect(shop.totals()).toEqual([1, 0])
  })

  it('takes the stamp of both remainders away again', () => {
    const shop = twoCards(program(perAmount(eur(500))))
    shop.buy('a', 1, 700)
    shop.buy('b', 1, 800)
    const record = shop.merge()
    shop.save()
    shop.part(record)
    expect(shop.totals()).toEqual([1, 1])
    expect(
      shop
        .book('b')
        .ledger.map(({ effectKey, count, balance, reason }) => [effectKey, count, balance, reason]),
    ).toEqual([
      ['unmerge/m/into', -1, 2, 'Merge undone'],
      ['unmerge/m/remainders', -1, 1, 'Merge undone: remainders'],
    ])
    expect(shop.book('a').tallies.get('amount/EUR/500')).toBe(700)
    expect(shop.book('b').tallies.get('amount/EUR/500')).toBe(800)
    shop.save()
    // 2.00 and 3.00 are on the way on either card.
    shop.buy('a', 1, 300)
    shop.buy('b', 1, 200)
    expect(shop.totals()).toEqual([2, 2])
  })

  it('shares money that was spent meanwhile by the number it was spent with', () => {
    // 4.00 before and 4.00 since by a: a stamp of its own. 4.00 by b: none; together they had made two.
    const shop = twoCards(program(perAmount(eur(500))))
    shop.buy('a', 1, 400)
    const record = shop.merge()
    shop.save()
    shop.buy('a', 1, 400)
    shop.buy('b', 1, 400)
    expect(shop.totals()).toEqual([0, 2])
    shop.part(record)
    expect(shop.totals()).toEqual([1, 0])
    expect([
      shop.book('a').tallies.get('amount/EUR/500'),
      shop.book('b').tallies.get('amount/EUR/500'),
    ]).toEqual([800, 400])
  })

  it('gives back no more stamps for remainders than there are', () => {
    const shop = twoCards(program(perAmount(eur(500))))
    shop.buy('a', 1, 700)
    shop.buy('b', 1, 800)
    const record = shop.merge()
    shop.save()
    shop.give('b', -3)
    shop.part(record)
    expect(shop.totals()).toEqual([0, 0])
    expect(shop.book('b').ledger).toEqual([])
  })

  it('gives back finished cycles alone where the stamps of the current one expired meanwhile', () => {
    const shop = twoCards(visits(2))
    shop.buy('a', 3)
    const record = shop.merge()
    shop.save()
    const expired = (deadline: number) => {
      shop.book('b').tallies.set('expiry/deadline', deadline)
      return shop
    }
    expired(record.mergedAt + 1).part(record)
    expect(shop.totals()).toEqual([2, 1])
  })

  it('takes an expiry from before the merge for what it is', () => {
    const shop = twoCards(visits(2))
    shop.buy('a', 3)
    shop.book('b').tallies.set('expiry/deadline', shop.driver.now)
    shop.part(shop.merge())
    expect(shop.totals()).toEqual([3, 0])
  })

  it('gives each card its days back', () => {
    const shop = twoCards(program(perVisit({ limits: { perDay: 1 } })))
    shop.buy('a')
    shop.buy('b')
    const record = shop.merge()
    shop.save()
    shop.part(record)
    shop.save()
    expect(shop.book('a').tallies.get('day/2026-03-02/stamps/1/any')).toBe(1)
    expect(shop.book('b').tallies.get('of/a/day/2026-03-02/stamps/1/any')).toBe(0)
    expect(shop.book('b').tallies.get('via/a')).toBe(0)
    shop.buy('a')
    shop.buy('b')
    expect(shop.totals()).toEqual([1, 1])
  })

  it('gives back what the merged card had from others, and not what the other had', () => {
    const shop = twoCards(program(perVisit({ limits: { perDay: 1 } })), 'c', 'd')
    for (const serial of ['a', 'b', 'c', 'd']) shop.buy(serial)
    shop.merge('d', 'b', 'm1')
    shop.merge('c', 'a', 'm2')
    const record = shop.merge('a', 'b', 'm3')
    shop.part(record, 'a', 'b', 'm3')
    expect(shop.totals()).toEqual([2, 2])
    const left = (serial: string) =>
      Object.fromEntries([...shop.book(serial).tallies].filter(([, value]) => value !== 0))
    expect(left('a')).toEqual({
      'day/2026-03-02/stamps/1/any': 1,
      'of/c/day/2026-03-02/stamps/1/any': 1,
      'via/c': 1,
    })
    expect(left('b')).toEqual({
      'day/2026-03-02/stamps/1/any': 1,
      'of/d/day/2026-03-02/stamps/1/any': 1,
      'via/d': 1,
    })
    expect([...shop.book('b').through!.keys()]).toEqual(['d'])
  })

  it('dates the card that goes on by whatever it had last, on its own or for both', () => {
    const shop = twoCards(visits(10))
    shop.buy('b')
    const first = shop.driver.now
    shop.driver.now += 1000
    const record = shop.merge()
    shop.save()
    shop.buy('b')
    shop.part(record)
    expect(shop.book('b').card.lastStampAt).toBe(first + 1000)
    const none = twoCards(visits(10))
    none.part(none.merge())
    expect(none.book('b').card.lastStampAt).toBeNull()
  })
})

describe('coupons of two cards that are taken apart', () => {
  it('go back to where they were, under their old numbers', () => {
    const shop = twoCards(visits(2, 5))
    shop.buy('a', 8)
    shop.buy('b', 2)
    const before = [couponsOf(shop, 'a'), couponsOf(shop, 'b')]
    expect(before).toEqual([['1:2#1 active', '1:5#1 active', '2:2#1 active'], ['1:2#1 active']])
    const record = shop.merge()
    shop.save()
    shop.book('b').moved = undefined
    shop.part(record)
    expect([couponsOf(shop, 'a'), couponsOf(shop, 'b')]).toEqual([
      before[0],
      // The two stamps left over of either card had made one full cycle of five together.
      ['1:2#1 active', '1:5#1 revoked'],
    ])
    expect(shop.driver.couponsOf('a').every((each) => each.cardId === 'a')).toBe(true)
    expect(shop.book('a').moved!.size).toBe(3)
  })

  it('leave what only both together had earned: an unused one goes, a used one is owed', () => {
    for (const used of [false, true]) {
      const shop = twoCards(visits(5, 10))
      shop.buy('a', 3)
      shop.buy('b', 4)
      const record = shop.merge()
      const [made] = shop.driver.couponsOf('b')
      if (used) change(shop.book('b'), { ...made!, state: 'redeemed' })
      shop.save()
      shop.part(record)
      expect(shop.driver.couponsOf('b').map(({ state, flag }) => [state, flag])).toEqual([
        used ? ['redeemed', 'owed'] : ['revoked', null],
      ])
    }
  })

  it('keep a flag that they had, and an end that was not of this', () => {
    for (const part of [
      { state: 'redeemed', flag: 'undone' },
      { state: 'expired', flag: null },
    ] as const) {
      const shop = twoCards(visits(5, 10))
      shop.buy('a', 3)
      shop.buy('b', 4)
      const record = shop.merge()
      change(shop.book('b'), { ...shop.driver.couponsOf('b')[0]!, ...part })
      shop.part(record)
      expect(shop.driver.couponsOf('b')).toMatchObject([part])
    }
  })

  it('are given anew where the stamps are there and the coupon went with a fall of both', () => {
    // a’s five stand again after the parting; its coupon was taken back while both cards were one.
    const shop = twoCards(visits(5, 10))
    shop.buy('a', 5)
    shop.buy('b', 1)
    const record = shop.merge()
    shop.save()
    shop.give('b', -2)
    shop.give('b', 2)
    shop.part(record)
    expect(couponsOf(shop, 'a')).toEqual(['1:5#1 revoked', '1:5#2 active'])
    // The second that both had is of b’s single stamp, which does not reach it.
    expect(couponsOf(shop, 'b')).toEqual(['1:5#2 revoked'])
  })

  it('belong to the merged card also where they replace one of its finished cycles', () => {
    const shop = twoCards(visits(2))
    shop.buy('a', 2)
    shop.buy('b', 3)
    const record = shop.merge()
    // The merged card’s first cycle is the second of both.
    issueCoupon(shop.book('b'), reward({ id: 'mine' }), 2, 2, shop.driver.desk)
    issueCoupon(shop.book('b'), reward({ id: 'other' }), 1, 2, shop.driver.desk)
    issueCoupon(shop.book('b'), reward({ id: 'now' }), 3, 0, shop.driver.desk)
    shop.part(record)
    const held = (serial: string) =>
      shop.driver.couponsOf(serial).map(({ reward: { id }, cycle, issue }) => [id, cycle, issue])
    expect(held('a')).toEqual([
      ['reward-2', 1, 1],
      ['mine', 1, 2],
    ])
    expect(held('b')).toEqual([
      ['reward-2', 1, 1],
      ['other', 1, 2],
      // A voucher of the current cycle: the third of both is the second of this card alone.
      ['now', 2, 1],
    ])
  })

  it('stay as they are where no stamps stand for them', () => {
    const shop = twoCards(visits(2))
    issueCoupon(shop.book('b'), reward(), 1, 0, shop.driver.desk)
    shop.part(shop.merge())
    expect(couponsOf(shop, 'b')).toEqual(['1:0#1 active'])
  })
})
