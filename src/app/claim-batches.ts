import type { ClaimBatch, ClaimBatches } from '../ports/claim-batches.ts'
import type { Clock } from '../ports/clock.ts'
import type { Key } from '../ports/keys.ts'
import type { Merchants } from '../ports/merchants.ts'
import type { Keyring } from '../secrets/keyring.ts'
import { claimCodeOf } from '../secrets/random-id.ts'

type Deps = {
  batches: Pick<ClaimBatches, 'add' | 'find'>
  merchants: Pick<Merchants, 'find'>
  keyring: Pick<Keyring, 'open'>
  now: Clock
}

/** A sheet holds ten; more than so many would be a book. */
export const mostClaims = 2000

export type ClaimBatchDraft = Key & {
  name: string
  /** 1 to 100, of each code. */
  stamps: number
  /** 1 to {@link mostClaims}. */
  count: number
  expiresAt: number | null
}

/** False when the merchant is gone. Idempotent by the draft's id: it names the batch, and its codes follow from it. */
export type MakeClaimBatch = (draft: ClaimBatchDraft) => Promise<boolean>

export function makeClaimBatchWith(deps: Deps): MakeClaimBatch {
  return async (draft) => {
    const codes = await codesOf(deps, draft)
    if (!codes) return false
    await deps.batches.add({ ...draft, createdAt: deps.now(), revokedAt: null }, codes)
    return true
  }
}

/** The codes of a batch in the order of its sheets; null when there is no such batch. */
export type ReadClaimCodes = (batch: Key) => Promise<{ batch: ClaimBatch; codes: string[] } | null>

export function readClaimCodesWith(deps: Deps): ReadClaimCodes {
  return async (key) => {
    const batch = await deps.batches.find(key)
    const codes = batch && (await codesOf(deps, batch))
    return batch && codes ? { batch, codes } : null
  }
}

async function codesOf(
  { merchants, keyring }: Deps,
  { merchantId, id, count }: Key & { count: number },
): Promise<string[] | null> {
  const merchant = await merchants.find(merchantId)
  if (!merchant) return null
  const key = keyring.open(merchantId, merchant.dataKey)
  return Array.from({ length: count }, (_, index) => claimCodeOf(key.batchSeed(id, index)))
}
