import { describe, expect, it } from 'vitest'
import { type CardBook, change, issueCoupon, moveStamps, replaceUsed } from '../../src/domain/card-book.ts'
import { type Coupon, redeemAtTill, revoke } from '../../src/domain/coupon.ts'
import { stampsOf } from '../../src/domain/ladder.ts'
import type { ProgramRules } from '../../src/domain/program.ts'
import { DomainDriver, type DriverOptions } from '../support/domain-driver.ts'
import { perVisit, program, reward } from '../support/orders.ts'

function card(ats: number[] = [10], part: Partial<ProgramRules> = {}, options: DriverOptions = {}) {
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
  return { driver, book, move }
}

const states = (book: CardBook) =>
  book.coupons.map(({ cycle, milestone, state }) => `${cycle}:${milestone} ${state}`)
const use = (book: CardBook, coupon: Coupon) => {
  const result = redeemAtTill(coupon, { channel: 'till', orderId: 'r' }, 0)
  if (!result.ok) throw new Error(result.reason)
  change(book, result.coupon)
}
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
const sum = (book: CardBook) => book.ledger.reduce((total, entry) => total + entry.count, 0)

describe('stamps', () => {
  it('keeps a ledger whose sum and last balance are the total', () => {
    const { book, move } = card()
    for (const count of [3, -1, 12, -4]) move(count)
    expect([book.card.total, sum(book), book.ledger.at(-1)?.balance]).toEqual([10, 10, 10])
  })

  it('never falls below nothing, and says what was really taken', () => {
    const { book, move } = card()
    move(2)
    expect([move(-5), book.card.total, sum(book)]).toEqual([-2, 0, 0])
  })

  it('enters nothing when nothing moves', () => {
    const { book, move } = card()
    move(0)
    expect([book.ledger, book.visible]).toEqual([[], false])
  })

  it('remembers when the last stamp came, not when one was taken', () => {
    const { driver, book, move } = card()
    move(2)
    const first = driver.now
    driver.now += 1000
    move(-1)
    expect(book.card.lastStampAt).toBe(first)
  })
})

describe('coupons follow the total', () => {
  it.each<[string, number[], number[], string[]]>([
    ['nothing before the goal', [10], [9], []],
    ['one at the goal', [10], [9, 1], ['1:10 active']],
    ['one at each milestone', [5, 10], [10], ['1:5 active', '1:10 active']],
    ['one big order over three cycles', [10], [30], ['1:10 active', '2:10 active', '3:10 active']],
    ['an unused one goes with its stamps', [10], [10, -1], ['1:10 revoked']],
    ['only those no longer justified go', [5, 10], [10, -1], ['1:5 active', '1:10 revoked']],
    ['a fall over cycles takes them all', [10], [25, -20], ['1:10 revoked', '2:10 revoked']],
    ['reached again: a new one', [10], [10, -1, 1], ['1:10 revoked', '1:10 active']],
    ['one coupon a milestone however it goes on', [10], [10, -1, 1, 5, -5], ['1:10 revoked', '1:10 active']],
  ])('%s', (_what, ats, moves, expected) => {
    const { book, move } = card(ats)
    for (const count of moves) move(count)
    expect(states(book)).toEqual(expected)
  })

  it('numbers the replacements of a milestone and gives each its own code', () => {
    const { book, move } = card()
    for (const count of [10, -1, 1]) move(count)
    expect(book.coupons.map((each) => each.issue)).toEqual([1, 2])
    expect(new Set(book.coupons.map((each) => each.code)).size).toBe(2)
  })

  it('does not issue again what a person revoked', () => {
    const { book, move } = card()
    move(10)
    const revoked = revoke(book.coupons[0]!, 'by hand', 0)
    if (revoked.ok) change(book, revoked.coupon)
    move(-1)
    move(1)
    expect(states(book)).toEqual(['1:10 revoked'])
  })

  it('does not issue again what was used after it was taken back', () => {
    const { book, move } = card()
    move(10)
    move(-1)
    change(book, { ...book.coupons[0]!, flag: 'used-after-end' })
    move(1)
    expect(states(book)).toEqual(['1:10 revoked'])
  })
})

