import type { AfterId } from './programs.ts'
import type { Provider } from './till.ts'
import type { TokenStanding } from './till-tokens.ts'

export type TillRecord = {
  merchantId: string
  id: string
  provider: Provider
  name: string
  /** Shop domain or Square merchant id; none for an open till. */
  externalId: string | null
  /** active | revoked | uninstalled */
  state: string
  createdAt: number
}

/** A till as the store shows it. */
export type KnownTill = TillRecord & { token: TokenStanding }

/** How long the token of a till lasts, and from when it is to be renewed. */
export type TokenTerms = Omit<TokenStanding, 'signInSince'> & { renewAt: number | null }

export type Tills = {
  /**
   * Adds the till, or gives the merchant's till of the same shop the new secrets and makes it active again.
   * A shop that another merchant left (its till has ended) may move; one in use may not, nor one that a marketplace
   * installed the app for and has not had redacted since.
   */
  connect(
    till: TillRecord,
    secrets: Uint8Array<ArrayBuffer>,
    terms?: TokenTerms,
  ): Promise<{ ok: true; till: KnownTill; created: boolean } | { ok: false; reason: 'connected-elsewhere' }>
  find(merchantId: string, tillId: string): Promise<KnownTill | null>
  list(merchantId: string, page: AfterId): Promise<KnownTill[]>
  /** The merchant ends a connection: the token is forgotten, orders and cards stay. False when there was none. */
  end(merchantId: string, tillId: string, now: number): Promise<boolean>
}

/**
 * Whether a sale of such a till tells every code that was typed. Square's tells the discounts of its own list, by which
 * codes that were made there are known; others have no place on it.
 */
export const readsCodes = (provider: Provider): boolean => provider !== 'square'
