import type { RedeemedBy } from '../domain/coupon.ts'
import type { Instant } from '../domain/order.ts'
import type { Key, OrderKey } from './keys.ts'

/** What was done at a counter. Kept so that a repeat finds it, and so that the counter can undo the last of it. */
export type CounterAction = Key & {
  /** Which counter, device or member of staff; '' when nobody said. */
  counter: string
  kind: 'redemption' | 'stamps' | 'scan'
  cardId: string
  couponId: string | null
  /** Stamps given, or taken when negative. */
  stamps: number
  /** The caller's own id for the intent, unique within the merchant. */
  clientId: string | null
  at: Instant
  undoneAt: Instant | null
}

/** A self-redemption that was asked for. Tokens are known by their digests alone. */
export type RedeemScreen = {
  merchantId: string
  confirmHash: Uint8Array<ArrayBuffer>
  screenHash: Uint8Array<ArrayBuffer>
  couponId: string
  confirmUntil: Instant
  redeemedAt: Instant | null
  /** When the screen goes dark; null while nobody said yes. */
  until: Instant | null
}

/** A shared code in a sale that no card in the sale holds. */
export type UnassignedUse = {
  merchantId: string
  id: string
  tillId: string
  orderId: string
  code: string
  usedAt: Instant
  location: string | null
  /** The coupon that the merchant said it was. */
  couponId: string | null
  assignedAt: Instant | null
}

/** The shared codes of one order that belong to nobody yet; those noted before and not among them are forgotten. */
export type UnassignedCodes = { order: OrderKey; codes: string[]; usedAt: Instant; location: string | null }

/** What a card's transaction can do for counters and screens. */
export type CounterTransaction = {
  /** Notes what was done. A second action of one `clientId` stops the transaction, which begins again and finds the first. */
  recordAction(action: CounterAction): Promise<void>
  action(key: Key): Promise<CounterAction | null>
  /** The newest, undone or not. */
  lastAction(merchantId: string, counter: string): Promise<CounterAction | null>
  actionOfClient(merchantId: string, clientId: string): Promise<CounterAction | null>
  markUndone(key: Key, at: Instant): Promise<void>
  /** The coupon of a code that is one coupon's own: an open one before any other. `shared`: the code is of many. */
  couponByCode(
    merchantId: string,
    code: string,
  ): Promise<{ couponId: string; cardId: string } | 'shared' | null>
  cardBySerial(merchantId: string, serial: string): Promise<string | null>
  addScreen(screen: RedeemScreen): Promise<void>
  screen(merchantId: string, confirmHash: Uint8Array<ArrayBuffer>): Promise<RedeemScreen | null>
  startScreen(screen: RedeemScreen): Promise<void>
  unassignedUse(key: Key): Promise<UnassignedUse | null>
  assignUse(key: Key, couponId: string, at: Instant): Promise<void>
  /** What people call the place of a redemption; null when nobody named it. */
  placeName(merchantId: string, by: RedeemedBy): Promise<string | null>
}

export type Screens = {
  /** What a screen's token shows; null when there never was one, or it was swept. */
  byScreen(merchantId: string, screenToken: string): Promise<ScreenView | null>
}
export type ScreenView = {
  couponId: string
  title: string
  redeemedAt: Instant
  until: Instant
  /** The use was undone or given back meanwhile. */
  takenBack: boolean
}

export type UnassignedUses = {
  /** Newest first. */
  list(
    merchantId: string,
    query: { after: string | null; limit: number; assigned?: boolean | undefined },
  ): Promise<UnassignedUse[]>
}
