import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isOpen } from '../../src/domain/coupon.ts'
import { stampsOf } from '../../src/domain/ladder.ts'
import { type MergeRecord, mergeCards, partCards } from '../../src/domain/merge.ts'
import type { EarnRule, ProgramRules } from '../../src/domain/program.ts'
import { DomainDriver } from '../support/domain-driver.ts'
import { at, cancelled, eur, perAmount, perVisit, program, refunded, sold } from '../support/orders.ts'

const numRuns = Number(process.env.HISTORIES ?? 400)
const monday = at('2026-03-02T08:00:00Z')

type Step = { kind: 'sell' | 'refund' | 'cancel'; card: 'a' | 'b'; total: number; which: number }

const steps = fc.array(
  fc.record({
    kind: fc.constantFrom<Step['kind']>('sell', 'sell', 'sell', 'refund', 'cancel'),
    card: fc.constantFrom('a' as const, 'b' as const),
    total: fc.constantFrom(100, 250, 400, 1100),
    which: fc.nat(20),
  }),
  { maxLength: 14 },
)
/** Without windows, in which the two cards would compete while they are one. */
const plain = fc.constantFrom<EarnRule>(
  perVisit(),
  perVisit({ stamps: 3, minSpend: eur(200) }),
  perAmount(eur(500)),
  perAmount(eur(300), { carryOver: false }),
)
const windowed = fc.constantFrom<EarnRule>(
  perVisit({ limits: { perDay: 1 } }),
  perVisit({ stamps: 2, limits: { perDay: 3, perLocationDay: 2 } }),
  perAmount(eur(500), { limits: { perDay: 2 } }),
)
const ladder = fc.constantFrom<number[]>([1], [3], [2, 5], [1, 2, 3], [10])

function open(rules: ProgramRules): DomainDriver {
  const driver = new DomainDriver([rules], { timeZone: 'Europe/Berlin' })
  driver.join('a')
  driver.join('b')
  return driver
}

/** Whatever card is named: the order is the same one, only paid with another card. */
function play(driver: DomainDriver, all: Step[], first: number, cardOf: (step: Step) => string): void {
  all.forEach((step, i) => {
    const number = first + i
    driver.now += 60_000
    const orders = [...driver.orders.keys()]
    const order = orders[step.which % Math.max(1, orders.length)]
    if (step.kind === 'sell')
      driver.deliver(
        sold(`o${number}`, {
          total: step.total,
          cardSerial: cardOf(step),
          placedAt: monday + number * 7 * 3_600_000,
        }),
      )
    else if (order !== undefined)
      driver.deliver(step.kind === 'refund' ? refunded(order, `r${number}`, step.total) : cancelled(order))
    check(driver)
  })
}

function merge(driver: DomainDriver): MergeRecord {
  const [a, b] = [driver.books.get('a')!, driver.books.get('b')!]
  const record = mergeCards(a, b, 'm', driver.desk)
  driver.commit(a)
  driver.commit(b)
  check(driver)
  return record
}

function part(driver: DomainDriver, record: MergeRecord): void {
  const [a, b] = [driver.books.get('a')!, driver.books.get('b')!]
  partCards(a, b, record, 'm', driver.desk)
  driver.commit(a)
  driver.commit(b)
  check(driver)
}

/** Each card's total is the sum of its entries, and each milestone reached has its coupon, at most one of them good. */
function check(driver: DomainDriver): void {
  for (const { card, coupons } of driver.books.values()) {
    const own = driver.ledger.filter((entry) => entry.cardId === card.id)
    expect(card.total).toBe(own.reduce((sum, entry) => sum + entry.count, 0))
    expect(own.at(-1)?.balance ?? 0).toBe(card.total)
    expect(stampsOf(card)).toBeGreaterThanOrEqual(0)
    expect(card.cycle).toBe(card.pastCycles.length + 1)
    expect(coupons.every((coupon) => coupon.cardId === card.id)).toBe(true)
    const places = coupons.map(({ cycle, milestone, issue }) => `${cycle}/${milestone}/${issue}`)
    expect(new Set(places).size).toBe(places.length)
  }
}

const totals = (driver: DomainDriver) => ['a', 'b'].map((id) => driver.books.get(id)!.card.total)
const good = (driver: DomainDriver, id: string) =>
  driver
    .couponsOf(id)
    .filter(isOpen)
    .map(({ cycle, milestone }) => `${cycle}/${milestone}`)
    .sort()

it('makes one card of two as if all purchases had been its own', () => {
  fc.assert(
    fc.property(plain, ladder, steps, steps, (earn, ats, before, after) => {
      const rules = program(earn, ats)
      const merged = open(rules)
      play(merged, before, 0, (step) => step.card)
      const sum = totals(merged).reduce((a, b) => a + b)
      merge(merged)
      const [old, now] = totals(merged)
      expect(old).toBe(0)
      // Two remainders of money may make one stamp; nothing else does.
      const remainders = merged.ledger.filter((entry) => entry.effectKey.endsWith('/remainders'))
      expect(now).toBe(sum + remainders.length)
      if (earn.kind !== 'amount' || !earn.carryOver) expect(remainders).toEqual([])
      play(merged, after, before.length, (step) => step.card)
      const single = open(rules)
      play(single, [...before, ...after], 0, () => 'b')
      expect(merged.books.get('b')!.card.total).toBe(single.books.get('b')!.card.total)
    }),
    { numRuns },
  )
})

it('parts two cards so that each has what its own purchases are worth', () => {
  fc.assert(
    fc.property(plain, ladder, steps, steps, steps, (earn, ats, before, during, after) => {
      const rules = program(earn, ats)
      const both = open(rules)
      play(both, before, 0, (step) => step.card)
      const record = merge(both)
      play(both, during, before.length, (step) => step.card)
      part(both, record)
      const never = open(rules)
      play(never, [...before, ...during], 0, (step) => step.card)
      expect(totals(both)).toEqual(totals(never))
      for (const id of ['a', 'b']) {
        expect(both.books.get(id)!.card).toMatchObject({ cycle: never.books.get(id)!.card.cycle })
        expect(new Set(good(both, id))).toEqual(new Set(good(never, id)))
      }
      const first = before.length + during.length
      play(both, after, first, (step) => step.card)
      play(never, after, first, (step) => step.card)
      expect(totals(both)).toEqual(totals(never))
    }),
    { numRuns },
  )
})

it('conserves the total where limits have windows, and ends at nothing when everything is given back', () => {
  fc.assert(
    fc.property(windowed, ladder, steps, steps, fc.boolean(), (earn, ats, before, during, parts) => {
      const driver = open(program(earn, ats))
      play(driver, before, 0, (step) => step.card)
      const sum = totals(driver).reduce((a, b) => a + b)
      const record = merge(driver)
      const extra = () =>
        driver.ledger
          .filter((entry) => entry.effectKey.includes('/remainders'))
          .reduce((total, entry) => total + entry.count, 0)
      expect(totals(driver)[1]).toBe(sum + extra())
      play(driver, during, before.length, (step) => step.card)
      const joined = totals(driver)[1]! - extra()
      if (parts) {
        part(driver, record)
        expect(totals(driver).reduce((a, b) => a + b) - extra()).toBe(joined)
      }
      if (parts) return
      for (const order of driver.orders.keys()) driver.deliver(cancelled(order))
      expect(totals(driver)).toEqual([0, 0])
    }),
    { numRuns },
  )
})
