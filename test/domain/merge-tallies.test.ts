import { describe, expect, it } from 'vitest'
import { change } from '../../src/domain/card-book.ts'
import { eur, perAmount, perVisit, program, refunded } from '../support/orders.ts'
import { twoCards } from '../support/two-cards.ts'

describe('what two cards had counted', () => {
  it('makes one stamp of two remainders of money, and says so', () => {
    // 7.00 and 8.00 at 5.00 a stamp: one stamp each, and 2.00 + 3.00 left over.
    const shop = twoCards(program(perAmount(eur(500))))
    shop.buy('a', 1, 700)
    shop.buy('b', 1, 800)
    const record = shop.merge()
    expect(shop.book('b').card.total).toBe(3)
    expect(shop.book('b').ledger.map(({ effectKey, count, reason }) => [effectKey, count, reason])).toEqual([
      ['merge/m/into', 1, 'Merged from another card'],
      ['merge/m/remainders', 1, 'Remainders of two cards'],
    ])
    expect(record.amounts).toEqual({ 'amount/EUR/500': 700 })
    expect(Object.fromEntries(shop.book('b').tallies)).toEqual({
      'amount/EUR/500': 1500,
      'via/a/amount/EUR/500': 700,
      'via/a': 1,
    })
    expect([...shop.book('a').tallies.values()]).toEqual([0])
  })

  it('remembers of the merged card its money alone, and only where there is some', () => {
    const shop = twoCards(program(perAmount(eur(500), { limits: { perDay: 3 } })))
    shop.buy('a', 1, 700)
    expect(shop.merge().amounts).toEqual({ 'amount/EUR/500': 700 })
    const none = twoCards(program(perAmount(eur(500))))
    none.buy('a', 1, 700)
    none.driver.deliver(refunded('a1', 'r', 700))
    expect(none.merge().amounts).toEqual({})
  })

  it('makes none where they do not reach', () => {
    const shop = twoCards(program(perAmount(eur(500))))
    shop.buy('a', 1, 100)
    shop.buy('b', 1, 300)
    shop.merge()
    expect([shop.book('b').card.total, shop.book('b').ledger]).toEqual([0, []])
    expect(shop.book('b').tallies.get('amount/EUR/500')).toBe(400)
  })

  it('lets the money of a card that had none before count on', () => {
    const shop = twoCards(program(perAmount(eur(500))))
    shop.buy('a', 1, 300)
    shop.merge()
    shop.buy('b', 1, 200)
    expect(shop.totals()).toEqual([0, 1])
  })

  it('judges orders of the merged card by its own days, new ones by those of the card that goes on', () => {
    const shop = twoCards(program(perVisit({ limits: { perDay: 1 } })))
    shop.buy('a')
    shop.merge()
    shop.save()
    expect(Object.fromEntries(shop.book('b').tallies)).toEqual({
      'of/a/day/2026-03-02/stamps/1/any': 1,
      'via/a': 1,
    })
    shop.buy('b', 2)
    expect(shop.totals()).toEqual([0, 2])
    shop.driver.deliver(refunded('a1', 'r', 1000))
    expect(shop.totals()).toEqual([0, 1])
  })

  it('brings along nothing that has come to nothing', () => {
    const shop = twoCards(program(perVisit({ limits: { perDay: 1 } })))
    shop.buy('a')
    shop.driver.deliver(refunded('a1', 'r', 1000))
    shop.merge()
    expect(Object.fromEntries(shop.book('b').tallies)).toEqual({ 'via/a': 0 })
  })

  it('brings along what was forgiven, so that its order cannot earn it again', () => {
    const shop = twoCards(program(perVisit(), [1], { debt: 'forgiven' }))
    shop.buy('a')
    const [coupon] = shop.driver.couponsOf('a')
    change(shop.book('a'), { ...coupon!, state: 'redeemed' })
    shop.driver.deliver(refunded('a1', 'r', 1000))
    const record = shop.merge()
    expect(record.forgiven).toEqual(['forgiven/till/a1'])
    expect(shop.book('b').tallies.get('forgiven/till/a1')).toBe(1)
    shop.part(record)
    expect(shop.book('a').tallies.get('forgiven/till/a1')).toBe(1)
    expect(shop.book('b').tallies.get('forgiven/till/a1')).toBe(0)
  })

  it('leads through each card of a chain, and knows what each of them brought', () => {
    const shop = twoCards(program(perVisit({ limits: { perDay: 1 } })), 'c', 'd')
    shop.buy('c')
    shop.buy('a')
    shop.buy('d')
    shop.merge('d', 'b', 'm1')
    shop.merge('c', 'a', 'm2')
    shop.merge('a', 'b', 'm3')
    expect([...shop.book('b').through!]).toEqual([
      ['d', ['d']],
      ['a', ['a']],
      ['c', ['c', 'a']],
    ])
    expect(Object.fromEntries(shop.book('b').tallies)).toEqual({
      'of/d/day/2026-03-02/stamps/1/any': 1,
      'via/d': 1,
      'of/a/day/2026-03-02/stamps/1/any': 1,
      'of/c/day/2026-03-02/stamps/1/any': 1,
      'via/c': 1,
      'via/a': 2,
    })
  })
})
