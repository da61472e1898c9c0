import type { Contact } from '../../src/domain/contact.ts'
import type { DiscountUse, OrderEvent, OrderLine, Sale } from '../../src/domain/order.ts'
import type { ParseResult } from '../../src/ports/till.ts'
import { exactId } from './exact-id.ts'
import type { LineItemBody, OrderBody, ShippingLineBody } from './order-body.ts'
import { orderBody } from './order-body.ts'
import { asRefund } from './parse-refund.ts'
import { readBody } from './read-body.ts'
import { shopMoney, toMinor } from './shopify-money.ts'

/**
 * Any body that is a whole order (orders/create, /paid, /updated, /cancelled). The topic says nothing that the body
 * does not, and is not signed, so that it is not asked.
 */
export function parseOrder(body: Buffer): ParseResult {
  const read = readBody(orderBody, body)
  if (!read.ok) return read
  const order = read.value
  const event: OrderEvent = {
    kind: 'sale',
    orderId: exactId(order),
    sale: asSale(order),
    paid: isPaid(order),
    cancelled: Boolean(order.cancelled_at),
    refunds: (order.refunds ?? []).map((refund) => asRefund(refund, order.currency, order.taxes_included)),
    asOf: Date.parse(order.updated_at ?? order.created_at),
    contacts: contactsOf(order),
  }
  if (!event.sale.lines.every((line) => Number.isSafeInteger(line.total)))
    return { ok: false, problem: 'line_items: amount too large' }
  return { ok: true, events: [event] }
}

/** Shopify says of the e-mail alone whether its owner has confirmed it; a phone is whatever was typed. */
function contactsOf({ customer }: OrderBody): Contact[] | undefined {
  const { email, verified_email: verified } = customer ?? {}
  if (verified !== true || typeof email !== 'string' || email.length > 254) return undefined
  return [{ kind: 'email', value: email }]
}

/**
 * POS payments stay `authorized` for up to a quarter of an hour before their capture, and the goods are gone by then.
 * Elsewhere an authorization is a promise only. A split tender is `partially_paid` until its last part: it waits.
 */
function isPaid(order: OrderBody): boolean {
  switch (order.financial_status) {
    case 'paid':
    case 'partially_refunded':
    case 'refunded':
      return true
    case 'authorized':
      return order.source_name === 'pos'
    default:
      return false
  }
}

/** The authorization that paid for it is gone, so nothing is left of the sale; a later payment brings it back. */
const isVoid = (order: OrderBody): boolean =>
  order.financial_status === 'voided' || order.financial_status === 'expired'

/**
 * Amounts before refunds, in the shop's currency. `total - shipping - tip - serviceCharge` is the value of the goods
 * with tax, and that less `tax` their value without: so `shipping` holds its own tax, and `tax` is that of the goods
 * alone. Lines are with tax where the shop's prices are (`taxes_included`), else without.
 */
function asSale(order: OrderBody): Sale {
  const { currency } = order
  const nothingLeft = isVoid(order)
  const amount = (value: Parameters<typeof toMinor>[0]) => (nothingLeft ? 0 : toMinor(value, currency))
  const shipping = shippingOf(order)
  return {
    number: order.name ?? order.order_number?.toString(),
    placedAt: Date.parse(order.processed_at ?? order.created_at),
    locationId: order.location_id?.toString(),
    currency,
    total: amount(order.total_price),
    tip: amount(order.total_tip_received),
    tax: nothingLeft ? 0 : Math.max(0, toMinor(order.total_tax, currency) - shipping.tax),
    shipping: nothingLeft ? 0 : shipping.total,
    serviceCharge:
      amount(shopMoney(order.original_total_duties_set)) +
      amount(shopMoney(order.original_total_additional_fees_set)),
    lines: order.line_items.filter((line) => !line.tip).map((line) => asLine(line, currency, nothingLeft)),
    discountCodes: codesOf(order),
    customerId: order.customer?.id?.toString(),
    cardSerial: cardSerialOf(order),
    test: order.test === true,
  }
}

function asLine(line: LineItemBody, currency: string, nothingLeft: boolean): OrderLine {
  const off = line.discount_allocations
    ? sum(line.discount_allocations, (part) => toMinor(shopMoney(part.amount_set, part.amount), currency))
    : toMinor(line.total_discount, currency)
  return {
    id: line.id.toString(),
    name: (line.title ?? '').slice(0, 255),
    productId: line.product_id?.toString(),
    sku: line.sku || undefined,
    category: line.product_type || undefined,
    quantity: line.quantity,
    currentQuantity: nothingLeft ? 0 : (line.current_quantity ?? undefined),
    total: Math.max(0, toMinor(line.price, currency) * line.quantity - off),
    giftCard: line.gift_card === true,
  }
}

/** What the delivery cost with its tax, and the tax in it. */
function shippingOf(order: OrderBody): { total: number; tax: number } {
  const lines = (order.shipping_lines ?? []).filter((line) => !line.is_removed)
  const net = sum(lines, (line) => shippingPrice(line, order.currency))
  const tax = sum(lines, (line) =>
    sum(line.tax_lines ?? [], (part) => toMinor(shopMoney(part.price_set, part.price), order.currency)),
  )
  return { total: order.taxes_included ? net : net + tax, tax }
}

function shippingPrice(line: ShippingLineBody, currency: string): number {
  if (line.discounted_price !== null && line.discounted_price !== undefined)
    return toMinor(line.discounted_price, currency)
  const off = sum(line.discount_allocations ?? [], (part) =>
    toMinor(shopMoney(part.amount_set, part.amount), currency),
  )
  return toMinor(line.price, currency) - off
}

function codesOf(order: OrderBody): DiscountUse[] {
  const applied = (order.discount_applications ?? []).filter(({ type }) => type === 'discount_code')
  const codes = new Map<string, string>()
  for (const { code } of [...(order.discount_codes ?? []), ...applied])
    if (code && code.length <= 255 && !codes.has(code.toUpperCase())) codes.set(code.toUpperCase(), code)
  return [...codes.values()].map((code) => ({ code }))
}

const cardAttributes = new Set(['stampbridge_card', '_stampbridge_card'])
/** As cards are numbered: URL-safe text. Anything else was typed by somebody. */
const serialPattern = /^[A-Za-z0-9_-]{6,64}$/

/** A cart attribute arrives as a note attribute, a line's own one as a property; `_` hides it from the buyer. */
function cardSerialOf(order: OrderBody): string | undefined {
  const all = [order.note_attributes, ...order.line_items.map((line) => line.properties)]
  for (const attributes of all)
    for (const { name, value } of attributes ?? [])
      if (typeof name === 'string' && cardAttributes.has(name) && typeof value === 'string') {
        const serial = value.trim()
        if (serialPattern.test(serial)) return serial
      }
  return undefined
}

const sum = <T>(items: readonly T[], amount: (item: T) => number): number =>
  items.reduce((total, item) => total + amount(item), 0)
