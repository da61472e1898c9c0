import { type Coupon, expiresSoon, expiryOf, isGivenBack, reversalReason, revoke } from './coupon.ts'
import {
  forgivenFloor,
  forgivenKey,
  takeForgiven,
  type UsedMilestone,
  usedMilestones,
} from './forgiveness.ts'
import { type Crossing, moveTo, type Position } from './ladder.ts'
import type { Instant } from './order.ts'
import type { ProgramRules, Reward } from './program.ts'
import { keepTime } from './stamp-clock.ts'
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
  tills(merchantId: string): { id: string; mints: boolean }[]
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

/**
 * Adds (or takes) stamps and lets coupons follow. The balance never falls below zero.
 * @returns what was really added; less what a used coupon kept on the card when the same order lost it before.
 */
export function moveStamps(book: CardBook, count: number, cause: Cause, desk: Desk): number {
  const { card } = book
  const before = card.total
  const repaid = count > 0 ? repay(book, count, cause) : 0
  const target = Math.max(0, before + count - repaid)
  const kept = count < 0 ? forgive(book, target, cause, desk) : 0
  const at = Math.min(desk.now, cause.at ?? desk.now)
  if (target > before) card.lastStampAt = Math.max(card.lastStampAt ?? 0, at)
  setTotal(book, target + kept, desk, at)
  if (target !== before) enter(book, target - before, target, cause, desk)
  if (kept > 0) enter(book, kept, card.total, forgiveness(cause), desk)
  return target - before + repaid
}

const forgiveness = (cause: Cause): Cause => ({
  ...cause,
  effectKey: `${cause.effectKey}/forgiven`,
  channel: 'forgiveness',
  reason: 'Reward already used: forgiven',
})

