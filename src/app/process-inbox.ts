import type { Logger } from 'pino'
import type { Clock } from '../ports/clock.ts'
import {
  type CardStore,
  type CardTransaction,
  type ClaimedDelivery,
  type DeliveryResult,
  keyText,
  nobody,
  type OutboxKind,
  type OutboxRow,
  orderKeyText,
} from '../ports/store.ts'
import type { ParseResult, Provider, TillEvent, TillReader } from '../ports/till.ts'
import type { Keyring } from '../secrets/keyring.ts'
import { withContactDigests } from './contact-digests.ts'
import { type DeskTools, type Judged, judgeBatch } from './judge-batch.ts'
import type { OrderNews } from './order-news.ts'
import { storableBody } from './storable-body.ts'

export type ProcessInboxDeps = {
  store: CardStore
  readers: Record<Provider, TillReader>
  clock: Clock
  newId(now: number): string
  newCode(): string
  /** Opens merchants' keys, for what their tills say of customers' contacts. */
  keyring: Pick<Keyring, 'open'>
  log: Logger
  /** Told after each commit, for counters and for hints to the jobs that have work now. */
  onBatch(summary: BatchSummary): void
  batchSize?: number
  /** Batches side by side, as soon as one batch was not all that is due. */
  lanes?: number
}

export type BatchSummary = { results: DeliveryResult[]; judged: Judged; owed: ReadonlySet<OutboxKind> }

type Read = { delivery: ClaimedDelivery; parsed: ParseResult }

const maxAttempts = 10
const hourMs = 3_600_000

/**
 * Applies every due delivery of the inbox: parse, match, judge, write, all in one transaction a batch. A delivery that
 * cannot be applied is set aside with its reason, and the others of its batch go on.
 * @returns a function that works until nothing is due, and answers how many deliveries it has settled.
 */
export function processInboxWith(deps: ProcessInboxDeps): () => Promise<number> {
  const batchSize = deps.batchSize ?? 500
  const lanes = deps.lanes ?? 1
  const work = async () => {
    let settled = 0
    for (;;) {
      const claimed = await processBatch(deps, batchSize)
      settled += claimed
      if (claimed < batchSize) return settled
    }
  }
  return async () => {
    const first = await processBatch(deps, batchSize)
    if (first < batchSize) return first
    const others = await Promise.all(Array.from({ length: lanes }, work))
    return others.reduce((sum, settled) => sum + settled, first)
  }
}

async function processBatch(deps: ProcessInboxDeps, limit: number): Promise<number> {
  let claimed: ClaimedDelivery[] = []
  try {
    const summary = await deps.store.transact(async (tx) => {
      claimed = await tx.claimDeliveries(limit)
      return claimed.length === 0 ? null : applyDeliveries(deps, tx, claimed)
    })
    if (summary) deps.onBatch(summary)
  } catch (error) {
    if (claimed.length === 0) throw error
    deps.log.warn(
      { err: error, deliveries: claimed.length },
      'batch failed: its deliveries are tried one by one',
    )
    for (const delivery of claimed) await processAlone(deps, delivery)
  }
  return claimed.length
}

async function processAlone(deps: ProcessInboxDeps, delivery: ClaimedDelivery): Promise<void> {
  try {
    const summary = await deps.store.transact(async (tx) => {
      const held = await tx.claimDelivery(delivery)
      return held ? applyDeliveries(deps, tx, [held]) : null
    })
    if (summary) deps.onBatch(summary)
  } catch (error) {
    await setAside(deps, delivery, error)
  }
}

async function setAside(deps: ProcessInboxDeps, delivery: ClaimedDelivery, error: unknown): Promise<void> {
  const attempts = delivery.attempts + 1
  const final = attempts >= maxAttempts
  const note = error instanceof Error ? error.message : String(error)
  deps.log.error(
    { err: error, merchantId: delivery.merchantId, delivery: delivery.id, attempts },
    'delivery failed',
  )
  const result: DeliveryResult = {
    merchantId: delivery.merchantId,
    id: delivery.id,
    state: final ? 'failed' : 'pending',
    note: note.slice(0, 500),
    orderId: null,
    nextAttemptAt: deps.clock() + Math.min(hourMs, 1000 * 2 ** attempts),
  }
  await deps.store.transact((tx) => tx.save({ books: [], orders: [], deliveries: [result], outbox: [] }))
}

async function applyDeliveries(
  deps: ProcessInboxDeps,
  tx: CardTransaction,
  claimed: ClaimedDelivery[],
): Promise<BatchSummary> {
  const read = await refuseForeignOrders(
    tx,
    claimed.map((delivery) => ({ delivery, parsed: readSafely(deps, delivery) })),
  )
  const news = await withContactDigests(tx, deps.keyring, read.flatMap(newsOf))
  const judged =
    news.length === 0 ? { books: [], orders: [] } : await judgeBatch(tx, news, () => toolsOf(deps))
  const outbox: OutboxRow[] = []
  for (const each of read) await applyOthers(tx, each, outbox)
  const now = deps.clock()
  const forgotten = forgetErased(judged)
  const results = read.map((each) => resultOf(each, now, forgotten))
  const owed = await tx.save({ ...judged, deliveries: results, outbox })
  if (judged.contacts?.length) await tx.verifyContacts(judged.contacts, now)
  // Last, so that nothing of this batch is written over what was redacted.
  for (const each of read) await applyPrivacy(tx, each)
  return { results, judged, owed }
}

