import type { Key } from './keys.ts'

/** One-time codes that were made together; the codes themselves are derived, and kept nowhere. */
export type ClaimBatch = Key & {
  name: string
  /** Of each code. */
  stamps: number
  count: number
  createdAt: number
  expiresAt: number | null
  revokedAt: number | null
}

export type ClaimBatches = {
  /** With its codes, of which only the digests are kept. Again under the same id nothing changes. */
  add(batch: ClaimBatch, codes: string[]): Promise<void>
  /** The newest first. */
  list(merchantId: string, limit: number): Promise<(ClaimBatch & { taken: number })[]>
  find(batch: Key): Promise<(ClaimBatch & { taken: number }) | null>
  /** Codes that nobody took up are good no more. Idempotent; false when there is no such batch. */
  revoke(batch: Key, now: number): Promise<boolean>
}
