import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CardBook, change } from '../../src/domain/card-book.ts'
import { type Coupon, expire, isOpen, redeem, revoke } from '../../src/domain/coupon.ts'
import { giveVoucher, reinstate, undoRedemption } from '../../src/domain/give-again.ts'
import { moveStamps } from '../../src/domain/move-stamps.ts'
import type { ProgramRules } from '../../src/domain/program.ts'
import { DomainDriver } from '../support/domain-driver.ts'
import { perVisit, program, reward } from '../support/orders.ts'

function shop(part: Partial<ProgramRules> = {}) {
  const driver = new DomainDriver([program(perVisit(), [3], part)])
  const book = driver.join()
  let made = 0
  const move = (count: number) =>
    moveStamps(book, count, { effectKey: `move/${++made}`, channel: 'api', reason: 'by hand' }, driver.desk)
  return { driver, book, move }
}

const cause = (id: string) => ({ effectKey: `undo/${id}`, channel: 'undo', reason: 'Undone' })

describe('whatever is done, in whatever order', () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('move' as const), count: fc.integer({ min: -7, max: 7 }) }),
    fc.record({
      kind: fc.constantFrom(
        'redeem' as const,
        'undo' as const,
        'revoke' as const,
        'expire' as const,
        'reinstate' as const,
      ),
      which: fc.nat(12),
    }),
    fc.record({ kind: fc.constant('voucher' as const), which: fc.nat(12) }),
  )

  it.each(['owed', 'forgiven'] as const)('a milestone has at most one coupon that stands (%s)', (debt) => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const { driver, book, move } = shop({ debt })
        let undone = 0
        for (const each of steps) {
          driver.now += 1000
          if (each.kind === 'move') move(each.count)
          else if (each.kind === 'voucher') giveVoucher(book, reward(), { issueReason: 'x' }, driver.desk)
          else {
            const coupon = book.coupons[each.which % Math.max(1, book.coupons.length)]
            if (coupon) act(book, coupon, each.kind, driver, () => `${++undone}`)
          }
          holds(book)
        }
      }),
      { numRuns: 400 },
    )
  })

  function act(book: CardBook, coupon: Coupon, kind: string, driver: DomainDriver, next: () => string) {
    const { desk } = driver
    if (kind === 'redeem') keep(book, redeem(coupon, { channel: 'staff' }, desk.now))
    if (kind === 'revoke') keep(book, revoke(coupon, 'by hand', desk.now))
    if (kind === 'expire') keep(book, expire({ ...coupon, expiresAt: desk.now }, desk.now))
    if (kind === 'reinstate') reinstate(book, coupon, undefined, desk)
    if (kind === 'undo' && coupon.state === 'redeemed' && coupon.flag !== 'undone')
      undoRedemption(book, coupon, cause(next()), desk)
  }
  const keep = (book: CardBook, result: ReturnType<typeof redeem>) => {
    if (result.ok) change(book, result.coupon)
  }

  function holds({ card, coupons, ledger }: CardBook) {
    expect(card.total).toBe(ledger.reduce((sum, entry) => sum + entry.count, 0))
    expect(card.total).toBeGreaterThanOrEqual(0)
    const codes = coupons.map((each) => each.code)
    expect(new Set(codes).size).toBe(codes.length)
    const places = coupons.map(({ cycle, milestone, issue }) => `${cycle}/${milestone}/${issue}`)
    expect(new Set(places).size).toBe(places.length)
    const good = coupons.filter(
      (each) => each.milestone > 0 && (isOpen(each) || (each.state === 'redeemed' && each.flag !== 'undone')),
    )
    const milestones = good.map(({ cycle, milestone }) => `${cycle}/${milestone}`)
    expect(new Set(milestones).size).toBe(milestones.length)
  }
})
