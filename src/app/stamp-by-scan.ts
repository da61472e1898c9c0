import type { CardBook, Desk } from '../domain/card-book.ts'
import { type OrderSight, orderFor, repeatedBy } from '../domain/join.ts'
import { judgeEarning } from '../domain/judge-order.ts'
import type { Money } from '../domain/money.ts'
import type { OrderRecord } from '../domain/order-record.ts'
import {
  joinMinutesOf,
  joinScan,
  judgeScan,
  type ScanChannel,
  type ScanRecord,
  sightOf,
} from '../domain/scan.ts'
import type { CounterAction } from '../ports/counter.ts'
import { type CardTransaction, type Key, keyText, type Lookups, orderKeyText } from '../ports/store.ts'
import { loadEarnedAround } from './load-earned.ts'
import { noteRefusal } from './note-refusal.ts'
import { type CardChangeDeps, type OpenCard, openCard } from './open-card.ts'

export type ScanInput = {
  merchantId: string
  card: { serial: string } | { cardId: string }
  channel: ScanChannel
  /** The scanner's own id for the intent: one effect, however often it is sent. */
  clientId: string
  tillId?: string | undefined
  locationId?: string | undefined
  amount?: Money | undefined
  /** How many stamps of a visit, or items, a member of staff counted; the rules say how many count. */
  count?: number | undefined
  /** Which counter or member of staff, so that it can undo what it did last. */
  counter?: string | undefined
  /** When the card was shown; now, unless the scanner was offline. */
  at?: number | undefined
  /** The same card at the same place by the same way within so many milliseconds is the same visit; left out, another. */
  sameVisitMs?: number | undefined
}

/** Where and when the purchase was counted that a scan belongs to. */
export type Counted = {
  at: number
  place: string | null
  order: { tillId: string; externalId: string } | null
}

export type ScanResult =
  | { ok: true; fresh: boolean; scan: ScanRecord; cardId: string; counted: Counted | null }
  | { ok: false; reason: 'unknown-card' | 'card-not-active' | 'client-id-reused' }

/**
 * One card shown at a counter: a purchase of its own until its order is known, and one with the order from then on.
 * Idempotent by `clientId`.
 */
export const stampByScanWith =
  (deps: CardChangeDeps) =>
  (input: ScanInput): Promise<ScanResult> =>
    deps.store.transact(async (tx) => {
      const { merchantId, card } = input
      const cardId = 'cardId' in card ? card.cardId : await tx.cardBySerial(merchantId, card.serial)
      if (cardId === null) return { ok: false, reason: 'unknown-card' }
      const known = await tx.scans.ofClient(merchantId, input.clientId)
      if (known) return repeated(tx, known, cardId)
      return makeScan(deps, tx, input, { merchantId, id: cardId })
    })

async function repeated(tx: CardTransaction, scan: ScanRecord, cardId: string): Promise<ScanResult> {
  if (!(await isOneCard(tx, scan, cardId))) return { ok: false, reason: 'client-id-reused' }
  return { ok: true, fresh: false, scan, cardId, counted: await countedOf(tx, scan) }
}

/** Of a merged card, the scan is kept with the card that goes on for it. */
async function isOneCard(
  tx: CardTransaction,
  { merchantId, cardId }: ScanRecord,
  other: string,
): Promise<boolean> {
  if (cardId === other) return true
  const keys = [cardId, other].map((id) => ({ merchantId, id }))
  const books = await tx.lockCards(keys, { wholeHistory: false, follow: true })
  const [one, two] = keys.map((key) => books.get(keyText(key))?.card.id)
  return one !== undefined && one === two
}

async function makeScan(
  deps: CardChangeDeps,
  tx: CardTransaction,
  input: ScanInput,
  key: Key,
): Promise<ScanResult> {
  const opened = await openCard(deps, tx, key, { follow: true })
  if (!opened) return { ok: false, reason: 'unknown-card' }
  const { book, desk } = opened
  // Whoever sent the same before us held this card's lock.
  const known = await tx.scans.ofClient(key.merchantId, input.clientId)
  if (known) return repeated(tx, known, key.id)
  if (book.card.state !== 'active') {
    const about = { merchantId: key.merchantId, cardId: book.card.id, channel: input.channel }
    await noteRefusal(deps, tx, { ...about, kind: 'scan' }, { reason: 'card-not-active' })
    return { ok: false, reason: 'card-not-active' }
  }
  const scan = newScan(input, book, desk, deps.newId(desk.now))
  await loadEarnedAround(tx, book, [scan.at], desk)
  const order = await settle(tx, scan, opened, input.sameVisitMs ?? 0)
  if (input.counter !== undefined && scan.outcome !== 'already-counted')
    await tx.recordAction(actionOf(scan, input.counter, desk.now))
  await tx.save({ books: [book], orders: order ? [order] : [], deliveries: [], outbox: [], scans: [scan] })
  return { ok: true, fresh: true, scan, cardId: key.id, counted: await countedOf(tx, scan) }
}

const actionOf = (scan: ScanRecord, counter: string, at: number): CounterAction => ({
  merchantId: scan.merchantId,
  id: scan.id,
  counter,
  kind: 'scan',
  cardId: scan.cardId,
  couponId: null,
  stamps: scan.stamped,
  clientId: null,
  at,
  undoneAt: null,
})

