import type pg from 'pg'
import type { CardBook } from '../../domain/card-book.ts'
import type { OrderRecord } from '../../domain/order-record.ts'
import type { CardSignal } from '../../ports/card-signals.ts'
import type { Clock } from '../../ports/clock.ts'
import type { CounterTransaction, UnassignedCodes } from '../../ports/counter.ts'
import type { CardStore, CardTransaction, Changes, Committed, OutboxKind } from '../../ports/store.ts'
import { newId } from '../../secrets/random-id.ts'
import { inTransaction } from '../transaction.ts'
import { addEarned, lockCards } from './books.ts'
import { changeAddress } from './change-address.ts'
import { claimDeliveries, claimDelivery, saveDeliveries } from './claim.ts'
import { claimsOn } from './claims.ts'
import { collectNews, type NewsOfTransaction } from './committed.ts'
import { dataKeys, verifyContacts } from './contacts.ts'
import { actionOfClient, findAction, lastAction, markUndone, recordAction } from './counter-actions.ts'
import { asCoupon, type CouponRow, couponColumns } from './coupon-row.ts'
import { forgetPerson } from './forget.ts'
import { type RulesCache, readLookups } from './lookups.ts'
import { mergesOn, moveCoupons } from './merges.ts'
import { ownOrders } from './order-owners.ts'
import { lockOrders, saveOrders } from './orders.ts'
import { owe, oweCodes, owePushes } from './outbox.ts'
import { settlePoolCodes, takePoolCode } from './pool-codes.ts'
import { carryOutPrivacy, changeScopes, endTill, mergeCustomers } from './privacy.ts'
import { addScreen, findScreen, startScreen } from './redeem-screens.ts'
import { refusalsOn } from './refusals.ts'
import { cardsOfCoupons, resolvePointers } from './resolve.ts'
import {
  saveCards,
  saveCoupons,
  saveLedger,
  savePlacements,
  saveTallies,
  type TallyRow,
} from './save-books.ts'
import { saveScans, scansOn } from './scans.ts'
import { assignUse, findUnassignedUse, saveUnassigned } from './unassigned-uses.ts'
import { cardBySerial, couponByCode, placeName } from './who-holds.ts'

const maxTries = 5
/**
 * Every hot statement finds its rows by an index, however young the tables' statistics are: a plan that sorts or scans
 * a whole table, chosen while it was empty, would be kept when it is full.
 */
const begin = `BEGIN; SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_hashjoin = off;
  SET LOCAL enable_mergejoin = off`
/** deadlock, serialization failure, unique violation (two workers met at a new order), lock time-out */
const inTheWay = new Set(['40P01', '40001', '23505', '55P03'])

/**
 * Cards, orders and coupons under their locks; the only writer of ledger, coupons and outbox.
 * @param onCommitted told after each commit that changed a card, for counters and open web cards; must not throw
 */
export function createCardStore(
  pool: pg.Pool,
  clock: Clock,
  onCommitted: (news: Committed) => void = () => undefined,
): CardStore {
  const rules: RulesCache = new Map()
  return {
    async transact(work) {
      for (let tries = 1; ; tries++) {
        try {
          const found = collectNews()
          const done = await inTransaction(
            pool,
            (client) => work(transactionOn(client, clock, rules, found)),
            begin,
          )
          if (Object.values(found.news).some((each) => each.length > 0)) onCommitted(found.news)
          return done
        } catch (error) {
          if (tries >= maxTries || !inTheWay.has((error as { code?: string }).code ?? '')) throw error
        }
      }
    },
  }
}

