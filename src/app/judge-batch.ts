import type { CardBook, Desk } from '../domain/card-book.ts'
import { normalCode } from '../domain/coupon.ts'
import { judgeEarning } from '../domain/judge-order.ts'
import { type CouponFinder, judgeRedemptions, type UsedCoupon } from '../domain/judge-redemptions.ts'
import { serialIn } from '../domain/live-code.ts'
import { absorb, type DiscountUse, type OrderEvent } from '../domain/order.ts'
import { type OrderRecord, unheardOrder } from '../domain/order-record.ts'
import type { ScanRecord } from '../domain/scan.ts'
import {
  type CardTransaction,
  type ContactVerification,
  type Key,
  keyText,
  type Lookups,
  type OrderKey,
  orderKeyText,
  type Pointed,
  type Pointers,
} from '../ports/store.ts'
import { readsCodes } from '../ports/tills.ts'
import { verifiedByTill } from './contact-digests.ts'
import { joinOne, newCards, type SeenSale, scansFor } from './join-scans.ts'
import { isAmbiguous, matchCard } from './match-card.ts'
import type { OrderNews } from './order-news.ts'

export type DeskTools = { now: number; newId(): string; newCode(): string }

/** What the batch changed; the caller saves it. */
export type Judged = {
  books: CardBook[]
  orders: OrderRecord[]
  scans?: ScanRecord[]
  contacts?: ContactVerification[]
}

/**
 * Folds news of orders into orders and cards: loads and locks what they touch in a few queries, then judges one after
 * the other in memory.
 * @param toolsNow asked under the locks: whoever waits for a card must not enter an earlier time after a later one
 */
export async function judgeBatch(
  tx: CardTransaction,
  news: OrderNews[],
  toolsNow: () => DeskTools,
): Promise<Judged> {
  const orders = await openOrders(tx, news)
  const pointed = await tx.resolve(pointersOf(news))
  await findRedeemed(tx, orders)
  const keys = cardKeys(news, orders, pointed)
  // Taking stamps back, or looking at a used code, may concern cycles long gone.
  const looksBack =
    news.some((each) => each.event.kind !== 'sale') ||
    [...orders.values()].some((order) => order.judgement) ||
    pointed.couponByCode.size + pointed.couponByDiscount.size > 0
  let books = await tx.lockCards(keys, { wholeHistory: looksBack, follow: true })
  const merchantIds = [...new Set(news.map((each) => each.merchantId))]
  let lookups = await tx.lookups([...books.values()], merchantIds)
  // Under the cards' locks: a scan of one of these cards is either seen here, or sees what is made of the orders.
  const scans = await scansFor(tx, salesOf(news, orders, pointed), lookups)
  if (scans.length > 0) {
    books = await tx.lockCards([...keys, ...newCards(scans, books)], { wholeHistory: true, follow: true })
    lookups = await tx.lookups([...books.values()], merchantIds)
  }
  await loadCoolDowns(tx, news, books, lookups)
  const batch = { books, pointed, lookups, scans, tools: toolsNow() }
  for (const each of news) judgeOne(each, orders.get(orderKeyOf(each))!, batch)
  return {
    books: [...new Set(books.values())],
    orders: [...orders.values()],
    scans: scans.filter((scan) => scan.state !== 'waiting'),
    contacts: verifiedByTill(news, pointed),
  }
}

/** What the judging of a batch looks at. */
type Batch = {
  books: Map<string, CardBook>
  pointed: Pointed
  lookups: Lookups
  scans: ScanRecord[]
  tools: DeskTools
}

/** The sales of a batch as a scan would see them. */
function salesOf(news: OrderNews[], orders: Map<string, OrderRecord>, pointed: Pointed): SeenSale[] {
  return news.flatMap((each) => {
    const order = orders.get(orderKeyOf(each))
    if (each.event.kind !== 'sale' || order?.scanId) return []
    const { sale, orderId: externalId } = each.event
    const cardId = order?.cardId ?? matchCard(each, pointed)?.cardId ?? null
    const { merchantId, tillId } = each
    return [
      {
        merchantId,
        tillId,
        externalId,
        cardId,
        locationId: sale.locationId ?? null,
        placedAt: sale.placedAt,
      },
    ]
  })
}

