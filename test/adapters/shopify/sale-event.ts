import { parseOrder } from '../../../adapters/shopify/parse-order.ts'
import type { OrderEvent } from '../../../src/domain/order.ts'

export const euro = { currency: 'EUR', digits: 2 }

export type SaleEvent = Extract<OrderEvent, { kind: 'sale' }>

/** What an order's body is read as. */
export function sale(body: Buffer): SaleEvent {
  const result = parseOrder(body)
  if (!result.ok) throw new Error(result.problem)
  const [event] = result.events
  if (event?.kind !== 'sale') throw new Error('not a sale')
  return event
}
