import fc from 'fast-check'
import type { CardBook } from '../../src/domain/card-book.ts'
import { isOpen } from '../../src/domain/coupon.ts'
import { stampsOf } from '../../src/domain/ladder.ts'
import type { OrderEvent, Refund, Sale } from '../../src/domain/order.ts'
import type { EarnRule, ProgramRules } from '../../src/domain/program.ts'
import { DomainDriver } from './domain-driver.ts'
import { at, cancelled, eur, line, perAmount, perItem, perVisit, program, refunded, sold } from './orders.ts'

const monday = at('2026-03-02T21:00:00Z')
const hour = 3_600_000

/** Rules whose totals are promised to be the same in any order of arrival. */
const rules: fc.Arbitrary<EarnRule> = fc.constantFrom(
  perVisit(),
  perVisit({ stamps: 3, minSpend: eur(700) }),
  perVisit({
    minSpend: eur(500),
    includeTax: false,
    multipliers: [{ from: '22:00', to: '02:00', factor: 2 }],
  }),
  perVisit({ limits: { perDay: 1 } }),
  perVisit({ stamps: 2, limits: { perDay: 3, perLocationDay: 2 } }),
  perAmount(eur(300)),
  perAmount(eur(500), { limits: { perDay: 2 }, multipliers: [{ days: ['tue'], factor: 1.5 }] }),
  perAmount(eur(250), { carryOver: false, limits: { perOrder: 3 } }),
  perItem({ skus: ['CUP'] }),
  perItem({ categories: ['Drinks'] }, { every: 2, limits: { perDay: 3 } }),
)
const ladder = fc.constantFrom<number[]>([1], [3], [2, 5], [1, 2, 3], [10])
const debt = fc.constantFrom('owed' as const, 'forgiven' as const)

const lines = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 4 }), fc.constantFrom(0, 100, 250, 600), fc.boolean()), {
    minLength: 1,
    maxLength: 3,
  })
  .map((all) =>
    all.map(([quantity, total, drink], i) =>
      line({
        id: `line-${i}`,
        sku: drink ? 'CUP' : 'CAKE',
        category: drink ? 'Drinks' : 'Food',
        quantity,
        total,
        giftCard: !drink && i === 2,
      }),
    ),
  )

const amounts = fc.record({ lines, tip: fc.constantFrom(0, 50), shipping: fc.constantFrom(0, 0, 90) })
type Amounts = typeof amounts extends fc.Arbitrary<infer T> ? T : never

const asSale = (told: Amounts, fixed: Partial<Sale>): Partial<Sale> => {
  const goods = told.lines.reduce((sum, each) => sum + each.total, 0)
  return {
    ...fixed,
    ...told,
    tax: Math.round(goods / 10),
    total: goods + told.tip + told.shipping,
  }
}

const refunds = (orderId: string): fc.Arbitrary<OrderEvent> =>
  fc
    .record({
      id: fc.constantFrom('r1', 'r2', 'r3'),
      amount: fc.constantFrom(0, 100, 250, 400, 1000, 5000),
      lines: fc.array(
        fc.record({
          id: fc.constantFrom('line-0', 'line-1'),
          quantity: fc.integer({ min: 1, max: 2 }),
          amount: fc.constantFrom(0, 100, 250),
        }),
        { maxLength: 1 },
      ),
    })
    .map(({ id, amount, lines: back }: Refund) => refunded(orderId, id, amount, back))