const orderKey = (news: OrderNews): OrderKey => ({
  merchantId: news.merchantId,
  tillId: news.tillId,
  externalId: news.event.orderId,
})
const orderKeyOf = (news: OrderNews): string => orderKeyText(orderKey(news))

async function openOrders(tx: CardTransaction, news: OrderNews[]): Promise<Map<string, OrderRecord>> {
  const keys = new Map(news.map((each) => [orderKeyOf(each), orderKey(each)]))
  const orders = await tx.lockOrders([...keys.values()])
  for (const [text, key] of keys) if (!orders.has(text)) orders.set(text, unheardOrder(key))
  return orders
}

function pointersOf(news: OrderNews[]): Pointers {
  const pointers: Pointers = { serials: [], customers: [], codes: [], externalDiscounts: [], contacts: [] }
  for (const { merchantId, tillId, event, contacts = [] } of news) {
    if (event.kind !== 'sale') continue
    const { cardSerial, customerId, discountCodes } = event.sale
    if (cardSerial !== undefined) pointers.serials.push({ merchantId, serial: serialIn(cardSerial) })
    if (customerId !== undefined) pointers.customers.push({ merchantId, tillId, customerId })
    for (const digest of contacts) pointers.contacts.push({ merchantId, digest })
    for (const { code, externalId } of discountCodes) {
      if (code !== undefined) pointers.codes.push({ merchantId, code: normalCode(code) })
      if (externalId !== undefined) pointers.externalDiscounts.push({ merchantId, tillId, externalId })
    }
  }
  return pointers
}

/** Coupons move with their cards when those are merged or parted. */
async function findRedeemed(tx: CardTransaction, orders: Map<string, OrderRecord>): Promise<void> {
  const redeemed = [...orders.values()].flatMap(({ merchantId, redemptions }) =>
    redemptions.map((redemption) => ({ redemption, key: { merchantId, id: redemption.couponId } })),
  )
  const cards = await tx.cardsOfCoupons(redeemed.map(({ key }) => key))
  for (const { redemption, key } of redeemed) redemption.cardId = cards.get(keyText(key)) ?? redemption.cardId
}

/** Cards of orders known before, of new matches, and of coupons used or to be reversed. */
function cardKeys(news: OrderNews[], orders: Map<string, OrderRecord>, pointed: Pointed): Key[] {
  const keys = new Map<string, Key>()
  const add = (merchantId: string, id: string | null | undefined) => {
    if (id) keys.set(`${merchantId}/${id}`, { merchantId, id })
  }
  for (const each of news) {
    add(each.merchantId, orders.get(orderKeyOf(each))?.cardId)
    if (each.event.kind === 'sale') add(each.merchantId, matchCard(each, pointed)?.cardId)
  }
  for (const [pointer, used] of [...pointed.couponByCode, ...pointed.couponByDiscount])
    add(pointer.slice(0, pointer.indexOf('/')), used.cardId)
  for (const order of orders.values())
    for (const redemption of order.redemptions) add(order.merchantId, redemption.cardId)
  return [...keys.values()]
}

/** A customer whom the till only guesses by the payment, and names after it has told the paid sale: weak evidence moves nothing. */
const isAfterthought = (news: OrderNews, order: OrderRecord): boolean =>
  order.facts.paid && news.event.kind === 'sale' && news.event.sale.weakCustomer === true

