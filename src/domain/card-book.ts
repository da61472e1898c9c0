import type { Coupon } from './coupon.ts'
import type { Position } from './ladder.ts'
import type { ReportingTill } from './mark-used.ts'
import type { Instant } from './order.ts'
import type { ProgramRules } from './program.ts'
import type { Tallies } from './tally.ts'

export type CardState = 'active' | 'paused' | 'merged' | 'erased'

export type Card = Position & {
  merchantId: string
  id: string
  programId: string
  state: CardState
  /** Money on the way to the next stamp. */
  progress: { amount: number; per: number; currency: string } | null
  lastStampAt: Instant | null
  /** The card that goes on for this one; only of a merged card. */
  mergedInto?: string | null | undefined
  stampsSince?: Instant | null | undefined
  /** When the stamps of the current cycle expire: stamp-clock.ts. */
  stampsExpireAt?: Instant | null | undefined
}

export type LedgerEntry = {
  id: string
  merchantId: string
  cardId: string
  effectKey: string
  count: number
  balance: number
  channel: string
  tillId: string | null
  orderId: string | null
  reason: string
  at: Instant
}

/** Where a coupon's code has to be made. */
export type Placement = { merchantId: string; couponId: string; tillId: string; state: 'pending' | 'placed' }

/**
 * One card with all that changes beside it, held under the card's lock. The functions of this room change the book
 * in memory; the store writes what changed in one transaction.
 */
export type CardBook = {
  card: Card
  coupons: Coupon[]
  tallies: Tallies
  /** Orders that earned lately, for cool-downs. */
  earned: { order: string; at: Instant }[]
  ledger: LedgerEntry[]
  placements: Placement[]
  /** Coupons made or changed, by id. */
  touched: Set<string>
  /** Something that a wallet shows has changed. */
  visible: boolean
  /** Coupons that came from another card, or were given another place on this one. */
  moved?: Set<string> | undefined
  /** Merged cards that lead here: which cards each goes through, itself the first. */
  through?: Map<string, string[]> | undefined
}

/** What the rules need from outside: the time, fresh ids, and the merchant's programs and tills. */
export type Desk = {
  now: Instant
  newId(): string
  newCode(): string
  rulesOf(programId: string, version: number): ProgramRules
  /** The version that new cycles begin under. */
  latestVersion(programId: string): number
  /** Active tills; `mints` when codes have to be made there by a call. */
  tills(merchantId: string): ({ id: string; mints: boolean } & ReportingTill)[]
  /** The merchant's IANA zone, in which stamps expire; UTC where it is left out. */
  timeZone?(merchantId: string): string
}

export type Cause = {
  effectKey: string
  channel: string
  tillId?: string | undefined
  orderId?: string | undefined
  reason: string
  /** When it was earned; the present where left out. */
  at?: Instant | undefined
}

export function openBook(card: Card, coupons: Coupon[], tallies: Tallies = new Map()): CardBook {
  return {
    card,
    coupons,
    tallies,
    earned: [],
    ledger: [],
    placements: [],
    touched: new Set(),
    visible: false,
  }
}

/** Adds to the ledger; `balance` is the total after it. */
export function enter(book: CardBook, count: number, balance: number, cause: Cause, desk: Desk): void {
  book.ledger.push({
    id: desk.newId(),
    merchantId: book.card.merchantId,
    cardId: book.card.id,
    effectKey: cause.effectKey,
    count,
    balance,
    channel: cause.channel,
    tillId: cause.tillId ?? null,
    orderId: cause.orderId ?? null,
    reason: cause.reason,
    at: desk.now,
  })
}

/** Puts a changed coupon back into the book. */
export function change(book: CardBook, coupon: Coupon): void {
  book.coupons[book.coupons.findIndex((each) => each.id === coupon.id)] = coupon
  book.touched.add(coupon.id)
  book.visible = true
}
