import type { Role } from '../domain/role.ts'
import type { Key } from './keys.ts'

/** Somebody who works for the shop. */
export type Person = Key & {
  name: string
  role: Role
  hasPin: boolean
  createdAt: number
  revokedAt: number | null
}

export type Team = {
  /** False when the merchant has `most` people already, or was erased: nothing was made. */
  add(
    person: Pick<Person, 'merchantId' | 'id' | 'name' | 'role' | 'createdAt'>,
    most: number,
  ): Promise<boolean>
  /** Those who are not revoked, by name. */
  list(merchantId: string): Promise<Person[]>
  /** Null when unknown or revoked. */
  get(key: Key): Promise<Person | null>
  /** Their sessions have the new role at once. False when unknown or revoked. */
  change(key: Key, to: Pick<Person, 'name' | 'role'>): Promise<boolean>
  /** @param hash of src/secrets/pin.ts; null takes the PIN away. False when unknown or revoked. */
  setPin(key: Key, hash: Uint8Array | null): Promise<boolean>
  pinHash(key: Key): Promise<Uint8Array | null>
  /** Ends the person's sessions, links, own devices and passkeys at once. Idempotent; false when unknown. */
  revoke(key: Key, at: number): Promise<boolean>
}

/** Wrong PINs. */
export type PinTries = {
  /**
   * Counts a try as wrong before it is looked at, so that many at once are no more than the same one after another.
   * @returns null when it may be looked at, otherwise until when (ms) nothing is
   */
  take(
    merchantId: string,
    subject: string,
    now: number,
    limit: { free: number; firstLockMs: number; longestLockMs: number },
  ): Promise<number | null>
  /** The try was right. */
  forget(merchantId: string, subject: string): Promise<void>
}
