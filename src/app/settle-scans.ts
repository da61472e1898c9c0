import { orderFor } from '../domain/join.ts'
import type { StrayScans } from '../ports/scans.ts'
import type { Key } from '../ports/store.ts'
import { loadEarnedAround } from './load-earned.ts'
import { type CardChangeDeps, openCard } from './open-card.ts'
import { joinOrder, lockOrder } from './stamp-by-scan.ts'

const strays = 200

/**
 * Joins scans to orders of nobody that were made at the same moment, when neither saw the other. Idempotent.
 * @returns how many were joined
 */
export const settleScansWith =
  (deps: CardChangeDeps & { strayScans: StrayScans }) => async (): Promise<number> => {
    let joined = 0
    for (const key of await deps.strayScans.list(strays)) if (await settleStray(deps, key)) joined++
    return joined
  }

const settleStray = (deps: CardChangeDeps, key: Key): Promise<boolean> =>
  deps.store.transact(async (tx) => {
    const seen = await tx.scans.peek(key)
    if (!seen) return false
    const near = orderFor(seen, await tx.scans.ordersNear(key.merchantId, seen))
    const order = near && (await lockOrder(tx, seen, near))
    if (!order) return false
    const opened = await openCard(deps, tx, { merchantId: key.merchantId, id: seen.cardId }, { follow: true })
    const scan = await tx.scans.find(key)
    if (!opened || scan?.state !== 'waiting' || opened.book.card.state !== 'active') return false
    const { book, lookups, desk } = opened
    await loadEarnedAround(tx, book, [order.facts.sale?.placedAt ?? scan.at], desk)
    const { outcome, stamped, trace } = scan
    joinOrder(scan, order, book, lookups, desk)
    // What its scanner was told stays what it was.
    Object.assign(scan, { outcome, stamped, trace })
    await tx.save({ books: [book], orders: [order], deliveries: [], outbox: [], scans: [scan] })
    return true
  })