/** Everything that a till says of one order, in the order in which it happens. */
const orderHistory = (orderId: string): fc.Arbitrary<OrderEvent[]> =>
  fc
    .record({
      hours: fc.integer({ min: 0, max: 30 }),
      place: fc.constantFrom('harbour', 'station'),
      told: fc.array(amounts, { minLength: 1, maxLength: 3 }),
      paidAt: fc.constantFrom(0, 0, 0, 1, 9),
      back: fc.array(refunds(orderId), { maxLength: 3 }),
      cancelled: fc.constantFrom(false, false, false, true),
    })
    .map((it) => {
      const fixed = { placedAt: monday + it.hours * hour, locationId: it.place, cardSerial: 'card' }
      const sales = it.told.map((told, i) => {
        // Some tills tell time in seconds: the last two statements have the same.
        const asOf = Math.min(i, 1) * 1000
        return sold(orderId, asSale(told, fixed), { asOf, paid: i >= it.paidAt })
      })
      return [...sales, ...it.back, ...(it.cancelled ? [cancelled(orderId)] : [])]
    })

export type History = { rules: ProgramRules; happened: OrderEvent[]; arrived: OrderEvent[] }

/** A few orders as they happened, and all their deliveries in any order, some of them again. */
export const histories: fc.Arbitrary<History> = fc
  .record({
    earn: rules,
    ats: ladder,
    orders: fc
      .integer({ min: 1, max: 4 })
      .chain((n) => fc.tuple(...Array.from({ length: n }, (_, i) => orderHistory(`o${i}`)))),
  })
  .chain(({ earn, ats, orders }) => {
    const happened = orders.flat()
    const each = fc.shuffledSubarray(happened, { minLength: happened.length, maxLength: happened.length })
    return fc.tuple(each, fc.shuffledSubarray(happened)).map(([all, again]) => ({
      rules: program(earn, ats),
      happened,
      arrived: [...all, ...again],
    }))
  })

export function playHistory(of: ProgramRules, events: OrderEvent[]): DomainDriver {
  const driver = new DomainDriver([of], { timeZone: 'Europe/Berlin' })
  driver.join()
  driver.deliver(...events)
  return driver
}

/** The end that must not depend on the order of arrival. */
export function endOf(driver: DomainDriver, of: ProgramRules) {
  const { card, coupons } = driver.books.get('card')!
  // Where orders share a window or a remainder, only their sum is promised.
  const alone = !of.earn.limits?.perDay && !(of.earn.kind === 'amount' && of.earn.carryOver)
  return {
    total: card.total,
    stamps: stampsOf(card),
    cycle: card.cycle,
    pastCycles: card.pastCycles,
    progress: card.progress?.amount ?? 0,
    open: coupons
      .filter(isOpen)
      .map(({ cycle, milestone }) => `${cycle}:${milestone}`)
      .sort(),
    given: alone ? Object.fromEntries([...driver.orders].sort().map(([id, { given }]) => [id, given])) : null,
  }
}

/** What holds of a card at any time. @throws with what does not */
export function checkCard(driver: DomainDriver, of: ProgramRules): void {
  const book = driver.books.get('card')!
  const { card } = book
  const sum = driver.ledger.reduce((total, entry) => total + entry.count, 0)
  hold(card.total === sum, `total ${card.total} is not the ledger's sum ${sum}`)
  hold(card.total >= 0 && stampsOf(card) >= 0 && stampsOf(card) < of.goal, 'stamps outside of the cycle')
  hold(card.total === card.pastCycles.length * of.goal + stampsOf(card), 'cycles and total disagree')
  hold((driver.ledger.at(-1)?.balance ?? 0) === card.total, 'the last balance is not the total')
  for (const { count, orderId } of driver.ledger) {
    hold(count !== 0, 'an entry of nothing')
    const facts = driver.order(orderId!).facts
    hold(facts.sale?.test === false && facts.paid, 'an entry without a paid order')
  }
  checkCoupons(book, of)
}

