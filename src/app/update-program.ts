import { isDeepStrictEqual } from 'node:util'
import type { ProgramRules } from '../domain/program.ts'
import type { Clock } from '../ports/clock.ts'
import type { ProgramRecord, ProgramState, Programs } from '../ports/programs.ts'
import { changedRules, foreignRewards, type RulesChanges, type RulesProblem } from './changed-rules.ts'
import type { CheckDesign } from './check-design.ts'

type Deps = {
  programs: Pick<Programs, 'find' | 'change'>
  now: Clock
  /** Left out: designs are taken as they are. */
  checkDesign?: CheckDesign | undefined
}
export type ProgramChanges = RulesChanges & {
  name?: string | undefined
  slug?: string | undefined
  state?: ProgramState | undefined
}

export type UpdateProgram = (
  merchantId: string,
  programId: string,
  changes: ProgramChanges,
) => Promise<
  | { ok: true; program: ProgramRecord }
  | { ok: false; reason: 'unknown-program' | 'slug-taken' | 'changed-meanwhile' }
  | { ok: false; reason: 'bad-rules'; problems: RulesProblem[] }
>

/**
 * Makes a new version where rules or name change: cards finish their cycle under the version it began with, and issued
 * coupons keep their reward. To pause, end or move a program changes nothing that a card was promised, and makes none.
 * @param check what must hold between the parts of the rules, for the changed parts and the kept ones together
 */
export function updateProgramWith(
  { programs, now, checkDesign }: Deps,
  check: (rules: ProgramRules) => RulesProblem[],
): UpdateProgram {
  return async (merchantId, programId, changes) => {
    const current = await programs.find(merchantId, programId)
    if (!current) return { ok: false, reason: 'unknown-program' }
    const foreign = foreignRewards(current.rules, changes.milestones ?? [])
    if (foreign.length > 0) return { ok: false, reason: 'bad-rules', problems: foreign }
    const at = now()
    const rules = changedRules(current.rules, changes, at)
    const name = changes.name ?? current.name
    const problems = check(rules)
    // Only what makes sense can be drawn.
    if (problems.length === 0 && checkDesign)
      problems.push(...(await checkDesign(merchantId, { name, rules })))
    if (problems.length > 0) return { ok: false, reason: 'bad-rules', problems }
    const program = {
      ...current,
      name,
      slug: changes.slug ?? current.slug,
      state: changes.state ?? current.state,
      version:
        name === current.name && sameRules(rules, current.rules) ? current.version : current.version + 1,
      rules,
    }
    const saved = await programs.change(program, current, at)
    return saved.ok ? { ok: true, program } : saved
  }
}

/** As they are kept: a part that is undefined is one that is not there. */
const sameRules = (a: ProgramRules, b: ProgramRules): boolean => isDeepStrictEqual(plain(a), plain(b))

const plain = (rules: ProgramRules): unknown => JSON.parse(JSON.stringify(rules))
