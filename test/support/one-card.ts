import { type CardBook, type Cause, change } from '../../src/domain/card-book.ts'
import { type Coupon, redeemAtTill } from '../../src/domain/coupon.ts'
import { moveStamps } from '../../src/domain/move-stamps.ts'
import type { ProgramRules } from '../../src/domain/program.ts'
import { DomainDriver, type DriverOptions } from './domain-driver.ts'
import { perVisit, program } from './orders.ts'

/** A new card of a program with milestones at `ats`, and what moves its stamps: each time an order, or by hand. */
export function oneCard(ats: number[] = [10], part: Partial<ProgramRules> = {}, options: DriverOptions = {}) {
  const driver = new DomainDriver([program(perVisit(), ats, part)], options)
  const book = driver.join()
  let made = 0
  const move = (count: number, orderId = `o${++made}`) =>
    moveStamps(
      book,
      count,
      { effectKey: `${++made}`, channel: 'order', tillId: 'till', orderId, reason: 'Order' },
      driver.desk,
    )
  const cause = (effectKey: string, more: Partial<Cause> = {}): Cause => ({
    effectKey,
    channel: 'api',
    reason: 'Gift',
    ...more,
  })
  return { driver, book, move, cause, desk: driver.desk }
}

/** Cycle, milestone and state of each coupon. */
export const states = (book: CardBook) =>
  book.coupons.map(({ cycle, milestone, state }) => `${cycle}:${milestone} ${state}`)

/** A till takes the coupon's code. */
export function use(book: CardBook, coupon: Coupon, at = 0): void {
  const result = redeemAtTill(coupon, { channel: 'till', orderId: 'r' }, at)
  if (!result.ok) throw new Error(result.reason)
  change(book, result.coupon)
}

export const sumOf = (book: CardBook) => book.ledger.reduce((total, entry) => total + entry.count, 0)

/** As after a save: nothing is pending. */
export function settle(book: CardBook): void {
  book.touched.clear()
  book.ledger = []
  book.placements = []
  book.visible = false
}
