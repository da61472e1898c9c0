import * as z from 'zod'
import type { ParseResult, TillEvent } from '../../src/ports/till.ts'
import { type Envelope, faultOf, readEnvelope } from './envelope.ts'
import { refundIdOf } from './refund-id.ts'

const id = z.string().min(1).max(255)
const payment = z.object({
  payment: z.object({ id, status: z.string(), order_id: id.nullish() }),
})
const refund = z.object({
  refund: z.object({
    id,
    status: z.string().nullish(),
    order_id: id.nullish(),
    payment_id: id.nullish(),
    amount_money: z.object({ amount: z.int().min(0) }),
  }),
})
const changedOrder = z.object({ order_id: id, state: z.string().nullish() })
const order = z.object({ order_created: changedOrder.nullish(), order_updated: changedOrder.nullish() })
const customer = z.object({
  event_context: z
    .object({
      merge: z.object({ from_customer_ids: z.array(id).max(1000), to_customer_id: id }).nullish(),
    })
    .nullish(),
})

/**
 * What a webhook of Square's means. Orders come as ids alone, so most of them mean: ask for the order as it now
 * stands. Unknown types are ignored; a known type with an unexpected body is a problem that names the field.
 */
export function parseWebhook(body: Buffer): ParseResult {
  const read = readEnvelope(body)
  if (!read.ok) return read
  const { envelope } = read
  switch (envelope.type) {
    case 'payment.created':
    case 'payment.updated':
      return within(envelope, payment, (object) => afterPayment(object.payment))
    case 'refund.created':
    case 'refund.updated':
      return within(envelope, refund, (object) => afterRefund(object.refund))
    case 'order.created':
    case 'order.updated':
      return within(envelope, order, (object) => afterOrder(object, envelope.type))
    case 'customer.created':
    case 'customer.deleted':
      return within(envelope, customer, ({ event_context }) => afterCustomer(event_context?.merge))
    case 'oauth.authorization.revoked':
      return { ok: true, events: [{ kind: 'till-ended', state: 'revoked' }] }
    default:
      return { ok: true, events: ignored(`${envelope.type} is not used`) }
  }
}

const ignored = (why: string): TillEvent[] => [{ kind: 'ignored', why }]

function within<S extends z.ZodType>(
  { type, data }: Envelope,
  schema: S,
  asEvents: (object: z.infer<S>) => TillEvent[],
): ParseResult {
  const result = schema.safeParse(data?.object)
  return result.success
    ? { ok: true, events: asEvents(result.data) }
    : { ok: false, problem: `${type}: data.object.${faultOf(result.error)}` }
}

function afterPayment({ status, order_id }: z.infer<typeof payment>['payment']): TillEvent[] {
  if (status !== 'COMPLETED' && status !== 'CANCELED') return ignored(`the payment is ${status}`)
  return order_id ? [{ kind: 'fetch-order', orderId: order_id }] : ignored('the payment has no order')
}

/**
 * `order_id` is the sale itself, or a return order that names the sale: only the order can tell. So the refund is
 * entered at the order it names, where it counts if that is the sale and rests without effect if it is a return; and
 * the order is fetched, which brings a return to its sale with the lines that came back.
 */
function afterRefund(given: z.infer<typeof refund>['refund']): TillEvent[] {
  const { id, status, order_id: orderId, payment_id, amount_money } = given
  if (!orderId) return ignored('the refund has no order')
  if (status !== 'COMPLETED') return ignored(`the refund is ${status ?? 'not completed'}`)
  const entry = { id: refundIdOf(id, payment_id), amount: amount_money.amount, lines: [] }
  return [
    { kind: 'refund', orderId, refund: entry },
    { kind: 'fetch-order', orderId },
  ]
}

function afterOrder(object: z.infer<typeof order>, type: string): TillEvent[] {
  const changed = object.order_created ?? object.order_updated
  if (!changed) return ignored(`${type} names no order`)
  if (changed.state === 'DRAFT') return ignored('the order is a draft')
  return [{ kind: 'fetch-order', orderId: changed.order_id }]
}

type Merge = { from_customer_ids: string[]; to_customer_id: string }

function afterCustomer(merge: Merge | null | undefined): TillEvent[] {
  if (!merge) return ignored('no customers were merged')
  return [{ kind: 'customers-merged', from: merge.from_customer_ids, into: merge.to_customer_id }]
}