async function loadCoolDowns(
  tx: CardTransaction,
  news: OrderNews[],
  books: Map<string, CardBook>,
  lookups: Lookups,
): Promise<void> {
  let minutes = 0
  const cooling: CardBook[] = []
  for (const book of books.values()) {
    const { merchantId, programId, version } = book.card
    const coolDown = lookups.rulesOf(merchantId, programId, version).earn.limits?.cooldownMinutes
    if (coolDown === undefined) continue
    minutes = Math.max(minutes, coolDown)
    cooling.push(book)
  }
  const times = news.flatMap((each) => (each.event.kind === 'sale' ? [each.event.sale.placedAt] : []))
  if (cooling.length === 0 || times.length === 0) return
  const window = minutes * 60_000
  const from = times.reduce((least, at) => Math.min(least, at)) - window
  const to = times.reduce((most, at) => Math.max(most, at)) + window
  await tx.loadEarned(cooling, { from, to })
}

function judgeOne(news: OrderNews, order: OrderRecord, batch: Batch): void {
  const { books, pointed, lookups } = batch
  const afterthought = isAfterthought(news, order)
  order.facts = absorb(order.facts, news.event)
  const match = order.cardId === null ? matchCard(news, pointed) : null
  if (match && !(afterthought && match.evidence === 'linked')) {
    order.cardId = match.cardId
    order.evidence = match.evidence
  }
  if (order.cardId === null && isAmbiguous(news, pointed)) order.facts = { ...order.facts, ambiguous: true }
  const desk = deskOf(order.merchantId, lookups, batch.tools)
  const inherited = joinOne(order, batch.scans, books, desk)
  const book =
    order.cardId === null
      ? null
      : (books.get(keyText({ merchantId: order.merchantId, id: order.cardId })) ?? null)
  const zone = lookups.timeZone(order.merchantId, order.tillId, order.facts.sale?.locationId)
  judgeRedemptions(order, finderFor(order, book, books, pointed), desk)
  judgeEarning(order, book, transitionOf(news.event), zone, desk, { inherited })
}

/** Names the fact that made us judge again; with the order it is the key of the ledger entry. */
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

export function deskOf(merchantId: string, lookups: Lookups, tools: DeskTools): Desk {
  return {
    ...tools,
    rulesOf: (programId, version) => lookups.rulesOf(merchantId, programId, version),
    latestVersion: (programId) => lookups.latestVersion(merchantId, programId),
    tills: (merchant) =>
      lookups.tills(merchant).map((till) => ({
        id: till.id,
        mints: till.provider !== 'open',
        readsCodes: readsCodes(till.provider),
      })),
    timeZone: (merchant) => lookups.timeZone(merchant, '', undefined),
  }
}

function finderFor(
  order: OrderRecord,
  matched: CardBook | null,
  books: Map<string, CardBook>,
  pointed: Pointed,
): CouponFinder {
  const { merchantId, tillId } = order
  const inBook = (book: CardBook | null | undefined, couponId: string): UsedCoupon | null => {
    const coupon = book?.coupons.find((each) => each.id === couponId)
    return book && coupon ? { book, coupon } : null
  }
  const bookOf = (cardId: string) => books.get(keyText({ merchantId, id: cardId }))
  return {
    byUse(use: DiscountUse) {
      const code = use.code === undefined ? undefined : normalCode(use.code)
      const pointer =
        (use.externalId === undefined
          ? undefined
          : pointed.couponByDiscount.get(`${merchantId}/${tillId}/${use.externalId}`)) ??
        (code === undefined ? undefined : pointed.couponByCode.get(`${merchantId}/${code}`))
      if (pointer) return inBook(bookOf(pointer.cardId), pointer.couponId)
      // A shared code: the card in the sale says whose coupon it was.
      const shared = matched?.coupons.find(
        (each) => each.state === 'active' && each.code === code && code !== undefined,
      )
      return matched && shared ? { book: matched, coupon: shared } : null
    },
    isShared: (code) => pointed.sharedCodes.has(`${merchantId}/${code}`),
    byId: (redemption) => inBook(bookOf(redemption.cardId), redemption.couponId),
  }
}
