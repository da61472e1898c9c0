import type { CodeState } from '../domain/code-drift.ts'
import type { OrderEvent } from '../domain/order.ts'
import type { Reward } from '../domain/program.ts'
import type { Key } from './keys.ts'

export type Provider = 'shopify' | 'square' | 'open'

/** A request at the webhook door, untouched. Header names are lower case. */
export type IntakeRequest = {
  headers: Record<string, string | string[] | undefined>
  body: Buffer
  /** Till id from the address; open tills only. */
  tillId?: string | undefined
}

/** `topic` and `deliveryId` are what the till says of the delivery; never trusted for effects. */
export type Verification = { ok: true; topic: string; deliveryId: string } | { ok: false; reason: string }

/** A delivery as the inbox keeps it. */
export type StoredDelivery = { topic: string; deliveryId: string; body: Buffer; receivedAt: number }

/** What a delivery means, in Stampbridge's own words. */
export type TillEvent =
  | OrderEvent
  /** Only ids came: ask the till for the order as it now stands; the answer comes in by the inbox. */
  | { kind: 'fetch-order'; orderId: string }
  /** The merchant took the permission away, or removed the app. */
  | {
      kind: 'till-ended'
      state: 'revoked' | 'uninstalled'
      /** When that was, if the till says: the till may have been connected again since. */
      at?: number | undefined
    }
  /** All permissions that the app now has. */
  | { kind: 'scopes-changed'; scopes: string[] }
  | { kind: 'customers-merged'; from: string[]; into: string }
  | {
      kind: 'privacy'
      request: 'customer-data' | 'customer-redact' | 'shop-redact'
      customerId?: string
      orderIds: string[]
      /** When the app was removed, where the marketplace says so. */
      at?: number | undefined
    }
  /** Understood, and of no consequence. */
  | { kind: 'ignored'; why: string }

export type ParseResult = { ok: true; events: TillEvent[] } | { ok: false; problem: string }

/** How a till's webhooks are checked and read. Pure: no clock but the one given, no network. */
export type TillReader = {
  readonly provider: Provider
  /** Whose secret signs: one of the whole app's, or the till's own. */
  readonly signedBy: 'app' | 'till'
  /** Raw bytes against each secret, in constant time. `now` serves the tolerance of signed timestamps. */
  verify(request: IntakeRequest, secrets: readonly string[], now: number): Verification
  /** Whom a *verified* request speaks for: shop domain, Square merchant id or till id; null when it does not say. */
  sender(request: IntakeRequest): string | null
  /** Every body that the till really sends is understood or `ignored`; a body that is neither is a problem. */
  parse(delivery: StoredDelivery): ParseResult
}

/** How a token of the store stands; credentials that were just typed in have no standing. */
export type Standing = {
  till: Key
  renewable: boolean
  /** Milliseconds since 1970; null: never, or nobody said. */
  expiresAt: number | null
  /** Since when only the merchant can help, by signing in at the till again. */
  signInSince: number | null
}

export type TillCredentials =
  | { provider: 'shopify'; shop: string; accessToken: string; standing?: Standing }
  | { provider: 'square'; merchantId: string; accessToken: string; standing?: Standing }
  | { provider: 'open'; webhookSecret: string }

/** What a till's sign-in or a renewal gave. Times are milliseconds since 1970; null: it does not end. */
export type TillTokens = {
  accessToken: string
  accessExpiresAt: number | null
  /** Null: there is none, and the access token cannot be renewed. */
  refreshToken: string | null
  refreshExpiresAt: number | null
  /** Permissions, as the till names them; left out when this answer did not say. */
  scopes?: string[] | undefined
}

/**
 * Asks a till for a new access token. May be repeated with the same refresh token. @returns null when the till refused
 * for good: only the merchant can help, by signing in again.
 * @throws ProviderError when the till was down, slow or throttling.
 */
export type RenewTokens = (till: TillCredentials, refreshToken: string) => Promise<TillTokens | null>

/** A code to be made in the till. `couponId` makes the call idempotent. */
export type CodeToPlace = {
  couponId: string
  code: string
  reward: Reward
  startsAt: number
  expiresAt?: number | undefined
  /** Made again after it was deleted in the till: the how-manieth time, so that it is not taken for the first. */
  remake?: number | undefined
}

/** A code as a till should have it. */
export type PlacedCode = CodeToPlace & { externalId: string }

/** How the till has it; `what` was changed, in a few English words for the record. */
export type CodeFinding = { couponId: string; state: CodeState; what?: string | undefined }

/**
 * Calls to a till. Every method may be repeated: what was done already is found and returned.
 * @throws ProviderError, `retryable` when the till was down, slow or throttling.
 */
export type TillClient = {
  /** Makes the code, or finds it made; the till's own id for it. */
  placeCode(code: CodeToPlace): Promise<{ externalId: string }>
  /**
   * Tells the till a new end of a code that was placed; only tills that know ends at all. A code that is gone is made
   * again by nobody: that is for the check on drift to find.
   */
  changeEnd?(placed: { externalId: string; code: string }, expiresAt: number | undefined): Promise<void>
  /** Makes the code useless; fine when it is gone already. */
  removeCode(placed: { externalId: string; code: string }): Promise<void>
  /** How the till has these codes, at most 20 of them; only tills that can be asked. */
  checkCodes?(codes: PlacedCode[]): Promise<CodeFinding[]>
  /** Gives a code that is still there its worth, limits and dates back, and switches it on. */
  restoreCode?(code: PlacedCode): Promise<void>
  /** The order as it now stands, as a delivery for the inbox; only tills whose webhooks hold ids alone. */
  fetchOrder?(orderId: string): Promise<{ topic: string; deliveryId: string; body: Buffer }>
  /** In which ways its orders have to be searched so that none is missed; none for a till that has no search. */
  readonly searches?: readonly OrderSpan['by'][]
  /** A page of the orders of a span, in any order. A cursor is good for the same span only, also days later. */
  searchOrders?(span: OrderSpan, cursor: string | null): Promise<FoundOrders>
  /** The whole of a found order, as a delivery for the inbox. `known`: an earlier state of it was taken already. */
  readOrder?(
    orderId: string,
    known: boolean,
  ): Promise<{ topic: string; deliveryId: string; body: Buffer } | null>
  /** Whether the till sends its webhooks to `address`; with `mend` those that it does not are subscribed. */
  checkWebhooks?(address: string, mend: boolean): Promise<WebhookCheck>
}

/** Orders by when they were changed, or by when they were closed. Milliseconds since 1970; both ends count. */
export type OrderSpan = { by: 'updated' | 'closed'; from: number; to: number }

/** An order as a search of the till's orders shows it. */
export type FoundOrder = {
  orderId: string
  /** As in the sale event that its delivery will be read as: the same state has the same number. */
  asOf: number
  placedAt: number
  /** For the inbox, where the search brings the whole order; otherwise it is asked for by `readOrder`. */
  delivery: { topic: string; deliveryId: string; body: Buffer } | null
}

/** One page; no cursor when it was the last. */
export type FoundOrders = { orders: FoundOrder[]; cursor: string | null }

/** Topics of webhooks that the till was not, and was just now, asked to send. */
export type WebhookCheck = { missing: string[]; made: string[] }

/** One till system: reading is pure, calling is not. `client` is null where there is nothing to call (open till). */
export type TillAdapter = {
  readonly reader: TillReader
  client(credentials: TillCredentials): TillClient | null
  /** Only tills whose tokens end, and only where the app's own credentials are configured. */
  renew?: RenewTokens | undefined
}
