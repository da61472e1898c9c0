import type { ProgramRules } from '../domain/program.ts'
import type { CardDetail, CardRow, CardsQuery } from './console-cards.ts'
import type { CouponDetail, CouponRow, CouponsQuery } from './console-coupons.ts'
import type { CodeUseRow, OrderDelivery, OrderDetail, OrderRow, OrdersQuery } from './console-orders.ts'

/** A page of a list; `next` opens the following page and is null on the last one. */
export type Page<Row> = { rows: Row[]; next: string | null }

export type MerchantHead = { merchantId: string; name: string; locale: string; timeZone: string }

/** What can be told at once, however many cards there are. */
export type Overview = {
  cardsToday: number
  stampsToday: number
  ordersToday: number
  couponsIssuedToday: number
  couponsUsedToday: number
  /** Uses of shared codes that belong to no card. */
  unassignedCodes: number
  /** Join addresses by where they were seen. */
  joins: { key: string; name: string | null; views: number; joins: number }[]
  tills: TillHealth[]
  /** Effects still owed to tills and wallets, by kind. */
  owed: OwedEffects[]
  /** Deliveries waiting to be processed, and those that need a person. */
  waiting: number
  unreadable: number
}

export type TillHealth = {
  id: string
  name: string
  provider: string
  state: string
  /** Null when it was not among the latest deliveries. */
  lastDeliveryAt: number | null
}

export type OwedEffects = {
  kind: string
  pending: number
  /** Tried at least once and failed. */
  retrying: number
  oldestAt: number
  lastError: string | null
}

export type DeliveryRow = {
  id: string
  provider: string
  tillName: string | null
  topic: string
  state: string
  note: string | null
  attempts: number
  receivedAt: number
  /** The first 4000 characters as they came. */
  excerpt: string
}

export type ProgramRow = {
  id: string
  slug: string
  name: string
  version: number
  state: string
  rules: ProgramRules
  cards: number
  placements: { key: string; name: string | null; views: number; joins: number }[]
}

/** Everything the console shows. Every read is within one merchant and bounded. */
export type ConsoleReads = {
  merchant(merchantId: string): Promise<MerchantHead | null>
  /** Today is the day of `now` where the merchant is. */
  overview(merchantId: string, now: number): Promise<Overview>
  /** Newest first. A filtered page may be short, or empty, and still have a next one: it looks through so many cards only. */
  cards(merchantId: string, query: CardsQuery): Promise<Page<CardRow>>
  card(merchantId: string, cardId: string): Promise<CardDetail | null>
  /** Last changed first; pages of a filter as those of cards. */
  orders(merchantId: string, query: OrdersQuery): Promise<Page<OrderRow>>
  order(merchantId: string, tillId: string, externalId: string): Promise<OrderDetail | null>
  /** Messages of the till that name the order, newest first. */
  orderDeliveries(
    merchantId: string,
    order: Pick<OrderRow, 'tillId' | 'externalId' | 'placedAt' | 'updatedAt'>,
  ): Promise<OrderDelivery[]>
  /** Uses of shared codes that belong to no card, newest first; `id` for one of them. */
  codeUses(
    merchantId: string,
    query: { cursor?: string | undefined; id?: string | undefined },
  ): Promise<Page<CodeUseRow>>
  /** Of one till, newest sale first. */
  latestOrders(merchantId: string, tillId: string, limit: number): Promise<OrderDetail[]>
  /** Newest first; pages of a filter as those of cards. */
  coupons(merchantId: string, query: CouponsQuery): Promise<Page<CouponRow>>
  /** @param since uses at a counter from then on can be taken back still, in milliseconds */
  coupon(merchantId: string, couponId: string, since: number): Promise<CouponDetail | null>
  /** Those that could not be understood or processed, newest first. */
  troubledDeliveries(merchantId: string, query: { cursor?: string | undefined }): Promise<Page<DeliveryRow>>
  programs(merchantId: string): Promise<ProgramRow[]>
  programNames(merchantId: string): Promise<{ id: string; name: string }[]>
}
