import {
  type Card,
  type CardBook,
  type Desk,
  type LedgerEntry,
  openBook,
} from '../../src/domain/card-book.ts'
import { type Coupon, normalCode } from '../../src/domain/coupon.ts'
import { judgeEarning } from '../../src/domain/judge-order.ts'
import { type CouponFinder, judgeRedemptions, type UsedCoupon } from '../../src/domain/judge-redemptions.ts'
import { absorb, type DiscountUse, type OrderEvent } from '../../src/domain/order.ts'
import type { OrderRecord } from '../../src/domain/order-record.ts'
import type { ProgramRules } from '../../src/domain/program.ts'
import { unheard } from './orders.ts'

export type DriverOptions = {
  timeZone?: string
  tills?: { id: string; mints: boolean }[]
  /** Version that new cycles begin under; the newest of `versions` unless told. */
  latest?: () => number
}

/**
 * One shop with one program, in memory: keeps cards and orders and gives them news the way the store does, one
 * transaction a delivery. A second ledger entry with a known effect key is an error, as it is in the database.
 * @param versions rules by version, the first is version 1
 */
export class DomainDriver {
  now = Date.parse('2026-03-02T09:00:00Z')
  readonly books = new Map<string, CardBook>()
  readonly orders = new Map<string, OrderRecord>()
  readonly ledger: LedgerEntry[] = []
  readonly desk: Desk
  private readonly effectKeys = new Set<string>()
  private readonly timeZone: string
  private made = 0

  constructor(versions: ProgramRules[], options: DriverOptions = {}) {
    const driver = this
    this.timeZone = options.timeZone ?? 'UTC'
    this.desk = {
      get now() {
        return driver.now
      },
      newId: () => `id-${++this.made}`,
      newCode: () => `CODE${++this.made}`,
      rulesOf: (_program, version) => versions[version - 1]!,
      latestVersion: options.latest ?? (() => versions.length),
      tills: () => options.tills ?? [],
    }
  }

  /** A new card; its id is its serial. */
  join(serial = 'card', version = 1): CardBook {
    const card: Card = {
      merchantId: 'merchant',
      id: serial,
      programId: 'program',
      state: 'active',
      total: 0,
      cycle: 1,
      cycleStart: 0,
      version,
      pastCycles: [],
      progress: null,
      lastStampAt: null,
    }
    const book = openBook(card, [])
    this.books.set(serial, book)
    return book
  }

  deliver(...events: OrderEvent[]): void {
    for (const event of events) this.deliverOne(event)
  }

  /** The order with its last outcome; an order nobody spoke of is an error. */
  order(id: string): OrderRecord {
    const order = this.orders.get(id)
    if (!order) throw new Error(`no delivery named order ${id}`)
    return order
  }

  couponsOf(serial = 'card'): Coupon[] {
    return this.books.get(serial)!.coupons
  }

  private deliverOne(event: OrderEvent): void {
    const order = stored(this.orders.get(event.orderId) ?? unheard(event.orderId))
    this.orders.set(event.orderId, order)
    order.facts = absorb(order.facts, event)
    const serial = event.kind === 'sale' ? event.sale.cardSerial : undefined
    if (order.cardId === null && serial !== undefined && this.books.has(serial)) {
      order.cardId = serial
      order.evidence = 'scanned'
    }
    const book = order.cardId === null ? null : this.survivor(order.cardId)
    if (book) book.earned = this.earnedOn(book.card.id)
    judgeRedemptions(order, this.finderFor(book), this.desk)
    judgeEarning(order, book, transitionOf(event), this.timeZone, this.desk)
    for (const each of this.books.values()) this.commit(each)
  }

  /** The card itself, or the one that it was merged into. */
  survivor(serial: string): CardBook {
    const book = this.books.get(serial)!
    return book.card.mergedInto ? this.survivor(book.card.mergedInto) : book
  }

  private earnedOn(cardId: string): CardBook['earned'] {
    return [...this.orders.values()]
      .filter((order) => order.cardId === cardId && (order.judgement?.value ?? 0) > 0)
      .map((order) => ({ order: `${order.tillId}/${order.externalId}`, at: order.facts.sale!.placedAt }))
  }

  /** Writes what the book collected. */
  commit(book: CardBook): void {
    for (const entry of book.ledger) {
      if (this.effectKeys.has(entry.effectKey)) throw new Error(`effect ${entry.effectKey} counted twice`)
      this.effectKeys.add(entry.effectKey)
      this.ledger.push(entry)
    }
    book.ledger = []
    book.touched.clear()
    book.visible = false
  }

  private finderFor(matched: CardBook | null): CouponFinder {
    const find = (test: (coupon: Coupon) => boolean, books: Iterable<CardBook>): UsedCoupon | null => {
      for (const book of books) {
        const coupon = book.coupons.find(test)
        if (coupon) return { book, coupon }
      }
      return null
    }
    const isShared = (coupon: Coupon) => coupon.reward.codeSource === 'shared'
    return {
      byUse: ({ code }: DiscountUse) => {
        if (code === undefined) return null
        const matches = (coupon: Coupon) => coupon.code === normalCode(code)
        return (
          find((coupon) => matches(coupon) && !isShared(coupon), this.books.values()) ??
          find(
            (coupon) => matches(coupon) && isShared(coupon) && coupon.state === 'active',
            matched ? [matched] : [],
          )
        )
      },
      byId: ({ couponId }) => find((coupon) => coupon.id === couponId, this.books.values()),
    }
  }
}

/** A shop with one card named `card`, and what its till said, one message a second. */
export function play(rules: ProgramRules, events: OrderEvent[], options: DriverOptions = {}): DomainDriver {
  const driver = new DomainDriver([rules], options)
  driver.join()
  for (const event of events) {
    driver.now += 1000
    driver.deliver(event)
  }
  return driver
}

/** As the database gives it back: without what JSON does not know. */
const stored = (order: OrderRecord): OrderRecord => JSON.parse(JSON.stringify(order)) as OrderRecord

function transitionOf(event: OrderEvent): string {
  switch (event.kind) {
    case 'sale':
      return event.asOf === 0 ? 'sale' : `sale@${event.asOf}`
    case 'refund':
      return `refund:${event.refund.id}`
    case 'cancellation':
      return 'cancellation'
  }
}
