import type { Instant } from '../domain/order.ts'
import type { Key, OrderKey } from './keys.ts'

/** A one-time right: to a number of stamps, or to what one order gives. */
export type Claim = Key & {
  order: { tillId: string; externalId: string } | null
  /** Null for a claim to an order. */
  stamps: number | null
  cardId: string | null
  /** Customer of the till whose receipt it is; until it is taken up. */
  customerId?: string | null
  createdAt: Instant
  expiresAt: Instant | null
  claimedAt: Instant | null
}

/** What a receipt tells of an order. */
export type ReceiptFacts = {
  merchantId: string
  number: string
  amount: number
  currency: string
  from: Instant
  to: Instant
  tillId?: string | undefined
}

/** A claim as its page shows it before anybody takes it up. */
export type ClaimView = Pick<Claim, 'stamps' | 'cardId' | 'expiresAt' | 'claimedAt'> & {
  /** Where its order was made, as people call it; null when nobody named it, and for a claim to stamps. */
  place: string | null
}

export type ClaimsRead = {
  find(merchantId: string, claimId: string): Promise<ClaimView | null>
  /** In which the merchant's latest orders were paid, the most frequent first; at most three. */
  currencies(merchantId: string): Promise<string[]>
}

/** What a card's transaction can do for claims. Claims are locked before orders, and those before cards. */
export type ClaimTransaction = {
  /** Keeps the code as its SHA-256. Again under the same id it takes a new code, unless it was taken up. */
  add(claim: Claim, code: string): Promise<void>
  /** Held until the transaction ends. */
  byCode(merchantId: string, code: string): Promise<Claim | null>
  /** The customer of its receipt, if it names one, goes with it. */
  markClaimed(claim: Key, cardId: string, at: Instant): Promise<void>
  /** A till's customer who means no card yet means this one from now on. */
  linkCustomer(
    link: { merchantId: string; tillId: string; customerId: string; cardId: string },
    at: Instant,
  ): Promise<void>
  /** Orders that a receipt may be of; at most 3, for more than one is none. */
  ordersOf(receipt: ReceiptFacts): Promise<OrderKey[]>
  /** A till customer's orders of nobody, placed since then, oldest first. */
  ordersOfCustomer(
    customer: { merchantId: string; tillId: string; customerId: string; since: Instant },
    limit: number,
  ): Promise<OrderKey[]>
  /** Claims that failed for the subject within the hour before `now`, and when they are forgotten. */
  failures(merchantId: string, subject: string, now: Instant): Promise<{ count: number; until: Instant }>
  countFailure(merchantId: string, subject: string, now: Instant): Promise<void>
}
