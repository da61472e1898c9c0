import { normalClaimCode } from '../domain/claim-code.ts'
import type { Money } from '../domain/money.ts'
import { moveStamps } from '../domain/move-stamps.ts'
import { unheardOrder } from '../domain/order-record.ts'
import type { Claim } from '../ports/claims.ts'
import { type CardTransaction, type OrderKey, orderKeyText } from '../ports/store.ts'
import { giveOrders } from './give-orders.ts'
import { noteRefusal } from './note-refusal.ts'
import { type CardChangeDeps, openCard } from './open-card.ts'
import { type Counted, countedIn } from './stamp-by-scan.ts'
import { claimableMs } from './take-up-orders.ts'

export type ReceiptInput = {
  number: string
  amount: Money
  /** When the customer paid, as far as they know. */
  around: number
  tillId?: string | undefined
}
export type ClaimInput = { merchantId: string; cardId: string; by: { code: string } | ReceiptInput }

export type ClaimResult =
  | { ok: true; outcome: 'stamped' | 'no-stamp' | 'waiting'; stamps: number; order: Counted['order'] }
  /** By this card or another; the purchase is on one of them. */
  | { ok: true; outcome: 'already-counted'; mine: boolean; counted: Counted }
  | { ok: false; reason: 'unknown-card' | 'card-not-active' | 'unknown-claim' | 'expired' }
  | { ok: false; reason: 'too-many-attempts'; until: number }

const windowMs = 60 * 60_000
const failuresPerCard = 10
/** Cards are free to make, so numbers cannot be guessed through many of them either. */
const failuresPerMerchant = 60
const numbers = 'order-numbers'

/** Takes up a claim, once, whoever asks and however often. What fails is counted, and guessing cut off for an hour. */
export const redeemClaimWith =
  (deps: CardChangeDeps) =>
  (input: ClaimInput): Promise<ClaimResult> =>
    deps.store.transact(async (tx) => {
      const now = deps.clock()
      const shut = await whoIsShutOut(tx, input, now)
      if (shut !== null) {
        await note(deps, tx, input, { reason: 'too-many-attempts' })
        return { ok: false, reason: 'too-many-attempts', until: shut }
      }
      const result =
        'code' in input.by
          ? await byCode(deps, tx, input, input.by.code)
          : await byReceipt(deps, tx, input, input.by)
      if (!result.ok && result.reason === 'unknown-claim') await countFailure(tx, input, now)
      const refusal = refusalIn(result)
      if (refusal) await note(deps, tx, input, refusal)
      return result
    })

/** What the holder of the card is to read of it later. */
function refusalIn(result: ClaimResult): { reason: string; at?: number; location?: string } | null {
  if (!result.ok) return { reason: result.reason === 'expired' ? 'claim-expired' : result.reason }
  if (result.outcome !== 'already-counted' || result.mine) return null
  const { at, place } = result.counted
  return { reason: 'already-counted', at, ...(place !== null && { location: place }) }
}

const note = (
  deps: CardChangeDeps,
  tx: CardTransaction,
  { merchantId, cardId }: ClaimInput,
  refusal: Parameters<typeof noteRefusal>[3],
): Promise<void> => noteRefusal(deps, tx, { merchantId, cardId, kind: 'claim', channel: 'claim' }, refusal)

/** Until when the asker is shut out; null when not at all. Unlimited guesses would not find a code of 65 bits, but numbers. */
async function whoIsShutOut(tx: CardTransaction, { merchantId, cardId, by }: ClaimInput, now: number) {
  const card = await tx.claims.failures(merchantId, `card/${cardId}`, now)
  if (card.count >= failuresPerCard) return card.until
  if ('code' in by) return null
  const merchant = await tx.claims.failures(merchantId, numbers, now)
  return merchant.count >= failuresPerMerchant ? merchant.until : null
}

async function countFailure(tx: CardTransaction, { merchantId, cardId, by }: ClaimInput, now: number) {
  await tx.claims.countFailure(merchantId, `card/${cardId}`, now)
  if (!('code' in by)) await tx.claims.countFailure(merchantId, numbers, now)
}

