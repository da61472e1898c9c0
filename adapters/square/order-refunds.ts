import type { Refund } from '../../src/domain/order.ts'
import { amountOf, type SquareOrder, type SquareRefund, type SquareReturn } from './order-body.ts'
import { refundIdOf } from './refund-id.ts'

/** A refund and the sale it takes from. */
export type RefundedSale = { orderId: string; refund: Refund }

/** Money that has gone back; a refund that is pending may still fail, and counts when it is done. */
const isDone = ({ status }: SquareRefund) => !status || status === 'APPROVED' || status === 'COMPLETED'

/** Returns that point to other orders: this order is a return, or an exchange when it sells something as well. */
export const returnsOf = (order: SquareOrder): SquareReturn[] =>
  (order.returns ?? []).filter((each) => each.source_order_id && each.source_order_id !== order.id)

/**
 * What a return order takes from each sale it names: its worth, with the lines that came back. It counts under the id
 * of the refund that paid it, as that refund's webhook does; where it was paid by several, or partly in other goods
 * (an exchange), under the return order's own id.
 */
export function refundsByReturn(order: SquareOrder): RefundedSale[] {
  if (!isSettled(order)) return []
  const returns = returnsOf(order)
  const alone = returns.length === 1 ? order : null
  return returns.flatMap((each) => {
    const amount = worthOf(each, alone)
    const refund = { id: idOf(order, amount, alone !== null), amount, lines: linesOf(each) }
    return amount > 0 || refund.lines.length > 0 ? [{ orderId: each.source_order_id!, refund }] : []
  })
}

/** With money to give back, when some of it went; without any, when the return is no longer being made. */
function isSettled({ state, refunds }: SquareOrder): boolean {
  if (refunds && refunds.length > 0) return refunds.some(isDone)
  return state !== 'OPEN' && state !== 'DRAFT' && state !== 'CANCELED'
}

function idOf({ id, refunds }: SquareOrder, worth: number, alone: boolean): string {
  const only = refunds?.length === 1 ? refunds[0] : undefined
  return only && alone && amountOf(only.amount_money) === worth ? refundIdOf(only.id, only.tender_id) : id
}

function worthOf({ return_amounts, return_line_items }: SquareReturn, order: SquareOrder | null): number {
  const told = return_amounts?.total_money ?? order?.return_amounts?.total_money
  if (told) return Math.abs(amountOf(told))
  const lines = (return_line_items ?? []).reduce((sum, line) => sum + amountOf(line.total_money), 0)
  return Math.abs(lines) || sumOf(order?.refunds ?? [])
}

const sumOf = (refunds: SquareRefund[]): number =>
  refunds.reduce((sum, refund) => sum + amountOf(refund.amount_money), 0)

function linesOf({ return_line_items }: SquareReturn): Refund['lines'] {
  return (return_line_items ?? []).flatMap(({ source_line_item_uid: id, quantity, total_money }) =>
    id ? [{ id, quantity: Number(quantity), amount: Math.abs(amountOf(total_money)) }] : [],
  )
}

/**
 * What a sale's own body takes from it. Its `refunds[]` are not among that: each of them has a webhook, which counts
 * by itself or through its return order, and a list that may name it differently would count it again. Goods that
 * came back by the order itself are told by their lines alone, beside that money.
 *
 * An exchange is different: the refund's webhook is entered at it, though the money went back for goods of another
 * sale. It is listed here as well, and {@link paidOut} of it is part of what the exchange sold.
 */
export function ownRefunds(order: SquareOrder): Refund[] {
  if (returnsOf(order).length > 0)
    return paidRefunds(order).map((each) => ({
      id: refundIdOf(each.id, each.tender_id),
      amount: amountOf(each.amount_money),
      lines: [],
    }))
  const lines = (order.returns ?? []).filter((each) => each.source_order_id === order.id).flatMap(linesOf)
  return lines.length > 0 ? [{ id: `${order.id}/returns`, amount: 0, lines }] : []
}

/** Money that an exchange gave back for goods of another sale; 0 for any other order. */
export const paidOut = (order: SquareOrder): number =>
  returnsOf(order).length > 0 ? sumOf(paidRefunds(order)) : 0

const paidRefunds = ({ refunds }: SquareOrder): SquareRefund[] => (refunds ?? []).filter(isDone)
