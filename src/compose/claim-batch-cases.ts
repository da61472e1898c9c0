import { print } from '../../adapters/print/print.ts'
import { makeClaimBatchWith, readClaimCodesWith } from '../app/claim-batches.ts'
import type { Merchants } from '../ports/merchants.ts'
import { createClaimBatches } from '../store/claim-batches.ts'
import { createConsoleReads } from '../store/console-reads.ts'
import { createLooks } from '../store/looks.ts'
import type { Platform } from './platform.ts'

/** One-time codes in numbers, to be printed: what the console's room for them needs. */
export function claimBatchCases(platform: Platform, merchants: Pick<Merchants, 'find'>) {
  const { database, keyring, clock, config } = platform
  const batches = createClaimBatches(database.pool)
  const deps = { batches, merchants, keyring, now: clock }
  return {
    batches,
    makeClaimBatch: makeClaimBatchWith(deps),
    readClaimCodes: readClaimCodesWith(deps),
    lookOf: createLooks(database.pool),
    print,
    reads: createConsoleReads(database),
    baseUrl: config.http.baseUrl,
    now: clock,
  }
}
