import type { CardBook, Desk } from '../domain/card-book.ts'
import { showProgress } from '../domain/judge-order.ts'
import { mergeCards, partCards } from '../domain/merge.ts'
import type { MergeEntry } from '../ports/merges.ts'
import { type CardTransaction, keyText } from '../ports/store.ts'
import { deskOf } from './judge-batch.ts'
import type { CardChangeDeps } from './open-card.ts'

/** How long a merge can be undone. */
export const undoDays = 30
const dayMs = 86_400_000

export type Merged = Omit<MergeEntry, 'record'> & { undoUntil: number }

export type MergeCards = (input: {
  merchantId: string
  /** The card that goes on. */
  cardId: string
  fromCardId: string
  /** Names the merge-to-be, so that a retry makes no second one. */
  mergeId: string
}) => Promise<
  | { ok: true; merge: Merged }
  | { ok: false; reason: 'unknown-card' | 'same-card' | 'other-program' | 'card-not-active' }
>

export type UndoMerge = (input: { merchantId: string; mergeId: string }) => Promise<
  | { ok: true; merge: Merged }
  | { ok: false; reason: 'unknown-merge' | 'already-undone' | 'too-late' | 'card-erased' }
  /** `later` was made of one of these cards since, and has to be undone first. */
  | { ok: false; reason: 'later-merge'; later: string }
>

/**
 * Two cards of one customer become one. Stamps, remainders and coupons go to the card that stays; whatever comes by
 * the old card's number or customers goes there, too. Nothing of the old card's pass or links is deleted, so that the
 * merge can be undone. Idempotent by `mergeId`.
 */
export const mergeCardsWith =
  (deps: CardChangeDeps): MergeCards =>
  ({ merchantId, cardId, fromCardId, mergeId }) =>
    deps.store.transact(async (tx) => {
      if (cardId === fromCardId) return { ok: false, reason: 'same-card' }
      const pair = await openPair(deps, tx, merchantId, fromCardId, cardId)
      if (!pair) return { ok: false, reason: 'unknown-card' }
      const { from, into, desk } = pair
      const before = await tx.merges.find({ merchantId, id: mergeId })
      if (before) return { ok: true, merge: asMerged(before) }
      if (from.card.state === 'erased' || into.card.state === 'erased')
        return { ok: false, reason: 'unknown-card' }
      if (from.card.state === 'merged' || into.card.state === 'merged')
        return { ok: false, reason: 'card-not-active' }
      if (from.card.programId !== into.card.programId) return { ok: false, reason: 'other-program' }
      const stamps = from.card.total
      const record = mergeCards(from, into, mergeId, desk)
      showProgress(into, desk)
      const ids = { merchantId, id: mergeId, fromCardId, intoCardId: cardId }
      const merge = { ...ids, stamps, mergedAt: desk.now, undoneAt: null, record }
      await tx.merges.add(merge)
      await tx.save({ books: [from, into], orders: [], deliveries: [], outbox: [] })
      return { ok: true, merge: asMerged(merge) }
    })

/**
 * Takes a merge back within 30 days. The old card gets what it brought, changed by what came by its own number or
 * customers since; other stamps earned since the merge stay with the card that went on. Idempotent refusals.
 */
export const undoMergeWith =
  (deps: CardChangeDeps): UndoMerge =>
  ({ merchantId, mergeId }) =>
    deps.store.transact(async (tx) => {
      const known = await tx.merges.find({ merchantId, id: mergeId })
      if (!known) return { ok: false, reason: 'unknown-merge' }
      const { fromCardId, intoCardId } = known
      const pair = await openPair(deps, tx, merchantId, fromCardId, intoCardId)
      if (!pair) return { ok: false, reason: 'unknown-merge' }
      const { from, into, desk } = pair
      if (known.undoneAt !== null) return { ok: false, reason: 'already-undone' }
      if (known.mergedAt + undoDays * dayMs <= desk.now) return { ok: false, reason: 'too-late' }
      if (from.card.state === 'erased' || into.card.state === 'erased')
        return { ok: false, reason: 'card-erased' }
      const latest = await tx.merges.latestOf(merchantId, [fromCardId, intoCardId])
      if (latest && latest.id !== mergeId) return { ok: false, reason: 'later-merge', later: latest.id }
      const leading = await tx.merges.leadingTo({ merchantId, id: fromCardId })
      from.through = new Map(leading.map((id) => [id, [id]]))
      partCards(from, into, known.record, mergeId, desk)
      showProgress(from, desk)
      showProgress(into, desk)
      await tx.merges.markUndone({ merchantId, id: mergeId }, desk.now)
      await tx.save({ books: [from, into], orders: [], deliveries: [], outbox: [] })
      return { ok: true, merge: asMerged({ ...known, undoneAt: desk.now }) }
    })

const asMerged = ({ record: _, ...merge }: MergeEntry): Merged => ({
  ...merge,
  undoUntil: merge.mergedAt + undoDays * dayMs,
})

/** Both cards under their locks, taken in the order of their keys. */
async function openPair(
  deps: CardChangeDeps,
  tx: CardTransaction,
  merchantId: string,
  fromId: string,
  intoId: string,
): Promise<{ from: CardBook; into: CardBook; desk: Desk } | null> {
  const keys = [fromId, intoId].map((id) => ({ merchantId, id }))
  const books = await tx.lockCards(keys, { wholeHistory: true })
  const [from, into] = keys.map((key) => books.get(keyText(key)))
  if (!from || !into) return null
  const lookups = await tx.lookups([from, into], [merchantId])
  const now = deps.clock()
  const tools = { now, newId: () => deps.newId(now), newCode: deps.newCode }
  return { from, into, desk: deskOf(merchantId, lookups, tools) }
}
