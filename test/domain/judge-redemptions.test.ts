import { describe, expect, it } from 'vitest'
import { type DomainDriver, play } from '../support/domain-driver.ts'
import { at, cancelled, perVisit, program, refunded, reward, sold } from '../support/orders.ts'

const minute = 60_000
const monday = at('2026-03-02T09:00:00Z')

describe('coupons used in a sale', () => {
  const uses = (code: string | null, part: Parameters<typeof sold>[1] = {}) => ({
    ...part,
    discountCodes: [{ code: code ?? '' }],
  })
  const rules = program(perVisit({ stamps: 10 }))
  /** A card with one coupon, earned by order `a`. */
  const withCoupon = (of = rules) => {
    const driver = play(of, [sold('a')])
    return { driver, code: driver.couponsOf()[0]!.code }
  }
  const states = (driver: DomainDriver) => driver.couponsOf().map((each) => each.state)

  it('are redeemed by their code, whatever its case, with the till’s time and place', () => {
    const { driver, code } = withCoupon()
    driver.deliver(sold('b', uses(code!.toLowerCase(), { locationId: 'harbour', total: 0 })))
    expect(driver.order('b').outcome).toBe('redeemed')
    expect(driver.couponsOf()[0]).toMatchObject({
      state: 'redeemed',
      redeemedAt: monday,
      redeemedBy: { channel: 'till', tillId: 'till', orderId: 'b', location: 'harbour' },
    })
  })

  it('do not stop the rest of the sale from earning', () => {
    const { driver, code } = withCoupon()
    driver.deliver(sold('b', uses(code, { total: 500 })))
    expect(driver.order('b')).toMatchObject({ outcome: 'stamped', given: 10 })
    expect(states(driver)).toEqual(['redeemed', 'active'])
  })

  it.each([
    ['told twice', [sold('b', { total: 0 }), sold('b', { total: 0 })]],
    ['paid, then updated', [sold('b', { total: 0 }), sold('b', { total: 0 }, { asOf: 5 })]],
  ])('are redeemed once: %s', (_how, events) => {
    const { driver, code } = withCoupon()
    for (const event of events)
      driver.deliver(event.kind === 'sale' ? { ...event, sale: { ...event.sale, ...uses(code) } } : event)
    expect([states(driver), driver.order('b').redemptions.length]).toEqual([['redeemed'], 1])
  })

  it.each([
    ['not paid', {}, { paid: false }],
    ['a test', { test: true }, {}],
  ])('are not redeemed by a sale that is %s', (_what, part, event) => {
    const { driver, code } = withCoupon()
    driver.deliver(sold('b', uses(code, part), event))
    expect(states(driver)).toEqual(['active'])
  })

  it('refuse a second sale, say why, and are flagged', () => {
    const { driver, code } = withCoupon()
    driver.deliver(
      sold('b', uses(code, { total: 0, locationId: 'harbour' })),
      sold('c', uses(code, { total: 0 })),
    )
    driver.deliver(sold('c', uses(code, { total: 0 })))
    const refusals = driver.order('c').trace.filter((each) => each.rule === 'coupon')
    expect(refusals).toEqual([
      {
        rule: 'coupon',
        passed: false,
        figures: {
          code,
          event: 'refused',
          reason: 'already-redeemed',
          at: monday,
          location: 'harbour',
          via: 'till',
        },
      },
    ])
    expect(driver.couponsOf()[0]!.flag).toBe('used-after-end')
    expect(driver.order('c').outcome).toBe('no-stamp')
  })

  it('are flagged when the till took one that was revoked', () => {
    const { driver, code } = withCoupon()
    driver.deliver(refunded('a', 'r', 1000), sold('b', uses(code, { total: 0 })))
    expect(driver.couponsOf()[0]).toMatchObject({ state: 'revoked', flag: 'used-after-end' })
  })

  it.each([
    ['refunded', refunded('b', 'r', 0)],
    ['cancelled', cancelled('b')],
  ])('are replaced when their order is %s, once', (_how, reversal) => {
    const { driver, code } = withCoupon()
    driver.deliver(
      sold('b', uses(code, { total: 0 })),
      reversal,
      reversal,
      sold('b', uses(code, { total: 0 })),
    )
    expect(states(driver)).toEqual(['redeemed', 'active'])
    expect(driver.couponsOf()[1]!.code).not.toBe(code)
    expect(driver.order('b')).toMatchObject({ outcome: 'reversed', redemptions: [{ reversed: true }] })
  })

  it('are replaced also when the reversal came before the order', () => {
    const { driver, code } = withCoupon()
    driver.deliver(cancelled('b'), sold('b', uses(code, { total: 0 })))
    expect(states(driver)).toEqual(['redeemed', 'active'])
  })

  it('stay used when a part of their order is given back', () => {
    const { driver, code } = withCoupon()
    driver.deliver(sold('b', uses(code, { total: 500 })), refunded('b', 'r', 100))
    expect(driver.couponsOf()[0]!.flag).toBeNull()
  })

  it('stay used when a later statement of the order leaves the code out', () => {
    const { driver, code } = withCoupon()
    driver.deliver(sold('b', {}, { asOf: 5 }), sold('b', uses(code)))
    expect(states(driver)[0]).toBe('redeemed')
  })

  it.each([
    ['owed', 9, 'owed'],
    ['forgiven', 10, 'forgiven'],
  ] as const)('are %s when their stamps are given back', (debt, total, flag) => {
    const driver = play(
      program(perVisit(), [10], { debt }),
      [...'abcdefghij'].map((each) => sold(each)),
    )
    const { code } = driver.couponsOf()[0]!
    driver.deliver(sold('used', uses(code, { total: 0 })), refunded('c', 'r', 1000))
    expect([driver.books.get('card')!.card.total, driver.couponsOf()[0]!.flag]).toEqual([total, flag])
    driver.deliver(sold('next'))
    expect([driver.books.get('card')!.card.total, states(driver)]).toEqual([total + 1, ['redeemed']])
  })

  describe('by a shared code', () => {
    const shared = program(perVisit({ stamps: 10 }), [10], {
      milestones: [{ at: 10, reward: reward({ codeSource: 'shared', code: 'FREE' }) }],
    })

    it('take the open coupon of the card in the sale, one a sale', () => {
      const { driver } = withCoupon(shared)
      driver.deliver(sold('b'))
      driver.now += minute
      driver.deliver(sold('c', uses('free', { total: 0 })), sold('c', uses('free', { total: 0 })))
      expect(states(driver)).toEqual(['redeemed', 'active'])
      driver.deliver(sold('d', uses('free', { total: 0 })))
      expect(states(driver)).toEqual(['redeemed', 'redeemed'])
    })

    it('take nothing without a card', () => {
      const { driver } = withCoupon(shared)
      driver.deliver(sold('b', uses('FREE', { total: 0, cardSerial: undefined })))
      expect([states(driver), driver.order('b').outcome]).toEqual([['active'], 'unmatched'])
    })

    it('do not take the coupon that the same order earned, however often it is told', () => {
      const driver = play(shared, [])
      driver.deliver(sold('b', uses('FREE')))
      driver.now += 1000
      driver.deliver(sold('b', uses('FREE')), sold('b', uses('FREE'), { asOf: 5 }))
      expect(states(driver)).toEqual(['active'])
    })

    it('are replaced under the same code, which that order does not take again', () => {
      const { driver } = withCoupon(shared)
      driver.deliver(
        sold('b', uses('FREE', { total: 0 })),
        cancelled('b'),
        sold('b', uses('FREE', { total: 0 })),
      )
      expect(states(driver)).toEqual(['redeemed', 'active'])
    })
  })
})
