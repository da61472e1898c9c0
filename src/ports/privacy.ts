import type { Instant } from '../domain/order.ts'
import type { AfterTime } from './cards.ts'
import type { Key } from './keys.ts'
import type { OrderSummary } from './orders.ts'

/** What a marketplace asked for somebody's privacy, and what came of it. */
export type PrivacyRecord = {
  id: string
  request: 'customer-data' | 'customer-redact' | 'shop-redact'
  tillId: string
  /** The till's customer, until the merchant has answered them; null when it is nobody's business any more. */
  customerId: string | null
  /** Orders that the till named; they count for `held` until the request is answered. */
  orders: number
  /** Cards that were linked to the customer when the request came. */
  cards: string[]
  /** A shop that had come back before its end was told: nothing was erased. */
  skipped: boolean
  receivedAt: Instant
  /** Null while the merchant still has to answer. */
  doneAt: Instant | null
}

/** What of a customer lies here, beside what their cards hold. */
export type HeldOfCustomer = {
  /** Now linked to the customer, or linked when the request came. Erased ones are not among them. */
  cards: string[]
  /** The newest ones, 1000 at most. */
  orders: Pick<
    OrderSummary,
    'tillId' | 'externalId' | 'number' | 'placedAt' | 'total' | 'outcome' | 'given'
  >[]
  /** There are more orders than that. */
  more: boolean
}

export type PrivacyRequests = {
  /** Newest first. */
  list(merchantId: string, page: { after: AfterTime | null; limit: number }): Promise<PrivacyRecord[]>
  find(merchantId: string, id: string): Promise<PrivacyRecord | null>
  /** Customers who wait for their data: how many, and since when the first of them; null when nobody does. */
  open(merchantId: string): Promise<{ count: number; since: Instant } | null>
  /** For a request that is open; nothing for any other. */
  held(request: Key): Promise<HeldOfCustomer>
  /** The customer has what they asked for: who they are is forgotten here. Idempotent; false when there is no such request. */
  markDone(request: Key, at: Instant): Promise<boolean>
}
