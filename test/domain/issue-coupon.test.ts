import { describe, expect, it } from 'vitest'
import { issueCoupon } from '../../src/domain/issue-coupon.ts'
import { stampsOf } from '../../src/domain/ladder.ts'
import { moveStamps } from '../../src/domain/move-stamps.ts'
import { oneCard } from '../support/one-card.ts'
import { reward } from '../support/orders.ts'

const now = Date.parse('2026-03-02T09:00:00Z')
const day = 86_400_000

describe('issueCoupon', () => {
  const tills = [
    { id: 'shopify', mints: true },
    { id: 'open', mints: false },
  ]
  it.each([
    ['minted, with a till to make it in', reward(), tills, 'issuing', 2],
    ['minted, with open tills only', reward(), tills.slice(1), 'active', 1],
    ['minted, without any till', reward(), [], 'active', 0],
    ['from a pool: waits for its code', reward({ codeSource: 'pool' }), tills, 'issuing', 0],
    ['shared: the code is there', reward({ codeSource: 'shared', code: 'FREE' }), tills, 'active', 0],
    ['shown to the staff', reward({ kind: 'staff_scan', codeSource: undefined }), tills, 'active', 0],
    ['redeemed by the customer', reward({ kind: 'self_redeem', codeSource: undefined }), tills, 'active', 0],
  ])('%s', (_what, of, at, state, placements) => {
    const { driver, book } = oneCard([10], {}, { tills: at })
    const coupon = issueCoupon(book, of, 1, 10, driver.desk)
    expect([coupon.state, book.placements.length]).toEqual([state, placements])
    expect(coupon.activatedAt === null).toBe(state === 'issuing')
  })

  it('starts the expiry when it is issued', () => {
    const { driver, book } = oneCard()
    const coupon = issueCoupon(book, reward({ expiresAfterDays: 30 }), 1, 10, driver.desk)
    expect(coupon.expiresAt).toBe(driver.now + 30 * 86_400_000)
  })

  it('keeps the reward as it was', () => {
    const { book, move } = oneCard()
    move(10)
    expect(book.coupons[0]!.reward).toEqual(reward({ id: 'reward-10' }))
    expect(stampsOf(book.card)).toBe(0)
  })

  it('issues a coupon whole', () => {
    const { book, cause, desk } = oneCard([2])
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
    const { book, desk } = oneCard(
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
    const { book, desk } = oneCard([2], {}, { tills: [{ id: 'b', mints: false }] })
    expect(issueCoupon(book, reward(), 1, 2, desk)).toMatchObject({ state: 'active', activatedAt: now })
  })

  it('numbers coupons by their milestone and cycle alone', () => {
    const { book, desk } = oneCard([2, 4])
    const issue = (cycle: number, milestone: number) =>
      issueCoupon(book, reward(), cycle, milestone, desk).issue
    expect([issue(1, 2), issue(1, 2), issue(1, 4), issue(2, 2), issue(1, 2)]).toEqual([1, 2, 1, 1, 3])
  })

  it('runs out so many days after it was given, and warns from the start where that is soon', () => {
    const { book, desk } = oneCard([2])
    const given = (part: Parameters<typeof reward>[0]) => {
      const { expiresAt, warnedAt } = issueCoupon(book, reward(part), 1, 2, desk)
      return [expiresAt, warnedAt]
    }
    expect(given({ expiresAfterDays: 10 })).toEqual([now + 10 * day, null])
    expect(given({ expiresAfterDays: 2 })).toEqual([now + 2 * day, now])
    expect(given({})).toEqual([null, null])
  })
})
