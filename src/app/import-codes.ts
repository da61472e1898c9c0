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
) => Promise<
  | { ok: true; added: number; refused: RefusedCode[] }
  | { ok: false; reason: 'unknown-reward' | 'no-pool' | 'too-many' }
>

export const mostCodes = 100_000

/** Adds codes made elsewhere to a reward's pool; those that cannot be taken are given back by line and reason. */
export function importCodesWith({ pools, onCodesAdded, now }: Deps): ImportCodes {
  return async (merchantId, rewardId, codes) => {
    const reward = await pools.reward(merchantId, rewardId)
    if (!reward) return { ok: false, reason: 'unknown-reward' }
    if (reward.codeSource !== 'pool') return { ok: false, reason: 'no-pool' }
    const sorted = sort(codes, reward.display)
    if (!sorted) return { ok: false, reason: 'too-many' }
    const { good, refused } = sorted
    const known = new Map<string, KnownCode['where']>()
    // A code of this pool that is on a coupon is there already, or used up: the pool's own word comes first.
    for (const { code, where } of await pools.known(merchantId, rewardId, [...good.keys()]))
      if (where !== 'a-coupon' || !known.has(code)) known.set(code, where)
    const fresh: string[] = []
    for (const [code, line] of good) {
      const where = known.get(code)
      if (where === undefined) fresh.push(code)
      else refused.push({ line, code, ...reasons[where] })
    }
    const added = new Set(await pools.add(merchantId, rewardId, fresh, now()))
    // Added by somebody else in between.
    for (const code of fresh)
      if (!added.has(code)) refused.push({ line: good.get(code) ?? 0, code, ...reasons['this-pool'] })
    if (added.size > 0) await onCodesAdded(merchantId, rewardId)
    return { ok: true, added: added.size, refused: refused.sort((a, b) => a.line - b.line) }
  }
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
