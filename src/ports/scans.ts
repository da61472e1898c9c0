import type { OrderSight, ScanSight } from '../domain/join.ts'
import type { ScanRecord, ScanState } from '../domain/scan.ts'
import type { Key } from './keys.ts'
import type { AfterId } from './programs.ts'

/** Finds scans that need another look. */
export type StrayScans = {
  /**
   * Scans that wait although an order of nobody, of the same place and time, is there: the two were made at the same
   * moment and did not see each other. Oldest first.
   */
  list(limit: number): Promise<Key[]>
}

export type ScansRead = {
  /** Last made first. */
  list(
    merchantId: string,
    query: AfterId & { cardId?: string | undefined; state?: ScanState | undefined },
  ): Promise<ScanRecord[]>
}

/** What a card's transaction can do for scans. A scan changes under its card's lock only; `save` writes it. */
export type ScanTransaction = {
  /** As it stands, without holding it. */
  peek(key: Key): Promise<ScanRecord | null>
  /** Held until the transaction ends. */
  find(key: Key): Promise<ScanRecord | null>
  ofClient(merchantId: string, clientId: string): Promise<ScanRecord | null>
  /** Paid orders within the scan's time that no scan has joined, of its card or of nobody. At most 100, the nearest. */
  ordersNear(merchantId: string, scan: ScanSight): Promise<OrderSight[]>
  /** Scans of the card within the scan's time that are no repeats themselves. */
  scansNear(merchantId: string, scan: ScanSight): Promise<ScanRecord[]>
  /** Scans that wait for their order and may find it among orders placed in these windows; held until the transaction ends. */
  waiting(windows: { merchantId: string; from: number; to: number }[]): Promise<ScanRecord[]>
}
