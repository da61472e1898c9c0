import { expireStamps } from '../domain/stamp-expiry.ts'
import type { AgingCards } from '../ports/aging-cards.ts'
import { deskOf } from './judge-batch.ts'
import type { CardChangeDeps } from './open-card.ts'

type Deps = CardChangeDeps & { aging: AgingCards }

const batch = 500
const dayMs = 86_400_000
/** How long before their end the holder is told. */
const warnDays = 14

/** Warns of stamps that are about to expire and takes those whose time is over, in batches of one transaction each. */
export function expireStampsWith(deps: Deps): () => Promise<void> {
  return async () => {
    while ((await expireBatch(deps)) === batch);
    while ((await deps.aging.warn(deps.clock() + warnDays * dayMs, batch)) === batch);
  }
}

async function expireBatch(deps: Deps): Promise<number> {
  const due = await deps.aging.expired(batch)
  if (due.length === 0) return 0
  await deps.store.transact(async (tx) => {
    const books = [...(await tx.lockCards(due, { wholeHistory: true })).values()]
    const lookups = await tx.lookups(books, [...new Set(due.map((key) => key.merchantId))])
    const now = deps.clock()
    for (const book of books) {
      const tools = { now, newId: () => deps.newId(now), newCode: deps.newCode }
      expireStamps(book, deskOf(book.card.merchantId, lookups, tools))
    }
    await tx.save({ books, orders: [], deliveries: [], outbox: [] })
  })
  return due.length
}
