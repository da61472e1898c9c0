import { describe, expect, it } from 'vitest'
import { type CardBook, change } from '../../src/domain/card-book.ts'
import { type Coupon, expire, isOpen, redeem, revoke } from '../../src/domain/coupon.ts'
import { giveVoucher, reinstate, undoRedemption } from '../../src/domain/give-again.ts'
import { moveStamps } from '../../src/domain/move-stamps.ts'
import type { ProgramRules } from '../../src/domain/program.ts'
import { DomainDriver } from '../support/domain-driver.ts'
import { at, perVisit, program, reward } from '../support/orders.ts'

const day = 86_400_000

function shop(part: Partial<ProgramRules> = {}) {
  const driver = new DomainDriver([program(perVisit(), [3], part)])
  const book = driver.join()
  let made = 0
  const move = (count: number) =>
    moveStamps(book, count, { effectKey: `move/${++made}`, channel: 'api', reason: 'by hand' }, driver.desk)
  return { driver, book, move }
}

const cause = (id: string) => ({ effectKey: `undo/${id}`, channel: 'undo', reason: 'Undone' })
const put = (book: CardBook, result: ReturnType<typeof redeem>) => {
  if (!result.ok) throw new Error(result.reason)
  change(book, result.coupon)
  return result.coupon
}
const last = (book: CardBook): Coupon => book.coupons.at(-1)!

describe('undoing a use', () => {
  it('keeps the use and gives another coupon in its place, which ends when the old one would have', () => {
    const { driver, book, move } = shop()
    move(3)
    const old = { ...last(book), expiresAt: driver.now + 9 * day }
    change(book, old)
    const used = put(book, redeem(old, { channel: 'staff' }, driver.now))
    const fresh = undoRedemption(book, used, cause('1'), driver.desk)
    expect(book.coupons).toMatchObject([
      { state: 'redeemed', flag: 'undone', issue: 1 },
      { state: 'active', flag: null, issue: 2, expiresAt: driver.now + 9 * day },
    ])
    expect(fresh?.code).not.toBe(old.code)
  })

  it('leaves at least a day to use it', () => {
    const { driver, book, move } = shop()
    move(3)
    const old = { ...last(book), expiresAt: driver.now + 1 }
    change(book, old)
    const used = put(book, redeem(old, { channel: 'staff' }, driver.now))
    expect(undoRedemption(book, used, cause('1'), driver.desk)?.expiresAt).toBe(driver.now + day)
  })

  it('leaves it without an end where the old one had none', () => {
    const { driver, book, move } = shop()
    move(3)
    const used = put(book, redeem(last(book), { channel: 'staff' }, driver.now))
    expect(undoRedemption(book, used, cause('1'), driver.desk)?.expiresAt).toBeNull()
  })

  it('gives none when the stamps were taken back meanwhile', () => {
    const { driver, book, move } = shop()
    move(3)
    const used = put(book, redeem(last(book), { channel: 'staff' }, driver.now))
    move(-1)
    const owed = book.coupons.find((each) => each.id === used.id)!
    expect(undoRedemption(book, owed, cause('1'), driver.desk)).toBeNull()
    move(1)
    expect(book.coupons.map(({ state, flag }) => [state, flag])).toEqual([
      ['redeemed', 'undone'],
      ['active', null],
    ])
  })

  it('takes back what was forgiven because of the use', () => {
    const { driver, book, move } = shop({ debt: 'forgiven' })
    move(3)
    const used = put(book, redeem(last(book), { channel: 'staff' }, driver.now))
    move(-2)
    expect(book.card.total).toBe(3)
    const kept = book.coupons.find((each) => each.id === used.id)!
    expect(undoRedemption(book, kept, cause('1'), driver.desk)).toBeNull()
    expect(book.card.total).toBe(1)
  })
})

