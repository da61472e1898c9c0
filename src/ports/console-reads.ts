import type { OrderFacts } from '../domain/order.ts'
import type { ProgramRules } from '../domain/program.ts'
import type { TraceRow } from '../domain/trace.ts'

/** A page of a list; `next` opens the following page and is null on the last one. */
export type Page<Row> = { rows: Row[]; next: string | null }

export type MerchantHead = { merchantId: string; name: string; locale: string; timeZone: string }

export type Overview = {
  cards: number
  cardsToday: number
  stampsToday: number
  ordersToday: number
  couponsIssuedToday: number
  couponsUsedToday: number
  couponsOpen: number
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

export type CardRow = {
  id: string
  serial: string
  programName: string
  stamps: number
  goal: number
  cycle: number
  state: string
  createdAt: number
  lastStampAt: number | null
}

export type LedgerRow = {
  at: number
  count: number
  balance: number
  channel: string
  reason: string
  tillId: string | null
  orderId: string | null
}

export type CouponRow = {
  id: string
  cardId: string
  cardSerial: string
  title: string
  kind: string
  state: string
  code: string | null
  issuedAt: number
  expiresAt: number | null
  redeemedAt: number | null
  flag: string | null
  placements: { tillId: string; tillName: string; state: string; lastError: string | null }[]
}

export type OrderRow = {
  tillId: string
  tillName: string
  externalId: string
  number: string | null
  placedAt: number | null
  updatedAt: number
  total: number | null
  currency: string | null
  cardId: string | null
  evidence: string | null
  given: number
  outcome: string
}

export type OrderDetail = OrderRow & { trace: TraceRow[]; facts: OrderFacts; cardSerial: string | null }

export type CardDetail = CardRow & {
  placement: string | null
  ledger: LedgerRow[]
  coupons: CouponRow[]
  orders: OrderRow[]
  links: { tillName: string; customerId: string }[]
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
  placements: { key: string; views: number; joins: number }[]
}

/** Everything the console shows. Every read is within one merchant and bounded. */
export type ConsoleReads = {
  merchant(merchantId: string): Promise<MerchantHead | null>
  /** Today is the day of `now` where the merchant is. */
  overview(merchantId: string, now: number): Promise<Overview>
  /** Newest first; `search` matches the beginning of a serial. */
  cards(
    merchantId: string,
    query: { cursor?: string | undefined; search?: string | undefined },
  ): Promise<Page<CardRow>>
  card(merchantId: string, cardId: string): Promise<CardDetail | null>
  /** Last changed first. */
  orders(
    merchantId: string,
    query: { cursor?: string | undefined; tillId?: string | undefined },
  ): Promise<Page<OrderRow>>
  order(merchantId: string, tillId: string, externalId: string): Promise<OrderDetail | null>
  /** Of one till, newest sale first. */
  latestOrders(merchantId: string, tillId: string, limit: number): Promise<OrderDetail[]>
  /** Newest first. */
  coupons(
    merchantId: string,
    query: { cursor?: string | undefined; state?: string | undefined },
  ): Promise<Page<CouponRow>>
  /** Those that could not be understood or processed, newest first. */
  troubledDeliveries(merchantId: string, query: { cursor?: string | undefined }): Promise<Page<DeliveryRow>>
  programs(merchantId: string): Promise<ProgramRow[]>
}