function checkCoupons({ card, coupons }: CardBook, of: ProgramRules): void {
  const used = new Set(coupons.map((each) => each.code))
  hold(used.size === coupons.length, 'two coupons with one code')
  for (let cycle = 1; cycle <= card.cycle + 1; cycle++)
    for (const { at: stamps } of of.milestones) {
      const here = coupons.filter((each) => each.cycle === cycle && each.milestone === stamps)
      const good = here.filter(
        (each) => isOpen(each) || (each.state === 'redeemed' && each.flag !== 'redemption-refunded'),
      )
      const reached = (cycle - 1) * of.goal + stamps <= card.total
      hold(
        good.length <= 1 || here.some((each) => each.flag === 'used-after-end'),
        'two coupons of a milestone',
      )
      hold(!reached || here.length > 0, 'a milestone without its coupon')
      hold(reached || !here.some(isOpen), 'an open coupon that is not due')
      const debts = here.filter((each) => each.state === 'redeemed' && each.flag !== 'redemption-refunded')
      hold(reached === !debts.some((each) => each.flag === 'owed') || debts.length === 0, 'a debt told wrong')
    }
}

function hold(holds: boolean, why: string): asserts holds {
  if (!holds) throw new Error(why)
}

/** One thing that happens; the numbers choose among the orders, coupons and messages there are. */
export type Step = {
  kind: 'sell' | 'use' | 'refund' | 'cancel' | 'edit' | 'again'
  which: number
  told: Amounts
  back: number
}

export const lives = fc.record({
  earn: rules,
  ats: ladder,
  debt,
  steps: fc.array(
    fc.record({
      kind: fc.constantFrom<Step['kind']>(
        'sell',
        'sell',
        'sell',
        'use',
        'use',
        'refund',
        'cancel',
        'edit',
        'again',
      ),
      which: fc.nat(50),
      told: amounts,
      back: fc.constantFrom(0, 100, 400, 5000),
    }),
    { minLength: 3, maxLength: 20 },
  ),
})

/** Lives a card's life step by step, with coupons used as they come, and checks after each. */
export function live(of: ProgramRules, steps: Step[]): { driver: DomainDriver; said: OrderEvent[] } {
  const driver = playHistory(of, [])
  const said: OrderEvent[] = []
  const ended = new Map<string, string>()
  steps.forEach((step, i) => {
    const event = eventOf(step, i, driver, said)
    if (!event) return
    said.push(event)
    driver.now += 60_000
    driver.deliver(event)
    checkCard(driver, of)
    for (const coupon of driver.couponsOf()) {
      if (isOpen(coupon)) continue
      const end = `${coupon.state} ${coupon.redeemedBy?.orderId ?? ''}`
      hold((ended.get(coupon.id) ?? end) === end, 'a coupon ended twice')
      ended.set(coupon.id, end)
    }
  })
  return { driver, said }
}

function eventOf(step: Step, i: number, driver: DomainDriver, said: OrderEvent[]): OrderEvent | undefined {
  const orders = [...driver.orders.keys()]
  const order = orders[step.which % Math.max(1, orders.length)]
  const fixed = { placedAt: monday + (step.which % 30) * hour, locationId: 'harbour' }
  switch (step.kind) {
    case 'sell':
      return sold(`o${i}`, asSale(step.told, fixed))
    case 'use': {
      const coupons = driver.couponsOf()
      const code = coupons[step.which % Math.max(1, coupons.length)]?.code
      return code ? sold(`o${i}`, { ...asSale(step.told, fixed), discountCodes: [{ code }] }) : undefined
    }
    case 'refund':
      return order === undefined ? undefined : refunded(order, `r${step.which % 3}`, step.back)
    case 'cancel':
      return order === undefined ? undefined : cancelled(order)
    case 'edit': {
      if (order === undefined) return undefined
      const known = driver.order(order).facts.sale
      return known && sold(order, { ...known, ...asSale(step.told, {}) }, { asOf: step.which * 1000 })
    }
    case 'again':
      return said[step.which % Math.max(1, said.length)]
  }
}

/** Stamps that policy `forgiven` keeps on the card. */
export const forgivenOn = (driver: DomainDriver): number =>
  [...driver.books.get('card')!.tallies].reduce(
    (sum, [key, n]) => sum + (key.startsWith('forgiven/') ? n : 0),
    0,
  )
