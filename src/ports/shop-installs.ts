import type { Key } from './keys.ts'
import type { MerchantRecord } from './merchants.ts'
import type { TillTokens } from './till.ts'
import type { TillRecord } from './tills.ts'

/** A shop's till as it stands. */
export type InstalledShop = {
  till: Key
  /** The merchant's. */
  name: string
  /** active | revoked | uninstalled */
  state: string
  scopes: string[]
  /** Of an install, which is renewed by itself; one that the merchant typed in; or none yet. */
  token: 'renewed' | 'fixed' | 'none'
  /** The marketplace once installed the app for this merchant: the shop is theirs. */
  proven: boolean
  signInSince: number | null
  /** Latest order that came from it. */
  lastOrderAt: number | null
}

/** Shops that a marketplace connects: merchant and till in one. */
export type ShopInstalls = {
  /** Null when nobody has connected the shop. */
  find(shop: string): Promise<InstalledShop | null>
  /**
   * The merchant and till of a new shop, the till without a token. Of several at once one adds, and all get its keys;
   * the same for a shop that was connected before.
   */
  add(
    merchant: MerchantRecord,
    till: TillRecord & { externalId: string },
  ): Promise<{ till: Key; added: boolean }>
  /** The shop is no longer this till's, which ends; the merchant keeps everything else. Idempotent. */
  leave(shop: string, till: Key): Promise<void>
  /** For one caller at a time: null while another connects this till or renews its token. */
  claim(till: Key): Promise<{ holder: string } | null>
  /** Keeps tokens, makes the till active again, and ends the claim. False when the claim had gone to another. */
  connected(
    claim: { till: Key; holder: string },
    tokens: TillTokens,
    renewAt: number | null,
  ): Promise<boolean>
  /** Ends the claim without a change. */
  release(claim: { till: Key; holder: string }): Promise<void>
}
