import type { OrderBody, ShopMoney } from './shopify-bodies.ts'
import { decimal, iso, moneySet } from './shopify-bodies.ts'

export type RefundBody = ReturnType<typeof refundBody>

/** What goes back: whole lines or part of them; `amount` in minor units replaces what the lines would give. */
export type RefundInput = { lines?: { index: number; quantity: number }[]; amount?: number }

export function refundBody(order: OrderBody, input: RefundInput, id: number, at: number, money: ShopMoney) {
  const wanted =
    input.lines ??
    (input.amount === undefined
      ? order.line_items.map((line, index) => ({ index, quantity: line.current_quantity }))
      : [])
  const lines = wanted.map(({ index, quantity }) => refundLine(order, index, quantity, id, money))
  const goods = lines.reduce((sum, line) => sum + line.minor, 0)
  const amount = input.amount ?? goods
  return {
    id,
    admin_graphql_api_id: `gid://shopify/Refund/${id}`,
    created_at: iso(at),
    duties: [],
    note: null,
    order_adjustments: [],
    order_id: order.id,
    processed_at: iso(at),
    refund_line_items: lines.map(({ minor: _, ...line }) => line),
    restock: true,
    total_duties_set: moneySet(0, money),
    transactions: [
      {
        id: id + 1,
        admin_graphql_api_id: `gid://shopify/OrderTransaction/${id + 1}`,
        amount: decimal(amount, money),
        currency: money.currency,
        gateway: 'shopify_payments',
        kind: 'refund',
        order_id: order.id,
        source_name: order.source_name,
        status: 'success',
        test: order.test,
      },
    ],
    user_id: 99_120_331,
  }
}

function refundLine(order: OrderBody, index: number, quantity: number, refundId: number, money: ShopMoney) {
  const line = order.line_items[index]
  if (!line) throw new RangeError(`the order has no line ${index}`)
  const minor = (text: string) => Math.round(Number(text) * 10 ** money.digits)
  const off = line.discount_allocations.reduce((sum, part) => sum + minor(part.amount), 0)
  const share = quantity / line.quantity
  const subtotal = Math.round((minor(line.price) * line.quantity - off) * share)
  const tax = Math.round(line.tax_lines.reduce((sum, part) => sum + minor(part.price), 0) * share)
  return {
    id: refundId + 100 + index,
    line_item: { ...line },
    line_item_id: line.id,
    location_id: order.location_id,
    quantity,
    restock_type: 'return',
    subtotal: subtotal / 10 ** money.digits,
    subtotal_set: moneySet(subtotal, money),
    total_tax: tax / 10 ** money.digits,
    total_tax_set: moneySet(tax, money),
    minor: subtotal + (order.taxes_included ? 0 : tax),
  }
}
