import type { OrderFacts } from '../domain/order.ts'
import type { TraceRow } from '../domain/trace.ts'

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

/** A message of the till that made the order what it is. */
export type OrderDelivery = {
  id: string
  topic: string
  state: string
  receivedAt: number
  note: string | null
}

export type OrderDetail = OrderRow & {
  trace: TraceRow[]
  facts: OrderFacts
  cardSerial: string | null
}

/** A shared code in a sale that no card in the sale holds. */
export type CodeUseRow = {
  id: string
  code: string
  tillId: string
  tillName: string
  orderId: string
  orderNumber: string | null
  usedAt: number
  location: string | null
}

export const orderFilters = [
  'unmatched',
  'stamped',
  'redeemed',
  'no-stamp',
  'reversed',
  'refunded',
  'waiting',
] as const

export type OrdersQuery = {
  cursor?: string | undefined
  tillId?: string | undefined
  /** An outcome, or `refunded`: any order of which something was given back. */
  only?: (typeof orderFilters)[number] | undefined
  /** The number on the receipt, whole, or the till's own id. */
  search?: string | undefined
}
