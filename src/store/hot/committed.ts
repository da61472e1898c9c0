import type { CardBook } from '../../domain/card-book.ts'
import type { CouponState } from '../../domain/coupon.ts'
import type { CardSignal } from '../../ports/card-signals.ts'
import { type Committed, keyText } from '../../ports/store.ts'

/** Collects what one transaction changes: compared with what was loaded, so that a mere touch is no news. */
export function collectNews() {
  const states = new Map<string, CouponState>()
  const news: Committed = { entries: [], coupons: [], cards: [] }
  return {
    news,
    loaded(books: Iterable<CardBook>): void {
      for (const book of books) for (const coupon of book.coupons) states.set(keyText(coupon), coupon.state)
    },
    saved(books: CardBook[], cards: CardSignal[]): void {
      news.cards.push(...cards)
      for (const book of books) {
        news.entries.push(...book.ledger)
        for (const coupon of book.coupons) {
          const from = states.get(keyText(coupon)) ?? null
          if (!book.touched.has(coupon.id) || coupon.state === from) continue
          states.set(keyText(coupon), coupon.state)
          news.coupons.push({ coupon, from })
        }
      }
    },
  }
}

export type NewsOfTransaction = ReturnType<typeof collectNews>
