import type { CardBook, Desk } from '../domain/card-book.ts'
import type { Clock } from '../ports/clock.ts'
import { type CardStore, type CardTransaction, type Key, keyText, type Lookups } from '../ports/store.ts'
import { deskOf } from './judge-batch.ts'

/** What every change of one card needs. */
export type CardChangeDeps = {
  store: CardStore
  clock: Clock
  newId(now: number): string
  newCode(): string
}

/** `timeZone` is the merchant's: refusals say when in it. */
export type OpenCard = { book: CardBook; desk: Desk; lookups: Lookups; timeZone: string }

/**
 * One card under its lock, with the desk to judge by; null when the merchant has no such card.
 * @param options with `follow` a merged card answers the one that goes on for it
 */
export async function openCard(
  deps: CardChangeDeps,
  tx: CardTransaction,
  key: Key,
  options: { follow?: boolean } = {},
): Promise<OpenCard | null> {
  const book = (await tx.lockCards([key], { wholeHistory: true, ...options })).get(keyText(key))
  if (!book) return null
  const now = deps.clock()
  const lookups = await tx.lookups([book], [key.merchantId])
  return {
    book,
    lookups,
    timeZone: lookups.timeZone(key.merchantId, '', undefined),
    desk: deskOf(key.merchantId, lookups, { now, newId: () => deps.newId(now), newCode: deps.newCode }),
  }
}

/** Writes what the book collected. */
export async function saveCard(tx: CardTransaction, book: CardBook): Promise<void> {
  await tx.save({ books: [book], orders: [], deliveries: [], outbox: [] })
}
