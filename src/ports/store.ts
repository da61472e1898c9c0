import type { CardBook, LedgerEntry } from '../domain/card-book.ts'
import type { Coupon, CouponState } from '../domain/coupon.ts'
import type { OrderRecord } from '../domain/order-record.ts'
import type { ProgramRules } from '../domain/program.ts'
import type { ScanRecord } from '../domain/scan.ts'
import type { CardSignal } from './card-signals.ts'
import type { ClaimTransaction } from './claims.ts'
import type { CounterTransaction } from './counter.ts'
import type { Key, OrderKey } from './keys.ts'
import type { MergeTransaction } from './merges.ts'
import type { RefusalTransaction } from './refusals.ts'
import type { ScanTransaction } from './scans.ts'
import type { Provider, StoredDelivery } from './till.ts'

export { type Key, keyText, type OrderKey, orderKeyText } from './keys.ts'

/** Merchant and till of a delivery that speaks for nobody we know. */
export const nobody = '00000000-0000-0000-0000-000000000000'

/** A delivery on its way into the inbox; its signature held. */
export type NewDelivery = StoredDelivery & {
  merchantId: string
  tillId: string
  provider: Provider
}

/** The door's side of the inbox. */
export type Inbox = {
  /**
   * Stores a delivery durably; deliveries that come together share one commit. A repeat finds its row (`fresh: false`).
   * @throws AppError 503 when the database does not take it in time: nothing was acknowledged, the till tries again.
   */
  accept(delivery: NewDelivery): Promise<{ fresh: boolean }>
}

export type ClaimedDelivery = NewDelivery & { id: string; attempts: number }

/** What became of a claimed delivery. */
export type DeliveryResult = {
  merchantId: string
  id: string
  state: 'done' | 'unreadable' | 'failed' | 'pending'
  note: string | null
  orderId: string | null
  /** For `pending`: when to try again. */
  nextAttemptAt: number
  /** The body speaks of somebody who was erased: it is emptied now. */
  forget?: boolean | undefined
}

export type TillOfMerchant = { id: string; provider: Provider }

/** What the rules look up: programs in all versions that the loaded cards need, and the merchants' active tills. */
export type Lookups = {
  rulesOf(merchantId: string, programId: string, version: number): ProgramRules
  latestVersion(merchantId: string, programId: string): number
  tills(merchantId: string): TillOfMerchant[]
  /** Scans of the merchant's may still find their order. */
  scansWait(merchantId: string): boolean
  /** Of the location where it is known, else of the merchant. */
  timeZone(merchantId: string, tillId: string, locationId: string | undefined): string
}

/** What points to cards in a batch of orders. */
export type Pointers = {
  serials: { merchantId: string; serial: string }[]
  customers: { merchantId: string; tillId: string; customerId: string }[]
  codes: { merchantId: string; code: string }[]
  externalDiscounts: { merchantId: string; tillId: string; externalId: string }[]
  /** Digests under the merchant's key, as hex. */
  contacts: { merchantId: string; digest: string }[]
}
export type Pointed = {
  cardBySerial: Map<string, string>
  cardByCustomer: Map<string, string>
  /** By `merchant/CODE`. */
  couponByCode: Map<string, { couponId: string; cardId: string }>
  /** By `merchant/till/externalId`. */
  couponByDiscount: Map<string, { couponId: string; cardId: string }>
  /** `merchant/CODE` of codes that many coupons share. */
  sharedCodes: Set<string>
  /** By `merchant/digest`: cards that go on, whose holders gave this contact and it was verified. */
  cardsByContact: Map<string, Set<string>>
}
/** A contact of a card's holder that a till vouches for. */
export type ContactVerification = { merchantId: string; cardId: string; digest: string }

/** Effects owed to the outside. One row for each (kind, key): asking again while it waits changes nothing but its version. */
export const outboxKinds = ['touch-cards', 'push-pass', 'push-google', 'place-code', 'fetch-order'] as const
export type OutboxKind = (typeof outboxKinds)[number]
export type OutboxRow = { merchantId: string; kind: OutboxKind; key: string }

/** Everything that one transaction changes. */
export type Changes = {
  books: CardBook[]
  orders: OrderRecord[]
  deliveries: DeliveryResult[]
  outbox: OutboxRow[]
  scans?: readonly ScanRecord[] | undefined
}

