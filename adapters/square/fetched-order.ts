import * as z from 'zod'
import type { ParseResult, TillEvent } from '../../src/ports/till.ts'
import { faultOf, readJson } from './envelope.ts'
import { type SquareOrder, squareOrder } from './order-body.ts'
import { ownRefunds, refundsByReturn, returnsOf } from './order-refunds.ts'
import { asOf, isPaid, saleOf } from './order-sale.ts'

/** Topic of an order that was asked for; no webhook of Square's is called so. */
export const fetchedOrderTopic = 'stampbridge.order.fetched'

const answer = z.object({ order: squareOrder })

/** Reads the answer to `GET /v2/orders/{id}`: a sale, a return of other sales, or both (an exchange). */
export function parseFetchedOrder(body: Buffer): ParseResult {
  const json = readJson(body)
  if (json === undefined) return { ok: false, problem: 'the fetched order is not JSON' }
  const result = answer.safeParse(json)
  if (!result.success) return { ok: false, problem: `fetched order: ${faultOf(result.error)}` }
  const { order } = result.data
  const returned = refundsByReturn(order).map((each): TillEvent => ({ kind: 'refund', ...each }))
  if (isReturn(order))
    return {
      ok: true,
      events:
        returned.length > 0
          ? returned
          : [{ kind: 'ignored', why: 'a return that takes nothing from a sale' }],
    }
  const sale = saleEvent(order)
  return sale
    ? { ok: true, events: [sale, ...returned] }
    : { ok: false, problem: 'fetched order: it has no currency or no time' }
}

/** Nothing is sold in it: it only takes back. */
function isReturn(order: SquareOrder): boolean {
  const sold = (order.line_items ?? []).length > 0
  const unlinked = (order.returns ?? []).some((each) => !each.source_order_id)
  return !sold && (unlinked || returnsOf(order).length > 0)
}

function saleEvent(order: SquareOrder): TillEvent | null {
  const sale = saleOf(order)
  if (!sale) return null
  return {
    kind: 'sale',
    orderId: order.id,
    sale,
    paid: isPaid(order),
    cancelled: order.state === 'CANCELED',
    refunds: ownRefunds(order),
    asOf: asOf(order),
  }
}
