import type { LedgerEntry } from '../domain/card-book.ts'
import type { TraceRow } from '../domain/trace.ts'

export type OrderSummary = {
  tillId: string
  externalId: string
  number: string | null
  placedAt: number | null
  updatedAt: number
  total: { amount: number; currency: string } | null
  outcome: string
  given: number
  cardId: string | null
  evidence: string | null
  trace: TraceRow[]
}

export type OrdersRead = {
  /** With the entries that it, and a scan of the same purchase, made on its card, oldest first. */
  find(
    merchantId: string,
    tillId: string,
    externalId: string,
  ): Promise<(OrderSummary & { scanId: string | null; ledger: LedgerEntry[] }) | null>
  /** Last changed first. */
  list(
    merchantId: string,
    query: {
      after: { updatedAt: number; tillId: string; externalId: string } | null
      limit: number
      tillId?: string | undefined
      cardId?: string | undefined
      outcome?: string | undefined
    },
  ): Promise<OrderSummary[]>
}

export type DeliverySummary = {
  id: string
  tillId: string
  provider: string
  topic: string
  deliveryId: string
  state: string
  attempts: number
  note: string | null
  orderId: string | null
  receivedAt: number
  processedAt: number | null
}

export type DeliveriesRead = {
  /** Newest first, without the bodies: they hold customers' data. */
  list(
    merchantId: string,
    query: {
      after: { at: number; id: string } | null
      limit: number
      state?: string | undefined
      tillId?: string | undefined
    },
  ): Promise<DeliverySummary[]>
}
