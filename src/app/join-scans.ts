import type { CardBook, Desk } from '../domain/card-book.ts'
import { mayBeOne, type OrderSight, scanFor } from '../domain/join.ts'
import type { Inherited } from '../domain/judge-order.ts'
import type { OrderRecord } from '../domain/order-record.ts'
import { joinScan, type ScanRecord, sightOf } from '../domain/scan.ts'
import { type CardTransaction, type Key, keyText, type Lookups } from '../ports/store.ts'

/** A sale of a batch, with what is known of its card before any scan. */
export type SeenSale = OrderSight & { merchantId: string }

/** Scans that a batch's sales may join, held until the transaction ends. No statement where no scans wait. */
export async function scansFor(
  tx: CardTransaction,
  sales: SeenSale[],
  lookups: Lookups,
): Promise<ScanRecord[]> {
  const windows = new Map<string, { merchantId: string; from: number; to: number }>()
  for (const { merchantId, placedAt } of sales) {
    if (!lookups.scansWait(merchantId)) continue
    const known = windows.get(merchantId)
    windows.set(merchantId, {
      merchantId,
      from: Math.min(known?.from ?? placedAt, placedAt),
      to: Math.max(known?.to ?? placedAt, placedAt),
    })
  }
  if (windows.size === 0) return []
  const waiting = await tx.scans.waiting([...windows.values()])
  return waiting.filter((scan) =>
    sales.some((sale) => sale.merchantId === scan.merchantId && mayBeOne(scan, sale)),
  )
}

/** Cards of scans that the batch did not know of. */
export const newCards = (scans: ScanRecord[], books: Map<string, CardBook>): Key[] =>
  [
    ...new Map(
      scans.map(({ merchantId, cardId }) => [`${merchantId}/${cardId}`, { merchantId, id: cardId }]),
    ).values(),
  ].filter((key) => !books.has(keyText(key)))

/** Joins an order to the scan of the same purchase; undefined when there is none. Changes all three. */
export function joinOne(
  order: OrderRecord,
  scans: ScanRecord[],
  books: Map<string, CardBook>,
  desk: Desk,
): Inherited | undefined {
  const sight = scans.length === 0 ? null : sightOf(order)
  if (!sight) return undefined
  const bookOf = (scan: ScanRecord) => books.get(`${scan.merchantId}/${scan.cardId}`)
  const open = scans.filter(
    (scan) =>
      scan.merchantId === order.merchantId &&
      scan.state === 'waiting' &&
      bookOf(scan)?.card.state === 'active',
  )
  const scan = scanFor(sight, open)
  const book = scan && bookOf(scan)
  return scan && book ? joinScan(scan, order, book, desk) : undefined
}
