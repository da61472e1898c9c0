import type { OrderEvent } from '../domain/order.ts'

/** One thing a till said of one order. */
export type OrderNews = {
  merchantId: string
  tillId: string
  event: OrderEvent
  /** Digests of the contacts that the till has verified. */
  contacts?: string[] | undefined
}
