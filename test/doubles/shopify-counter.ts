import type { DiscountShelf } from './shopify-admin.ts'
import type { OrderBody, SaleInput, ShopMoney } from './shopify-bodies.ts'
import { iso, orderBody } from './shopify-bodies.ts'
import type { RefundBody, RefundInput } from './shopify-refund-body.ts'
import { refundBody } from './shopify-refund-body.ts'

/** A webhook to come: its topic and body. */
export type Announcement = [topic: string, body: object]

/** The shop's counter: keeps the orders, and says what Shopify would announce of each change. */
export type ShopifyCounter = {
  readonly orders: ReadonlyMap<number, OrderBody>
  sell(sale: SaleInput): { order: OrderBody; announced: Announcement[] }
  pay(orderId: number): Announcement[]
  refund(orderId: number, input: RefundInput): { refund: RefundBody; announced: Announcement[] }
  cancel(orderId: number): Announcement[]
}

export function createCounter(shelf: DiscountShelf, money: ShopMoney, now: () => number): ShopifyCounter {
  const orders = new Map<number, OrderBody>()
  // Ids are told apart between doubles too: a database may see several.
  let lastId = 7_000_000_000_000 + Math.floor(Math.random() * 1_000_000) * 1000
  let orderNumber = 1000
  let lastUpdate = 0
  /** Shopify's times are whole seconds; each change of the shop gets its own. */
  const nextUpdate = () => {
    lastUpdate = Math.max(lastUpdate + 1000, Math.floor(now() / 1000) * 1000)
    return lastUpdate
  }
  const touched = (id: number): OrderBody => {
    const order = orders.get(id)
    if (!order) throw new RangeError(`no order ${id}`)
    order.updated_at = iso(nextUpdate())
    return order
  }
  return {
    orders,
    sell(sale) {
      const off = sale.discountCode ? useCode(shelf, sale, sale.discountCode, now()) : []
      lastId += 1
      orderNumber += 1
      const identity = { id: lastId, number: orderNumber, updatedAt: nextUpdate() }
      const order = orderBody({ ...sale, at: sale.at ?? now() }, identity, off, money)
      orders.set(order.id, order)
      const announced: Announcement[] = [['orders/create', order]]
      if (order.financial_status === 'paid') announced.push(['orders/paid', order])
      return { order, announced }
    },
    pay(orderId) {
      const order = touched(orderId)
      order.financial_status = 'paid'
      return [
        ['orders/paid', order],
        ['orders/updated', order],
      ]
    },
    refund(orderId, input) {
      const order = touched(orderId)
      lastId += 1000
      const refund = refundBody(order, input, lastId, lastUpdate, money)
      order.refunds.push(refund)
      for (const { line_item_id, quantity } of refund.refund_line_items) {
        const line = order.line_items.find((one) => one.id === line_item_id)
        if (line) line.current_quantity -= quantity
      }
      const all = order.line_items.every((line) => line.current_quantity === 0)
      order.financial_status = all ? 'refunded' : 'partially_refunded'
      return {
        refund,
        announced: [
          ['refunds/create', refund],
          ['orders/updated', order],
        ],
      }
    },
    cancel(orderId) {
      const order = touched(orderId)
      order.cancelled_at = order.updated_at
      order.cancel_reason = 'customer'
      return [
        ['orders/cancelled', order],
        ['orders/updated', order],
      ]
    },
  }
}

/** What the code takes off each line; counts as its use. */
function useCode(shelf: DiscountShelf, sale: SaleInput, code: string, now: number): number[] {
  const discount = shelf.find(code)
  if (!discount) throw new Error(`the till knows no code ${code}`)
  if (discount.deactivated || (discount.endsAt !== null && discount.endsAt <= now))
    throw new Error(`code ${code} is no longer good`)
  if (discount.usageLimit !== null && discount.used >= discount.usageLimit)
    throw new Error(`code ${code} was used already`)
  discount.used += 1
  let budget = 'amount' in discount.gets ? discount.gets.amount : Number.POSITIVE_INFINITY
  return sale.lines.map((line) => {
    const entitled = !discount.products || discount.products.some((id) => id.endsWith(`/${line.productId}`))
    if (!entitled) return 0
    const price = line.price * (line.quantity ?? 1)
    const off =
      'percentage' in discount.gets ? Math.round(price * discount.gets.percentage) : Math.min(price, budget)
    budget -= off
    return off
  })
}
