import { describe, expect, it } from 'vitest'
import type { CardBook } from '../../src/domain/card-book.ts'
import { giveBackUse, replaceUsed } from '../../src/domain/give-back-use.ts'
import { issueCoupon } from '../../src/domain/issue-coupon.ts'
import type { DomainDriver } from '../support/domain-driver.ts'
import { oneCard, settle, states, sumOf, use } from '../support/one-card.ts'
import { reward } from '../support/orders.ts'

const now = Date.parse('2026-03-02T09:00:00Z')
const day = 86_400_000

const giveBack = (driver: DomainDriver, book: CardBook, id: string) =>
  replaceUsed(
    book,
    book.coupons.find((each) => each.id === id)!,
    {
      effectKey: `back:${id}`,
      channel: 'order',
      tillId: 'till',
      orderId: 'r',
      reason: 'Redemption given back',
    },
    driver.desk,
  )

describe('a redemption given back', () => {
  it('gives a new coupon with a new code', () => {
    const { driver, book, move } = oneCard()
    move(10)
    const first = book.coupons[0]!
    use(book, first)
    expect(giveBack(driver, book, first.id)).toBe(true)
    expect(states(book)).toEqual(['1:10 redeemed', '1:10 active'])
    expect(book.coupons[0]!.flag).toBe('redemption-refunded')
    expect(book.coupons[1]!.code).not.toBe(first.code)
  })

  it.each([
    ['first the stamps, then the redemption', ['stamps', 'redemption']],
    ['first the redemption, then the stamps', ['redemption', 'stamps']],
  ])('leaves no coupon when its stamps are taken back too: %s', (_order, steps) => {
    for (const debt of ['owed', 'forgiven'] as const) {
      const { driver, book, move } = oneCard([10], { debt })
      move(10)
      const { id } = book.coupons[0]!
      use(book, book.coupons[0]!)
      for (const step of steps) {
        if (step === 'stamps') move(-1)
        else giveBack(driver, book, id)
      }
      expect([book.card.total, book.coupons.filter((each) => each.state === 'active')]).toEqual([9, []])
      move(1)
      expect(book.coupons.filter((each) => each.state === 'active')).toHaveLength(1)
      expect(sumOf(book)).toBe(10)
    }
  })

  it('takes back only what the coupon alone had kept', () => {
    const { driver, book, move } = oneCard([10], { debt: 'forgiven' })
    move(20)
    for (const each of [...book.coupons]) use(book, each)
    move(-12)
    expect(book.card.total).toBe(20)
    giveBack(driver, book, book.coupons[1]!.id)
    expect([book.card.total, sumOf(book)]).toEqual([10, 10])
  })

  it('enters nothing where nothing had been forgiven', () => {
    const { driver, book, move } = oneCard([10], { debt: 'forgiven' })
    move(10)
    use(book, book.coupons[0]!)
    settle(book)
    giveBack(driver, book, book.coupons[0]!.id)
    expect([book.card.total, book.ledger]).toEqual([10, []])
  })

  it('replaces a voucher, which no stamps stand for', () => {
    const { driver, book } = oneCard()
    const voucher = issueCoupon(book, reward(), 1, 0, driver.desk)
    use(book, voucher)
    expect(giveBack(driver, book, voucher.id)).toBe(true)
  })

  it('gives a new one for a use that does not count after all, on the terms asked for', () => {
    const { book, move, cause, desk } = oneCard([2, 4])
    move(5)
    use(book, book.coupons[0]!)
    settle(book)
    const made = giveBackUse(book, book.coupons[0]!, 'undone', cause('undo'), desk, {
      id: 'mine',
      expiresAt: now + day,
      issueReason: 'Undone',
    })
    expect(made).toMatchObject({
      id: 'mine',
      milestone: 2,
      cycle: 1,
      issue: 2,
      expiresAt: now + day,
      issueReason: 'Undone',
    })
    expect(book.coupons[0]!.flag).toBe('undone')
    expect(book.ledger).toEqual([])
  })
})