/** Moves the card to this total, its coupons with it. Whoever calls this makes the entry. @param at when stamps were earned */
export function setTotal(book: CardBook, total: number, desk: Desk, at: Instant = desk.now): void {
  const { card } = book
  if (total === card.total) return
  const before = { ...card }
  const rulesOf = (version: number) => desk.rulesOf(card.programId, version)
  const { position, crossings } = moveTo(card, total, rulesOf, desk.latestVersion(card.programId))
  Object.assign(card, position)
  book.visible = true
  for (const crossing of crossings) follow(book, crossing, rulesOf(crossing.version), desk)
  const zone = desk.timeZone?.(card.merchantId) ?? 'UTC'
  keepTime(card, before, at, rulesOf(card.version).stampExpiry, zone)
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

/** Stamps that stay on the card although their order was reversed, because the coupon they led to was used. */
function forgive(book: CardBook, target: number, cause: Cause, desk: Desk): number {
  const { tallies } = book
  const used = usedOf(book, desk)
  const kept = Math.max(0, forgivenFloor(used) - target)
  if (kept === 0) return 0
  const key = forgivenKey(cause)
  tallies.set(key, (tallies.get(key) ?? 0) + kept)
  for (const { coupon, total } of used)
    if (total > target && coupon.flag === null) change(book, { ...coupon, flag: 'forgiven' })
  return kept
}

/** An order that comes back has nothing more to give where its stamps were never taken. */
const repay = (book: CardBook, count: number, cause: Cause): number =>
  cause.orderId === undefined ? 0 : takeForgiven(book.tallies, count, forgivenKey(cause))

const usedOf = (book: CardBook, desk: Desk): UsedMilestone[] =>
  usedMilestones(book.card, book.coupons, (version) => desk.rulesOf(book.card.programId, version))

/** A milestone was passed: upwards it has a coupon, once; downwards an unused coupon goes and a used one is flagged. */
function follow(book: CardBook, crossing: Crossing, rules: ProgramRules, desk: Desk): void {
  const { cycle, at } = crossing
  const standing = book.coupons.filter(
    (coupon) => coupon.cycle === cycle && coupon.milestone === at && stands(coupon),
  )
  if (crossing.direction === 'up') {
    const milestone = rules.milestones.find((each) => each.at === at)
    if (standing.length === 0 && milestone) issueCoupon(book, milestone.reward, cycle, at, desk)
    for (const coupon of standing) if (coupon.flag === 'owed') change(book, { ...coupon, flag: null })
    return
  }
  for (const coupon of standing) {
    const ended = revoke(coupon, reversalReason, desk.now)
    if (ended.ok) change(book, ended.coupon)
    else if (coupon.state === 'redeemed') change(book, { ...coupon, flag: 'owed' })
  }
}

/** Whether it is its milestone's coupon still: taken back with its stamps, or given back unused, it has to be replaced. */
export const stands = (coupon: Coupon): boolean =>
  coupon.flag === 'used-after-end' ||
  (!isGivenBack(coupon) && !(coupon.state === 'revoked' && coupon.endReason === reversalReason))

/**
 * The sale that used the coupon was given back: the customer gets a new one with a new code, unless its stamps were
 * taken back meanwhile. Stamps that were forgiven because of the use are not forgiven any more.
 * @returns whether there is a new coupon
 */
export const replaceUsed = (book: CardBook, coupon: Coupon, cause: Cause, desk: Desk): boolean =>
  giveBackUse(book, coupon, 'redemption-refunded', cause, desk, {}) !== null

/** As {@link replaceUsed}, for any reason that a use does not count after all; answers the new coupon. */
export function giveBackUse(
  book: CardBook,
  coupon: Coupon,
  flag: 'redemption-refunded' | 'undone',
  cause: Cause,
  desk: Desk,
  terms: CouponTerms,
): Coupon | null {
  const used = usedOf(book, desk)
  const mine = used.find((each) => each.coupon.id === coupon.id)
  change(book, { ...coupon, flag })
  if (mine?.forgives) {
    const floor = forgivenFloor(used.filter((each) => each !== mine))
    const taken = takeForgiven(book.tallies, Math.max(0, mine.total - floor))
    if (taken > 0) {
      setTotal(book, book.card.total - taken, desk)
      enter(book, -taken, book.card.total, cause, desk)
    }
  }
  const due = coupon.milestone === 0 || (mine !== undefined && mine.total <= book.card.total)
  return due ? issueCoupon(book, coupon.reward, coupon.cycle, coupon.milestone, desk, terms) : null
}

/** What may differ from what the reward says. */
export type CouponTerms = {
  id?: string | undefined
  expiresAt?: Instant | null | undefined
  issueReason?: string | undefined
}

/** A new coupon with a code of its own; it turns active at once where no till has to be asked. */
export function issueCoupon(
  book: CardBook,
  reward: Reward,
  cycle: number,
  milestone: number,
  desk: Desk,
  terms: CouponTerms = {},
): Coupon {
  const { merchantId, id: cardId, programId } = book.card
  const earlier = book.coupons.filter((coupon) => coupon.cycle === cycle && coupon.milestone === milestone)
  const minted = reward.kind === 'redeem_code' && reward.codeSource === 'minted'
  const pooled = reward.kind === 'redeem_code' && reward.codeSource === 'pool'
  const tills = minted ? desk.tills(merchantId) : []
  const waits = pooled || tills.some((till) => till.mints)
  const expiresAt = terms.expiresAt === undefined ? expiryOf(reward, desk.now) : terms.expiresAt
  const coupon: Coupon = {
    merchantId,
    id: terms.id ?? desk.newId(),
    cardId,
    programId,
    reward,
    cycle,
    milestone,
    issue: 1 + Math.max(0, ...earlier.map((each) => each.issue)),
    state: waits ? 'issuing' : 'active',
    code: minted ? desk.newCode() : (reward.code ?? null),
    issuedAt: desk.now,
    activatedAt: waits ? null : desk.now,
    expiresAt,
    redeemedAt: null,
    redeemedBy: null,
    endedAt: null,
    endReason: null,
    flag: null,
    issueReason: terms.issueReason ?? null,
    // Given for less time than a warning takes: it says so from the start, and nobody is told twice.
    warnedAt: expiresSoon({ reward, expiresAt }, desk.now) ? desk.now : null,
  }
  for (const till of tills)
    book.placements.push({
      merchantId,
      couponId: coupon.id,
      tillId: till.id,
      state: till.mints ? 'pending' : 'placed',
    })
  book.coupons.push(coupon)
  book.touched.add(coupon.id)
  book.visible = true
  return coupon
}

/** Puts a changed coupon back into the book. */
export function change(book: CardBook, coupon: Coupon): void {
  book.coupons[book.coupons.findIndex((each) => each.id === coupon.id)] = coupon
  book.touched.add(coupon.id)
  book.visible = true
}
