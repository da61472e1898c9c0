import type { CardBook, Desk } from '../domain/card-book.ts'
import type { CardTransaction } from '../ports/store.ts'

const minuteMs = 60_000

/** Brings what earned around the given times, where the card's rules have a cool-down. No statement where they have none. */
export async function loadEarnedAround(
  tx: CardTransaction,
  book: CardBook,
  times: number[],
  desk: Desk,
): Promise<void> {
  const minutes = desk.rulesOf(book.card.programId, book.card.version).earn.limits?.cooldownMinutes
  if (minutes === undefined || times.length === 0) return
  await tx.loadEarned([book], {
    from: Math.min(...times) - minutes * minuteMs,
    to: Math.max(...times) + minutes * minuteMs,
  })
}
