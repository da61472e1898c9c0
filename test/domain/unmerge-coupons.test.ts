import { describe, expect, it } from 'vitest'
import { change } from '../../src/domain/card-book.ts'
import { issueCoupon } from '../../src/domain/issue-coupon.ts'
import { perVisit, program, reward } from '../support/orders.ts'
import { couponsOf, twoCards } from '../support/two-cards.ts'

const visits = (...ats: number[]) => program(perVisit(), ats)

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

  it('are given anew in the cycle and at the milestone that lost one, whatever stands elsewhere', () => {
    // Seven at a goal of five: the first of the second cycle went with a fall of both, those of the first cycle stand.
    const cycles = twoCards(visits(2, 5))
    cycles.buy('a', 7)
    const ofCycles = cycles.merge()
    cycles.save()
    cycles.give('b', -1)
    cycles.give('b', 1)
    cycles.part(ofCycles)
    expect(couponsOf(cycles, 'a')).toEqual(['1:2#1 active', '1:5#1 active', '2:2#1 revoked', '2:2#2 active'])
    // The third stamp’s went; the second’s stands.
    const milestones = twoCards(visits(2, 3, 9))
    milestones.buy('a', 3)
    const ofMilestones = milestones.merge()
    milestones.save()
    milestones.give('b', -1)
    milestones.give('b', 1)
    milestones.part(ofMilestones)
    expect(couponsOf(milestones, 'a')).toEqual(['1:2#1 active', '1:3#1 revoked', '1:3#2 active'])
  })

  it('are not given anew where another had taken the place of one before', () => {
    const shop = twoCards(visits(2, 9))
    shop.buy('a', 2)
    shop.give('a', -1)
    shop.give('a', 1)
    shop.part(shop.merge())
    expect(couponsOf(shop, 'a')).toEqual(['1:2#1 revoked', '1:2#2 active'])
  })

  it('go where both together had come into a cycle that neither has reached', () => {
    // Two and two are a cycle of three and one over.
    const shop = twoCards(visits(1, 3))
    shop.buy('a', 2)
    shop.buy('b', 2)
    const record = shop.merge()
    expect(couponsOf(shop, 'b')).toEqual(['1:1#1 active', '1:1#2 active', '1:3#1 active', '2:1#1 active'])
    shop.save()
    shop.part(record)
    expect(couponsOf(shop, 'a')).toEqual(['1:1#1 active'])
    expect(couponsOf(shop, 'b')).toEqual(['1:1#1 active', '1:3#1 revoked', '2:1#1 revoked'])
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
