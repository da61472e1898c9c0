import type { DiscountUse, OrderLine, Sale } from '../../src/domain/order.ts'
import { amountOf, type SquareLine, type SquareOrder } from './order-body.ts'
import { paidOut } from './order-refunds.ts'

/** How a card's serial is given in `reference_id`, for apps that cannot write this app's metadata. */
const serialPrefix = 'stampbridge:'

/**
 * Square's Order as a sale. `total_money` is all that is collected: goods after discounts, service charges, tips and
 * taxes; so what is left without tip and service charge is goods with their tax, which is also what a line's
 * `total_money` holds. A service charge apportioned to lines is inside both and is taken out of the lines. Returns are
 * not in these sums; what an exchange paid out for them is added, and comes off again as its refund. Square knows no shipping apart from service charges.
 * @returns null when the order has no currency or no time, which no order of Square's lacks
 */
export function saleOf(order: SquareOrder): Sale | null {
  const currency = order.total_money?.currency
  // Not closed_at: an order that is paid first and fulfilled later must not move to another day.
  const placed = order.created_at ?? order.closed_at ?? order.updated_at
  if (!currency || !placed) return null
  return {
    number: numberOf(order),
    placedAt: Date.parse(placed),
    locationId: order.location_id ?? undefined,
    currency,
    total: amountOf(order.total_money) + paidOut(order),
    tip: amountOf(order.total_tip_money),
    tax: amountOf(order.total_tax_money),
    shipping: 0,
    serviceCharge: amountOf(order.total_service_charge_money),
    lines: (order.line_items ?? []).map(lineOf),
    discountCodes: (order.discounts ?? []).flatMap(({ catalog_object_id, name }) =>
      discountUse(catalog_object_id, name),
    ),
    customerId: order.customer_id ?? payingCustomer(order),
    weakCustomer: (!order.customer_id && payingCustomer(order) !== undefined) || undefined,
    cardSerial: serialOf(order),
    test: false,
  }
}

/** A customer on a payment: attached at the counter, or an instant profile, Square's own guess by the payment card. */
const payingCustomer = ({ tenders }: SquareOrder): string | undefined =>
  (tenders ?? []).find((tender) => tender.customer_id)?.customer_id ?? undefined

function lineOf(line: SquareLine, at: number): OrderLine {
  return {
    id: line.uid ?? `line-${at + 1}`,
    name: line.name ?? '',
    productId: line.catalog_object_id ?? undefined,
    quantity: Number(line.quantity),
    total: amountOf(line.total_money) - amountOf(line.total_service_charge_money),
    giftCard: line.item_type === 'GIFT_CARD' || undefined,
  }
}

/** "Free coffee · K7Q2M9ABCD": the code is what follows the dot; a discount may also be named by its code alone. */
const codeInName = /(?:^|·\s*)([A-Z0-9]{6,64})$/i

function discountUse(catalogId: string | null | undefined, name: string | null | undefined): DiscountUse[] {
  const code = codeInName.exec(name?.trim() ?? '')?.[1]
  if (!catalogId && !code) return []
  return [{ ...(code ? { code } : {}), ...(catalogId ? { externalId: catalogId } : {}) }]
}

/**
 * What people at the counter call the order. A ticket name is taken only if it is a number: it may as well be the
 * customer's name. A receipt shows the first four letters of the payment's id.
 */
function numberOf({ id, ticket_name, reference_id, tenders }: SquareOrder): string {
  if (ticket_name && /^#?\d{1,10}$/.test(ticket_name)) return ticket_name
  if (reference_id && !reference_id.startsWith(serialPrefix)) return reference_id
  return tenders?.[0]?.id?.slice(0, 4) || id.slice(0, 6)
}

function serialOf({ metadata, reference_id }: SquareOrder): string | undefined {
  const serial = metadata?.stampbridge_card
  if (serial) return serial
  return reference_id?.startsWith(serialPrefix)
    ? reference_id.slice(serialPrefix.length) || undefined
    : undefined
}

/** Tenders that hold no money yet, or none any more. */
const unsettled = new Set(['AUTHORIZED', 'VOIDED', 'FAILED'])

/**
 * Nothing is left to pay. `net_amount_due_money` decides where Square tells it, so that a split tender counts with
 * its last part; orders of the point of sale may lack it, and then `COMPLETED` is the word.
 */
export function isPaid(order: SquareOrder): boolean {
  if (amountOf(order.net_amount_due_money) > 0 || order.state === 'CANCELED') return false
  if (order.state === 'COMPLETED') return true
  const tenders = order.tenders ?? []
  if (tenders.length === 0 || tenders.some(({ card_details }) => unsettled.has(card_details?.status ?? '')))
    return false
  if (order.net_amount_due_money) return true
  return (
    tenders.reduce((sum, tender) => sum + amountOf(tender.amount_money), 0) >= amountOf(order.total_money)
  )
}

/** Milliseconds of the last change; the version, where there is one, parts changes of the same millisecond. */
export function asOf(order: SquareOrder): number {
  const changed = order.updated_at ?? order.closed_at ?? order.created_at
  return Math.max(0, changed ? Date.parse(changed) : 0) + Math.min(order.version ?? 0, 999) / 1000
}
