import { describe, expect, it } from 'vitest'
import { change } from '../../src/domain/card-book.ts'
import { revoke } from '../../src/domain/coupon.ts'
import { moveStamps } from '../../src/domain/move-stamps.ts'
import type { ProgramRules } from '../../src/domain/program.ts'
import { oneCard, settle, use } from '../support/one-card.ts'

const now = Date.parse('2026-03-02T09:00:00Z')

describe('a used coupon whose stamps are taken back', () => {
  const used = (part: Partial<ProgramRules>, ats = [2, 4]) => {
    const made = oneCard(ats, part)
    const { book, cause, desk } = made
    moveStamps(book, 5, cause('order', { channel: 'order', tillId: 't', orderId: 'o' }), desk)
    use(book, book.coupons[0]!, now)
    settle(book)
    return made
  }
  const back = { channel: 'order', tillId: 't', orderId: 'o', reason: 'Refund' }

  it('is forgiven with an entry that says so, beside the one that took everything', () => {
    const { book, cause, desk } = used({ debt: 'forgiven' })
    expect(moveStamps(book, -5, cause('refund', back), desk)).toBe(-5)
    expect(
      book.ledger.map(({ effectKey, count, balance, channel, reason, orderId }) => [
        effectKey,
        count,
        balance,
        channel,
        reason,
        orderId,
      ]),
    ).toEqual([
      ['refund', -5, 0, 'order', 'Refund', 'o'],
      ['refund/forgiven', 2, 2, 'forgiveness', 'Reward already used: forgiven', 'o'],
    ])
    expect(book.coupons.map(({ milestone, state, flag }) => [milestone, state, flag])).toEqual([
      [2, 'redeemed', 'forgiven'],
      [4, 'revoked', null],
    ])
    expect(book.tallies.get('forgiven/t/o')).toBe(2)
  })

  it('forgives nothing where the fall stops above it', () => {
    const { book, cause, desk } = used({ debt: 'forgiven' })
    moveStamps(book, -3, cause('refund', back), desk)
    expect([book.card.total, book.ledger.length, book.coupons[0]!.flag]).toEqual([2, 1, null])
    expect([...book.tallies.keys()]).toEqual([])
  })

  it('keeps another flag that it had', () => {
    const { book, cause, desk } = used({ debt: 'forgiven' })
    change(book, { ...book.coupons[0]!, flag: 'used-after-end' })
    moveStamps(book, -5, cause('refund', back), desk)
    expect(book.coupons[0]!.flag).toBe('used-after-end')
  })

  it('does not let stamps by hand repay what an order was forgiven', () => {
    const { book, cause, desk } = used({ debt: 'forgiven' })
    moveStamps(book, -5, cause('refund', back), desk)
    expect(moveStamps(book, 1, cause('gift', { tillId: 't' }), desk)).toBe(1)
    expect(moveStamps(book, 5, cause('again', back), desk)).toBe(5)
    expect(book.card.total).toBe(6)
  })

  it('is owed and says so, and no more once it is repaid', () => {
    const { book, cause, desk } = used({ debt: 'owed' })
    moveStamps(book, -5, cause('refund', back), desk)
    expect([book.card.total, book.coupons[0]!.flag]).toEqual([0, 'owed'])
    moveStamps(book, 1, cause('one'), desk)
    expect(book.coupons[0]!.flag).toBe('owed')
    moveStamps(book, 1, cause('two'), desk)
    expect([book.coupons[0]!.flag, book.coupons.length]).toEqual([null, 2])
  })

  it('leaves one that ran out as it is', () => {
    const { book, cause, desk } = oneCard([2])
    moveStamps(book, 2, cause('one'), desk)
    change(book, { ...book.coupons[0]!, state: 'expired' })
    moveStamps(book, -2, cause('back'), desk)
    expect(book.coupons[0]).toMatchObject({ state: 'expired', flag: null })
    moveStamps(book, 2, cause('two'), desk)
    expect(book.coupons).toHaveLength(1)
  })

  it('is not issued again where a person took it back, but is where its stamps went', () => {
    const { book, cause, desk } = oneCard([2])
    moveStamps(book, 2, cause('one'), desk)
    const ended = revoke(book.coupons[0]!, 'complaint', now)
    if (!ended.ok) throw new Error(ended.reason)
    change(book, ended.coupon)
    moveStamps(book, -2, cause('back'), desk)
    moveStamps(book, 2, cause('two'), desk)
    expect(book.coupons).toHaveLength(1)
    const other = oneCard([2])
    moveStamps(other.book, 2, cause('one'), desk)
    moveStamps(other.book, -1, cause('back'), desk)
    moveStamps(other.book, 1, cause('two'), desk)
    expect(other.book.coupons.map((each) => [each.state, each.issue])).toEqual([
      ['revoked', 1],
      ['active', 2],
    ])
  })
})
