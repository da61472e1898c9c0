import type * as z from 'zod'
import type { Contact } from '../../src/domain/contact.ts'
import type { Refund, Sale } from '../../src/domain/order.ts'
import type { ParseResult, StoredDelivery, TillEvent } from '../../src/ports/till.ts'
import {
  cancelledOrder,
  envelope,
  type PaidOrder,
  paidOrder,
  type RefundedOrder,
  refundedOrder,
  updatedOrder,
} from './body.ts'

/**
 * Reads a message of an open till: the four types of the contract; any other type is ignored, as Standard Webhooks
 * asks. A problem names the first wrong field and never quotes its value.
 */
export function parseMessage({ body }: StoredDelivery): ParseResult {
  let json: unknown
  try {
    json = JSON.parse(body.toString('utf8'))
  } catch {
    return { ok: false, problem: 'the body is not JSON' }
  }
  const outer = envelope.safeParse(json)
  if (!outer.success) return problemOf(outer.error, [])
  const { type, data } = outer.data
  switch (type) {
    case 'order.paid':
      return read(paidOrder, data, (order) => sale(order, 0))
    case 'order.updated':
      return read(updatedOrder, data, (order) => sale(order, Date.parse(order.updatedAt)))
    case 'order.cancelled':
      return read(cancelledOrder, data, ({ id }) => ({ kind: 'cancellation', orderId: id }))
    case 'order.refunded':
      return read(refundedOrder, data, refund)
    default:
      return { ok: true, events: [{ kind: 'ignored', why: `messages of type ${type} are not used` }] }
  }
}

function read<S extends z.ZodType>(
  schema: S,
  data: unknown,
  asEvent: (data: z.infer<S>) => TillEvent,
): ParseResult {
  const result = schema.safeParse(data)
  return result.success ? { ok: true, events: [asEvent(result.data)] } : problemOf(result.error, ['data'])
}

function sale(order: PaidOrder, asOf: number): TillEvent {
  return {
    kind: 'sale',
    orderId: order.id,
    sale: asSale(order),
    paid: true,
    cancelled: false,
    refunds: [],
    asOf,
    contacts: contactsOf(order),
  }
}

/** What the till says that it has verified. Anything odd here costs a match, never the order. */
function contactsOf({ customer }: PaidOrder): Contact[] | undefined {
  const { email, emailVerified, phone, phoneVerified } = customer ?? {}
  const contacts: Contact[] = []
  if (emailVerified === true && typeof email === 'string' && email.length <= 254)
    contacts.push({ kind: 'email', value: email })
  if (phoneVerified === true && typeof phone === 'string' && phone.length <= 40)
    contacts.push({ kind: 'phone', value: phone })
  return contacts.length > 0 ? contacts : undefined
}

function asSale(order: PaidOrder): Sale {
  return {
    number: order.number || undefined,
    placedAt: Date.parse(order.closedAt),
    locationId: order.locationId || undefined,
    currency: order.currency,
    total: order.total,
    tip: order.tip ?? 0,
    tax: order.tax ?? 0,
    shipping: order.shipping ?? 0,
    serviceCharge: 0,
    lines: (order.lines ?? []).map((line) => ({
      id: line.id,
      name: line.name,
      sku: line.sku || undefined,
      category: line.category || undefined,
      quantity: line.quantity,
      total: line.total,
      giftCard: line.giftCard || undefined,
    })),
    discountCodes: (order.discountCodes ?? []).map((code) => ({ code })),
    customerId: order.customer?.id || undefined,
    cardSerial: order.card || undefined,
    test: order.test ?? false,
  }
}

function refund({ id, orderId, amount, lines }: RefundedOrder): TillEvent {
  const given: Refund = {
    id,
    amount,
    lines: (lines ?? []).map((line) => ({ id: line.id, quantity: line.quantity, amount: line.amount })),
  }
  return { kind: 'refund', orderId, refund: given }
}

function problemOf(error: z.ZodError, at: string[]): ParseResult {
  const issue = error.issues[0]
  const path = [...at, ...(issue?.path ?? [])]
  const field = path.reduce<string>(
    (text, key) =>
      typeof key === 'number' ? `${text}[${key}]` : text ? `${text}.${String(key)}` : String(key),
    '',
  )
  return { ok: false, problem: `${field || 'the body'} ${issue?.message ?? 'is not understood'}` }
}
