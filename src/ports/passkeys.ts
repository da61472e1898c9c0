import type { Key } from './keys.ts'

/** A key pair on somebody's device or in their keychain. */
export type Passkey = Key & {
  personId: string
  /** As its owner called it. */
  name: string
  /** Base64url. */
  credentialId: string
  /** COSE. */
  publicKey: Uint8Array<ArrayBuffer>
  /** Of the authenticator; many keep it at 0. */
  counter: number
  transports: string[]
  createdAt: number
  usedAt: number | null
}

export type Passkeys = {
  /** False when somebody has this credential already, or the person `most` of them. */
  add(passkey: Passkey, most: number): Promise<boolean>
  /** Newest first. */
  list(merchantId: string, personId: string): Promise<Passkey[]>
  /** Null for an unknown credential. */
  find(credentialId: string): Promise<Passkey | null>
  /** Notes a use. False when it was used meanwhile with this counter or a higher one: a copy of it is about. */
  used(passkey: Passkey, counter: number, at: number): Promise<boolean>
  /** Idempotent. */
  remove(merchantId: string, personId: string, id: string): Promise<void>
}

/** What is signed, once. Found by digest alone. */
export type PasskeyChallenges = {
  /** @param subject whose new passkey it is for; null: to sign in */
  add(challenge: string, subject: string | null, expiresAt: number): Promise<void>
  /** True for exactly one caller, with the subject it was made for, until it expires. */
  take(challenge: string, subject: string | null, now: number): Promise<boolean>
}

/** What a browser answers; whatever it is, it is checked. */
export type PasskeyAnswer = Record<string, unknown>

/** The WebAuthn ceremonies (Level 3, 7.1 and 7.2). The options are JSON for the browser. */
export type PasskeyCheck = {
  creation(person: { id: string; name: string }, known: Passkey[]): Promise<PasskeyOptions>
  request(): Promise<PasskeyOptions>
  /** Null when the answer is not right. `isOurs` is asked once, for the challenge that was signed. */
  created(answer: PasskeyAnswer, isOurs: IsOurs): Promise<NewCredential | null>
  /** The new counter; null when the answer is not of this passkey. */
  signed(answer: PasskeyAnswer, passkey: Passkey, isOurs: IsOurs): Promise<{ counter: number } | null>
}

export type PasskeyOptions = { challenge: string; json: object }
export type NewCredential = Pick<Passkey, 'credentialId' | 'publicKey' | 'counter' | 'transports'>
export type IsOurs = (challenge: string) => Promise<boolean>
