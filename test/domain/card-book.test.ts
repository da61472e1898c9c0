import { describe, expect, it } from 'vitest'
import { change } from '../../src/domain/card-book.ts'
import { issueCoupon } from '../../src/domain/issue-coupon.ts'
import { moveStamps } from '../../src/domain/move-stamps.ts'
import { oneCard, settle } from '../support/one-card.ts'
import { reward } from '../support/orders.ts'

const now = Date.parse('2026-03-02T09:00:00Z')
const day = 86_400_000

describe('the book of a card', () => {
  it('enters each move with its cause, the total after it and the time', () => {
    const { book, cause, desk } = oneCard([10])
    moveStamps(book, 3, cause('one', { channel: 'order', tillId: 't', orderId: 'o', reason: 'Order' }), desk)
    moveStamps(book, -1, cause('two'), desk)
    expect(book.ledger).toEqual([
      {
        id: 'id-1',
        merchantId: 'merchant',
        cardId: 'card',
        effectKey: 'one',
        count: 3,
        balance: 3,
        channel: 'order',
        tillId: 't',
        orderId: 'o',
        reason: 'Order',
        at: now,
      },
      {
        id: 'id-2',
        merchantId: 'merchant',
        cardId: 'card',
        effectKey: 'two',
        count: -1,
        balance: 2,
        channel: 'api',
        tillId: null,
        orderId: null,
        reason: 'Gift',
        at: now,
      },
    ])
  })

  it('is seen to change when stamps move, and not when they don’t', () => {
    const { book, cause, desk } = oneCard([10])
    moveStamps(book, 0, cause('none'), desk)
    moveStamps(book, -2, cause('nothing to take'), desk)
    expect([book.visible, book.ledger, book.card.lastStampAt]).toEqual([false, [], null])
    moveStamps(book, 1, cause('one'), desk)
    expect([book.visible, book.card.lastStampAt]).toEqual([true, now])
    settle(book)
    moveStamps(book, -1, cause('back'), desk)
    expect([book.visible, book.card.lastStampAt]).toEqual([true, now])
  })

  it('dates the last stamp by when it was earned, never in the future', () => {
    const { book, cause, desk } = oneCard([10])
    moveStamps(book, 1, cause('late news', { at: now - day }), desk)
    expect(book.card.lastStampAt).toBe(now - day)
    moveStamps(book, 1, cause('a fast clock', { at: now + day }), desk)
    expect(book.card.lastStampAt).toBe(now)
    moveStamps(book, 1, cause('older news', { at: now - 2 * day }), desk)
    expect(book.card.lastStampAt).toBe(now)
  })

  it('notes a changed coupon, and only that one', () => {
    const { book, desk } = oneCard([2])
    const [first, second] = [issueCoupon(book, reward(), 1, 2, desk), issueCoupon(book, reward(), 1, 2, desk)]
    settle(book)
    change(book, { ...second, flag: 'owed' })
    expect(book.coupons).toEqual([first, { ...second, flag: 'owed' }])
    expect([[...book.touched], book.visible]).toEqual([[second.id], true])
  })
})