/** Work on cards under their locks. Orders are locked before cards and both in the order of their keys, so that two transactions never wait for each other in a ring. */
export type CardTransaction = CounterTransaction & {
  scans: ScanTransaction
  merges: MergeTransaction
  claims: ClaimTransaction
  refusals: RefusalTransaction
  /** Due deliveries, oldest first, held until the transaction ends; others skip them. */
  claimDeliveries(limit: number): Promise<ClaimedDelivery[]>
  claimDelivery(key: Key): Promise<ClaimedDelivery | null>
  /** With `skipHeld` orders that another transaction holds are left out instead of waited for. */
  lockOrders(keys: OrderKey[], options?: { skipHeld?: boolean }): Promise<Map<string, OrderRecord>>
  /** As they stand, without a lock: to tell of them. */
  readOrders(keys: OrderKey[]): Promise<Map<string, OrderRecord>>
  /** Claims ids that are unique over all shops of a till system; answers those that another shop owns already. */
  ownOrders(keys: OrderKey[]): Promise<Set<string>>
  resolve(pointers: Pointers): Promise<Pointed>
  /** Wrapped data keys, by merchant. */
  dataKeys(merchantIds: string[]): Promise<Map<string, Uint8Array>>
  /** Marks contacts that the holders of these cards gave as verified by a till; others are not noted. Idempotent. */
  verifyContacts(contacts: ContactVerification[], at: number): Promise<void>
  /**
   * Locks cards and loads what changes beside them. `wholeHistory` brings closed coupons of older cycles too. With
   * `follow` the key of a merged card answers the book of the card that goes on for it, so a book may come twice.
   */
  lockCards(
    keys: Key[],
    options: { wholeHistory: boolean; follow?: boolean | undefined },
  ): Promise<Map<string, CardBook>>
  lookups(books: CardBook[], merchantIds: string[]): Promise<Lookups>
  /** Brings the orders that earned on these cards within the window, for cool-downs. */
  loadEarned(books: CardBook[], window: { from: number; to: number }): Promise<void>
  coupon(key: Key): Promise<Coupon | null>
  /** Whose coupons these are now, by the coupon's key. */
  cardsOfCoupons(keys: Key[]): Promise<Map<string, string>>
  /** The entry that an effect made already. Ask under the card's lock. */
  entryOf(merchantId: string, effectKey: string): Promise<{ id: string; balance: number } | null>
  /** A free code of the pool becomes this coupon's; null when the pool is dry. */
  takePoolCode(merchantId: string, rewardId: string, couponId: string): Promise<string | null>
  /** Links, details and web addresses of a card go; its wallet passes stay known, so that they can be told. */
  forgetPerson(card: Key): Promise<void>
  /** The card gets a new web address and pass token; answers the address's secret part. Ask under the card's lock. */
  changeAddress(card: Key, tokenOf: (version: number) => string): Promise<string>
  /** Without effect on a till that was connected after `at`, when it ended. */
  endTill(till: Key, state: 'revoked' | 'uninstalled', at: number): Promise<void>
  changeScopes(till: Key, scopes: string[]): Promise<void>
  mergeCustomers(till: Key, from: string[], into: string): Promise<void>
  recordPrivacyRequest(till: Key, request: PrivacyRequest): Promise<void>
  /** @returns the kinds of effects that are owed by it, which their jobs may be told of after the commit */
  save(changes: Changes): Promise<ReadonlySet<OutboxKind>>
}

export type PrivacyRequest = {
  request: 'customer-data' | 'customer-redact' | 'shop-redact'
  customerId?: string | undefined
  orderIds: string[]
  /** When the app was removed, where the marketplace says so. */
  at?: number | undefined
}

/** What a committed transaction did to cards, each thing told once. */
export type Committed = {
  entries: LedgerEntry[]
  /** Coupons in a new state; `from` null for a new one. */
  coupons: { coupon: Coupon; from: CouponState | null }[]
  /** Those that look different now. */
  cards: CardSignal[]
}

export type CardStore = {
  /**
   * Runs `work` in one transaction and commits; repeats it from the start when another transaction was in the way
   * (deadlock, or two workers met at the same new order), so `work` must have no effect of its own.
   */
  transact<T>(work: (tx: CardTransaction) => Promise<T>): Promise<T>
}
