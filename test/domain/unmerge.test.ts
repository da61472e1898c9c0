import { describe, expect, it } from 'vitest'
import { eur, perAmount, perVisit, program, refunded } from '../support/orders.ts'
import { twoCards } from '../support/two-cards.ts'

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

  it('leaves what a third card had brought with the card that goes on', () => {
    const shop = twoCards(program(perVisit({ limits: { perDay: 1 } })), 'd')
    for (const serial of ['a', 'b', 'd']) shop.buy(serial)
    shop.merge('d', 'b', 'm1')
    const record = shop.merge('a', 'b', 'm2')
    shop.part(record, 'a', 'b', 'm2')
    expect(shop.totals()).toEqual([1, 2])
    const { tallies } = shop.book('b')
    expect([tallies.get('via/d'), tallies.get('of/d/day/2026-03-02/stamps/1/any')]).toEqual([1, 1])
    expect([...shop.book('a').tallies.keys()]).toEqual(['day/2026-03-02/stamps/1/any'])
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
