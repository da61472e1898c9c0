import { describe, expect, it } from 'vitest'
import {
  type CardBook,
  type Cause,
  change,
  giveBackUse,
  issueCoupon,
  moveStamps,
} from '../../src/domain/card-book.ts'
import { redeemAtTill, revoke } from '../../src/domain/coupon.ts'
import type { ProgramRules } from '../../src/domain/program.ts'
import { DomainDriver, type DriverOptions } from '../support/domain-driver.ts'
import { perVisit, program, reward } from '../support/orders.ts'

const now = Date.parse('2026-03-02T09:00:00Z')
const day = 86_400_000

function open(ats: number[], part: Partial<ProgramRules> = {}, options: DriverOptions = {}) {
  const driver = new DomainDriver([program(perVisit(), ats, part)], options)
  const book = driver.join()
  const cause = (effectKey: string, more: Partial<Cause> = {}): Cause => ({
    effectKey,
    channel: 'api',
    reason: 'Gift',
    ...more,
  })
  return { driver, book, cause, desk: driver.desk }
}

/** As after a save: nothing is pending. */
function settle(book: CardBook): void {
  book.touched.clear()
  book.ledger = []
  book.placements = []
  book.visible = false
}

describe('the book of a card', () => {
  it('enters each move with its cause, the total after it and the time', () => {
    const { book, cause, desk } = open([10])
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
    const { book, cause, desk } = open([10])
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
    const { book, cause, desk } = open([10])
    moveStamps(book, 1, cause('late news', { at: now - day }), desk)
    expect(book.card.lastStampAt).toBe(now - day)
    moveStamps(book, 1, cause('a fast clock', { at: now + day }), desk)
    expect(book.card.lastStampAt).toBe(now)
    moveStamps(book, 1, cause('older news', { at: now - 2 * day }), desk)
    expect(book.card.lastStampAt).toBe(now)
  })

  it('issues a coupon whole', () => {
    const { book, cause, desk } = open([2])
    moveStamps(book, 2, cause('one'), desk)
    expect(book.coupons).toEqual([
      {
        merchantId: 'merchant',
        id: expect.any(String),
        cardId: 'card',
        programId: 'program',
        reward: reward({ id: 'reward-2' }),
        cycle: 1,
        milestone: 2,
        issue: 1,
        state: 'active',
        code: expect.stringMatching(/^CODE/),
        issuedAt: now,
        activatedAt: now,
        expiresAt: null,
        redeemedAt: null,
        redeemedBy: null,
        endedAt: null,
        endReason: null,
        flag: null,
        issueReason: null,
        warnedAt: null,
      },
    ])
    expect([...book.touched]).toEqual([book.coupons[0]!.id])
    expect(book.placements).toEqual([])
  })

  it.each<[string, Parameters<typeof reward>[0], string, string[], string | null]>([
    ['minted: made in every till', {}, 'issuing', ['a pending', 'b placed'], 'CODE'],
    ['of a pool: waits for one', { codeSource: 'pool' }, 'issuing', [], null],
    ['shared: the same for all', { codeSource: 'shared', code: 'COFFEE' }, 'active', [], 'COFFEE'],
    ['shown to staff: no code', { kind: 'staff_scan', codeSource: undefined }, 'active', [], null],
    [
      'shown to staff: whatever else it says',
      { kind: 'staff_scan', codeSource: 'minted' },
      'active',
      [],
      null,
    ],
    [
      'redeemed by oneself: nor does a pool matter',
      { kind: 'self_redeem', codeSource: 'pool' },
      'active',
      [],
      null,
    ],
  ])('%s', (_what, part, state, placed, code) => {
    const { book, desk } = open(
      [2],
      {},
      {
        tills: [
          { id: 'a', mints: true },
          { id: 'b', mints: false },
        ],
      },
    )
    const made = issueCoupon(book, reward(part), 1, 2, desk)
    expect([made.state, made.code?.replace(/\d+$/, '') ?? null]).toEqual([state, code])
    expect(made.activatedAt).toBe(state === 'active' ? now : null)
    expect(book.placements.map((each) => `${each.tillId} ${each.state}`)).toEqual(placed)
    for (const each of book.placements)
      expect(each).toMatchObject({ merchantId: 'merchant', couponId: made.id })
    expect([book.visible, book.touched.has(made.id)]).toEqual([true, true])
  })

  it('turns a minted coupon active at once where no till has to be asked', () => {
    const { book, desk } = open([2], {}, { tills: [{ id: 'b', mints: false }] })
    expect(issueCoupon(book, reward(), 1, 2, desk)).toMatchObject({ state: 'active', activatedAt: now })
  })

  it('numbers coupons by their milestone and cycle alone', () => {
    const { book, desk } = open([2, 4])
    const issue = (cycle: number, milestone: number) =>
      issueCoupon(book, reward(), cycle, milestone, desk).issue
    expect([issue(1, 2), issue(1, 2), issue(1, 4), issue(2, 2), issue(1, 2)]).toEqual([1, 2, 1, 1, 3])
  })

  it('runs out so many days after it was given, and warns from the start where that is soon', () => {
    const { book, desk } = open([2])
    const given = (part: Parameters<typeof reward>[0]) => {
      const { expiresAt, warnedAt } = issueCoupon(book, reward(part), 1, 2, desk)
      return [expiresAt, warnedAt]
    }
    expect(given({ expiresAfterDays: 10 })).toEqual([now + 10 * day, null])
    expect(given({ expiresAfterDays: 2 })).toEqual([now + 2 * day, now])
    expect(given({})).toEqual([null, null])
  })

  it('notes a changed coupon, and only that one', () => {
    const { book, desk } = open([2])
    const [first, second] = [issueCoupon(book, reward(), 1, 2, desk), issueCoupon(book, reward(), 1, 2, desk)]
    settle(book)
    change(book, { ...second, flag: 'owed' })
    expect(book.coupons).toEqual([first, { ...second, flag: 'owed' }])
    expect([[...book.touched], book.visible]).toEqual([[second.id], true])
  })
})

