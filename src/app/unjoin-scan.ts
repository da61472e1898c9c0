import type { OrderRecord } from '../domain/order-record.ts'
import { partScan, type ScanRecord, undoScan as undoOne } from '../domain/scan.ts'
import { type CardTransaction, type Key, orderKeyText } from '../ports/store.ts'
import { loadEarnedAround } from './load-earned.ts'
import { type CardChangeDeps, openCard } from './open-card.ts'
import type { UndoScan } from './undo-action.ts'

export type UnjoinResult =
  | { ok: true; scan: ScanRecord }
  | { ok: false; reason: 'unknown-scan' | 'not-joined' | 'card-not-active' }

/**
 * The merchant says that a scan was a purchase of its own after all: it is judged as one, and the order as if the scan
 * had never been. Idempotent: a scan that is apart stays so.
 */
export const unjoinScanWith =
  (deps: CardChangeDeps) =>
  ({ merchantId, scanId }: { merchantId: string; scanId: string }): Promise<UnjoinResult> =>
    deps.store.transact(async (tx) => {
      const key = { merchantId, id: scanId }
      const seen = await tx.scans.peek(key)
      if (!seen) return { ok: false, reason: 'unknown-scan' }
      // Orders are locked before cards, and scans after both.
      const order = await orderOf(tx, seen)
      const opened = await openCard(deps, tx, { merchantId, id: seen.cardId }, { follow: true })
      const scan = await tx.scans.find(key)
      if (!opened || !scan) return { ok: false, reason: 'unknown-scan' }
      if (scan.state === 'apart') return { ok: true, scan }
      if ((scan.state !== 'joined' && scan.state !== 'repeat') || isOther(order, scan))
        return { ok: false, reason: 'not-joined' }
      const { book, desk, lookups } = opened
      if (book.card.state !== 'active') return { ok: false, reason: 'card-not-active' }
      const zone = lookups.timeZone(merchantId, scan.tillId ?? '', scan.locationId ?? undefined)
      await loadEarnedAround(tx, book, [scan.at], desk)
      partScan(scan, order, book, zone, desk)
      await tx.save({
        books: [book],
        orders: order ? [order] : [],
        deliveries: [],
        outbox: [],
        scans: [scan],
      })
      return { ok: true, scan }
    })

/** Before the card is locked. */
export async function lockOrderOfScan(tx: CardTransaction, key: Key): Promise<void> {
  const scan = await tx.scans.peek(key)
  if (scan) await orderOf(tx, scan)
}

/** For the counter that takes its last action back, under the card's lock. */
export const undoScan: UndoScan = async (tx, { book, desk }, { merchantId, id }) => {
  const scan = await tx.scans.find({ merchantId, id })
  if (!scan || scan.state === 'undone') return { ok: false, reason: 'already-undone' }
  const order = await orderOf(tx, scan)
  const before = book.card.total
  undoOne(scan, order, book, desk)
  await tx.save({ books: [], orders: order ? [order] : [], deliveries: [], outbox: [], scans: [scan] })
  return { ok: true, stamps: book.card.total - before }
}

async function orderOf(tx: CardTransaction, { merchantId, order }: ScanRecord): Promise<OrderRecord | null> {
  if (!order) return null
  const key = { merchantId, ...order }
  return (await tx.lockOrders([key])).get(orderKeyText(key)) ?? null
}

/** Another request has un-joined and joined it meanwhile: ask again. */
const isOther = (order: OrderRecord | null, scan: ScanRecord): boolean =>
  scan.order !== null && order?.externalId !== scan.order.externalId
