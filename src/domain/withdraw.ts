import type { CardBook, Desk } from './card-book.ts'
import { keysHere, noteShare } from './merge-share.ts'
import type { OrderRecord } from './order-record.ts'
import { countWorth } from './tally.ts'

/**
 * Takes what a purchase counts with out of its card's sums. The stamps themselves stay until whoever asked moves them.
 * Changes `book`.
 * @returns by how many stamps the card has to change, never positive
 */
export function withdraw(purchase: OrderRecord, book: CardBook, desk: Desk): number {
  const { judgement } = purchase
  if (!judgement) return 0
  const rule = desk.rulesOf(book.card.programId, judgement.version).earn
  const { keys, stray } = keysHere(book, purchase, judgement)
  const sumOf = (key: string | null) => (key === null ? 0 : (book.tallies.get(key) ?? 0))
  const before = sumOf(keys.amount)
  const { stamps } = countWorth(book.tallies, keys, rule, judgement.value, 0)
  if (keys.amount !== null)
    noteShare(book, purchase.cardId, 0, { key: keys.amount, change: sumOf(keys.amount) - before })
  const own = `${purchase.tillId}/${purchase.externalId}`
  book.earned = book.earned.filter((other) => other.order !== own)
  return stray && keys.amount === null ? Math.max(stamps, -purchase.given) : stamps
}
