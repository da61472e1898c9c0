import { fitsDisplay } from '../domain/code-format.ts'
import { normalCode } from '../domain/coupon.ts'
import type { Clock } from '../ports/clock.ts'
import type { CodePools, KnownCode } from '../ports/code-pools.ts'

type Deps = {
  pools: Pick<CodePools, 'reward' | 'known' | 'add'>
  /** Coupons that wait for a code are filled first. Idempotent. */
  onCodesAdded(merchantId: string, rewardId: string): Promise<void>
  now: Clock
}

export type Rejected = { code: string; reason: string }

export type ImportCodes = (
  merchantId: string,
  rewardId: string,
  codes: string[],
) => Promise<
  | { ok: true; added: number; duplicates: string[]; rejected: Rejected[] }
  | { ok: false; reason: 'unknown-reward' | 'no-pool' }
>

/** Adds codes made elsewhere to a reward's pool; those that cannot be taken are given back by name. */
export function importCodesWith({ pools, onCodesAdded, now }: Deps): ImportCodes {
  return async (merchantId, rewardId, codes) => {
    const reward = await pools.reward(merchantId, rewardId)
    if (!reward) return { ok: false, reason: 'unknown-reward' }
    if (reward.codeSource !== 'pool') return { ok: false, reason: 'no-pool' }
    const { good, duplicates, rejected } = sort(codes, (code) => fitsDisplay(code, reward.display))
    const known = new Map<string, KnownCode['where']>()
    // A code of this pool that is on a coupon is a duplicate, or used up: the pool's own word comes first.
    for (const { code, where } of await pools.known(merchantId, rewardId, good))
      if (where !== 'a-coupon' || !known.has(code)) known.set(code, where)
    const fresh: string[] = []
    for (const code of good) {
      const where = known.get(code)
      if (where === undefined) fresh.push(code)
      else if (where === 'this-pool') duplicates.push(code)
      else rejected.push({ code, reason: reasons[where] })
    }
    const added = new Set(await pools.add(merchantId, rewardId, fresh, now()))
    // Added by somebody else in between.
    for (const code of fresh) if (!added.has(code)) duplicates.push(code)
    if (added.size > 0) await onCodesAdded(merchantId, rewardId)
    return { ok: true, added: added.size, duplicates, rejected }
  }
}

const reasons = {
  used: 'was used already',
  'another-pool': 'is in the pool of another reward',
  'a-coupon': 'is on a coupon already',
}

function sort(codes: string[], complaint: (code: string) => string | null) {
  const seen = new Set<string>()
  const duplicates: string[] = []
  const rejected: Rejected[] = []
  for (const given of codes) {
    const code = normalCode(given)
    const reason = complaint(code)
    if (reason !== null) rejected.push({ code: given, reason })
    else if (seen.has(code)) duplicates.push(code)
    else seen.add(code)
  }
  return { good: [...seen], duplicates, rejected }
}