describe('a used coupon whose stamps are taken back', () => {
  const used = (part: Partial<ProgramRules>, ats = [2, 4]) => {
    const made = open(ats, part)
    const { book, cause, desk } = made
    moveStamps(book, 5, cause('order', { channel: 'order', tillId: 't', orderId: 'o' }), desk)
    const [coupon] = book.coupons
    const redeemed = redeemAtTill(coupon!, { channel: 'till', orderId: 'r' }, now)
    if (!redeemed.ok) throw new Error(redeemed.reason)
    change(book, redeemed.coupon)
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
    const { book, cause, desk } = open([2])
    moveStamps(book, 2, cause('one'), desk)
    change(book, { ...book.coupons[0]!, state: 'expired' })
    moveStamps(book, -2, cause('back'), desk)
    expect(book.coupons[0]).toMatchObject({ state: 'expired', flag: null })
    moveStamps(book, 2, cause('two'), desk)
    expect(book.coupons).toHaveLength(1)
  })

  it('is not issued again where a person took it back, but is where its stamps went', () => {
    const { book, cause, desk } = open([2])
    moveStamps(book, 2, cause('one'), desk)
    const ended = revoke(book.coupons[0]!, 'complaint', now)
    if (!ended.ok) throw new Error(ended.reason)
    change(book, ended.coupon)
    moveStamps(book, -2, cause('back'), desk)
    moveStamps(book, 2, cause('two'), desk)
    expect(book.coupons).toHaveLength(1)
    const other = open([2])
    moveStamps(other.book, 2, cause('one'), desk)
    moveStamps(other.book, -1, cause('back'), desk)
    moveStamps(other.book, 1, cause('two'), desk)
    expect(other.book.coupons.map((each) => [each.state, each.issue])).toEqual([
      ['revoked', 1],
      ['active', 2],
    ])
  })

  it('gives a new one for a use that does not count after all, on the terms asked for', () => {
    const { book, cause, desk } = used({ debt: 'owed' })
    const [coupon] = book.coupons
    const made = giveBackUse(book, coupon!, 'undone', cause('undo'), desk, {
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
