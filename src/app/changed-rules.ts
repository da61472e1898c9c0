import type { Milestone, ProgramRules, Reward } from '../domain/program.ts'
import { newId } from '../secrets/random-id.ts'

/** A reward keeps its id when it names it, or when one of the same title stands at the same place. */
export type MilestoneDraft = { at: number; reward: Omit<Reward, 'id'> & { id?: string | undefined } }

type Optional = 'channels' | 'locations' | 'joinMinutes' | 'stampExpiry'
/** What is left out stays as it is; null takes away what a program need not have. */
export type RulesChanges = {
  [Key in keyof Omit<ProgramRules, 'milestones'>]?:
    | ProgramRules[Key]
    | (Key extends Optional ? null : never)
    | undefined
} & { milestones?: MilestoneDraft[] | undefined }

/** Where the rules do not fit together; the field is named as in the request. */
export type RulesProblem = { field: string; message: string }

/** The rules with some of them changed, not checked for sense. @param at gives new rewards their ids */
export function changedRules(current: ProgramRules, changes: RulesChanges, at: number): ProgramRules {
  const { milestones } = changes
  return {
    goal: changes.goal ?? current.goal,
    milestones: milestones ? withIds(current.milestones, milestones, at) : current.milestones,
    earn: changes.earn ?? current.earn,
    debt: changes.debt ?? current.debt,
    joinMinutes: kept(changes.joinMinutes, current.joinMinutes),
    channels: kept(changes.channels, current.channels),
    locations: kept(changes.locations, current.locations),
    stampExpiry: kept(changes.stampExpiry, current.stampExpiry),
  }
}

const kept = <T>(change: T | null | undefined, current: T | undefined): T | undefined =>
  change === undefined ? current : (change ?? undefined)

function withIds(current: Milestone[], drafts: MilestoneDraft[], at: number): Milestone[] {
  const named = new Set(drafts.map(({ reward }) => reward.id))
  return drafts.map(({ at: stamps, reward }, index) => {
    const before = current[index]?.reward
    const same = before && before.title === reward.title && !named.has(before.id) ? before.id : undefined
    return { at: stamps, reward: { ...reward, id: reward.id ?? same ?? newId(at) } }
  })
}

/** Ids in the draft that no reward of the version in force has. */
export function foreignRewards(current: ProgramRules, drafts: MilestoneDraft[]): RulesProblem[] {
  const own = new Set(current.milestones.map(({ reward }) => reward.id))
  const seen = new Set<string>()
  return drafts.flatMap(({ reward }, index) => {
    if (reward.id === undefined) return []
    const field = `milestones[${index}].reward.id`
    if (!own.has(reward.id)) return [{ field, message: 'is not the id of a reward of this program' }]
    if (seen.has(reward.id)) return [{ field, message: 'is the id of another milestone already' }]
    seen.add(reward.id)
    return []
  })
}
