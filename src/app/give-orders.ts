import type { CardBook } from '../domain/card-book.ts'
import { normalCode } from '../domain/coupon.ts'
import { judgeEarning } from '../domain/judge-order.ts'
import { type CouponFinder, judgeRedemptions } from '../domain/judge-redemptions.ts'
import type { Evidence, OrderRecord } from '../domain/order-record.ts'
import { releaseOrder } from '../domain/release-order.ts'
import { type CardTransaction, keyText } from '../ports/store.ts'
import { deskOf } from './judge-batch.ts'
import { loadEarnedAround } from './load-earned.ts'
import type { CardChangeDeps } from './open-card.ts'

export type Gift = {
  merchantId: string
  /** Null takes the orders from whoever has them. */
  cardId: string | null
  /** Locked; each is taken from the card it has first. */
  orders: OrderRecord[]
  evidence: Evidence
  /** Names why; unique for an order. */
  transition: string
}

/**
 * Gives orders to a card, oldest first, and writes all of it. An order that is the card's already stays as it is.
 * @returns stamps given to the card by these orders, or why the card cannot have them: nothing was changed then
 */
export async function giveOrders(
  deps: CardChangeDeps,
  tx: CardTransaction,
  gift: Gift,
): Promise<{ ok: true; given: number } | { ok: false; reason: 'unknown-card' | 'card-not-active' }> {
  const { merchantId, cardId } = gift
  const ids = [...new Set([...gift.orders.map((order) => order.cardId), cardId])].flatMap((id) => id ?? [])
  const keys = ids.map((id) => ({ merchantId, id }))
  const books = await tx.lockCards(keys, { wholeHistory: true, follow: true })
  const bookOf = (id: string | null) =>
    id === null ? null : (books.get(keyText({ merchantId, id })) ?? null)
  const book = bookOf(cardId)
  if (cardId !== null && !book) return { ok: false, reason: 'unknown-card' }
  if (book && book.card.state !== 'active') return { ok: false, reason: 'card-not-active' }
  const all = [...new Set(books.values())]
  const lookups = await tx.lookups(all, [merchantId])
  const now = deps.clock()
  const desk = deskOf(merchantId, lookups, { now, newId: () => deps.newId(now), newCode: deps.newCode })
  const orders = gift.orders
    .filter((order) => order.cardId !== cardId && (!book || bookOf(order.cardId) !== book))
    .toSorted((a, b) => (a.facts.sale?.placedAt ?? 0) - (b.facts.sale?.placedAt ?? 0))
  const times = orders.flatMap(({ facts }) => facts.sale?.placedAt ?? [])
  if (book) await loadEarnedAround(tx, book, times, desk)
  for (const order of orders) {
    const before = bookOf(order.cardId)
    if (before) releaseOrder(order, before, gift.transition, desk)
    if (!book) continue
    order.cardId = book.card.id
    order.evidence = gift.evidence
    const zone = lookups.timeZone(merchantId, order.tillId, order.facts.sale?.locationId)
    judgeRedemptions(order, sharedCodesOf(book), desk)
    judgeEarning(order, book, gift.transition, zone, desk)
  }
  await tx.save({ books: all, orders, deliveries: [], outbox: [] })
  return { ok: true, given: book ? orders.reduce((sum, order) => sum + order.given, 0) : 0 }
}

/** Codes of one coupon each were redeemed when the order came, whosever it was; a shared one needed the card. */
const sharedCodesOf = (book: CardBook): CouponFinder => ({
  isShared: (code) => book.coupons.some((each) => each.reward.codeSource === 'shared' && each.code === code),
  byUse({ code }) {
    const coupon = book.coupons.find(
      (each) =>
        code !== undefined &&
        each.reward.codeSource === 'shared' &&
        each.state === 'active' &&
        each.code === normalCode(code),
    )
    return coupon ? { book, coupon } : null
  },
  byId: ({ couponId }) => {
    const coupon = book.coupons.find((each) => each.id === couponId)
    return coupon ? { book, coupon } : null
  },
})
