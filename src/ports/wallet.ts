import type { CardFace } from '../domain/card-face.ts'
import type { Again } from '../domain/late-calls.ts'
import type { Key } from './keys.ts'

/** A few words for whoever holds the card, beside what the card shows. */
export type WalletMessage = {
  /** Each message is told once per card, however often it is asked for. */
  id: string
  header: string
  body: string
  /** Milliseconds; after it the message is of no use to anybody. */
  until?: number | undefined
}

/**
 * A wallet that must hear of a card's change. Every method may be repeated; an old face never takes the place of a newer
 * one.
 * @throws ProviderError, `retryable` when the provider was down, slow or throttling.
 */
export type Wallet = {
  readonly kind: 'apple' | 'google' | 'web'
  /** Brings the wallet up to date with this face, or tells its devices to fetch it. Returns how many were told. */
  publish(face: CardFace): Promise<{ told: number }>
  /**
   * Tells the card's holder something. `aloud` is whether the phone was asked to show it: a wallet that allows so many
   * notices a day shows the rest silently. Left out by wallets that can only show the card.
   */
  tell?(face: CardFace, message: WalletMessage): Promise<{ told: number; aloud: boolean }>
  close(): Promise<void>
}

/** A wallet that is sent the whole card. */
export type SendingWallet = Wallet & {
  /** Sends the card although it is on record as sent, for the sake of calls that may have been carried out after it. */
  publishAgain(face: CardFace, again: Again): Promise<{ told: number }>
}

/** A wallet whose devices fetch the card themselves: they are told that it has changed, not what it shows. */
export type DeviceWallet = Wallet & {
  /** As `publish`, to the devices that are known to hold the card. */
  tellDevices(card: Key, devices: AppleDevice[]): Promise<{ told: number }>
}

export type AppleDevice = { deviceId: string; pushToken: string }

/** The devices that hold a card's Apple pass; kept by the store, used by the push client. */
export type AppleDevices = {
  /** By `keyText` of the card; cards that no device holds are left out. One question, however many cards. */
  ofCards(cards: Key[]): Promise<Map<string, AppleDevice[]>>
  /**
   * APNs said that the token is dead, at the latest since `since` (ms since 1970; null where it did not say). A device
   * that has said this token again after that, or another one meanwhile, stays.
   */
  forget(
    merchantId: string,
    cardId: string,
    deviceId: string,
    dead: { pushToken: string; since: number | null },
  ): Promise<void>
}

/** A coupon that Google Wallet holds as an offer, with the state that the coupon has by now. */
export type GoogleOfferRecord = {
  couponId: string
  /** Of what was sent last. */
  digest: string
  /** Null when the coupon is gone. */
  state: 'issuing' | 'active' | 'redeemed' | 'expired' | 'revoked' | null
}

/** What a card's holder was told in Google Wallet. */
export type GoogleNotices = {
  /** The balance that the phone knows of. */
  balance: string | null
  /** Ids of the latest messages. */
  messages: string[]
  /** How many of the day's three notices are left. */
  left: number
}

/**
 * What Google Wallet was last given; kept by the store, so that nothing is sent twice and nobody's unsaved card is
 * sent. Every method is idempotent.
 */
export type GoogleRecords = {
  /** Digest of the class that Google has under this key; null when it has none. */
  classDigest(merchantId: string, key: string): Promise<string | null>
  /**
   * `seen` is what `classDigest` said before the send; false, with nothing recorded, when somebody else recorded another
   * one in between: Google may hold either, so the class as it now stands must be sent again.
   */
  recordClass(merchantId: string, key: string, digest: string, seen: string | null): Promise<boolean>
  /** Null: Google has no object for this card, because nobody asked for its save link yet. */
  objectRevision(merchantId: string, cardId: string): Promise<number | null>
  /**
   * Never lowers a revision. `seen` is what `objectRevision` said before the send; false when somebody else recorded
   * one in between: Google may hold either, so the card as it now stands must be sent again.
   */
  recordObject(merchantId: string, cardId: string, revision: number, seen: number | null): Promise<boolean>
  /**
   * A send of this card failed: nothing that is on record counts any more, neither for whoever sends just now nor for
   * whoever sends next. With `late` Google may carry it out even later, over what is sent next: the card as it then
   * stands is owed once more, a minute from now.
   */
  doubtObject(merchantId: string, cardId: string, options: { late: boolean }): Promise<void>
  /** The same of a class, which is then sent again with a card that shows it. */
  doubtClass(merchantId: string, key: string, options: { lateWith: string | null }): Promise<void>
  /** Every coupon of the card that Google holds, whatever became of it. */
  offersOf(merchantId: string, cardId: string): Promise<GoogleOfferRecord[]>
  recordOffer(merchantId: string, cardId: string, couponId: string, digest: string): Promise<void>
  notices(merchantId: string, cardId: string): Promise<GoogleNotices>
  /** Uses up a notice of the day; a balance or message that is recorded already uses up nothing. */
  recordNotice(merchantId: string, cardId: string, told: GoogleNotice): Promise<void>
  /** Google says that nobody holds the object: forgets it, if its holder is known to have deleted it. */
  releaseObject(merchantId: string, cardId: string): Promise<void>
}

/** What the card shows now; what was not told `aloud` costs nothing. */
export type GoogleNotice = { balance: string; aloud: boolean } | { message: string; aloud: boolean }

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