async function byCode(
  deps: CardChangeDeps,
  tx: CardTransaction,
  { merchantId, cardId }: ClaimInput,
  code: string,
): Promise<ClaimResult> {
  const claim = await tx.claims.byCode(merchantId, normalClaimCode(code))
  if (!claim) return { ok: false, reason: 'unknown-claim' }
  if (claim.claimedAt !== null)
    return {
      ok: true,
      outcome: 'already-counted',
      mine: claim.cardId === cardId,
      counted: await countedBy(tx, claim, claim.claimedAt),
    }
  const now = deps.clock()
  if (claim.expiresAt !== null && claim.expiresAt <= now) return { ok: false, reason: 'expired' }
  const result = claim.order
    ? await takeOrder(deps, tx, cardId, { merchantId, ...claim.order }, true)
    : await takeStamps(deps, tx, cardId, claim)
  if (result.ok) {
    const holder = result.outcome === 'already-counted' ? result.holder : cardId
    await tx.claims.markClaimed(claim, holder, now)
    if (holder === cardId) await attachCustomer(tx, claim, cardId, now)
  }
  return told(result)
}

/** A receipt that went to the customer alone says whose card this is; a card that they have already stays theirs. */
async function attachCustomer(tx: CardTransaction, claim: Claim, cardId: string, at: number): Promise<void> {
  const { merchantId, order, customerId } = claim
  if (order && customerId)
    await tx.claims.linkCustomer({ merchantId, tillId: order.tillId, customerId, cardId }, at)
}

/** Who holds it is nobody else's business. */
function told(taken: Taken): ClaimResult {
  if (!taken.ok || taken.outcome !== 'already-counted') return taken
  const { holder: _, ...answer } = taken
  return answer
}

async function countedBy(tx: CardTransaction, claim: Claim, at: number): Promise<Counted> {
  if (!claim.order) return { at, place: null, order: null }
  const key = { merchantId: claim.merchantId, ...claim.order }
  const order = (await tx.lockOrders([key])).get(orderKeyText(key))
  return order?.facts.sale ? countedIn(tx, order) : { at, place: null, order: claim.order }
}

type Taken =
  | Extract<ClaimResult, { outcome: 'stamped' | 'no-stamp' | 'waiting' }>
  | (Extract<ClaimResult, { outcome: 'already-counted' }> & { holder: string })
  | { ok: false; reason: 'unknown-card' | 'card-not-active' | 'unknown-claim' }

async function takeStamps(
  deps: CardChangeDeps,
  tx: CardTransaction,
  cardId: string,
  claim: Claim,
): Promise<Taken> {
  const opened = await openCard(deps, tx, { merchantId: claim.merchantId, id: cardId })
  if (!opened) return { ok: false, reason: 'unknown-card' }
  const { book, desk } = opened
  if (book.card.state !== 'active') return { ok: false, reason: 'card-not-active' }
  const cause = { effectKey: `claim/${claim.id}`, channel: 'claim', reason: 'Claim' }
  const stamps = moveStamps(book, claim.stamps ?? 0, cause, desk)
  await tx.save({ books: [book], orders: [], deliveries: [], outbox: [] })
  return { ok: true, outcome: 'stamped', stamps, order: null }
}

/** @param awaited an order that no till has told of yet is kept for the card */
async function takeOrder(
  deps: CardChangeDeps,
  tx: CardTransaction,
  cardId: string,
  key: OrderKey,
  awaited: boolean,
): Promise<Taken> {
  const { merchantId, tillId, externalId } = key
  const known = (await tx.lockOrders([key])).get(orderKeyText(key))
  // The customer may be faster than the till: its order finds the card when it comes.
  const order = known ?? (awaited ? unheardOrder(key) : null)
  if (!order) return { ok: false, reason: 'unknown-claim' }
  if (order.cardId !== null) {
    const counted = await countedIn(tx, order)
    return {
      ok: true,
      outcome: 'already-counted',
      mine: order.cardId === cardId,
      holder: order.cardId,
      counted,
    }
  }
  const done = await giveOrders(deps, tx, {
    merchantId,
    cardId,
    orders: [order],
    evidence: 'claimed',
    transition: 'claimed',
  })
  if (!done.ok) return done
  const outcome = order.outcome === 'waiting' ? 'waiting' : done.given > 0 ? 'stamped' : 'no-stamp'
  return { ok: true, outcome, stamps: done.given, order: { tillId, externalId } }
}

/** One order and no other has to be what the receipt says. */
async function byReceipt(
  deps: CardChangeDeps,
  tx: CardTransaction,
  { merchantId, cardId }: ClaimInput,
  { number, amount, around, tillId }: ReceiptInput,
): Promise<ClaimResult> {
  const oldest = deps.clock() - claimableMs
  const found = await tx.claims.ordersOf({
    merchantId,
    number,
    amount: amount.amount,
    currency: amount.currency,
    from: Math.max(oldest, around - windowMs),
    to: around + windowMs,
    tillId,
  })
  const [key] = found
  if (!key || found.length > 1) return { ok: false, reason: 'unknown-claim' }
  return told(await takeOrder(deps, tx, cardId, key, false))
}
