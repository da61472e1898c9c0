import { randomBytes } from 'node:crypto'

export type SquareMoney = { amount: number; currency: string }
export type SquareLine = {
  uid?: string
  name?: string
  catalogObjectId?: string
  quantity?: string
  /** After discounts, with tax. */
  total: number
  giftCard?: boolean
}
export type SquareSale = {
  id?: string
  lines?: SquareLine[]
  /** Of all lines; for a sale whose lines do not matter. */
  total?: number
  tip?: number
  tax?: number
  serviceCharge?: number
  discounts?: { name?: string; catalogObjectId?: string }[]
  customerId?: string
  /** Serial of a card, in the order's metadata. */
  card?: string
  referenceId?: string
  locationId?: string
  createdAt?: string
}
export type SquareTender = { id: string; amount_money: SquareMoney; customer_id?: string; type: string }
export type SquareOrder = {
  id: string
  location_id: string
  state: 'OPEN' | 'COMPLETED' | 'CANCELED'
  version: number
  created_at: string
  updated_at: string
  total_money: SquareMoney
  net_amount_due_money: SquareMoney
  line_items: { uid: string; name: string; quantity: string; total_money: SquareMoney }[]
  tenders: SquareTender[]
  [field: string]: unknown
}
export type SquareReturnLine = { uid: string; quantity: string; amount: number }

export const squareId = (): string => randomBytes(16).toString('base64url')

/** An order as `GET /v2/orders/{id}` shows it before anything is paid. */
export function newOrder(sale: SquareSale, currency: string, now: string): SquareOrder {
  const money = (amount: number): SquareMoney => ({ amount, currency })
  const lines = sale.lines ?? [{ total: sale.total ?? 500 }]
  const { tip = 0, tax = 0, serviceCharge = 0 } = sale
  const total = lines.reduce((sum, line) => sum + line.total, 0) + tip + serviceCharge
  return {
    id: sale.id ?? squareId(),
    location_id: sale.locationId ?? 'LMAIN',
    source: { name: 'Point of Sale' },
    state: 'OPEN',
    version: 1,
    created_at: sale.createdAt ?? now,
    updated_at: now,
    ...(sale.customerId ? { customer_id: sale.customerId } : {}),
    ...(sale.referenceId ? { reference_id: sale.referenceId } : {}),
    ...(sale.card ? { metadata: { stampbridge_card: sale.card } } : {}),
    line_items: lines.map((line, at) => ({
      uid: line.uid ?? `line-${at + 1}`,
      name: line.name ?? 'Flat white',
      quantity: line.quantity ?? '1',
      item_type: line.giftCard ? 'GIFT_CARD' : 'ITEM',
      ...(line.catalogObjectId ? { catalog_object_id: line.catalogObjectId } : {}),
      total_money: money(line.total),
      total_service_charge_money: money(0),
    })),
    ...(sale.discounts?.length
      ? {
          discounts: sale.discounts.map(({ name, catalogObjectId }) => ({
            uid: squareId(),
            ...(name ? { name } : {}),
            ...(catalogObjectId ? { catalog_object_id: catalogObjectId } : {}),
            scope: 'ORDER',
          })),
        }
      : {}),
    total_money: money(total),
    total_tax_money: money(tax),
    total_tip_money: money(tip),
    total_service_charge_money: money(serviceCharge),
    net_amount_due_money: money(total),
    tenders: [],
  }
}

/** Adds a tender; the order is COMPLETED when nothing is due any more. */
export function payOrder(order: SquareOrder, amount: number, now: string, customerId?: string): SquareTender {
  const { currency } = order.total_money
  const tender: SquareTender = {
    id: squareId(),
    type: 'CARD',
    amount_money: { amount, currency },
    ...(customerId ? { customer_id: customerId } : {}),
  }
  order.tenders.push(tender)
  const due = order.net_amount_due_money.amount - amount
  order.net_amount_due_money = { amount: due, currency }
  if (due <= 0) closeOrder(order, 'COMPLETED', now)
  touch(order, now)
  return tender
}

export function closeOrder(order: SquareOrder, state: 'COMPLETED' | 'CANCELED', now: string): void {
  order.state = state
  order.closed_at = now
}

export function touch(order: SquareOrder, now: string): void {
  order.version += 1
  order.updated_at = now
}

/** The order that Square makes for every refund: it sells nothing and names the sale it takes from. */
export function returnOrder(
  sale: SquareOrder,
  refund: { id: string; tenderId: string; amount: number; lines: SquareReturnLine[] },
  now: string,
): SquareOrder {
  const { currency } = sale.total_money
  const money = (amount: number): SquareMoney => ({ amount, currency })
  const lines = refund.lines.length > 0 ? refund.lines : [{ uid: '', quantity: '1', amount: refund.amount }]
  return {
    id: squareId(),
    location_id: sale.location_id,
    state: 'COMPLETED',
    version: 3,
    created_at: now,
    updated_at: now,
    closed_at: now,
    line_items: [],
    tenders: [],
    total_money: money(0),
    net_amount_due_money: money(0),
    returns: [
      {
        uid: squareId(),
        source_order_id: sale.id,
        return_line_items: lines.map((line) => ({
          uid: squareId(),
          ...(line.uid
            ? { source_line_item_uid: line.uid, item_type: 'ITEM' }
            : { item_type: 'CUSTOM_AMOUNT' }),
          quantity: line.quantity,
          total_money: money(line.amount),
        })),
        return_amounts: { total_money: money(refund.amount) },
      },
    ],
    return_amounts: { total_money: money(refund.amount) },
    refunds: [
      {
        id: refund.id,
        tender_id: refund.tenderId,
        transaction_id: sale.id,
        status: 'APPROVED',
        amount_money: money(refund.amount),
        reason: 'Returned goods',
      },
    ],
  }
}
