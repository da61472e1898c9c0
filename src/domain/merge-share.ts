import type { CardBook } from './card-book.ts'
import type { Judgement, OrderRecord } from './order-record.ts'
import type { TallyKeys } from './tally.ts'

/** What of a card's stamps came by a card that was merged into it; what of its money did has the tally's key behind it. */
export const shareKey = (cardId: string): string => `via/${cardId}`
export const moneyShareKey = (cardId: string, amountKey: string): string => `via/${cardId}/${amountKey}`

/** Windows of limits that a merged card brought along: its own orders go on being judged by them. */
export const windowPrefix = (cardId: string): string => `of/${cardId}/`

/**
 * Where an order's worth is counted on the card that it has come to by merges. `stray`: on a card that was parted from
 * the one whose windows it was judged by; then no window is asked, and it loses no more than it was given.
 */
export function keysHere(
  book: CardBook,
  order: OrderRecord,
  judgement: Judgement,
): { keys: TallyKeys; stray: boolean } {
  const { keys } = judgement
  const owner = judgement.on ?? order.cardId
  if (owner === null || owner === book.card.id) return { keys, stray: false }
  if (!book.through?.has(owner)) return { keys: { ...keys, day: null, placeDay: null }, stray: true }
  const prefix = windowPrefix(owner)
  const brought = (key: string | null) => (key === null ? null : prefix + key)
  return { keys: { ...keys, day: brought(keys.day), placeDay: brought(keys.placeDay) }, stray: false }
}

/**
 * Remembers what an order of a merged card did here, so that the merge can be undone. With carry-over the money is
 * remembered instead of the stamps. @param money how the carry-over sum changed; null where the rule has none
 */
export function noteShare(
  book: CardBook,
  cardId: string | null,
  stamps: number,
  money: { key: string; change: number } | null,
): void {
  const key = money ? (card: string) => moneyShareKey(card, money.key) : shareKey
  const change = money ? money.change : stamps
  if (cardId === null || change === 0) return
  for (const card of book.through?.get(cardId) ?? [])
    book.tallies.set(key(card), (book.tallies.get(key(card)) ?? 0) + change)
}
