import { describe, expect, it } from 'vitest'
import { change } from '../../src/domain/card-book.ts'
import { revoke } from '../../src/domain/coupon.ts'
import { moveStamps } from '../../src/domain/move-stamps.ts'
import { oneCard, states, sumOf, use } from '../support/one-card.ts'

describe('stamps', () => {
  it('keeps a ledger whose sum and last balance are the total', () => {
    const { book, move } = oneCard()
    for (const count of [3, -1, 12, -4]) move(count)
    expect([book.card.total, sumOf(book), book.ledger.at(-1)?.balance]).toEqual([10, 10, 10])
  })

  it('never falls below nothing, and says what was really taken', () => {
    const { book, move } = oneCard()
    move(2)
    expect([move(-5), book.card.total, sumOf(book)]).toEqual([-2, 0, 0])
  })

  it('enters nothing when nothing moves', () => {
    const { book, move } = oneCard()
    move(0)
    expect([book.ledger, book.visible]).toEqual([[], false])
  })

  it('remembers when the last stamp came, not when one was taken', () => {
    const { driver, book, move } = oneCard()
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
    const { book, move } = oneCard(ats)
    for (const count of moves) move(count)
    expect(states(book)).toEqual(expected)
  })

  it('numbers the replacements of a milestone and gives each its own code', () => {
    const { book, move } = oneCard()
    for (const count of [10, -1, 1]) move(count)
    expect(book.coupons.map((each) => each.issue)).toEqual([1, 2])
    expect(new Set(book.coupons.map((each) => each.code)).size).toBe(2)
  })

  it('does not issue again what a person revoked', () => {
    const { book, move } = oneCard()
    move(10)
    const revoked = revoke(book.coupons[0]!, 'by hand', 0)
    if (revoked.ok) change(book, revoked.coupon)
    move(-1)
    move(1)
    expect(states(book)).toEqual(['1:10 revoked'])
  })

  it('does not issue again what was used after it was taken back', () => {
    const { book, move } = oneCard()
    move(10)
    move(-1)
    change(book, { ...book.coupons[0]!, flag: 'used-after-end' })
    move(1)
    expect(states(book)).toEqual(['1:10 revoked'])
    expect(book.coupons[0]!.flag).toBe('used-after-end')
  })

  it('are of the reward of their own milestone', () => {
    const { book, move } = oneCard([5, 10])
    move(10)
    expect(book.coupons.map((each) => each.reward.id)).toEqual(['reward-5', 'reward-10'])
  })
})

describe('a used coupon whose stamps are taken back', () => {
  it('is owed: the card falls, and the next stamps repay it first', () => {
    const { book, move } = oneCard()
    move(10)
    use(book, book.coupons[0]!)
    move(-3)
    expect([book.card.total, book.coupons[0]!.flag]).toEqual([7, 'owed'])
    move(3)
    expect([book.card.cycle, states(book), book.coupons[0]!.flag]).toEqual([2, ['1:10 redeemed'], null])
  })

  const forgiving = { debt: 'forgiven' as const }

  it('is forgiven: the card keeps what the coupon needed, and says so', () => {
    const { book, move } = oneCard([10], forgiving)
    move(12)
    use(book, book.coupons[0]!)
    move(-5)
    expect([book.card.total, book.coupons[0]!.flag, sumOf(book)]).toEqual([10, 'forgiven', 10])
    expect(book.ledger.map(({ count, balance }) => [count, balance])).toEqual([
      [12, 12],
      [-5, 7],
      [3, 10],
    ])
  })

  it('is forgiven in the cycle it was used in, though the fall goes further', () => {
    const { book, move } = oneCard([5, 10], forgiving)
    move(17)
    use(book, book.coupons.find((each) => each.cycle === 2)!)
    move(-8)
    expect(book.card).toMatchObject({ total: 15, cycle: 2 })
  })

  it('leaves unused coupons below it alone', () => {
    const { book, move } = oneCard([5, 10], forgiving)
    move(10)
    use(book, book.coupons[1]!)
    move(-9)
    expect(states(book)).toEqual(['1:5 active', '1:10 redeemed'])
  })

  it('does not give an order that comes back what was never taken', () => {
    const { book, move } = oneCard([10], forgiving)
    move(9)
    move(1, 'last')
    use(book, book.coupons[0]!)
    move(-1, 'last')
    expect([move(1, 'last'), book.card.total]).toEqual([1, 10])
    expect(move(1, 'next')).toBe(1)
    expect(book.card.total).toBe(11)
  })

  it('is forgiven again and again where an order falls in steps', () => {
    const { book, move } = oneCard([10], forgiving)
    move(8)
    move(2, 'last')
    use(book, book.coupons[0]!)
    expect([move(-1, 'last'), move(-1, 'last'), book.card.total]).toEqual([-1, -1, 10])
    expect(book.ledger.slice(2).map(({ count, balance }) => [count, balance])).toEqual([
      [-1, 9],
      [1, 10],
      [-1, 9],
      [1, 10],
    ])
    // It comes back whole, and had never left.
    expect([move(2, 'last'), book.card.total]).toEqual([2, 10])
  })

  it('says so on the coupons that it concerns alone', () => {
    for (const [fall, flags] of [
      [-5, [null, 'forgiven']],
      [-7, [null, 'forgiven']],
      [-8, ['forgiven', 'forgiven']],
    ] as const) {
      const { book, move } = oneCard([5, 10], forgiving)
      move(12)
      for (const each of [...book.coupons]) use(book, each)
      move(fall)
      expect(book.coupons.map(({ flag }) => flag)).toEqual(flags)
    }
  })

  it('is forgiven by hand too, and a gift is no return of what was', () => {
    const { book, cause, desk } = oneCard([10], forgiving)
    moveStamps(book, 10, cause('gift'), desk)
    use(book, book.coupons[0]!)
    moveStamps(book, -1, cause('correction'), desk)
    expect(moveStamps(book, 1, cause('another'), desk)).toBe(1)
    expect(book.card.total).toBe(11)
  })

  it('keeps nothing when nothing was used', () => {
    const { book, move } = oneCard([10], forgiving)
    move(10)
    move(-4)
    expect([book.card.total, states(book)]).toEqual([6, ['1:10 revoked']])
  })
})
