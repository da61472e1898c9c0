import type { z } from 'zod'
import type { RulesProblem } from '../../app/changed-rules.ts'
import type { Speech } from '../../messages/messages.ts'
import type { FormState } from '../../pages/console/form.ts'
import type { Provider } from '../../ports/till.ts'
import { checkMintable, checkRules } from '../api/program-rules.ts'
import { issueWords } from './console-form.ts'
import { draftOf, type ProgramFormDraft, programDraft, rawDraft, rowsOf } from './program-draft.ts'
import type { Values } from './program-values.ts'

export type ReadProgram = { ok: true; draft: ProgramFormDraft } | { ok: false; form: FormState }

/** What somebody wrote into a program's form, judged as the API judges a program, with the complaints in their words. */
export function readProgram(
  values: Values,
  speech: Speech,
  about: { providers: readonly Provider[]; timeZone: string; now: number },
): ReadProgram {
  const { raw, notMoney } = rawDraft(values, about.timeZone)
  const read = programDraft.safeParse(raw)
  const errors: Record<string, string> = {}
  for (const name of notMoney) errors[name] = speech.texts.console.form.errors.notMoney
  for (const issue of read.success ? [] : read.error.issues) {
    const name = fieldOf(issue.path, values)
    errors[name] ??= wordsOf(issue, name, speech, values)
  }
  if (!read.success) return { ok: false, form: { values, errors } }
  const draft = draftOf(read.data)
  const { milestones } = draft.rules
  const problems = [
    ...checkRules(draft.rules),
    ...checkMintable(milestones, about.providers),
    ...pastEnds(milestones, about.now),
  ]
  Object.assign(errors, problemWords(problems, speech, values))
  return Object.keys(errors).length > 0 ? { ok: false, form: { values, errors } } : { ok: true, draft }
}

/** Complaints of the rules, at the fields of the form. */
export function problemWords(
  problems: RulesProblem[],
  speech: Speech,
  values: Values,
): Record<string, string> {
  const errors: Record<string, string> = {}
  const { errors: texts } = speech.texts.console.editor
  for (const { field } of problems) {
    const path = field.split(/[.[\]]+/).filter((part) => part !== '')
    const name = field === 'design' ? '' : fieldOf(path, values)
    const part = path.findLast((each) => Object.hasOwn(texts, each)) as keyof typeof texts | undefined
    errors[name] ??= part ? texts[part] : speech.texts.console.form.errors.invalid
  }
  return errors
}

const pastEnds = (
  milestones: { reward: { expiresAt?: string | undefined } }[],
  now: number,
): RulesProblem[] =>
  milestones.flatMap(({ reward }, index) =>
    reward.expiresAt !== undefined && Date.parse(reward.expiresAt) <= now
      ? [{ field: `milestones[${index}].reward.expiresAt`, message: 'must lie ahead' }]
      : [],
  )

function wordsOf(issue: z.core.$ZodIssue, name: string, speech: Speech, values: Values): string {
  const { editor, form } = speech.texts.console
  if (issue.code === 'invalid_union' || values[name] !== undefined) {
    const known = editor.errors[String(issue.path.at(-1)) as keyof typeof editor.errors]
    if (issue.code === 'custom' || issue.code === 'invalid_union') return known ?? form.errors.invalid
  }
  if (name === 'channels' || name === 'locations') return editor.errors[name]
  if (values[name] === undefined) return form.errors.missing
  return issueWords(issue, speech, values[name])
}

const rewardFields: Record<string, string> = {
  expiresAfterDays: 'days',
  expiresAt: 'date',
  codeSource: 'source',
  productIds: 'products',
}

/** Which field of the form a part of the rules comes from. */
function fieldOf(path: readonly PropertyKey[], values: Values): string {
  const parts = path.map(String)
  const [first, index] = parts
  if (first === 'goal') return `m${Math.max(0, rowsOf(values, 'rewards').length - 1)}-at`
  if (first === 'milestones') return rewardField(Number(index ?? 0), parts.slice(2), values)
  if (first === 'stampExpiry') return expiryField(values)
  if (first === 'earn') return earnField(parts.slice(1))
  return first ?? ''
}

function rewardField(index: number, parts: string[], values: Values): string {
  const part = parts.findLast((each) => each !== 'amount' && each !== 'currency') ?? 'at'
  const name = (field: string) => `m${index}-${field}`
  if (part === 'discount') {
    const kind = values[name('discount')]
    return name(kind === 'product' ? 'products' : kind === 'none' || !kind ? 'discount' : kind)
  }
  return name(part === 'reward' ? 'title' : (rewardFields[part] ?? part))
}

function expiryField({ expiry }: Values): string {
  if (expiry === 'months') return 'expiryMonths'
  return expiry === 'date' ? 'expiryDate' : 'expiryDays'
}

function earnField(parts: string[]): string {
  const [first, second, third] = parts
  if (first === 'multipliers') return `x${second ?? 0}-${third ?? 'factor'}`
  if (first === 'match') return second ?? 'categories'
  if (first === 'limits') return second ?? 'perOrder'
  return first ?? 'earn'
}
