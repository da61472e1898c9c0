import { describe, expect, it } from 'vitest'
import { judgeEarning } from '../../src/domain/judge-order.ts'
import { releaseOrder } from '../../src/domain/release-order.ts'
import { row } from '../../src/domain/trace.ts'
import { DomainDriver, play } from '../support/domain-driver.ts'
import { at, eur, perAmount, perVisit, program, refunded, sold } from '../support/orders.ts'
import { twoCards } from '../support/two-cards.ts'

const monday = at('2026-03-02T09:00:00Z')

describe('an order that is taken from its card', () => {
  it('takes its stamps along and is nobody’s', () => {
    const driver = play(program(perVisit()), [sold('a'), sold('b')])
    const book = driver.books.get('card')!
    const order = driver.order('a')
    releaseOrder(order, book, 'assigned:1', driver.desk)
    expect(book.ledger).toMatchObject([
      {
        effectKey: 'order/till/a/assigned:1',
        count: -1,
        balance: 1,
        channel: 'order',
        orderId: 'a',
        reason: 'Not this card’s purchase',
      },
    ])
    expect(order).toMatchObject({
      cardId: null,
      evidence: null,
      judgement: null,
      given: 0,
      releases: 1,
      outcome: 'unmatched',
      trace: [{ rule: 'card', passed: false }],
    })
  })

  it('moves nothing where it had given nothing', () => {
    const driver = play(program(perVisit()), [sold('a', { test: true })])
    const book = driver.books.get('card')!
    releaseOrder(driver.order('a'), book, 'assigned:1', driver.desk)
    expect([book.ledger, book.visible]).toEqual([[], false])
  })

  it('is still waited for where nobody has paid', () => {
    const driver = play(program(perVisit()), [sold('a', {}, { paid: false })])
    const order = driver.order('a')
    releaseOrder(order, driver.books.get('card')!, 'assigned:1', driver.desk)
    expect([order.outcome, order.trace]).toEqual(['waiting', [{ rule: 'paid', passed: false }]])
  })

  it('may be one of which only a refund is known', () => {
    const driver = play(program(perVisit()), [refunded('a', 'r', 5)])
    const order = driver.order('a')
    order.trace = [...order.trace, row('card', true)]
    releaseOrder(order, driver.books.get('card')!, 'assigned:1', driver.desk)
    expect([order.outcome, order.trace]).toEqual(['waiting', [row('paid', false)]])
  })

  it('says of the card only what is true then: the other rules go, its coupons stay', () => {
    const driver = play(program(perVisit({ stamps: 10 })), [sold('a')])
    const { code } = driver.couponsOf()[0]!
    driver.deliver(sold('b', { discountCodes: [{ code: code! }] }))
    const order = driver.order('b')
    expect(order.trace.length).toBeGreaterThan(2)
    releaseOrder(order, driver.books.get('card')!, 'assigned:1', driver.desk)
    expect(order.trace.map(({ rule }) => rule)).toEqual(['card', 'coupon'])
  })

  it('can be taken again, under another key', () => {
    const driver = play(program(perVisit()), [sold('a')])
    const book = driver.books.get('card')!
    const order = driver.order('a')
    releaseOrder(order, book, 'assigned:1', driver.desk)
    order.cardId = 'card'
    judgeEarning(order, book, 'sale', 'UTC', driver.desk)
    releaseOrder(order, book, 'assigned:1', driver.desk)
    expect(order.releases).toBe(2)
    expect(book.ledger.map(({ effectKey, count }) => [effectKey, count])).toEqual([
      ['order/till/a/assigned:1', -1],
      ['order/till/a/sale~1', 1],
      ['order/till/a/assigned:1~1', -1],
    ])
  })

  it('cools no other order down any more', () => {
    const driver = play(program(perVisit({ limits: { cooldownMinutes: 60 } })), [sold('a')])
    const book = driver.books.get('card')!
    book.earned = [
      { order: 'till/a', at: monday },
      { order: 'other/a', at: monday },
    ]
    releaseOrder(driver.order('a'), book, 'assigned:1', driver.desk)
    expect(book.earned).toEqual([{ order: 'other/a', at: monday }])
  })

  it('leaves its place in the day to another', () => {
    const driver = play(program(perVisit({ limits: { perDay: 1 } })), [sold('a'), sold('b')])
    const book = driver.books.get('card')!
    expect(driver.order('b').given).toBe(0)
    releaseOrder(driver.order('a'), book, 'assigned:1', driver.desk)
    driver.commit(book)
    expect(book.card.total).toBe(1)
  })

  it('takes its money off the way to the next stamp, and shows it', () => {
    const driver = play(program(perAmount(eur(500))), [sold('a', { total: 300 }), sold('b', { total: 400 })])
    const book = driver.books.get('card')!
    expect(book.card).toMatchObject({ total: 1, progress: { amount: 200 } })
    releaseOrder(driver.order('a'), book, 'assigned:1', driver.desk)
    expect(book.card).toMatchObject({ total: 0, progress: { amount: 400 } })
    expect(book.visible).toBe(true)
  })

  it('leaves what was forgiven on the card', () => {
    const driver = new DomainDriver([program(perVisit(), [1], { debt: 'forgiven' })])
    const book = driver.join()
    driver.deliver(sold('a'))
    book.coupons = book.coupons.map((each) => ({ ...each, state: 'redeemed' as const }))
    releaseOrder(driver.order('a'), book, 'assigned:1', driver.desk)
    expect([book.card.total, driver.order('a').given]).toEqual([1, 0])
  })
})

describe('an order of a merged card that is taken from the card that goes on', () => {
  it('takes its stamps out of what the merged card would get back', () => {
    const shop = twoCards(program(perVisit()))
    shop.buy('a', 2)
    shop.buy('b', 3)
    const record = shop.merge()
    shop.save()
    releaseOrder(shop.driver.order('a1'), shop.book('b'), 'assigned:1', shop.driver.desk)
    expect(shop.totals()).toEqual([0, 4])
    shop.part(record)
    expect(shop.totals()).toEqual([1, 3])
  })

  it('takes its money likewise', () => {
    const shop = twoCards(program(perAmount(eur(500))))
    shop.buy('a', 2, 600)
    shop.buy('b', 1, 400)
    const record = shop.merge()
    shop.save()
    expect(shop.totals()).toEqual([0, 3])
    // 16.00 are three stamps, 10.00 two.
    releaseOrder(shop.driver.order('a1'), shop.book('b'), 'assigned:1', shop.driver.desk)
    expect(shop.totals()).toEqual([0, 2])
    expect(shop.book('b').tallies.get('via/a/amount/EUR/500')).toBe(600)
    shop.part(record)
    expect(shop.totals()).toEqual([1, 0])
  })
})
