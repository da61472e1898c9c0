/** What can be taken along, each as one table. */
export const exportKinds = [
  'cards',
  'ledger',
  'coupons',
  'redemptions',
  'orders',
  'scans',
  'claims',
  'audit',
] as const
export type ExportKind = (typeof exportKinds)[number]

/** Times are text already: in UTC, and as the clock on the shop's wall. Money is integer minor units beside its currency. */
export type ExportCell = string | number | null
export type ExportTable = {
  columns: string[]
  /** Some rows at a time, in the order of their keys; each is read when it is asked for. What is added meanwhile may be left out. */
  rows: AsyncIterable<ExportCell[][]>
}

export type Exports = {
  /** Rows of each kind, counted up to `most`. */
  counts(merchantId: string, most: number): Promise<Record<ExportKind, number>>
  /**
   * @param options.timeZone IANA
   * @param options.personal with what customers told of themselves; only cards have any
   */
  table(merchantId: string, kind: ExportKind, options: { timeZone: string; personal: boolean }): ExportTable
}

/** Packs files into one archive; each is read as it is written, one after the other. */
export type Pack = (
  files: { name: string; content: () => AsyncIterable<string> }[],
) => AsyncIterable<Uint8Array>
