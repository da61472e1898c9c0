import type { TillTokens } from './till.ts'

/** What a shop says of itself. */
export type ShopFacts = {
  name: string
  /** ISO 3166 alpha-2. */
  country: string | null
  /** IANA. */
  timeZone: string
  /** ISO 4217. */
  currency: string
}

/** The app as a marketplace installs it. */
export type ShopApp = {
  /** The app's public id. */
  readonly clientId: string
  /** Whether the marketplace itself made this address of the app. */
  readEntry(
    query: URLSearchParams,
  ): Promise<{ ok: true; shop: string } | { ok: false; reason: 'unsigned' | 'forged' | 'old' }>
  /** The shop that a session token speaks for; null when it is not good (any more). */
  shopOf(sessionToken: string): Promise<string | null>
  /**
   * Tokens for a session token. They end the ones that were given for this shop before.
   * @returns null when the session token is refused
   * @throws ProviderError when the marketplace was down, slow or throttling
   */
  exchange(shop: string, sessionToken: string): Promise<TillTokens | null>
  /**
   * Whether a session token is the store owner's, and not of staff or somebody who works for them. The shop's own
   * tokens stay good.
   * @returns null when the session token is refused
   * @throws ProviderError
   */
  isStoreOwner(shop: string, sessionToken: string): Promise<boolean | null>
  /** @throws ProviderError */
  describe(shop: string, accessToken: string): Promise<ShopFacts>
  /** What the app needs and the shop did not grant. */
  missingScopes(granted: readonly string[]): string[]
}
