import { describe, expect, it } from 'vitest'
import { isOpen } from '../../src/domain/coupon.ts'
import { stampsOf } from '../../src/domain/ladder.ts'
import type { ProgramRules, StampExpiry } from '../../src/domain/program.ts'
import { stampsEnd } from '../../src/domain/stamp-clock.ts'
import { expireStamps } from '../../src/domain/stamp-expiry.ts'
import { DomainDriver } from '../support/domain-driver.ts'
import { at, perVisit, program, refunded, sold } from '../support/orders.ts'

const iso = (instant: number) => new Date(instant).toISOString()
const end = (rule: StampExpiry, since: string, zone: string, last = since) =>
  iso(stampsEnd(rule, at(since), at(last), zone))

describe('the end of stamps', () => {
  it.each([
    ['plain days', { kind: 'sliding', days: 1 }, '2026-06-01T09:00:00Z', 'UTC', '2026-06-03T00:00:00.000Z'],
    // 25 October has 25 hours in Berlin, 29 March has 23.
    [
      'clocks go back',
      { kind: 'sliding', days: 1 },
      '2026-10-24T20:00:00Z',
      'Europe/Berlin',
      '2026-10-25T23:00:00.000Z',
    ],
    [
      'clocks go forward',
      { kind: 'sliding', days: 1 },
      '2026-03-28T20:00:00Z',
      'Europe/Berlin',
      '2026-03-29T22:00:00.000Z',
    ],
    // Late in the evening in UTC it is tomorrow in Berlin already.
    [
      'the shop’s day',
      { kind: 'sliding', days: 1 },
      '2026-06-01T22:30:00Z',
      'Europe/Berlin',
      '2026-06-03T22:00:00.000Z',
    ],
    // Cairo's clocks go forward at midnight: 24 April begins at 01:00.
    [
      'no midnight',
      { kind: 'sliding', days: 1 },
      '2026-04-22T09:00:00Z',
      'Africa/Cairo',
      '2026-04-23T22:00:00.000Z',
    ],
    ['months', { kind: 'fixed', months: 6 }, '2026-01-15T09:00:00Z', 'UTC', '2026-07-16T00:00:00.000Z'],
    [
      'a shorter month',
      { kind: 'fixed', months: 1 },
      '2026-01-31T09:00:00Z',
      'UTC',
      '2026-03-01T00:00:00.000Z',
    ],
    ['over a year', { kind: 'fixed', months: 11 }, '2026-03-31T09:00:00Z', 'UTC', '2027-03-01T00:00:00.000Z'],
    [
      'this year’s day',
      { kind: 'fixed', date: '12-31' },
      '2026-05-01T09:00:00Z',
      'UTC',
      '2027-01-01T00:00:00.000Z',
    ],
    [
      'next year’s day',
      { kind: 'fixed', date: '03-31' },
      '2026-05-01T09:00:00Z',
      'UTC',
      '2027-04-01T00:00:00.000Z',
    ],
    [
      'on the day itself',
      { kind: 'fixed', date: '05-01' },
      '2026-05-01T09:00:00Z',
      'UTC',
      '2026-05-02T00:00:00.000Z',
    ],
    [
      'no leap day',
      { kind: 'fixed', date: '02-29' },
      '2026-02-01T09:00:00Z',
      'UTC',
      '2026-03-01T00:00:00.000Z',
    ],
    [
      'far west',
      { kind: 'sliding', days: 1 },
      '2026-06-01T09:00:00Z',
      'Pacific/Pago_Pago',
      '2026-06-02T11:00:00.000Z',
    ],
    [
      'far east',
      { kind: 'sliding', days: 1 },
      '2026-06-01T09:00:00Z',
      'Pacific/Kiritimati',
      '2026-06-02T10:00:00.000Z',
    ],
  ] as const)('%s', (_, rule, since, zone, expected) => {
    expect(end(rule, since, zone)).toBe(expected)
  })
})

const day = 86_400_000
const noon = at('2026-06-01T12:00:00Z')

function shop(stampExpiry: StampExpiry, ats = [10], part: Partial<ProgramRules> = {}) {
  const driver = new DomainDriver([program(perVisit(), ats, { stampExpiry, ...part })])
  driver.now = noon
  const book = driver.join()
  let n = 0
  return {
    driver,
    book,
    /** @param days after the first of June; the till tells of it `late` days after the sale */
    sell(days: number, late = 0) {
      driver.now = Math.max(driver.now, noon + (days + late) * day)
      const id = `o${++n}`
      driver.deliver(sold(id, { placedAt: noon + days * day }))
      return id
    },
    tick(days: number) {
      driver.now = noon + days * day
      const gone = expireStamps(book, driver.desk)
      driver.commit(book)
      return gone
    },
    sum: () => driver.ledger.reduce((total, entry) => total + entry.count, 0),
    stamps: () => stampsOf(book.card),
  }
}

