import type { LedgerEntry } from '../domain/card-book.ts'
import type { Coupon } from '../domain/coupon.ts'
import type { AfterId } from './programs.ts'

export type CodePlacement = { tillId: string; state: string }

/** A coupon, and where its code stands in each till. */
export type CouponRecord = Coupon & { placements: CodePlacement[] }

export type CardRecord = {
  id: string
  programId: string
  serial: string
  tokenVersion: number
  state: string
  version: number
  cycle: number
  stamps: number
  goal: number
  createdAt: number
  lastStampAt: number | null
  /** Newest first, at most 100. */
  coupons: CouponRecord[]
  links: { tillId: string; customerId: string }[]
}

export type NewCard = {
  merchantId: string
  id: string
  programId: string
  version: number
  serial: string
  /** Its digest finds the card from now on. */
  token: string
  /** Which QR code it came from. */
  placement: string | null
  createdAt: number
}

/** Where a list goes on: the row after this one, newest first. */
export type AfterTime = { at: number; id: string }

/** Cards for reading. An erased card is not found. */
export type CardsRead = {
  find(merchantId: string, cardId: string): Promise<CardRecord | null>
  list(
    merchantId: string,
    query: AfterId & { programId?: string | undefined; serial?: string | undefined },
  ): Promise<CardRecord[]>
  /** Newest first. */
  ledger(
    merchantId: string,
    cardId: string,
    page: { after: AfterTime | null; limit: number },
  ): Promise<LedgerEntry[]>
}

export type NewCards = {
  /** False when there is a card of this id already: nothing was changed. */
  add(card: NewCard): Promise<boolean>
}

export type CardLinks = {
  /** From now on the till's customer means this card; whichever card it meant before. True when the customer was new. */
  link(link: {
    merchantId: string
    tillId: string
    customerId: string
    cardId: string
    at: number
  }): Promise<boolean>
  /** The card that the till's customer means; null when none. */
  cardOf(customer: { merchantId: string; tillId: string; customerId: string }): Promise<string | null>
  /** False when the customer does not mean this card. */
  unlink(link: { merchantId: string; tillId: string; customerId: string; cardId: string }): Promise<boolean>
}

export type CouponsRead = {
  find(merchantId: string, couponId: string): Promise<CouponRecord | null>
  /** Newest first. */
  list(
    merchantId: string,
    query: AfterId & { state?: string | undefined; cardId?: string | undefined },
  ): Promise<CouponRecord[]>
  /** The coupon that holds this code: one still good before any other, then the newest. */
  byCode(merchantId: string, code: string): Promise<CouponRecord | null>
}
