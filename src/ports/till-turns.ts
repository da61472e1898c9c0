import type { Key } from './keys.ts'

/**
 * Turns at a till that takes one write at a time, over all processes. A turn is a row with an end, not a transaction:
 * a process that dies with one holds nobody up for longer than half a minute.
 */
export type TillTurns = {
  /**
   * Does `work` when no other process does any for this till.
   * @throws ProviderError, retryable, when the turn did not come within half a minute.
   */
  within<T>(till: Key, work: () => Promise<T>): Promise<T>
}
