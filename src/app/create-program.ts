import type { ProgramRules, Reward } from '../domain/program.ts'
import type { Clock } from '../ports/clock.ts'
import type { ProgramRecord, Programs } from '../ports/programs.ts'
import { newId, newRedeemCode } from '../secrets/random-id.ts'
import type { RulesProblem } from './changed-rules.ts'
import type { CheckDesign } from './check-design.ts'

type Deps = {
  programs: Pick<Programs, 'add'>
  now: Clock
  /** Left out: designs are taken as they are. */
  checkDesign?: CheckDesign | undefined
}

/** Rules as somebody writes them: rewards have no ids yet. */
export type RulesDraft = Omit<ProgramRules, 'milestones'> & {
  milestones: { at: number; reward: Omit<Reward, 'id'> }[]
}
export type ProgramDraft = {
  name: string
  /** Without one, the name gives it, with a random end where it is taken. */
  slug?: string | undefined
  rules: RulesDraft
}

export type CreateProgram = (
  merchantId: string,
  draft: ProgramDraft,
) => Promise<
  | { ok: true; program: ProgramRecord }
  | { ok: false; reason: 'slug-taken' }
  | { ok: false; reason: 'bad-design'; problems: RulesProblem[] }
>

/** The first version of a program. The rules are taken as they are: check them before (`program-schema.ts`). */
export function createProgramWith({ programs, now, checkDesign }: Deps): CreateProgram {
  return async (merchantId, { name, slug, rules }) => {
    const problems = (await checkDesign?.(merchantId, { name, rules })) ?? []
    if (problems.length > 0) return { ok: false, reason: 'bad-design', problems }
    const at = now()
    const milestones = rules.milestones.map(({ at: stamps, reward }) => ({
      at: stamps,
      reward: { ...reward, id: newId(at) },
    }))
    const rest = { merchantId, id: newId(at), name, version: 1, state: 'active' as const, createdAt: at }
    for (const candidate of slug === undefined ? slugsFor(name) : [slug]) {
      const program = { ...rest, slug: candidate, rules: { ...rules, milestones } }
      const added = await programs.add(program)
      if (added.ok) return { ok: true, program }
    }
    return { ok: false, reason: 'slug-taken' }
  }
}

/** The plain name first, then a few that nobody has. */
function slugsFor(name: string): string[] {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replace(/^-+|-+$/g, '')
  const stem = plain.length < 3 ? 'card' : plain
  const ended = () => `${stem}-${newRedeemCode(5).toLowerCase()}`
  return stem === plain ? [stem, ended(), ended()] : [ended(), ended()]
}
