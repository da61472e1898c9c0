import type { ProgramRules } from '../domain/program.ts'
import {
  type CardReplay,
  closeReplay,
  openReplay,
  type PastOrder,
  type ReplayTotals,
  replayOrder,
} from '../domain/replay.ts'
import type { Clock } from '../ports/clock.ts'
import type { PastOrders } from '../ports/past-orders.ts'
import type { Programs } from '../ports/programs.ts'
import { changedRules, type RulesChanges, type RulesProblem } from './changed-rules.ts'

type Deps = {
  programs: Pick<Programs, 'find'>
  pastOrders: PastOrders
  now: Clock
  /** Orders read at most; a shop with more is told that the answer is a part. */
  maxOrders?: number
}

export type ReplayProgram = (input: {
  merchantId: string
  programId: string
  changes: RulesChanges
  /** How far back, in days. */
  days: number
  /** Cards answered at most. */
  limit: number
  /** Told of how many orders are judged of how many; first once all that could be refused was not. */
  onJudged?: ((judged: number, of: number) => void) | undefined
}) => Promise<
  | {
      ok: true
      from: number
      to: number
      complete: boolean
      totals: ReplayTotals
      cards: CardReplay[]
    }
  | { ok: false; reason: 'unknown-program' }
  | { ok: false; reason: 'bad-rules'; problems: RulesProblem[] }
>

const dayMs = 86_400_000
const pageSize = 500

/**
 * Judges past orders by a draft of the rules, each card from nothing, and writes nothing. Reads page by page: memory
 * does not grow with the orders.
 * @param check what must hold between the parts of the rules
 */
export function replayProgramWith(
  { programs, pastOrders, now, maxOrders = 100_000 }: Deps,
  check: (rules: ProgramRules) => RulesProblem[],
): ReplayProgram {
  return async ({ merchantId, programId, changes, days, limit, onJudged }) => {
    const program = await programs.find(merchantId, programId)
    if (!program) return { ok: false, reason: 'unknown-program' }
    const to = now()
    const rules = changedRules(program.rules, changes, to)
    const problems = check(rules)
    if (problems.length > 0) return { ok: false, reason: 'bad-rules', problems }
    const from = to - days * dayMs
    const replay = openReplay(rules, limit)
    const all = onJudged ? await pastOrders.count(merchantId, programId, { from, to }) : 0
    // Orders that come in meanwhile are judged, too: the bar never runs over.
    const tell = (judged: number) => onJudged?.(Math.min(judged, all), Math.min(all, maxOrders))
    tell(0)
    let after: PastOrder | null = null
    let left = maxOrders
    let more = true
    while (more && left > 0) {
      const asked: number = Math.min(pageSize, left)
      const page: PastOrder[] = await pastOrders.page(merchantId, programId, {
        from,
        to,
        after,
        limit: asked,
      })
      for (const order of page) replayOrder(replay, order)
      left -= page.length
      tell(maxOrders - left)
      after = page.at(-1) ?? after
      more = page.length === asked
    }
    return { ok: true, from, to, complete: !more, ...closeReplay(replay) }
  }
}
