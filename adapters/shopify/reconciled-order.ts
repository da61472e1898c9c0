import type { ParseResult, TillEvent } from '../../src/ports/till.ts'
import { gidNumber } from './exact-id.ts'
import { parseOrder } from './parse-order.ts'
import type { RawOrder, RawRefund } from './reconcile-documents.ts'

/**
 * Topics of orders that were found by searching. No webhook can bring one in: none of Shopify's has a dot, and the door
 * refuses a topic that has.
 */
export const foundOrderTopic = 'stampbridge.order.found'
/** An order that is known, found without permission to read all of it: only what went back, and a cancellation, count. */
export const foundChangesTopic = 'stampbridge.order.changes'

export function parseFoundChanges(body: Buffer): ParseResult {
  const read = parseOrder(body)
  if (!read.ok) return read
  const events = read.events.flatMap((event): TillEvent[] => {
    if (event.kind !== 'sale') return []
    const { orderId, refunds, cancelled } = event
    const back = refunds.map((refund): TillEvent => ({ kind: 'refund', orderId, refund }))
    return cancelled ? [...back, { kind: 'cancellation', orderId }] : back
  })
  const none: TillEvent = { kind: 'ignored', why: 'nothing went back' }
  return { ok: true, events: events.length > 0 ? events : [none] }
}

// biome-ignore lint/suspicious/noExplicitAny: the body is read by the webhook's own schema, whatever it holds.
type Loose = any

/**
 * GraphQL's order in the shape of the webhooks, REST's, so that one reader understands both. Whatever is missing or odd
 * goes along as it is: the reader says so.
 */
export function asWebhookBody(order: RawOrder, refunds: RawRefund[]): object {
  const raw: Loose = order
  const tip = amount(raw.totalTipReceivedSet)
  return {
    id: numeric(raw.id),
    admin_graphql_api_id: raw.id,
    name: raw.name,
    created_at: raw.createdAt,
    processed_at: raw.processedAt,
    updated_at: raw.updatedAt,
    cancelled_at: raw.cancelledAt,
    financial_status: raw.displayFinancialStatus?.toLowerCase(),
    source_name: raw.sourceName,
    location_id: numeric(raw.retailLocation?.id),
    currency: raw.currencyCode,
    total_price: amount(raw.totalPriceSet),
    total_tax: amount(raw.totalTaxSet),
    total_tip_received: tip,
    taxes_included: raw.taxesIncluded,
    original_total_duties_set: moneySet(raw.originalTotalDutiesSet),
    original_total_additional_fees_set: moneySet(raw.originalTotalAdditionalFeesSet),
    line_items: order.lineItems.nodes.map((line) => lineBody(line, tip)),
    shipping_lines: raw.shippingLines?.nodes?.map(shippingBody),
    discount_codes: raw.discountCodes?.map((code: unknown) => ({ code })),
    note_attributes: attributes(raw.customAttributes),
    customer: raw.customer && {
      id: numeric(raw.customer.id),
      email: raw.customer.defaultEmailAddress?.emailAddress,
      verified_email: raw.customer.verifiedEmail,
    },
    refunds: refunds.map((refund) => refundBody(refund, raw.id)),
    test: raw.test,
  }
}

function lineBody(line: Loose, tip: string | undefined): object {
  return {
    id: numeric(line.id),
    title: line.title,
    product_id: numeric(line.product?.id),
    product_type: line.product?.productType,
    sku: line.sku,
    quantity: line.quantity,
    current_quantity: line.currentQuantity,
    price: amount(line.originalUnitPriceSet),
    discount_allocations: line.discountAllocations?.map((part: Loose) => ({
      amount_set: moneySet(part.allocatedAmountSet),
    })),
    gift_card: line.isGiftCard,
    properties: attributes(line.customAttributes),
    ...(isTip(line, tip) && { tip: {} }),
  }
}

/** REST marks the line that checkout makes for a tip; here it is known by its name and its amount. */
const isTip = (line: Loose, tip: string | undefined): boolean =>
  Number(tip) > 0 &&
  line.title === 'Tip' &&
  line.requiresShipping === false &&
  Number(amount(line.originalUnitPriceSet)) === Number(tip)

const shippingBody = (line: Loose): object => ({
  price: amount(line.originalPriceSet),
  discounted_price: amount(line.discountedPriceSet),
  tax_lines: line.taxLines?.map((part: Loose) => ({ price_set: moneySet(part.priceSet) })),
  is_removed: line.isRemoved,
})

function refundBody(refund: Loose, orderId: unknown): object {
  return {
    id: numeric(refund.id),
    admin_graphql_api_id: refund.id,
    order_id: numeric(orderId),
    refund_line_items: refund.refundLineItems?.nodes?.map((line: Loose) => ({
      line_item_id: numeric(line.lineItem?.id),
      quantity: line.quantity,
      subtotal_set: moneySet(line.subtotalSet),
      total_tax_set: moneySet(line.totalTaxSet),
    })),
    transactions: refund.transactions?.nodes?.map((payment: Loose) => ({
      kind: payment.kind?.toLowerCase(),
      status: payment.status?.toLowerCase(),
      amount: amount(payment.amountSet),
      currency: payment.amountSet?.shopMoney?.currencyCode,
    })),
  }
}

/** The id as webhooks have it; as digits, which stay exact beyond 2^53. */
const numeric = (id: unknown): string | undefined =>
  typeof id === 'string' ? (gidNumber(id) ?? undefined) : undefined

const amount = (bag: Loose): string | undefined => bag?.shopMoney?.amount
const moneySet = (bag: Loose): object | undefined =>
  bag?.shopMoney && {
    shop_money: { amount: bag.shopMoney.amount, currency_code: bag.shopMoney.currencyCode },
  }
const attributes = (all: Loose): object[] | undefined =>
  all?.map(({ key, value }: Loose) => ({ name: key, value }))
