import { describe, expect, it } from 'vitest'
import { releaseOrder } from '../../src/domain/release-order.ts'
import { at, cancelled, eur, perAmount, perVisit, program, refunded, sold } from '../support/orders.ts'
import { twoCards } from '../support/two-cards.ts'

const monday = at('2026-03-02T09:00:00Z')
const daily = program(perVisit({ limits: { perDay: 1, perLocationDay: 1 } }))

describe('orders of a merged card', () => {
  it('are judged by the windows that it brought, by day and by place', () => {
    const shop = twoCards(daily)
    shop.driver.deliver(sold('one', { cardSerial: 'a', locationId: 'x' }))
    shop.driver.deliver(sold('two', { cardSerial: 'a', locationId: 'x' }))
    shop.driver.deliver(sold('own', { cardSerial: 'b', locationId: 'x' }))
    shop.merge()
    shop.save()
    expect(shop.totals()).toEqual([0, 2])
    // The second order takes the place of the first in the merged card’s day, not in the other’s.
    shop.driver.deliver(cancelled('one'))
    expect(shop.totals()).toEqual([0, 2])
    shop.driver.deliver(cancelled('two'))
    expect(shop.totals()).toEqual([0, 1])
    expect(shop.book('b').tallies.get('place/2026-03-02/stamps/1/1/x')).toBe(1)
  })

  it('that come later are judged by the windows of the card that goes on', () => {
    const shop = twoCards(daily)
    shop.merge()
    shop.driver.deliver(sold('one', { cardSerial: 'a' }), sold('two', { cardSerial: 'b' }))
    expect(shop.totals()).toEqual([0, 1])
    expect(shop.driver.order('one').judgement?.on).toBe('b')
    expect(shop.driver.order('two').judgement?.on).toBe('b')
  })

  it('of a card that nothing was merged into say nothing of windows', () => {
    const shop = twoCards(daily)
    shop.buy('a')
    expect(shop.driver.order('a1').judgement).not.toHaveProperty('on')
  })
})

describe('an order that was judged while two cards were one, after they were parted', () => {
  /** Bought with the merged card’s number on a day that the other had filled: it was given nothing. */
  const parted = () => {
    const shop = twoCards(daily)
    shop.buy('a', 1)
    const record = shop.merge()
    shop.save()
    const nextDay = { placedAt: monday + 86_400_000 }
    shop.driver.deliver(sold('full', { cardSerial: 'b', ...nextDay }))
    shop.driver.deliver(sold('late', { cardSerial: 'a', ...nextDay }))
    expect(shop.driver.order('late').given).toBe(0)
    shop.part(record)
    shop.save()
    expect(shop.totals()).toEqual([1, 1])
    return shop
  }

  it('loses no more than it was given', () => {
    const shop = parted()
    shop.driver.deliver(refunded('late', 'r', 1000))
    expect(shop.totals()).toEqual([1, 1])
  })

  it('loses no more than it was given when it is taken from its card', () => {
    const shop = parted()
    releaseOrder(shop.driver.order('late'), shop.book('a'), 'assigned:1', shop.driver.desk)
    expect(shop.totals()).toEqual([1, 1])
  })

  it('loses all that it was given, though it counts with more', () => {
    // Worth two on a day of one: given one.
    const shop = twoCards(program(perVisit({ stamps: 2, limits: { perDay: 1 } })))
    const record = shop.merge()
    shop.buy('a')
    expect(shop.driver.order('a1').given).toBe(1)
    shop.part(record)
    shop.save()
    shop.give('a', 5)
    releaseOrder(shop.driver.order('a1'), shop.book('a'), 'assigned:1', shop.driver.desk)
    expect(shop.totals()).toEqual([5, 0])
  })

  it('loses what it was given, and leaves the other card’s day as it is', () => {
    const shop = twoCards(daily)
    const record = shop.merge()
    shop.buy('a')
    expect(shop.totals()).toEqual([0, 1])
    shop.part(record)
    shop.save()
    expect(shop.totals()).toEqual([1, 0])
    const day = () => shop.book('b').tallies.get('day/2026-03-02/stamps/1/1')
    const before = day()
    shop.driver.deliver(refunded('a1', 'r', 1000))
    expect([shop.totals(), day()]).toEqual([[0, 0], before])
  })

  it('takes back all of its money, whatever it had made of a stamp', () => {
    const shop = twoCards(program(perAmount(eur(500))))
    const record = shop.merge()
    shop.buy('a', 1, 400)
    shop.buy('a', 1, 400)
    shop.part(record)
    shop.save()
    expect(shop.totals()).toEqual([1, 0])
    // The second made the stamp; without the first there are 4.00 left, which make none.
    shop.driver.deliver(refunded('a1', 'r', 400))
    expect(shop.totals()).toEqual([0, 0])
  })
})

describe('what the merged card would get back', () => {
  it('knows nothing of purchases with the other card', () => {
    const shop = twoCards(program(perVisit()))
    shop.merge()
    shop.buy('b', 2)
    expect(shop.book('b').tallies.get('via/a')).toBe(0)
    shop.buy('a')
    expect(shop.book('b').tallies.get('via/a')).toBe(1)
  })

  it('is told to each card that a purchase came through', () => {
    const shop = twoCards(program(perVisit()), 'c')
    shop.merge('c', 'a', 'm1')
    shop.merge('a', 'b', 'm2')
    shop.buy('c', 2)
    shop.buy('a', 1)
    const { tallies } = shop.book('b')
    expect([tallies.get('via/c'), tallies.get('via/a')]).toEqual([2, 3])
  })

  it('counts money where money is carried over, and stamps where it is not', () => {
    for (const carryOver of [true, false]) {
      const shop = twoCards(program(perAmount(eur(500), { carryOver })))
      shop.merge()
      shop.buy('a', 1, 1200)
      const { tallies } = shop.book('b')
      expect([tallies.get('via/a'), tallies.get('via/a/amount/EUR/500')]).toEqual(
        carryOver ? [0, 1200] : [2, undefined],
      )
    }
  })
})
