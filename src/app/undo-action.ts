import { type Coupon, isGivenBack } from '../domain/coupon.ts'
import { undoRedemption } from '../domain/give-again.ts'
import { moveStamps } from '../domain/move-stamps.ts'
import type { CounterAction } from '../ports/counter.ts'
import type { CardTransaction, Key } from '../ports/store.ts'
import { noteRefusal } from './note-refusal.ts'
import { type CardChangeDeps, type OpenCard, openCard, saveCard } from './open-card.ts'

/** How long a counter can take its last action back, in milliseconds. */
export const undoWithinMs = 5 * 60_000

export type UndoInput = { merchantId: string; actionId: string; counter?: string | undefined }
export type UndoRefusal = {
  ok: false
  reason:
    | 'unknown'
    | 'already-undone'
    | 'too-late'
    | 'not-last'
    | 'card-not-active'
    | 'coupon-changed'
    | 'not-undoable'
  /** When it was done, or undone. */
  at?: number | undefined
}
export type UndoResult =
  | { ok: true; kind: CounterAction['kind']; stamps: number; balance: number; replacement: Coupon | null }
  | UndoRefusal

export type UndoAction = (input: UndoInput) => Promise<UndoResult>

/** Takes a scan back: un-joins it from its order where it was joined. Changes the opened card; the caller saves it. */
export type UndoScan = (
  tx: CardTransaction,
  opened: OpenCard,
  action: CounterAction,
) => Promise<{ ok: true; stamps: number } | UndoRefusal>

export type UndoDeps = CardChangeDeps & {
  undoScan?: UndoScan | undefined
  /** Locks the order that a scan was joined to, if any. */
  lockOrderOfScan?(tx: CardTransaction, scan: Key): Promise<void>
}

/** The counter takes its own last action back: within five minutes, once. */
export const undoActionWith =
  (deps: UndoDeps): UndoAction =>
  (input) =>
    deps.store.transact(async (tx) => {
      const key = { merchantId: input.merchantId, id: input.actionId }
      const found = await tx.action(key)
      // Orders are locked before cards, here as everywhere.
      if (found?.kind === 'scan') await deps.lockOrderOfScan?.(tx, key)
      const opened =
        found &&
        (await openCard(deps, tx, { merchantId: key.merchantId, id: found.cardId }, { follow: true }))
      // Read again: what somebody else undid a moment ago stands only under the card's lock.
      const action = opened && (await tx.action(key))
      if (!action || !opened || action.counter !== (input.counter ?? ''))
        return { ok: false, reason: 'unknown' }
      const refused = refusalOf(action, await tx.lastAction(key.merchantId, action.counter), opened)
      const result = refused ?? (await undo(deps, tx, opened, action))
      if (!result.ok) {
        const coupon = opened.book.coupons.find((each) => each.id === action.couponId)
        const about = { merchantId: key.merchantId, cardId: opened.book.card.id, channel: 'counter', coupon }
        await noteRefusal(deps, tx, { ...about, kind: 'undo' }, result)
      }
      return result
    })

function refusalOf(
  action: CounterAction,
  last: CounterAction | null,
  { book, desk }: OpenCard,
): UndoRefusal | null {
  if (action.undoneAt !== null) return { ok: false, reason: 'already-undone', at: action.undoneAt }
  if (desk.now - action.at > undoWithinMs) return { ok: false, reason: 'too-late', at: action.at }
  if (last?.id !== action.id) return { ok: false, reason: 'not-last', at: action.at }
  if (book.card.state !== 'active') return { ok: false, reason: 'card-not-active' }
  return null
}

async function undo(
  deps: UndoDeps,
  tx: CardTransaction,
  opened: OpenCard,
  action: CounterAction,
): Promise<UndoResult> {
  const { book, desk } = opened
  const before = book.card.total
  let replacement: Coupon | null = null
  if (action.kind === 'redemption') {
    const coupon = book.coupons.find((each) => each.id === action.couponId)
    if (coupon?.state !== 'redeemed' || isGivenBack(coupon)) return { ok: false, reason: 'coupon-changed' }
    replacement = undoRedemption(book, coupon, causeOf(action), desk)
  } else if (action.kind === 'stamps') moveStamps(book, -action.stamps, causeOf(action), desk)
  else {
    const undone = deps.undoScan ? await deps.undoScan(tx, opened, action) : notUndoable
    if (!undone.ok) return undone
  }
  await saveCard(tx, book)
  await tx.markUndone({ merchantId: action.merchantId, id: action.id }, desk.now)
  const { total } = book.card
  return { ok: true, kind: action.kind, stamps: total - before, balance: total, replacement }
}

const notUndoable: UndoRefusal = { ok: false, reason: 'not-undoable' }

const causeOf = ({ id }: CounterAction) => ({
  effectKey: `undo/${id}`,
  channel: 'undo',
  reason: 'Undone at the counter',
})
