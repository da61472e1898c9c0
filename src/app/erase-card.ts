import { change } from '../domain/card-book.ts'
import { revoke } from '../domain/coupon.ts'
import { type CardChangeDeps, openCard, saveCard } from './open-card.ts'

/**
 * Erases the person and keeps the arithmetic: links, details and secrets go, open coupons are revoked, the passes turn
 * void. Idempotent.
 */
export const eraseCardWith =
  (deps: CardChangeDeps) =>
  (input: {
    merchantId: string
    cardId: string
  }): Promise<{ ok: true } | { ok: false; reason: 'unknown-card' }> =>
    deps.store.transact(async (tx) => {
      const opened = await openCard(deps, tx, { merchantId: input.merchantId, id: input.cardId })
      if (!opened) return { ok: false, reason: 'unknown-card' }
      const { book, desk } = opened
      if (book.card.state === 'erased') return { ok: true }
      for (const coupon of book.coupons) {
        const ended = revoke(coupon, 'erased', desk.now)
        if (ended.ok) change(book, ended.coupon)
      }
      book.card.state = 'erased'
      book.visible = true
      await tx.forgetPerson({ merchantId: input.merchantId, id: input.cardId })
      await saveCard(tx, book)
      return { ok: true }
    })
