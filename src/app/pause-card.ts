import { type CardChangeDeps, openCard, saveCard } from './open-card.ts'

export type SetPaused = (input: {
  merchantId: string
  cardId: string
  paused: boolean
}) => Promise<{ ok: true } | { ok: false; reason: 'unknown-card' | 'card-not-active' }>

/** A paused card earns nothing and its pass is void; its stamps and coupons wait. Idempotent. */
export const setPausedWith =
  (deps: CardChangeDeps): SetPaused =>
  ({ merchantId, cardId, paused }) =>
    deps.store.transact(async (tx) => {
      const opened = await openCard(deps, tx, { merchantId, id: cardId })
      if (!opened || opened.book.card.state === 'erased') return { ok: false, reason: 'unknown-card' }
      const { book } = opened
      if (book.card.state === 'merged') return { ok: false, reason: 'card-not-active' }
      const state = paused ? 'paused' : 'active'
      if (book.card.state === state) return { ok: true }
      book.card.state = state
      book.visible = true
      await saveCard(tx, book)
      return { ok: true }
    })
