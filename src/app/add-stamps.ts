import type { LedgerEntry } from '../domain/card-book.ts'
import { moveStamps } from '../domain/move-stamps.ts'
import type { CounterAction } from '../ports/counter.ts'
import { type CardChangeDeps, openCard, saveCard } from './open-card.ts'

export type AddStampsInput = {
  merchantId: string
  cardId: string
  /** Negative takes stamps away. */
  count: number
  reason: string
  /** Unique for one intent within the merchant; a repeat answers with the entry that was made. */
  effectKey: string
  /** `manual`: somebody of the shop gives them in the console; `api` where left out. */
  channel?: 'api' | 'manual' | undefined
  /** Which counter gives them, so that it can undo it: the entry's id is the action's. */
  counter?: string | undefined
}
export type AddStampsResult =
  | { ok: true; entryId: string; balance: number }
  | { ok: false; reason: 'unknown-card' | 'card-not-active' | 'below-zero' }

/** Stamps by the API or by hand. Refuses to take more than there is: a correction is exact or not made. */
export const addStampsWith =
  (deps: CardChangeDeps) =>
  (input: AddStampsInput): Promise<AddStampsResult> =>
    deps.store.transact(async (tx) => {
      const opened = await openCard(deps, tx, { merchantId: input.merchantId, id: input.cardId })
      if (!opened) return { ok: false, reason: 'unknown-card' }
      const { book, desk } = opened
      const earlier = await tx.entryOf(input.merchantId, input.effectKey)
      if (earlier) return { ok: true, entryId: earlier.id, balance: earlier.balance }
      if (book.card.state !== 'active') return { ok: false, reason: 'card-not-active' }
      if (book.card.total + input.count < 0) return { ok: false, reason: 'below-zero' }
      moveStamps(
        book,
        input.count,
        { effectKey: input.effectKey, channel: input.channel ?? 'api', reason: input.reason },
        desk,
      )
      await saveCard(tx, book)
      const entry = book.ledger[0]
      if (!entry) throw new Error('a change of zero stamps makes no entry')
      if (input.counter !== undefined) await tx.recordAction(actionOf(entry, input.counter))
      return { ok: true, entryId: entry.id, balance: entry.balance }
    })

const actionOf = (entry: LedgerEntry, counter: string): CounterAction => ({
  merchantId: entry.merchantId,
  id: entry.id,
  counter,
  kind: 'stamps',
  cardId: entry.cardId,
  couponId: null,
  stamps: entry.count,
  clientId: null,
  at: entry.at,
  undoneAt: null,
})