describe('stamps that expire', () => {
  it('last as long as something is earned within the days, and go together', () => {
    const { sell, tick, stamps, book, driver, sum } = shop({ kind: 'sliding', days: 30 })
    sell(0)
    sell(29)
    expect(tick(59)).toBe(false)
    expect(tick(60)).toBe(true)
    expect(tick(60)).toBe(false)
    expect(stamps()).toBe(0)
    expect(sum()).toBe(book.card.total)
    expect(driver.ledger.at(-1)).toMatchObject({ channel: 'expiry', count: -2, balance: 0 })
    expect(driver.ledger.at(-1)?.effectKey).toContain('2026-07-31')
    expect(book.card.stampsExpireAt).toBeNull()
    sell(61)
    expect(stamps()).toBe(1)
  })

  it('expire a time after the first of the cycle, however busy the card was', () => {
    const { sell, tick, stamps } = shop({ kind: 'fixed', months: 1 })
    sell(0)
    sell(29)
    expect(tick(30)).toBe(false)
    expect(tick(31)).toBe(true)
    expect(stamps()).toBe(0)
  })

  it('begin anew with each cycle', () => {
    const { sell, tick, book } = shop({ kind: 'fixed', months: 1 }, [2])
    sell(0)
    sell(1)
    expect(book.card.stampsExpireAt).toBeNull()
    sell(20)
    expect(tick(31)).toBe(false)
    expect(iso(book.card.stampsExpireAt!)).toBe('2026-07-22T00:00:00.000Z')
  })

  it('never touch a coupon, and let its milestone be earned again', () => {
    const { sell, tick, driver, stamps, book } = shop({ kind: 'sliding', days: 10 }, [2, 5])
    for (let i = 0; i < 7; i++) sell(i)
    expect(driver.couponsOf().filter(isOpen)).toHaveLength(3)
    expect(tick(30)).toBe(true)
    expect(driver.couponsOf().filter(isOpen)).toHaveLength(3)
    expect({ stamps: stamps(), cycle: book.card.cycle, total: book.card.total }).toEqual({
      stamps: 0,
      cycle: 3,
      total: 5,
    })
    sell(31)
    sell(32)
    expect(driver.couponsOf().filter(isOpen)).toHaveLength(4)
  })

  it('come back for a sale made in time and told too late', () => {
    const { sell, tick, stamps, sum, book } = shop({ kind: 'sliding', days: 10 })
    sell(0)
    sell(1)
    expect(tick(12)).toBe(true)
    sell(9, 4)
    expect(stamps()).toBe(3)
    expect(sum()).toBe(book.card.total)
    expect(iso(book.card.stampsExpireAt!)).toBe('2026-06-21T00:00:00.000Z')
    expect(tick(20)).toBe(true)
    expect(stamps()).toBe(0)
  })

  it('take a late sale with them where the day was fixed', () => {
    const { sell, tick, stamps, sum, book, driver } = shop({ kind: 'fixed', date: '06-10' })
    sell(0)
    expect(tick(10)).toBe(true)
    sell(12)
    const late = sell(9, 4)
    expect(stamps()).toBe(1)
    expect(sum()).toBe(book.card.total)
    expect(driver.order(late)).toMatchObject({ given: 1, outcome: 'stamped' })
    driver.deliver(refunded(late, 'r', 1000))
    expect(stamps()).toBe(1)
    expect(driver.order(late).given).toBe(0)
  })

  it('give the reward that a late sale would have reached', () => {
    const { sell, tick, driver } = shop({ kind: 'fixed', date: '06-10' }, [3])
    sell(0)
    sell(1)
    expect(tick(10)).toBe(true)
    sell(9, 4)
    expect(driver.couponsOf().filter(isOpen)).toHaveLength(1)
  })

  it('are not taken a second time by a refund', () => {
    const { sell, tick, stamps, sum, book, driver } = shop({ kind: 'sliding', days: 10 })
    const first = sell(0)
    sell(1)
    tick(12)
    sell(13)
    driver.deliver(refunded(first, 'r', 1000))
    expect(stamps()).toBe(1)
    expect(driver.order(first).given).toBe(0)
    expect(sum()).toBe(book.card.total)
  })
})
