import type { LocationRecord } from './locations.ts'
import type { Provider, TillTokens } from './till.ts'

/** What a seller's account at a till says of the business. */
export type SellerProfile = {
  name: string
  /** ISO 3166-1, two letters. */
  country: string | null
  currency: string | null
  locale: string | null
  timeZone: string | null
  locations: Omit<LocationRecord, 'tillId'>[]
}

/** A token as the till itself sees it. Null `accessExpiresAt`: it does not end. */
export type TokenStatus = { scopes: string[]; accessExpiresAt: number | null }

/**
 * A till's own sign-in page and what is behind it (OAuth, authorization code). Methods that call the till
 * @throws ProviderError when it was down, slow or throttling.
 */
export type TillSignIn = {
  readonly provider: Provider
  /** Where the browser is sent. `challenge`: SHA-256 of the verifier, base64url. */
  authorizeUrl(step: { state: string; challenge: string }): string
  /** Trades the code that came back; null when the till does not take it (used, late, or not for us). */
  exchange(step: { code: string; verifier: string }): Promise<{ sellerId: string; tokens: TillTokens } | null>
  profile(sellerId: string, accessToken: string): Promise<SellerProfile>
  /** Null when the token is good no more. */
  status(accessToken: string): Promise<TokenStatus | null>
  /** Ends the whole permission; fine when it has ended already. */
  revoke(sellerId: string): Promise<void>
  /** Ends one access token and leaves the permission, which may be somebody else's. */
  drop(accessToken: string): Promise<void>
}

/** Who is on the way to a till's sign-in page. Kept as digests alone. */
export type SignInStarts = {
  add(start: {
    state: string
    browser: string
    provider: Provider
    merchantId: string | null
    expiresAt: number
  }): Promise<void>
  /** Uses a start up: answered once, to the same browser, before it expires; null otherwise. */
  take(
    provider: Provider,
    state: string,
    browser: string,
    now: number,
  ): Promise<{ merchantId: string | null } | null>
}

/**
 * Finds the merchant whose till a seller's account is, also one that has ended; null when nobody's.
 * `inUse`: the till has not ended.
 */
export type SellerOwner = (
  provider: Provider,
  sellerId: string,
) => Promise<{ merchantId: string; tillId: string; inUse: boolean } | null>