function newScan(input: ScanInput, book: CardBook, desk: Desk, id: string): ScanRecord {
  return {
    merchantId: input.merchantId,
    id,
    clientId: input.clientId,
    cardId: book.card.id,
    channel: input.channel,
    tillId: input.tillId ?? null,
    locationId: input.locationId ?? null,
    amount: input.amount ?? null,
    count: input.count ?? null,
    at: Math.min(input.at ?? desk.now, desk.now),
    joinMinutes: joinMinutesOf(book, desk),
    state: 'waiting',
    order: null,
    broughtCard: false,
    repeatOf: null,
    judgement: null,
    given: 0,
    outcome: 'no-stamp',
    stamped: 0,
    trace: [],
    createdAt: desk.now,
  }
}

/** Finds what the scan belongs to, and gives what is due; the order, where it joined one. */
async function settle(
  tx: CardTransaction,
  scan: ScanRecord,
  { book, lookups, desk }: OpenCard,
  sameVisitMs: number,
): Promise<OrderRecord | null> {
  const orders = await tx.scans.ordersNear(scan.merchantId, scan)
  const others = await tx.scans.scansNear(scan.merchantId, scan)
  const nearest = orderFor(scan, orders)
  const repeat =
    nearest?.cardId == null ? ((await sameVisit(tx, scan, sameVisitMs)) ?? repeatedBy(scan, others)) : null
  if (repeat) {
    Object.assign(scan, { state: 'repeat', repeatOf: repeat.id, outcome: 'already-counted' })
    return null
  }
  // An order that somebody holds is being judged, maybe waiting for this card: it finds the scan, once it is its turn.
  const order = nearest && (await lockOrder(tx, scan, nearest, { skipHeld: true }))
  if (order) joinOrder(scan, order, book, lookups, desk)
  else
    judgeScan(
      scan,
      book,
      '',
      lookups.timeZone(scan.merchantId, scan.tillId ?? '', scan.locationId ?? undefined),
      desk,
    )
  return order
}

/** The scan that this one says again: held under the scanner too long, or a thumb that pressed twice. */
async function sameVisit(
  tx: CardTransaction,
  scan: ScanRecord,
  withinMs: number,
): Promise<ScanRecord | null> {
  if (withinMs === 0) return null
  const near = await tx.scans.scansNear(scan.merchantId, {
    ...scan,
    joinMinutes: Math.ceil(withinMs / 60_000),
  })
  const same = near.filter(
    (other) =>
      other.channel === scan.channel &&
      other.tillId === scan.tillId &&
      other.locationId === scan.locationId &&
      other.state !== 'undone' &&
      // Where nothing was given, asking again is no repeat: the answer may be another one now.
      other.outcome !== 'no-stamp' &&
      Math.abs(other.at - scan.at) <= withinMs,
  )
  return same[0] ?? null
}

/** The order under its lock, if it is still what it was when we looked. */
export async function lockOrder(
  tx: CardTransaction,
  { merchantId, cardId }: ScanRecord,
  { tillId, externalId }: OrderSight,
  options: { skipHeld?: boolean } = {},
): Promise<OrderRecord | null> {
  const key = { merchantId, tillId, externalId }
  const order = (await tx.lockOrders([key], options)).get(orderKeyText(key)) ?? null
  const sight = order && sightOf(order)
  return sight && (sight.cardId === null || sight.cardId === cardId) ? order : null
}

/** Makes the scan and the order one purchase, and gives the difference. Changes all three. */
export function joinOrder(
  scan: ScanRecord,
  order: OrderRecord,
  book: CardBook,
  lookups: Lookups,
  desk: Desk,
): void {
  const given = order.given
  const wasNobodys = order.cardId === null
  const inherited = joinScan(scan, order, book, desk)
  const zone = lookups.timeZone(order.merchantId, order.tillId, order.facts.sale?.locationId)
  judgeEarning(order, book, `scan:${scan.id}`, zone, desk, { inherited })
  scan.stamped = order.given - given
  scan.trace = order.trace
  scan.outcome = scan.stamped > 0 ? 'stamped' : wasNobodys ? 'no-stamp' : 'already-counted'
}

/** Null for a scan that nothing else stands for. */
async function countedOf(tx: CardTransaction, scan: ScanRecord): Promise<Counted | null> {
  if (scan.repeatOf !== null) {
    const first = await tx.scans.find({ merchantId: scan.merchantId, id: scan.repeatOf })
    return first && ((await countedOf(tx, first)) ?? (await countedBy(tx, first)))
  }
  if (!scan.order) return null
  const key = { merchantId: scan.merchantId, ...scan.order }
  const order = (await tx.readOrders([key])).get(orderKeyText(key))
  return order ? countedIn(tx, order) : null
}

async function countedBy(tx: CardTransaction, scan: ScanRecord): Promise<Counted> {
  const { merchantId, at, tillId, locationId } = scan
  return { at, place: await placeOf(tx, merchantId, tillId, locationId), order: null }
}

/** When and where an order was made: what late ones are told. */
export async function countedIn(tx: CardTransaction, order: OrderRecord): Promise<Counted> {
  const { merchantId, tillId, externalId, facts, firstJudgedAt } = order
  const place = await placeOf(tx, merchantId, tillId, facts.sale?.locationId ?? null)
  return { at: facts.sale?.placedAt ?? firstJudgedAt ?? 0, place, order: { tillId, externalId } }
}

const placeOf = (
  tx: CardTransaction,
  merchantId: string,
  tillId: string | null,
  location: string | null,
): Promise<string | null> =>
  tx.placeName(merchantId, {
    channel: 'till',
    tillId: tillId ?? undefined,
    location: location ?? undefined,
  })
