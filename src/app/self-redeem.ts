import { createHmac } from 'node:crypto'
import { change } from '../domain/card-book.ts'
import { redeem } from '../domain/coupon.ts'
import type { RedeemScreen } from '../ports/counter.ts'
import type { CardTransaction } from '../ports/store.ts'
import { digest, newSecret } from '../secrets/random-id.ts'
import { type CouponRefusal, explain } from './coupon-refusal.ts'
import { openCardOf } from './end-coupon.ts'
import { noteRefusal } from './note-refusal.ts'
import { type CardChangeDeps, type OpenCard, saveCard } from './open-card.ts'

/** How long the question waits for its answer, in milliseconds. */
const confirmMs = 5 * 60_000
/** How long the screen is lit, in milliseconds: by the server's clock, so that a picture of it is worth nothing. */
export const screenMs = 3 * 60_000

export type SelfRedeemInput = {
  merchantId: string
  couponId: string
  /** The coupon has to be this card's, where the caller has no more than the card. */
  cardId?: string | undefined
  /** What the first step gave; without it, this is the first step. */
  confirm?: string | undefined
  location?: string | undefined
}
export type SelfRedeemResult =
  /** First step: nothing has happened yet. */
  | { ok: true; step: 'confirm'; confirm: string; until: number }
  /** Second step: used, and this screen says so until `until`. */
  | { ok: true; step: 'redeemed'; redeemedAt: number; screen: { token: string; until: number } }
  | CouponRefusal
  | { ok: false; reason: 'unknown' | 'not-self-redeem' | 'bad-confirm' | 'card-not-active' }

export type SelfRedeem = (input: SelfRedeemInput) => Promise<SelfRedeemResult>

/**
 * The customer's own redemption, asked twice. Idempotent: the same `confirm` answers with the same screen while it is
 * lit, and with when it was used afterwards. Both tokens hold 128 bits; the database has their digests alone.
 */
export const selfRedeemWith =
  (deps: CardChangeDeps): SelfRedeem =>
  (input) =>
    deps.store.transact(async (tx) => {
      const opened = await openCardOf(deps, tx, { merchantId: input.merchantId, id: input.couponId })
      if (!opened || (input.cardId ?? opened.coupon.cardId) !== opened.coupon.cardId)
        return { ok: false, reason: 'unknown' }
      // Codes and scans are for the shop to accept; the customer's own button is for self-redemption alone.
      if (opened.coupon.reward.kind !== 'self_redeem') return { ok: false, reason: 'not-self-redeem' }
      const step =
        input.confirm === undefined
          ? await ask(tx, opened)
          : await answer(tx, opened, input.confirm, input.location)
      if (!step.ok && step.reason !== 'bad-confirm') {
        const { coupon, book } = opened
        const about = { merchantId: input.merchantId, cardId: book.card.id, channel: 'self', coupon }
        await noteRefusal(deps, tx, { ...about, kind: 'redemption' }, step)
      }
      return step
    })

type Opened = NonNullable<Awaited<ReturnType<typeof openCardOf>>>

async function ask(tx: CardTransaction, { book, coupon, desk, timeZone }: Opened): Promise<SelfRedeemResult> {
  const usable = redeem(coupon, { channel: 'self' }, desk.now)
  if (!usable.ok) return explain(tx, coupon, usable, timeZone)
  if (!isInUse(book)) return { ok: false, reason: 'card-not-active' }
  const confirm = newSecret()
  const until = desk.now + confirmMs
  await tx.addScreen({
    merchantId: coupon.merchantId,
    confirmHash: digest(confirm),
    screenHash: digest(screenToken(confirm)),
    couponId: coupon.id,
    confirmUntil: until,
    redeemedAt: null,
    until: null,
  })
  return { ok: true, step: 'confirm', confirm, until }
}

async function answer(
  tx: CardTransaction,
  { book, coupon, desk, timeZone }: Opened,
  confirm: string,
  location: string | undefined,
): Promise<SelfRedeemResult> {
  const screen = await tx.screen(coupon.merchantId, digest(confirm))
  if (screen?.couponId !== coupon.id) return { ok: false, reason: 'bad-confirm' }
  if (isLit(screen, desk.now)) return lit(screen, confirm)
  const result = redeem(coupon, { channel: 'self', location }, desk.now)
  if (!result.ok) return explain(tx, coupon, result, timeZone)
  if (screen.confirmUntil <= desk.now) return { ok: false, reason: 'bad-confirm' }
  if (!isInUse(book)) return { ok: false, reason: 'card-not-active' }
  change(book, result.coupon)
  await saveCard(tx, book)
  const started = { ...screen, redeemedAt: desk.now, until: desk.now + screenMs }
  await tx.startScreen(started)
  return lit(started, confirm)
}

type Lit = RedeemScreen & { redeemedAt: number; until: number }

const isLit = (screen: RedeemScreen, now: number): screen is Lit =>
  screen.redeemedAt !== null && screen.until !== null && screen.until > now

const lit = ({ redeemedAt, until }: Lit, confirm: string): SelfRedeemResult => ({
  ok: true,
  step: 'redeemed',
  redeemedAt,
  screen: { token: screenToken(confirm), until },
})

const isInUse = ({ card }: OpenCard['book']): boolean => card.state === 'active'

/** Follows from the confirmation, so that an answer lost on its way can be given again without keeping the token. */
const screenToken = (confirm: string): string =>
  createHmac('sha256', confirm).update('redeem-screen').digest().subarray(0, 16).toString('base64url')
