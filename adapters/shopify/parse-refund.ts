import type { Refund } from '../../src/domain/order.ts'
import type { ParseResult } from '../../src/ports/till.ts'
import { exactId } from './exact-id.ts'
import type { RefundBody } from './order-body.ts'
import { refundBody } from './order-body.ts'
import { readBody } from './read-body.ts'
import { shopMoney, toMinor } from './shopify-money.ts'

/** `refunds/create`: the same refund, under the same id, that later bodies of its order hold. */
export function parseRefund(body: Buffer): ParseResult {
  const read = readBody(refundBody, body)
  if (!read.ok) return read
  const refund = read.value
  if (refund.order_id === null || refund.order_id === undefined)
    return { ok: false, problem: 'order_id: the refund names no order' }
  const currency = currencyOf(refund)
  if (!currency && (refund.refund_line_items?.length || refund.transactions?.length))
    return { ok: false, problem: 'the refund names no currency' }
  return {
    ok: true,
    events: [
      { kind: 'refund', orderId: refund.order_id.toString(), refund: asRefund(refund, currency ?? 'XXX') },
    ],
  }
}

/**
 * Amounts in minor units of the shop's currency. `amount` is money alone: an edit that takes a line away makes a refund
 * without payment, and the payment follows in a refund without lines; the lines tell the value of the first.
 * @param taxesIncluded whether the shop's prices hold their tax; told from the tax rates when not known.
 */
export function asRefund(refund: RefundBody, currency: string, taxesIncluded?: boolean | null): Refund {
  const lines = (refund.refund_line_items ?? []).map((line) => ({
    id: line.line_item_id.toString(),
    quantity: line.quantity,
    amount: toMinor(shopMoney(line.subtotal_set, line.subtotal), currency),
  }))
  const amount = moneyBack(refund, currency) ?? goodsBack(refund, currency, taxesIncluded ?? null)
  return { id: exactId(refund), amount, lines }
}

/**
 * What went back, or is on its way: a refund is announced before the bank has answered, and a `pending` one that
 * counted nothing would stay at nothing, since a refund counts once. Null when that is not said in the shop's currency.
 */
function moneyBack(refund: RefundBody, currency: string): number | null {
  if (!refund.transactions) return null
  const payments = refund.transactions.filter(
    ({ kind, status }) => kind === 'refund' && (status === 'success' || status === 'pending'),
  )
  if (payments.some((payment) => (payment.currency ?? currency) !== currency)) return null
  return payments.reduce((total, { amount }) => total + toMinor(amount, currency), 0)
}

/** What the returned goods were worth, tax included. */
function goodsBack(refund: RefundBody, currency: string, taxesIncluded: boolean | null): number {
  let total = 0
  for (const line of refund.refund_line_items ?? []) {
    const subtotal = toMinor(shopMoney(line.subtotal_set, line.subtotal), currency)
    const tax = toMinor(shopMoney(line.total_tax_set, line.total_tax), currency)
    total += (taxesIncluded ?? holdsTax(line, subtotal, tax)) ? subtotal : subtotal + tax
  }
  return total
}

/** Of 12 % on 100, 12.00 is on top and 10.71 is inside: whichever is nearer. `refunds/create` does not say. */
function holdsTax(
  line: NonNullable<RefundBody['refund_line_items']>[number],
  subtotal: number,
  tax: number,
): boolean {
  const rate = (line.line_item?.tax_lines ?? []).reduce((sum, part) => sum + (part.rate ?? 0), 0)
  const onTop = subtotal * rate
  return rate > 0 && Math.abs(tax - onTop / (1 + rate)) < Math.abs(tax - onTop)
}

/** The shop's: of a money set, else of the payments. */
function currencyOf(refund: RefundBody): string | null {
  const sets = [...(refund.refund_line_items ?? []).map((line) => line.subtotal_set), refund.total_duties_set]
  const named = sets.map((set) => set?.shop_money?.currency_code).find(Boolean)
  return named ?? refund.transactions?.find(({ currency }) => currency)?.currency ?? null
}