function transactionOn(
  client: pg.PoolClient,
  clock: Clock,
  rules: RulesCache,
  found: NewsOfTransaction,
): CardTransaction {
  const knownOrders = new Set<string>()
  const loadedTallies = new Map<CardBook, ReadonlyMap<string, number>>()
  return {
    ...counterPart(client),
    scans: scansOn(client),
    merges: mergesOn(client),
    claims: claimsOn(client),
    refusals: refusalsOn(client),
    claimDeliveries: (limit) => claimDeliveries(client, limit, clock()),
    claimDelivery: (key) => claimDelivery(client, key),
    async lockOrders(keys, options) {
      const orders = await lockOrders(client, keys, options?.skipHeld ? 'free' : 'all')
      for (const key of orders.keys()) knownOrders.add(key)
      return orders
    },
    readOrders: (keys) => lockOrders(client, keys, 'none'),
    ownOrders: (keys) => ownOrders(client, keys),
    resolve: (pointers) => resolvePointers(client, pointers),
    dataKeys: (merchantIds) => dataKeys(client, merchantIds),
    verifyContacts: (contacts, at) => verifyContacts(client, contacts, at),
    async lockCards(keys, options) {
      const books = await lockCards(client, keys, options)
      for (const book of books.values()) loadedTallies.set(book, new Map(book.tallies))
      found.loaded(books.values())
      return books
    },
    lookups: (books, merchantIds) => readLookups(client, rules, books, merchantIds),
    loadEarned: (books, window) => addEarned(client, books, window),
    async coupon(key) {
      const { rows } = await client.query<CouponRow>(
        `SELECT ${couponColumns} FROM coupon c WHERE c.merchant_id = $1 AND c.id = $2`,
        [key.merchantId, key.id],
      )
      return rows[0] ? asCoupon(rows[0]) : null
    },
    cardsOfCoupons: (keys) => cardsOfCoupons(client, keys),
    takePoolCode: (merchantId, rewardId, couponId) =>
      takePoolCode(client, merchantId, rewardId, couponId, clock()),
    async entryOf(merchantId, effectKey) {
      const { rows } = await client.query<{ id: string; balance: number }>(
        'SELECT id, balance FROM stamp_ledger WHERE merchant_id = $1 AND effect_key = $2',
        [merchantId, effectKey],
      )
      return rows[0] ?? null
    },
    forgetPerson: (card) => forgetPerson(client, card, clock()),
    changeAddress: (card, tokenOf) => changeAddress(client, card, tokenOf, clock()),
    endTill: (till, state, at) => endTill(client, till, state, at),
    changeScopes: (till, scopes) => changeScopes(client, till, scopes),
    mergeCustomers: (till, from, into) => mergeCustomers(client, till, from, into),
    recordPrivacyRequest: (till, request) =>
      carryOutPrivacy(client, till, { ...request, id: newId(clock()) }, clock()),
    async save(changes) {
      const { cards, owed } = await save(client, changes, knownOrders, loadedTallies, clock())
      found.saved(changes.books, cards)
      return owed
    },
  }
}

const counterPart = (client: pg.PoolClient): CounterTransaction => ({
  recordAction: (action) => recordAction(client, action),
  action: (key) => findAction(client, key),
  lastAction: (merchantId, counter) => lastAction(client, merchantId, counter),
  actionOfClient: (merchantId, clientId) => actionOfClient(client, merchantId, clientId),
  markUndone: (key, at) => markUndone(client, key, at),
  couponByCode: (merchantId, code) => couponByCode(client, merchantId, code),
  cardBySerial: (merchantId, serial) => cardBySerial(client, merchantId, serial),
  addScreen: (screen) => addScreen(client, screen),
  screen: (merchantId, confirmHash) => findScreen(client, merchantId, confirmHash),
  startScreen: (screen) => startScreen(client, screen),
  unassignedUse: (key) => findUnassignedUse(client, key),
  assignUse: (key, couponId, at) => assignUse(client, key, couponId, at),
  placeName: (merchantId, by) => placeName(client, merchantId, by),
})

async function save(
  client: pg.PoolClient,
  changes: Changes,
  knownOrders: ReadonlySet<string>,
  loadedTallies: ReadonlyMap<CardBook, ReadonlyMap<string, number>>,
  now: number,
): Promise<{ cards: CardSignal[]; owed: Set<OutboxKind> }> {
  const { books } = changes
  const visible = books.filter((book) => book.visible)
  const coupons = books.flatMap((book) => book.coupons.filter((coupon) => book.touched.has(coupon.id)))
  await saveOrders(client, changes.orders, knownOrders, now)
  await saveLedger(
    client,
    books.flatMap((book) => book.ledger),
  )
  const cards = await saveCards(client, visible, now)
  await moveCoupons(
    client,
    books.flatMap((book) => book.coupons.filter((coupon) => book.moved?.has(coupon.id))),
  )
  await saveCoupons(client, coupons)
  await settlePoolCodes(client, coupons)
  await savePlacements(
    client,
    books.flatMap((book) => book.placements),
    now,
  )
  await saveTallies(
    client,
    books.flatMap((book) => changedTallies(book, loadedTallies.get(book))),
  )
  const codes = await oweCodes(client, coupons, now)
  const others = await owe(client, changes.outbox, now)
  const pushes = await owePushes(
    client,
    visible.map((book) => book.card),
    now,
  )
  await saveScans(client, changes.scans ?? [])
  await saveUnassigned(client, unassignedOf(changes.orders), now)
  await saveDeliveries(client, changes.deliveries, now)
  return { cards, owed: new Set([...codes, ...others, ...pushes]) }
}

const unassignedOf = (orders: OrderRecord[]): UnassignedCodes[] =>
  orders.flatMap(({ unassigned, facts, ...order }) =>
    unassigned && facts.sale
      ? [{ order, codes: unassigned, usedAt: facts.sale.placedAt, location: facts.sale.locationId ?? null }]
      : [],
  )

function changedTallies(book: CardBook, loaded: ReadonlyMap<string, number> = new Map()): TallyRow[] {
  const { merchantId, id: cardId } = book.card
  return [...book.tallies]
    .filter(([key, value]) => loaded.get(key) !== value)
    .map(([key, value]) => ({ merchantId, cardId, key, value }))
}