describe('reinstating', () => {
  const ended = (how: 'expire' | 'revoke' | 'reversal') => {
    const { driver, book, move } = shop()
    move(3)
    const coupon = { ...last(book), expiresAt: driver.now + day }
    change(book, coupon)
    driver.now += how === 'expire' ? day : 0
    if (how === 'reversal') move(-1)
    else put(book, how === 'expire' ? expire(coupon, driver.now) : revoke(coupon, 'by mistake', driver.now))
    return { driver, book, move, coupon: last(book) }
  }

  it.each(['expire', 'revoke'] as const)('%s: a new coupon with a new code takes its place', (how) => {
    const { driver, book, coupon } = ended(how)
    const result = reinstate(book, coupon, undefined, driver.desk)
    expect(result).toMatchObject({ ok: true, coupon: { state: 'active', issue: 2, expiresAt: null } })
    expect(book.coupons[0]?.flag).toBe('reinstated')
    expect(reinstate(book, book.coupons[0]!, undefined, driver.desk)).toEqual({
      ok: false,
      reason: 'replaced',
    })
  })

  it('does not bring the milestone a third coupon when the stamps go and come again', () => {
    const { driver, book, coupon, move } = ended('revoke')
    reinstate(book, coupon, undefined, driver.desk)
    move(-1)
    move(1)
    expect(book.coupons.filter(isOpen).length).toBe(1)
  })

  it.each<[string, Partial<Coupon>, number | undefined, string]>([
    ['one whose stamps were taken back', { endReason: 'reversal' }, undefined, 'not-earned'],
    ['one whose code a till took after the end', { flag: 'used-after-end' }, undefined, 'used-after-end'],
    ['to an end that lies behind', {}, 5, 'bad-end'],
    ['to an end that is now', {}, at('2026-03-02T09:00:00Z'), 'bad-end'],
    [
      'to a fixed date that is now',
      { reward: reward({ expiresAt: '2026-03-02T09:00:00Z' }) },
      undefined,
      'bad-end',
    ],
    [
      'to a fixed date that has passed',
      { reward: reward({ expiresAt: '2020-01-01T00:00:00Z' }) },
      undefined,
      'bad-end',
    ],
  ])('refuses %s', (_what, part, end, reason) => {
    const { driver, book, coupon } = ended('revoke')
    const changed = { ...coupon, ...part }
    change(book, changed)
    expect(reinstate(book, changed, end, driver.desk)).toEqual({ ok: false, reason })
    expect(book.coupons.length).toBe(1)
  })

  it('refuses one whose stamps are gone now, though it ended before', () => {
    const { driver, book, coupon, move } = ended('expire')
    move(-1)
    expect(reinstate(book, coupon, undefined, driver.desk)).toEqual({ ok: false, reason: 'not-earned' })
  })

  it.each<[string, Partial<Coupon>, number | undefined, number | null]>([
    ['the end that is asked for', {}, at('2026-04-01T00:00:00Z'), at('2026-04-01T00:00:00Z')],
    [
      'the fixed date of its reward while that lies ahead',
      { reward: reward({ expiresAt: '2026-05-01T00:00:00Z' }) },
      undefined,
      at('2026-05-01T00:00:00Z'),
    ],
    [
      'the days of its reward, from now on',
      { reward: reward({ expiresAfterDays: 7 }) },
      undefined,
      at('2026-03-09T09:00:00Z'),
    ],
  ])('gives %s', (_what, part, end, expiresAt) => {
    const { driver, book, coupon } = ended('revoke')
    const changed = { ...coupon, ...part }
    change(book, changed)
    expect(reinstate(book, changed, end, driver.desk)).toMatchObject({ ok: true, coupon: { expiresAt } })
  })

  it('gives back one that has run out though nobody has noted it: it ends now', () => {
    const { driver, book, move } = shop()
    move(3)
    const coupon = { ...last(book), expiresAt: driver.now }
    change(book, coupon)
    expect(reinstate(book, coupon, undefined, driver.desk)).toMatchObject({ ok: true })
    expect(book.coupons[0]).toEqual({
      ...coupon,
      state: 'expired',
      endedAt: driver.now,
      endReason: 'expired',
      flag: 'reinstated',
    })
  })

  it('gives a voucher back though the cycle in which it was given is gone', () => {
    const { driver, book, move } = shop()
    move(4)
    const voucher = giveVoucher(book, reward(), { issueReason: 'Birthday' }, driver.desk)
    expect(voucher.cycle).toBe(2)
    const gone = put(book, revoke(voucher, 'by mistake', driver.now))
    move(-3)
    expect(reinstate(book, gone, undefined, driver.desk)).toMatchObject({ ok: true })
  })

  it('refuses open ones and used ones', () => {
    const { driver, book, move } = shop()
    move(3)
    const open = { ok: false, reason: 'still-open' }
    expect(reinstate(book, last(book), undefined, driver.desk)).toEqual(open)
    expect(reinstate(book, { ...last(book), state: 'issuing' }, undefined, driver.desk)).toEqual(open)
    const used = put(book, redeem(last(book), { channel: 'staff', location: 'Harbour Street' }, driver.now))
    expect(reinstate(book, used, undefined, driver.desk)).toMatchObject({
      reason: 'already-redeemed',
      redeemedAt: driver.now,
      location: 'Harbour Street',
    })
  })
})

describe('vouchers', () => {
  it('stand for no stamps: refunds leave them alone, and they are counted by themselves', () => {
    const { driver, book, move } = shop()
    move(3)
    for (const id of ['v1', 'v2']) giveVoucher(book, reward(), { id, issueReason: 'Birthday' }, driver.desk)
    move(-3)
    expect(book.coupons.map(({ milestone, issue, state }) => [milestone, issue, state])).toEqual([
      [3, 1, 'revoked'],
      [0, 1, 'active'],
      [0, 2, 'active'],
    ])
  })
})
