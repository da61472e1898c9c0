import type { Key } from './keys.ts'
import type { TillCredentials, TillTokens } from './till.ts'

/** How a token stands, for people; never the token itself. */
export type TokenStanding = {
  accessExpiresAt: number | null
  refreshExpiresAt: number | null
  scopes: string[]
  /** Since when the merchant has to sign in at the till again; null: all is well. */
  signInSince: number | null
}

/** A till whose token this process alone may renew until `until`. */
export type RenewalLease = {
  till: Key
  credentials: TillCredentials
  refreshToken: string
  holder: string
  failures: number
}

/**
 * Tokens of tills, encrypted. A lease is a row, not a transaction: nothing is locked while the till is asked, and a
 * process that dies holds nobody up for longer than the lease.
 */
export type TokenRecords = {
  /** Tills that are to be renewed by now, the most urgent first. */
  due(limit: number): Promise<Key[]>
  /** Null when somebody else renews, or there is nothing to renew with. */
  lease(till: Key): Promise<RenewalLease | null>
  /** Keeps new tokens and ends the lease. False when the lease had gone to another, whose tokens stay. */
  renewed(lease: RenewalLease, tokens: TillTokens, renewAt: number | null): Promise<boolean>
  /** Nothing was asked of the till: somebody else has renewed in the meantime. */
  released(lease: RenewalLease): Promise<void>
  /** The till could not be asked: another try at `retryAt`. */
  postponed(lease: RenewalLease, retryAt: number): Promise<void>
  /** The till refused for good: from now on the merchant has to sign in again. */
  refused(lease: RenewalLease): Promise<void>
  /** A token that cannot be renewed was refused by its till: the merchant has to sign in again. */
  dead(till: Key, accessToken: string): Promise<void>
}
