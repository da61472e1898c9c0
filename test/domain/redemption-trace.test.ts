import { describe, expect, it } from 'vitest'
import { change } from '../../src/domain/card-book.ts'
import { redeem } from '../../src/domain/coupon.ts'
import { giveVoucher } from '../../src/domain/give-again.ts'
import { row } from '../../src/domain/trace.ts'
import { type DomainDriver, play } from '../support/domain-driver.ts'
import { at, cancelled, perVisit, program, refunded, reward, sold } from '../support/orders.ts'

const monday = at('2026-03-02T09:00:00Z')

/** A card with one coupon, earned by order `a`; `uses` is a free sale that its code is used in. */
function withCoupon(part = {}) {
  const driver = play(program(perVisit({ stamps: 10 }), [10], part), [sold('a')])
  const { code } = driver.couponsOf()[0]!
  const uses = (id: string, more: Parameters<typeof sold>[1] = {}) =>
    sold(id, { total: 0, discountCodes: [{ code: code! }], ...more })
  return { driver, code: code!, uses }
}
const couponRows = (driver: DomainDriver, id: string) =>
  driver.order(id).trace.filter(({ rule }) => rule === 'coupon')

describe('an order says of each coupon', () => {
  it('that it was used, when and where', () => {
    const { driver, code, uses } = withCoupon()
    driver.deliver(uses('b', { locationId: 'harbour' }))
    expect(couponRows(driver, 'b')).toStrictEqual([
      row('coupon', true, {
        code,
        event: 'redeemed',
        title: 'Free coffee',
        at: monday,
        location: 'harbour',
        via: 'till',
      }),
    ])
  })

  it('no place where the till names none', () => {
    const { driver, code, uses } = withCoupon()
    driver.deliver(uses('b'))
    expect(couponRows(driver, 'b')).toStrictEqual([
      row('coupon', true, { code, event: 'redeemed', title: 'Free coffee', at: monday }),
    ])
  })

  it('that it was used already: at a till, which has no name but its own', () => {
    const { driver, code, uses } = withCoupon()
    driver.deliver(uses('b', { locationId: 'harbour' }), uses('c'))
    expect(couponRows(driver, 'c')).toStrictEqual([
      row('coupon', false, {
        code,
        event: 'refused',
        reason: 'already-redeemed',
        at: monday,
        location: 'harbour',
        via: 'till',
      }),
    ])
  })

  it('that it was used already: by staff, at a place that somebody named', () => {
    const { driver, code, uses } = withCoupon()
    const used = redeem(driver.couponsOf()[0]!, { channel: 'staff', location: 'Harbour Street' }, monday + 5)
    if (!used.ok) throw new Error(used.reason)
    change(driver.books.get('card')!, used.coupon)
    driver.deliver(uses('c'))
    expect(couponRows(driver, 'c')).toStrictEqual([
      row('coupon', false, {
        code,
        event: 'refused',
        reason: 'already-redeemed',
        at: monday + 5,
        location: 'Harbour Street',
      }),
    ])
  })

  it('that it had ended, and when; nobody used it anywhere', () => {
    const { driver, code, uses } = withCoupon()
    driver.deliver(refunded('a', 'r', 1000), uses('b'))
    expect(couponRows(driver, 'b')).toStrictEqual([
      row('coupon', false, { code, event: 'refused', reason: 'revoked', at: driver.now }),
    ])
  })

  it('that another took its place when the sale was given back', () => {
    const { driver, code, uses } = withCoupon()
    driver.deliver(uses('b'), cancelled('b'))
    expect(couponRows(driver, 'b')).toStrictEqual([
      row('coupon', true, { code, event: 'redeemed', title: 'Free coffee', at: monday }),
      row('coupon', true, { code, event: 'replaced' }),
    ])
  })

  it('that it was taken back where its stamps are gone, with what had been forgiven for it', () => {
    const { driver, code, uses } = withCoupon({ debt: 'forgiven' })
    const { id } = driver.couponsOf()[0]!
    driver.deliver(uses('b'), refunded('a', 'r', 1000))
    expect(driver.books.get('card')!.card.total).toBe(10)
    driver.deliver(cancelled('b'))
    expect(couponRows(driver, 'b').at(-1)).toStrictEqual(row('coupon', true, { code, event: 'taken-back' }))
    expect(driver.ledger.at(-1)).toMatchObject({
      effectKey: `order/till/b/given-back:${id}`,
      count: -10,
      balance: 0,
      reason: 'Redemption given back',
    })
  })
})

describe('one sale', () => {
  it('may use two coupons', () => {
    const { driver, code } = withCoupon()
    const book = driver.books.get('card')!
    const voucher = giveVoucher(book, reward(), { issueReason: 'Birthday' }, driver.desk)
    driver.commit(book)
    driver.deliver(sold('b', { total: 0, discountCodes: [{ code }, { code: voucher.code! }] }))
    expect(driver.couponsOf().map(({ state }) => state)).toEqual(['redeemed', 'redeemed'])
    expect(
      driver
        .order('b')
        .redemptions.map((each) => each.code)
        .sort(),
    ).toEqual([code, voucher.code].sort())
  })

  it('keeps what else somebody should look at in a coupon that it used too late', () => {
    const { driver, uses } = withCoupon()
    driver.deliver(uses('b'), refunded('a', 'r', 1000))
    expect(driver.couponsOf()[0]!.flag).toBe('owed')
    driver.deliver(uses('c'))
    expect(driver.couponsOf()[0]!.flag).toBe('owed')
  })
})

describe('a shared code', () => {
  const shared = program(perVisit({ stamps: 10 }), [10], {
    milestones: [{ at: 10, reward: reward({ codeSource: 'shared', code: 'FREE' }) }],
  })

  it('told by a later statement takes the coupon that the card had when the sale was judged', () => {
    const driver = play(shared, [sold('a')])
    driver.now += 1000
    driver.deliver(sold('b', { total: 0 }))
    driver.deliver(sold('b', { total: 0, discountCodes: [{ code: 'free' }] }, { asOf: 5 }))
    expect(driver.couponsOf().map(({ state }) => state)).toEqual(['redeemed'])
  })
})
