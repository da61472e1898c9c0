import type { CardBook, Cause, Desk } from './card-book.ts'
import { channelRow } from './earn-where.ts'
import { defaultJoinMinutes, type OrderSight, type ScanSight } from './join.ts'
import { type Inherited, judgeEarning } from './judge-order.ts'
import type { Money } from './money.ts'
import type { Instant, OrderFacts } from './order.ts'
import { unknownOrder } from './order.ts'
import { type Judgement, type OrderRecord, unheardOrder } from './order-record.ts'
import { releaseOrder, takeBack } from './release-order.ts'
import type { TraceRow } from './trace.ts'
import { withdraw } from './withdraw.ts'

export const scanChannels = ['staff', 'counter', 'kiosk', 'api'] as const
export type ScanChannel = (typeof scanChannels)[number]

/** `waiting` for its order; `joined` to one; `repeat` of another scan; un-joined by hand, it stays `apart`; `undone` by its counter. */
export type ScanState = 'waiting' | 'joined' | 'repeat' | 'apart' | 'alone' | 'undone'

/** What a scan came to when it was made. */
export type ScanOutcome = 'stamped' | 'waiting' | 'no-stamp' | 'already-counted'

/** One card shown at a counter, as it now stands. */
export type ScanRecord = ScanSight & {
  merchantId: string
  /** The scanner's own id for the intent, unique within the merchant. */
  clientId: string
  channel: ScanChannel
  amount: Money | null
  /** How many a member of staff counted; the till's order knows better, once it is known. */
  count?: number | null | undefined
  state: ScanState
  order: { tillId: string; externalId: string } | null
  /** The order has its card from this scan alone. */
  broughtCard: boolean
  repeatOf: string | null
  judgement: Judgement | null
  given: number
  outcome: ScanOutcome
  /** Stamps that were given when it was made. */
  stamped: number
  trace: TraceRow[]
  createdAt: Instant
}

/** The card's time within which scan and order are one purchase, in minutes. */
export function joinMinutesOf(book: CardBook, desk: Desk): number {
  const { programId, version } = book.card
  return desk.rulesOf(programId, version).joinMinutes ?? defaultJoinMinutes
}

/** Null for an order that no scan can join: not paid, a test, or joined already. */
export function sightOf(order: OrderRecord): OrderSight | null {
  const { sale, paid } = order.facts
  if (!sale || !paid || sale.test || order.scanId != null) return null
  const { tillId, externalId, cardId } = order
  return { tillId, externalId, cardId, locationId: sale.locationId ?? null, placedAt: sale.placedAt }
}

/**
 * Judges a scan as a purchase of its own, by the rules that an order is judged by; without an amount only a plain visit
 * earns. Changes `scan` and `book`.
 * @param transition names why it is judged again; '' for the first time
 */
export function judgeScan(
  scan: ScanRecord,
  book: CardBook,
  transition: string,
  timeZone: string,
  desk: Desk,
): void {
  const purchase = asPurchase(scan)
  const cause = causeOfScan(scan, transition)
  judgeEarning(purchase, book, transition || 'scan', timeZone, desk, { cause, channel: scan.channel })
  scan.judgement = purchase.judgement
  scan.given = purchase.given
  scan.trace = purchase.trace
  const waits = scan.state === 'waiting' && purchase.trace.some(({ rule }) => rule === 'amount-unknown')
  scan.outcome = scan.given > 0 ? 'stamped' : waits ? 'waiting' : 'no-stamp'
  scan.stamped = scan.given
}

const causeOfScan = (scan: ScanRecord, transition: string): Cause => ({
  effectKey: `scan/${scan.clientId}${transition && `/${transition}`}`,
  channel: scan.channel,
  tillId: scan.tillId ?? undefined,
  reason: transition === 'undone' ? 'Scan undone' : 'Scan',
  at: scan.at,
})

/** Its key among those that cool down others is till/scan/id. */
function asPurchase(scan: ScanRecord): OrderRecord {
  const { merchantId, cardId, judgement, given, trace } = scan
  return {
    ...unheardOrder({ merchantId, tillId: scan.tillId ?? '', externalId: `scan/${scan.id}` }),
    ...{ facts: factsOf(scan), cardId, evidence: 'scanned', judgement, given, trace },
  }
}

function factsOf(scan: ScanRecord): OrderFacts {
  const sale = {
    placedAt: scan.at,
    locationId: scan.locationId ?? undefined,
    // ISO 4217 for no currency.
    currency: scan.amount?.currency ?? 'XXX',
    total: scan.amount?.amount ?? 0,
    unknownAmount: scan.amount === null,
    counted: scan.count ?? undefined,
    tip: 0,
    tax: 0,
    shipping: 0,
    serviceCharge: 0,
    lines: [],
    discountCodes: [],
    test: false,
  }
  return { ...unknownOrder, sale, saleAsOf: 0, paid: true }
}

/**
 * The order and the scan are one purchase: the order takes over the card and what the scan gave, so that judging it
 * gives the difference only. Judge it right afterwards, with what this returns. Changes `scan`, `order` and `book`.
 */
export function joinScan(scan: ScanRecord, order: OrderRecord, book: CardBook, desk: Desk): Inherited {
  const inherited = leaveTo(scan, book, desk)
  scan.state = 'joined'
  scan.order = { tillId: order.tillId, externalId: order.externalId }
  scan.broughtCard = order.cardId === null
  order.scanId = scan.id
  if (order.cardId === null) {
    order.cardId = scan.cardId
    order.evidence = 'scanned'
  }
  return inherited
}

/** Takes what the scan counts with out of the card's sums; its stamps stay until the order was judged. */
function leaveTo(scan: ScanRecord, book: CardBook, desk: Desk): Inherited {
  const version = scan.judgement?.version ?? book.card.version
  // One purchase that came by two channels earns if one of them does.
  const tillEarns = channelRow(desk.rulesOf(book.card.programId, version), 'till')?.passed !== false
  const stamps = withdraw(asPurchase(scan), book, desk)
  const { given } = scan
  scan.judgement = null
  scan.given = 0
  return { version, stamps, given, channel: tillEarns ? 'till' : scan.channel }
}

/**
 * The merchant says that scan and order, or two scans, were two purchases: each is judged as if they had never met, and
 * an order that had its card from the scan alone is nobody's again. Changes all three.
 */
export function partScan(
  scan: ScanRecord,
  order: OrderRecord | null,
  book: CardBook,
  timeZone: string,
  desk: Desk,
): void {
  leaveOrder(scan, order, book, `apart:${scan.id}`, desk)
  Object.assign(scan, { state: 'apart', order: null, repeatOf: null, broughtCard: false })
  judgeScan(scan, book, 'apart', timeZone, desk)
}

function leaveOrder(
  scan: ScanRecord,
  order: OrderRecord | null,
  book: CardBook,
  transition: string,
  desk: Desk,
): void {
  if (order?.scanId !== scan.id) return
  if (scan.broughtCard && order.cardId === scan.cardId) releaseOrder(order, book, transition, desk)
  order.scanId = null
}

/** The counter says that there was no such visit: what the scan gave goes, and its order is as if it had never been. */
export function undoScan(scan: ScanRecord, order: OrderRecord | null, book: CardBook, desk: Desk): void {
  leaveOrder(scan, order, book, `undone:${scan.id}`, desk)
  takeBack(asPurchase(scan), book, causeOfScan(scan, 'undone'), desk)
  Object.assign(scan, {
    state: 'undone',
    order: null,
    repeatOf: null,
    broughtCard: false,
    judgement: null,
    given: 0,
  })
}