function toolsOf({ clock, newId, newCode }: ProcessInboxDeps): DeskTools {
  const now = clock()
  return { now, newId: () => newId(now), newCode }
}

/** A parser that throws is a body that cannot be understood: kept and shown, never in the way of others. */
function readSafely(deps: ProcessInboxDeps, delivery: ClaimedDelivery): ParseResult {
  if (delivery.merchantId === nobody)
    return { ok: false, problem: 'The sender cannot be told from this body.' }
  try {
    return deps.readers[delivery.provider].parse({ ...delivery, body: storableBody(delivery.body) })
  } catch (error) {
    deps.log.warn({ err: error, delivery: delivery.id, provider: delivery.provider }, 'unreadable delivery')
    return { ok: false, problem: error instanceof Error ? error.message : 'The body cannot be read.' }
  }
}

/** An order that another shop owns is set aside like a body that cannot be understood. */
async function refuseForeignOrders(tx: CardTransaction, read: Read[]): Promise<Read[]> {
  const keyOf = (news: OrderNews) => ({
    merchantId: news.merchantId,
    tillId: news.tillId,
    externalId: news.event.orderId,
  })
  const shopify = read.filter((each) => each.delivery.provider === 'shopify')
  const foreign = await tx.ownOrders(shopify.flatMap(newsOf).map(keyOf))
  if (foreign.size === 0) return read
  const isForeign = (each: Read) => newsOf(each).some((news) => foreign.has(orderKeyText(keyOf(news))))
  const problem = 'The order belongs to another shop.'
  return read.map((each) => (isForeign(each) ? { ...each, parsed: { ok: false, problem } } : each))
}

const eventsOf = ({ parsed }: Read): TillEvent[] => (parsed.ok ? parsed.events : [])

function newsOf(read: Read): OrderNews[] {
  const { merchantId, tillId } = read.delivery
  const news: OrderNews[] = []
  for (const event of eventsOf(read))
    if (event.kind === 'sale' || event.kind === 'refund' || event.kind === 'cancellation')
      news.push({ merchantId, tillId, event })
  return news
}

async function applyOthers(tx: CardTransaction, read: Read, outbox: OutboxRow[]): Promise<void> {
  const { merchantId, tillId } = read.delivery
  const till = { merchantId, id: tillId }
  for (const event of eventsOf(read)) {
    switch (event.kind) {
      case 'fetch-order':
        outbox.push({ merchantId, kind: 'fetch-order', key: `${tillId}/${event.orderId}` })
        break
      case 'till-ended':
        await tx.endTill(till, event.state, event.at ?? read.delivery.receivedAt)
        break
      case 'scopes-changed':
        await tx.changeScopes(till, event.scopes)
        break
      case 'customers-merged':
        await tx.mergeCustomers(till, event.from, event.into)
        break
    }
  }
}

async function applyPrivacy(tx: CardTransaction, read: Read): Promise<void> {
  const { merchantId, tillId } = read.delivery
  for (const event of eventsOf(read))
    if (event.kind === 'privacy') await tx.recordPrivacyRequest({ merchantId, id: tillId }, event)
}

/** Who paid with an erased card is nobody to us, however late the till tells of it. Answers the orders concerned. */
function forgetErased({ books, orders }: Judged): Set<string> {
  const erased = new Set(
    books.filter((book) => book.card.state === 'erased').map((book) => keyText(book.card)),
  )
  const theirs = orders.filter(
    ({ merchantId, cardId }) => cardId !== null && erased.has(keyText({ merchantId, id: cardId })),
  )
  for (const order of theirs)
    if (order.facts.sale)
      order.facts = { ...order.facts, sale: { ...order.facts.sale, customerId: undefined } }
  return new Set(theirs.map(orderKeyText))
}

function resultOf({ delivery, parsed }: Read, now: number, forgotten: Set<string>): DeliveryResult {
  const base = { merchantId: delivery.merchantId, id: delivery.id, nextAttemptAt: now }
  if (!parsed.ok) return { ...base, state: 'unreadable', note: parsed.problem.slice(0, 500), orderId: null }
  const ignored = parsed.events.find((event) => event.kind === 'ignored')
  const order = parsed.events.find((event) => 'orderId' in event)
  const { merchantId, tillId } = delivery
  const forget = parsed.events.some(
    (event) =>
      // A privacy request names the very person that it is about.
      event.kind === 'privacy' ||
      ('orderId' in event && forgotten.has(orderKeyText({ merchantId, tillId, externalId: event.orderId }))),
  )
  return {
    ...base,
    forget,
    state: 'done',
    note: ignored && 'why' in ignored ? ignored.why.slice(0, 500) : null,
    orderId: order && 'orderId' in order ? order.orderId : null,
  }
}
