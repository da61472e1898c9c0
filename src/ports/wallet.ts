import type { CardFace } from '../domain/card-face.ts'

/**
 * A wallet that must hear of a card's change. Repeating `publish` with the same face changes nothing.
 * @throws ProviderError, `retryable` when the provider was down, slow or throttling.
 */
export type Wallet = {
  readonly kind: 'apple' | 'google'
  /** Brings the wallet up to date with this face, or tells its devices to fetch it. Returns how many were told. */
  publish(face: CardFace): Promise<{ told: number }>
  close(): Promise<void>
}

/** The devices that hold a card's Apple pass; kept by the store, used by the push client. */
export type AppleDevices = {
  ofCard(merchantId: string, cardId: string): Promise<{ deviceId: string; pushToken: string }[]>
  /** APNs said that the token is dead (410). */
  forget(merchantId: string, cardId: string, deviceId: string): Promise<void>
}

/**
 * What Google Wallet was last given; kept by the store, so that nothing is sent twice and nobody's unsaved card is
 * sent. Every method is idempotent.
 */
export type GoogleRecords = {
  classVersion(merchantId: string, programId: string): Promise<number | null>
  /** Never lowers a version. */
  recordClass(merchantId: string, programId: string, version: number): Promise<void>
  /** Null: Google has no object for this card, because nobody asked for its save link yet. */
  objectRevision(merchantId: string, cardId: string): Promise<number | null>
  /**
   * Never lowers a revision. `seen` is what `objectRevision` said before the send; false when somebody else recorded
   * one in between: Google may hold either, so the card as it now stands must be sent again.
   */
  recordObject(merchantId: string, cardId: string, revision: number, seen: number | null): Promise<boolean>
  /** Whether this balance is news to the holder and one of the day's three notices is left. */
  mayNotify(merchantId: string, cardId: string, balance: string): Promise<boolean>
  recordNotice(merchantId: string, cardId: string, balance: string): Promise<void>
  /** Google says that nobody holds the object: forgets it, if its holder is known to have deleted it. */
  releaseObject(merchantId: string, cardId: string): Promise<void>
}

/** A holder saved or deleted the pass, as Google's signed message says. */
export type GoogleSaveEvent = {
  merchantId: string
  cardId: string
  kind: 'save' | 'del'
  /** Expiry of the message, milliseconds: the later, the newer. */
  asOf: number
  nonce: string
}

/** Who holds a card in Google Wallet. */
export type GoogleHolders = {
  /** Idempotent, and indifferent to the order of arrival; false when the message was no news. */
  noteSaveEvent(event: GoogleSaveEvent): Promise<boolean>
}
