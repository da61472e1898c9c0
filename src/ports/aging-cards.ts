import type { Key } from './store.ts'

/** Cards whose stamps grow old. */
export type AgingCards = {
  /** Those whose stamps' time is over, the longest first. */
  expired(limit: number): Promise<Key[]>
  /** Marks cards whose stamps end by `until` as warned of, once for each end, and owes their wallets a push; how many. */
  warn(until: number, limit: number): Promise<number>
}
