import type { Contact } from './contact.ts'

/** Milliseconds since 1970, UTC. */
export type Instant = number

/** One line of a sale. Amounts are integer minor units of the sale's currency, after discounts. */
export type OrderLine = {
  id: string
  name: string
  productId?: string | undefined
  sku?: string | undefined
  category?: string | undefined
  /** As sold, before refunds. May be a decimal for goods sold by weight. */
  quantity: number
  /** What is left after edits in the till, where the till says so; refunds are counted apart. */
  currentQuantity?: number | undefined
  total: number
  giftCard?: boolean | undefined
}

/** A sale as one message of a till describes it. */
export type Sale = {
  number?: string | undefined
  placedAt: Instant
  locationId?: string | undefined
  currency: string
  /** What was paid: tax, tip, shipping and gift cards included, before refunds. */
  total: number
  tip: number
  tax: number
  shipping: number
  serviceCharge: number
  lines: OrderLine[]
  discountCodes: DiscountUse[]
  /** The till's id of an attached customer. */
  customerId?: string | undefined
  /** The customer is known from the payment alone; too weak to move stamps when it is only told after the sale was. */
  weakCustomer?: boolean | undefined
  /** A visit of which only the scan of a card is known yet: nobody told what was paid. */
  unknownAmount?: boolean | undefined
  /** How many a member of staff counted where nothing else is known: stamps of a visit, or items of the rule's. */
  counted?: number | undefined
  /** Serial of a card scanned into the sale. */
  cardSerial?: string | undefined
  test: boolean
}

/** A discount in a sale: by its code, or by the till's own id for it. */
export type DiscountUse = { code?: string | undefined; externalId?: string | undefined }

export type Refund = {
  id: string
  /** Money given back, tax included; integer minor units. */
  amount: number
  lines: { id: string; quantity: number; amount: number }[]
}

/** What is known of one order; grows by {@link absorb} and never depends on the order of arrival. */
export type OrderFacts = {
  sale?: Sale | undefined
  /** The newest statement wins; 0 for the first message of an order. */
  saleAsOf: Instant
  paid: boolean
  cancelled: boolean
  refunds: Record<string, Refund>
  /** Several cards were found by the customer's verified contact: none of them is meant. */
  ambiguous?: boolean | undefined
}

/** What a till's message says of an order, free of any till's own words. */
export type OrderEvent =
  | {
      kind: 'sale'
      orderId: string
      sale: Sale
      /** Nothing is left to pay, or the till vouches for it. */
      paid: boolean
      cancelled: boolean
      refunds: Refund[]
      /** 0 for a message that only announces the order; otherwise its time, and newer replaces older. */
      asOf: Instant
      /** E-mail and phone of the customer that the till itself has verified. Asked once, and never kept with the order. */
      contacts?: Contact[] | undefined
    }
  | { kind: 'refund'; orderId: string; refund: Refund }
  | { kind: 'cancellation'; orderId: string }

export const unknownOrder: OrderFacts = { saleAsOf: -1, paid: false, cancelled: false, refunds: {} }

/**
 * Adds what an event says. Idempotent, and the same facts in any order of arrival; only of two different announcements
 * (`asOf` 0) the first to come is believed.
 */
export function absorb(facts: OrderFacts, event: OrderEvent): OrderFacts {
  switch (event.kind) {
    case 'cancellation':
      return { ...facts, cancelled: true }
    case 'refund':
      return withRefunds(facts, [event.refund])
    case 'sale': {
      const sale = isNewer(facts, event) ? event.sale : (facts.sale ?? event.sale)
      return withRefunds(
        {
          ...facts,
          sale: withCodes(sale, codesOf(facts, event)),
          saleAsOf: Math.max(facts.saleAsOf, event.asOf),
          paid: facts.paid || event.paid,
          cancelled: facts.cancelled || event.cancelled,
        },
        event.refunds,
      )
    }
  }
}

type SaleEvent = Extract<OrderEvent, { kind: 'sale' }>

/** Some tills tell time in seconds: two statements of one moment are told apart by their text, whichever comes first. */
function isNewer(facts: OrderFacts, event: SaleEvent): boolean {
  if (event.asOf !== facts.saleAsOf) return event.asOf > facts.saleAsOf
  if (event.asOf === 0 || !facts.sale) return false
  return textOf(withCodes(event.sale, [])) < textOf(withCodes(facts.sale, []))
}

/** A code that was paid with stays used, though a later statement leaves it out; one taken off before paying does not. */
function codesOf(facts: OrderFacts, event: SaleEvent): DiscountUse[] {
  const known = facts.sale?.discountCodes ?? []
  const told = event.sale.discountCodes
  if (!facts.paid) return event.paid || isNewer(facts, event) ? inOrder(told) : known
  return event.paid ? inOrder([...known, ...told]) : known
}

/** Each once, in an order of their own. */
function inOrder(uses: DiscountUse[]): DiscountUse[] {
  if (uses.length < 2) return uses
  const byText = new Map(uses.map((use) => [textOf(use), use]))
  return [...byText.keys()].sort().map((text) => byText.get(text)!)
}

const withCodes = (sale: Sale, discountCodes: DiscountUse[]): Sale =>
  sale.discountCodes === discountCodes ? sale : { ...sale, discountCodes }

/** A refund counts once, by its own id; where a till contradicts itself, what gives back more counts. */
function withRefunds(facts: OrderFacts, refunds: Refund[]): OrderFacts {
  if (refunds.length === 0) return facts
  // Ids are the till's: one may be called `__proto__`, which a plain object would take for something else.
  const all = new Map(Object.entries(facts.refunds))
  for (const refund of refunds) {
    const known = all.get(refund.id)
    if (!known || givesBackMore(refund, known)) all.set(refund.id, refund)
  }
  return { ...facts, refunds: Object.fromEntries(all) }
}

function givesBackMore(refund: Refund, known: Refund): boolean {
  const pieces = (of: Refund) => of.lines.reduce((sum, line) => sum + line.quantity, 0)
  return (
    (refund.amount - known.amount ||
      pieces(refund) - pieces(known) ||
      (textOf(refund) < textOf(known) ? 1 : 0)) > 0
  )
}

/** The same text for the same content, whatever order its keys are in: a database gives them back in its own. */
const textOf = (value: object): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
