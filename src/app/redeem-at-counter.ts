import { change } from '../domain/card-book.ts'
import { type Coupon, normalCode, redeem } from '../domain/coupon.ts'
import { mayMarkUsed } from '../domain/mark-used.ts'
import type { CounterAction } from '../ports/counter.ts'
import type { CardTransaction } from '../ports/store.ts'
import { type CouponRefusal, explain } from './coupon-refusal.ts'
import { noteRefusal } from './note-refusal.ts'
import { type CardChangeDeps, type OpenCard, openCard, saveCard } from './open-card.ts'

/** What was scanned or typed: a coupon's code, its id, the card's serial, or the card and which of its coupons. */
export type RedeemTarget = {
  code?: string | undefined
  couponId?: string | undefined
  serial?: string | undefined
}
export type RedeemAtCounterInput = {
  merchantId: string
  target: RedeemTarget
  channel: 'api' | 'staff'
  location?: string | undefined
  /** Which counter or member of staff, so that it can undo what it did last. */
  counter?: string | undefined
  /** The caller's own id for this redemption: a repeat answers with what was done. */
  clientId?: string | undefined
  /** The merchant knows that the till, which reports uses by itself, missed this one. */
  anyway?: boolean | undefined
}

export type CouponChoice = { couponId: string; title: string }
export type RedeemAtCounterResult =
  | { ok: true; redeemedAt: number; actionId: string; coupon: Coupon }
  | CouponRefusal
  | {
      ok: false
      reason:
        | 'unknown'
        | 'card-needed'
        | 'no-coupon'
        | 'client-id-reused'
        | 'card-not-active'
        | 'till-reports'
    }
  | { ok: false; reason: 'several'; choices: CouponChoice[] }

export type RedeemAtCounter = (input: RedeemAtCounterInput) => Promise<RedeemAtCounterResult>

/**
 * Redeems what a counter scanned: decided under the card's lock, once. Whoever comes second learns why not, when and
 * where. Idempotent by `clientId`.
 */
export const redeemAtCounterWith =
  (deps: CardChangeDeps): RedeemAtCounter =>
  (input) =>
    deps.store.transact(async (tx) => {
      const found = await locate(tx, input)
      if ('reason' in found) return found
      const opened = await openCard(
        deps,
        tx,
        { merchantId: input.merchantId, id: found.cardId },
        { follow: true },
      )
      if (!opened) return { ok: false, reason: 'unknown' }
      const earlier =
        input.clientId === undefined ? null : await tx.actionOfClient(input.merchantId, input.clientId)
      if (earlier) return repeated(earlier, opened, input.target)
      const coupon = choose(opened.book.coupons, found.couponId, input.target)
      const result = 'reason' in coupon ? coupon : await redeemOne(tx, deps, opened, coupon, input)
      if (!result.ok && isAnAnswer(result.reason)) {
        const about = { merchantId: input.merchantId, cardId: opened.book.card.id, channel: input.channel }
        const named = 'reason' in coupon ? null : coupon
        await noteRefusal(deps, tx, { ...about, kind: 'redemption', coupon: named }, result)
      }
      return result
    })

/** A question back to the counter is no refusal, and a code of nobody's no matter of the card's. */
const isAnAnswer = (reason: string): boolean => reason !== 'several' && reason !== 'unknown'

type Located = { cardId: string; couponId?: string | undefined }
type NotLocated = { ok: false; reason: 'unknown' | 'card-needed' }

/** The card that has to be locked. */
async function locate(
  tx: CardTransaction,
  { merchantId, target }: RedeemAtCounterInput,
): Promise<Located | NotLocated> {
  const { code, couponId, serial } = target
  if (serial !== undefined) {
    const cardId = await tx.cardBySerial(merchantId, serial)
    return cardId === null ? { ok: false, reason: 'unknown' } : { cardId, couponId }
  }
  if (couponId !== undefined) {
    const coupon = await tx.coupon({ merchantId, id: couponId })
    return coupon ? { cardId: coupon.cardId, couponId } : { ok: false, reason: 'unknown' }
  }
  const holder = await tx.couponByCode(merchantId, normalCode(code ?? ''))
  if (holder === 'shared') return { ok: false, reason: 'card-needed' }
  return holder ?? { ok: false, reason: 'unknown' }
}

type NotChosen =
  | { ok: false; reason: 'unknown' | 'no-coupon' }
  | { ok: false; reason: 'several'; choices: CouponChoice[] }

/** The coupon that was named; with the card alone, the one that staff may take. */
function choose(
  coupons: Coupon[],
  couponId: string | undefined,
  { code, serial }: RedeemTarget,
): Coupon | NotChosen {
  const named = code === undefined ? coupons : coupons.filter((each) => each.code === normalCode(code))
  if (couponId !== undefined)
    return named.find((each) => each.id === couponId) ?? { ok: false, reason: 'unknown' }
  const active = named.filter((each) => each.state === 'active')
  if (code !== undefined && serial !== undefined)
    return active[0] ?? named.at(-1) ?? { ok: false, reason: 'unknown' }
  const usable = active.filter((each) => each.reward.kind === 'staff_scan')
  const [only, ...others] = usable
  if (!only) return { ok: false, reason: 'no-coupon' }
  if (others.length === 0) return only
  const choices = usable.map((each) => ({ couponId: each.id, title: each.reward.title }))
  return { ok: false, reason: 'several', choices }
}

async function redeemOne(
  tx: CardTransaction,
  deps: CardChangeDeps,
  { book, desk, timeZone }: OpenCard,
  coupon: Coupon,
  input: RedeemAtCounterInput,
): Promise<RedeemAtCounterResult> {
  const result = redeem(coupon, { channel: input.channel, location: input.location }, desk.now)
  if (!result.ok) return explain(tx, coupon, result, timeZone)
  if (book.card.state !== 'active') return { ok: false, reason: 'card-not-active' }
  // Over the API it is a till that reports.
  const tills = input.channel === 'staff' ? desk.tills(input.merchantId) : []
  const allowed = mayMarkUsed(coupon.reward, tills, input.anyway)
  if (!allowed.ok) return allowed
  change(book, result.coupon)
  const actionId = deps.newId(desk.now)
  await saveCard(tx, book)
  await tx.recordAction({
    merchantId: input.merchantId,
    id: actionId,
    counter: input.counter ?? '',
    kind: 'redemption',
    cardId: book.card.id,
    couponId: coupon.id,
    stamps: 0,
    clientId: input.clientId ?? null,
    at: desk.now,
    undoneAt: null,
  })
  return { ok: true, redeemedAt: desk.now, actionId, coupon: result.coupon }
}

/** The same intent again: what was done then, as long as it means the same coupon. */
function repeated(
  action: CounterAction,
  { book }: OpenCard,
  { code, couponId }: RedeemTarget,
): RedeemAtCounterResult {
  const coupon = book.coupons.find((each) => each.id === action.couponId)
  const same =
    coupon &&
    (couponId === undefined || couponId === coupon.id) &&
    (code === undefined || normalCode(code) === coupon.code)
  if (!same || action.kind !== 'redemption') return { ok: false, reason: 'client-id-reused' }
  return { ok: true, redeemedAt: action.at, actionId: action.id, coupon }
}