describe('a used coupon whose stamps are taken back', () => {
  it('is owed: the card falls, and the next stamps repay it first', () => {
    const { book, move } = card()
    move(10)
    use(book, book.coupons[0]!)
    move(-3)
    expect([book.card.total, book.coupons[0]!.flag]).toEqual([7, 'owed'])
    move(3)
    expect([book.card.cycle, states(book), book.coupons[0]!.flag]).toEqual([2, ['1:10 redeemed'], null])
  })

  const forgiving = { debt: 'forgiven' as const }

  it('is forgiven: the card keeps what the coupon needed, and says so', () => {
    const { book, move } = card([10], forgiving)
    move(12)
    use(book, book.coupons[0]!)
    move(-5)
    expect([book.card.total, book.coupons[0]!.flag, sum(book)]).toEqual([10, 'forgiven', 10])
    expect(book.ledger.map(({ count, balance }) => [count, balance])).toEqual([
      [12, 12],
      [-5, 7],
      [3, 10],
    ])
  })

  it('is forgiven in the cycle it was used in, though the fall goes further', () => {
    const { book, move } = card([5, 10], forgiving)
    move(17)
    use(book, book.coupons.find((each) => each.cycle === 2)!)
    move(-8)
    expect(book.card).toMatchObject({ total: 15, cycle: 2 })
  })

  it('leaves unused coupons below it alone', () => {
    const { book, move } = card([5, 10], forgiving)
    move(10)
    use(book, book.coupons[1]!)
    move(-9)
    expect(states(book)).toEqual(['1:5 active', '1:10 redeemed'])
  })

  it('does not give an order that comes back what was never taken', () => {
    const { book, move } = card([10], forgiving)
    move(9)
    move(1, 'last')
    use(book, book.coupons[0]!)
    move(-1, 'last')
    expect([move(1, 'last'), book.card.total]).toEqual([1, 10])
    expect(move(1, 'next')).toBe(1)
    expect(book.card.total).toBe(11)
  })

  it('keeps nothing when nothing was used', () => {
    const { book, move } = card([10], forgiving)
    move(10)
    move(-4)
    expect([book.card.total, states(book)]).toEqual([6, ['1:10 revoked']])
  })
})

describe('a redemption given back', () => {
  it('gives a new coupon with a new code', () => {
    const { driver, book, move } = card()
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
      const { driver, book, move } = card([10], { debt })
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
      expect(sum(book)).toBe(10)
    }
  })

  it('takes back only what the coupon alone had kept', () => {
    const { driver, book, move } = card([10], { debt: 'forgiven' })
    move(20)
    for (const each of [...book.coupons]) use(book, each)
    move(-12)
    expect(book.card.total).toBe(20)
    giveBack(driver, book, book.coupons[1]!.id)
    expect([book.card.total, sum(book)]).toEqual([10, 10])
  })

  it('replaces a voucher, which no stamps stand for', () => {
    const { driver, book } = card()
    const voucher = issueCoupon(book, reward(), 1, 0, driver.desk)
    use(book, voucher)
    expect(giveBack(driver, book, voucher.id)).toBe(true)
  })
})

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
    const { driver, book } = card([10], {}, { tills: at })
    const coupon = issueCoupon(book, of, 1, 10, driver.desk)
    expect([coupon.state, book.placements.length]).toEqual([state, placements])
    expect(coupon.activatedAt === null).toBe(state === 'issuing')
  })

  it('starts the expiry when it is issued', () => {
    const { driver, book } = card()
    const coupon = issueCoupon(book, reward({ expiresAfterDays: 30 }), 1, 10, driver.desk)
    expect(coupon.expiresAt).toBe(driver.now + 30 * 86_400_000)
  })

  it('keeps the reward as it was', () => {
    const { book, move } = card()
    move(10)
    expect(book.coupons[0]!.reward).toEqual(reward({ id: 'reward-10' }))
    expect(stampsOf(book.card)).toBe(0)
  })
})
