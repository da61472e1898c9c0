import type { CardFace } from '../domain/card-face.ts'

/** What the PassKit web service needs to know of a card before it shows anything. */
export type PassCard = {
  merchantId: string
  cardId: string
  /** `authenticationToken` of the pass; compare in constant time. */
  passToken: string
  /** Passes that were cut off and not fetched since: each phone may fetch it once more, void. */
  cutOff?: { version: number; passToken: string }[] | undefined
  revision: number
  modifiedSecond: number
}

/** Cards as the wallets ask for them: by serial, with no merchant named. */
export type PassCards = {
  bySerial(serial: string): Promise<PassCard | null>
  /** The picture of the card as it stands now; null when it is unknown. */
  face(merchantId: string, cardId: string): Promise<CardFace | null>
}

/** Apple's device registrations. Every method is idempotent. */
export type PassRegistrations = {
  /**
   * `created` is false when the device had registered this pass before; its push token is overwritten all the same, and
   * `moved` is whether it was another one.
   */
  register(entry: {
    merchantId: string
    cardId: string
    deviceId: string
    pushToken: string
  }): Promise<{ created: boolean; moved: boolean }>
  unregister(entry: { merchantId: string; cardId: string; deviceId: string }): Promise<void>
  /** A phone has fetched the pass that was cut off with this version: one registration of it goes. */
  farewell(entry: { merchantId: string; cardId: string; version: number }): Promise<void>
  /**
   * Serials of the device's passes that changed after `since` (all of them when null), with the tag to quote next
   * time; null when the device has no pass here or none changed. The tag is a counter of the device's own, moved under its row's lock, so that
   * no change can slip between two answers.
   */
  changed(deviceId: string, since: number | null): Promise<{ serials: string[]; tag: number } | null>
}
