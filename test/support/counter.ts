import { joinOne } from '../../src/app/join-scans.ts'
import type { CardBook, Desk, LedgerEntry } from '../../src/domain/card-book.ts'
import { orderFor } from '../../src/domain/join.ts'
import { judgeEarning } from '../../src/domain/judge-order.ts'
import type { Money } from '../../src/domain/money.ts'
import { absorb, type OrderEvent } from '../../src/domain/order.ts'
import type { OrderRecord } from '../../src/domain/order-record.ts'
import type { ProgramRules } from '../../src/domain/program.ts'
import {
  joinMinutesOf,
  joinScan,
  judgeScan,
  partScan,
  type ScanRecord,
  sightOf,
  undoScan,
} from '../../src/domain/scan.ts'
import { DomainDriver } from './domain-driver.ts'
import { shown } from './one-scan.ts'
import { unheard } from './orders.ts'

type Shown = {
  id: string
  at: number
  amount?: Money
  tillId?: string | null
  channel?: ScanRecord['channel']
}

/** A shop in memory with one card named `card`, a till and a scanner; what each says may come in any order. */
export class Counter {
  readonly book: CardBook
  readonly orders = new Map<string, OrderRecord>()
  readonly scans = new Map<string, ScanRecord>()
  readonly ledger: LedgerEntry[] = []
  private readonly desk: Desk

  constructor(rules: ProgramRules) {
    const driver = new DomainDriver([rules])
    this.book = driver.join()
    this.desk = driver.desk
  }

  tell(event: OrderEvent): void {
    const order = this.orders.get(event.orderId) ?? unheard(event.orderId)
    this.orders.set(event.orderId, order)
    order.facts = absorb(order.facts, event)
    if (order.cardId === null && event.kind === 'sale' && event.sale.cardSerial === 'card') {
      order.cardId = 'card'
      order.evidence = 'scanned'
    }
    const books = new Map([['merchant/card', this.book]])
    const inherited = joinOne(order, [...this.scans.values()], books, this.desk)
    const book = order.cardId === null ? null : this.book
    judgeEarning(order, book, transitionOf(event), 'UTC', this.desk, { inherited })
    this.commit()
  }

  show({ id, at, amount, tillId = 'till', channel = 'counter' }: Shown): void {
    if (this.scans.has(id)) return
    const joinMinutes = joinMinutesOf(this.book, this.desk)
    const own = { id, clientId: id, at, createdAt: at, channel, tillId, amount: amount ?? null, joinMinutes }
    const scan = shown(own)
    this.scans.set(id, scan)
    const sights = [...this.orders.values()].flatMap((order) => sightOf(order) ?? [])
    const near = orderFor(scan, sights)
    const order = near && this.orders.get(near.externalId)
    if (order) {
      const inherited = joinScan(scan, order, this.book, this.desk)
      judgeEarning(order, this.book, `scan:${id}`, 'UTC', this.desk, { inherited })
    } else judgeScan(scan, this.book, '', 'UTC', this.desk)
    this.commit()
  }

  part(id: string): void {
    const scan = this.scans.get(id)
    if (!scan) throw new Error(`nobody showed ${id}`)
    partScan(
      scan,
      scan.order && (this.orders.get(scan.order.externalId) ?? null),
      this.book,
      'UTC',
      this.desk,
    )
    this.commit()
  }

  undo(id: string): void {
    const scan = this.scans.get(id)
    if (!scan) throw new Error(`nobody showed ${id}`)
    undoScan(scan, scan.order && (this.orders.get(scan.order.externalId) ?? null), this.book, this.desk)
    this.commit()
  }

  /** What is left of it all. */
  get end() {
    const { total, cycle } = this.book.card
    const open = this.book.coupons.filter(({ state }) => state === 'active').length
    return { total, cycle, open, ledger: this.ledger.reduce((sum, entry) => sum + entry.count, 0) }
  }

  private commit(): void {
    for (const entry of this.book.ledger) {
      if (this.ledger.some(({ effectKey }) => effectKey === entry.effectKey))
        throw new Error(`effect ${entry.effectKey} counted twice`)
      this.ledger.push(entry)
    }
    this.book.ledger = []
  }
}

function transitionOf(event: OrderEvent): string {
  switch (event.kind) {
    case 'sale':
      return `sale@${event.asOf}`
    case 'refund':
      return `refund:${event.refund.id}`
    case 'cancellation':
      return 'cancellation'
  }
}
