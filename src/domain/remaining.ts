import type { OrderFacts, OrderLine, Sale } from './order.ts'

/** What is left of a line after refunds and edits. */
export type RemainingLine = { line: OrderLine; quantity: number }

/** What is left of an order. */
export type Remaining = {
  /** Cancelled, or refunded whole. */
  nothingLeft: boolean
  /** Money given back so far for anything but gift cards, minor units. */
  refunded: number
  lines: RemainingLine[]
}

export function remainingOf(sale: Sale, facts: OrderFacts): Remaining {
  const refunds = Object.values(facts.refunds)
  const giftCards = new Set(sale.lines.filter((line) => line.giftCard).map((line) => line.id))
  const pieces = new Map<string, number>()
  let returned = 0
  let refunded = 0
  for (const refund of refunds) {
    returned += refund.amount
    refunded += refund.amount
    for (const line of refund.lines) {
      pieces.set(line.id, (pieces.get(line.id) ?? 0) + line.quantity)
      if (giftCards.has(line.id)) refunded -= line.amount
    }
  }
  const lines = sale.lines.map((line) => ({ line, quantity: leftOfLine(line, pieces.get(line.id) ?? 0) }))
  const nothingLeft =
    facts.cancelled ||
    (sale.total > 0 && returned >= sale.total) ||
    (lines.length > 0 && lines.every((left) => left.quantity <= 0)) ||
    // Of an order that cost nothing only the lines can tell that a part of it was given back.
    (sale.total <= 0 && refunds.some((refund) => refund.lines.length === 0 || lines.length === 0))
  return { nothingLeft, refunded: Math.max(0, refunded), lines }
}

/** A refund and the edit that goes with it speak of the same piece: the larger of the two counts, not their sum. */
function leftOfLine(line: OrderLine, refunded: number): number {
  const edited = line.quantity - (line.currentQuantity ?? line.quantity)
  return Math.max(0, decimal(line.quantity - Math.max(refunded, edited)))
}

/** Goods sold by weight: 0.3 - 0.1 is 0.19999999999999998 in binary fractions, and 0.2 on the scales. */
export const decimal = (value: number): number => Math.round(value * 1e6) / 1e6

/**
 * The amount that counts: goods after discounts, without tip, service charge, shipping and gift-card sales, less
 * what was given back. Minor units, never negative.
 */
export function earnBase(sale: Sale, remaining: Remaining, includeTax: boolean): number {
  if (remaining.nothingLeft) return 0
  const giftCards = sale.lines.reduce((sum, line) => sum + (line.giftCard ? line.total : 0), 0)
  const gross = sale.total - sale.tip - sale.shipping - sale.serviceCharge - giftCards
  const net = includeTax ? gross : gross - sale.tax
  if (gross <= 0 || net <= 0) return 0
  // Refunds are told with their tax: without tax in the base, only the share without tax comes off.
  const givenBack = Math.max(
    (remaining.refunded * net) / gross,
    removedValue(sale, remaining.lines, gross, net),
  )
  return Math.max(0, net - Math.round(givenBack))
}

/** What left with pieces of lines, as a part of `net`. Some tills tell their lines with tax and some without. */
function removedValue(sale: Sale, lines: RemainingLine[], gross: number, net: number): number {
  let goods = 0
  let removed = 0
  for (const { line, quantity } of lines) {
    if (line.giftCard || line.quantity <= 0) continue
    goods += line.total
    removed += (line.total * (line.quantity - quantity)) / line.quantity
  }
  const withoutTax = gross - sale.tax
  const taxApart = withoutTax > 0 && Math.abs(goods - withoutTax) < Math.abs(goods - gross)
  return (removed * net) / (taxApart ? withoutTax : gross)
}
