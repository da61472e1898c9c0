import { type CodeProblem, codeProblem } from '../domain/code-format.ts'
import { normalCode } from '../domain/coupon.ts'
import type { CodeDisplay } from '../domain/program.ts'
import type { Clock } from '../ports/clock.ts'
import type { CodePools, KnownCode } from '../ports/code-pools.ts'

type Deps = {
  pools: Pick<CodePools, 'reward' | 'known' | 'add'>
  /** Coupons that wait for a code are filled first. Idempotent. */
  onCodesAdded(merchantId: string, rewardId: string): Promise<void>
  now: Clock
}

/** A code and the line, or place in the list, that it stood in; counted from 1. */
export type GivenCode = { line: number; code: string }

export type RefusedCode = GivenCode & {
  reason:
    | CodeProblem['reason']
    | 'duplicate-in-file'
    | 'already-there'
    | 'used'
    | 'in-another-pool'
    | 'on-a-coupon'
  /** The reason after "the code", for people. */
  message: string
}

export type ImportCodes = (
  merchantId: string,
  rewardId: string,
  codes: Iterable<GivenCode>,
  /** Told of how many rows are dealt with of how many, and how many codes were added; first once the list as a whole is taken. */
  onRead?: (read: number, of: number, added: number) => void,
) => Promise<
  | { ok: true; added: number; refused: RefusedCode[] }
  | { ok: false; reason: 'unknown-reward' | 'no-pool' | 'too-many' }
>

export const mostCodes = 100_000
const partSize = 5000

/**
 * Adds codes made elsewhere to a reward's pool, a few thousand at a time; those that cannot be taken are given back by
 * line and reason. Where it breaks off, what was added stays, and the same list may be given again.
 */
export function importCodesWith({ pools, onCodesAdded, now }: Deps): ImportCodes {
  return async (merchantId, rewardId, codes, onRead) => {
    const reward = await pools.reward(merchantId, rewardId)
    if (!reward) return { ok: false, reason: 'unknown-reward' }
    if (reward.codeSource !== 'pool') return { ok: false, reason: 'no-pool' }
    const sorted = sort(codes, reward.display)
    if (!sorted) return { ok: false, reason: 'too-many' }
    const { good, refused } = sorted
    const rows = good.size + refused.length
    const at = now()
    const all = [...good]
    let added = 0
    onRead?.(refused.length, rows, added)
    try {
      for (let start = 0; start < all.length; start += partSize) {
        const part = new Map(all.slice(start, start + partSize))
        const dealt = await addPart(pools, { merchantId, rewardId, part, at, before: start })
        added += dealt.added
        refused.push(...dealt.refused)
        onRead?.(rows - all.length + start + part.size, rows, added)
      }
    } finally {
      // Coupons that wait take what is there, even where the rest never came.
      if (added > 0) await onCodesAdded(merchantId, rewardId)
    }
    return { ok: true, added, refused: refused.sort((a, b) => a.line - b.line) }
  }
}

type Part = {
  merchantId: string
  rewardId: string
  /** Lines by code. */
  part: Map<string, number>
  at: number
  before: number
}

async function addPart(
  pools: Deps['pools'],
  { merchantId, rewardId, part, at, before }: Part,
): Promise<{ added: number; refused: RefusedCode[] }> {
  const known = new Map<string, KnownCode['where']>()
  // A code of this pool that is on a coupon is there already, or used up: the pool's own word comes first.
  for (const { code, where } of await pools.known(merchantId, rewardId, [...part.keys()]))
    if (where !== 'a-coupon' || !known.has(code)) known.set(code, where)
  const fresh = [...part.keys()].filter((code) => !known.has(code))
  const added = new Set(await pools.add(merchantId, rewardId, fresh, at, before))
  // Somebody else's addition in between is as good as there already.
  const refused = [...part]
    .filter(([code]) => !added.has(code))
    .map(([code, line]) => ({ line, code, ...reasons[known.get(code) ?? 'this-pool'] }))
  return { added: added.size, refused }
}

const reasons: Record<KnownCode['where'], Pick<RefusedCode, 'reason' | 'message'>> = {
  'this-pool': { reason: 'already-there', message: 'is in this pool already' },
  used: { reason: 'used', message: 'was used already' },
  'another-pool': { reason: 'in-another-pool', message: 'is in the pool of another reward' },
  'a-coupon': { reason: 'on-a-coupon', message: 'is on a coupon already' },
}

/** Null when there are more than may come at once. */
function sort(
  codes: Iterable<GivenCode>,
  display: CodeDisplay,
): { good: Map<string, number>; refused: RefusedCode[] } | null {
  const good = new Map<string, number>()
  const refused: RefusedCode[] = []
  for (const { line, code: given } of codes) {
    if (good.size + refused.length >= mostCodes) return null
    const code = normalCode(given)
    const problem = codeProblem(code, display)
    const first = good.get(code)
    if (problem) refused.push({ line, code: given.slice(0, 100), ...problem })
    else if (first === undefined) good.set(code, line)
    else refused.push({ line, code, reason: 'duplicate-in-file', message: `stands in line ${first} already` })
  }
  return { good, refused }
}
