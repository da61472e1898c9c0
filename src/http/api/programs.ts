import type { CreateProgram } from '../../app/create-program.ts'
import type { UpdateProgram } from '../../app/update-program.ts'
import { conflict, invalid, notFound } from '../../app-error.ts'
import type { Clock } from '../../ports/clock.ts'
import type { ProgramRecord, Programs } from '../../ports/programs.ts'
import type { Tills } from '../../ports/tills.ts'
import { type Endpoint, endpoint } from './endpoint.ts'
import { asTime, idParams } from './fields.ts'
import { idCursor, pageFrom, pageOf, pageQuery, readCursor } from './pages.ts'
import { checkMintable, checkRules } from './program-rules.ts'
import { programChange, programInput, programSchema } from './program-schema.ts'

export type ProgramDeps = {
  programs: Pick<Programs, 'find' | 'list'>
  tills: Pick<Tills, 'list'>
  createProgram: CreateProgram
  updateProgram: UpdateProgram
  baseUrl: string
  now: Clock
}

const example = {
  name: 'Coffee card',
  goal: 10,
  earn: { kind: 'visit', minSpend: { amount: 300, currency: 'EUR' }, limits: { perDay: 2 } },
  milestones: [{ at: 10, reward: { title: 'Free coffee', kind: 'redeem_code', discount: { percent: 100 } } }],
}

export function programEndpoints(deps: ProgramDeps): Endpoint[] {
  const show = showProgram(deps.baseUrl)
  return [createEndpoint(deps, show), changeEndpoint(deps, show), ...readEndpoints(deps, show)]
}

type Show = ReturnType<typeof showProgram>

const showProgram =
  (baseUrl: string) =>
  ({ id, slug, name, version, state, rules, createdAt }: ProgramRecord) => ({
    id,
    slug,
    name,
    version,
    state,
    goal: rules.goal,
    earn: rules.earn,
    milestones: rules.milestones,
    debt: rules.debt,
    joinMinutes: rules.joinMinutes,
    channels: rules.channels,
    locations: rules.locations,
    stampExpiry: rules.stampExpiry,
    joinUrl: `${baseUrl}/join/${slug}`,
    createdAt: asTime(createdAt),
  })

const slugTaken = () =>
  conflict('slug-taken', 'This slug is in use. Choose another, or leave it out to be given one.', {
    errors: [{ field: 'slug', message: 'is in use already' }],
  })

/** Whoever sends a date that has passed meant another: coupons would run out as they are made. */
function checkEnds(milestones: { reward: { expiresAt?: string | undefined } }[], now: number): void {
  const past = milestones.flatMap(({ reward }, index) =>
    reward.expiresAt !== undefined && Date.parse(reward.expiresAt) <= now
      ? [{ field: `milestones[${index}].reward.expiresAt`, message: 'must lie ahead' }]
      : [],
  )
  if (past.length > 0) throw invalid(past)
}

/** @throws AppError 400 when a reward's codes could not be made in a till that the merchant has. */
async function checkTills(
  { tills }: ProgramDeps,
  merchantId: string,
  milestones: Parameters<typeof checkMintable>[0],
): Promise<void> {
  const connected = await tills.list(merchantId, { after: null, limit: 200 })
  const called = connected.filter(({ state }) => state === 'active').map(({ provider }) => provider)
  const problems = checkMintable(milestones, called)
  if (problems.length > 0) throw invalid(problems)
}

const createEndpoint = (deps: ProgramDeps, show: Show) =>
  endpoint({
    method: 'POST',
    path: '/programs',
    tag: 'Programs',
    summary: 'Make a program',
    auth: 'merchant',
    body: { name: 'ProgramInput', schema: programInput, example },
    answers: { 201: { description: 'The program.', name: 'Program', schema: programSchema } },
    problems: { 409: 'The slug is in use.' },
    async handle({ merchantId, body: { name, slug, ...rules } }) {
      const problems = checkRules(rules)
      if (problems.length > 0) throw invalid(problems)
      checkEnds(rules.milestones, deps.now())
      await checkTills(deps, merchantId, rules.milestones)
      const made = await deps.createProgram(merchantId, { name, slug, rules })
      if (!made.ok) throw made.reason === 'slug-taken' ? slugTaken() : invalid(made.problems)
      return {
        status: 201,
        body: show(made.program),
        headers: { Location: `/api/v1/programs/${made.program.id}` },
      }
    },
  })

const changeEndpoint = (deps: ProgramDeps, show: Show) =>
  endpoint({
    method: 'PATCH',
    path: '/programs/{id}',
    tag: 'Programs',
    summary: 'Change a program',
    description:
      'What is not named stays. A change of rules or name makes a new version; to pause, end or move it makes none. A card finishes its cycle under the version it began with. Rewards keep their id when it is named, or when their place and title stay.',
    auth: 'merchant',
    params: idParams,
    body: { name: 'ProgramChange', schema: programChange, example: { name: 'Coffee and cake card' } },
    answers: { 200: { description: 'The program as it now is.', name: 'Program', schema: programSchema } },
    problems: { 409: 'The slug is in use, or somebody else changed the program at the same time.' },
    async handle({ merchantId, params, body }) {
      checkEnds(body.milestones ?? [], deps.now())
      await checkTills(deps, merchantId, body.milestones ?? [])
      const changed = await deps.updateProgram(merchantId, params.id, body)
      if (changed.ok) return { status: 200, body: show(changed.program) }
      switch (changed.reason) {
        case 'unknown-program':
          throw notFound('program')
        case 'bad-rules':
          throw invalid(changed.problems)
        case 'slug-taken':
          throw slugTaken()
        case 'changed-meanwhile':
          throw conflict(
            'changed-meanwhile',
            'Somebody else changed the program just now. Read it and try again.',
          )
      }
    },
  })

const readEndpoints = ({ programs }: ProgramDeps, show: Show) => [
  endpoint({
    method: 'GET',
    path: '/programs',
    tag: 'Programs',
    summary: 'List programs, newest first',
    auth: 'merchant',
    query: pageQuery,
    answers: { 200: { description: 'One page.', name: 'ProgramPage', schema: pageOf(programSchema) } },
    async handle({ merchantId, query: { limit, cursor } }) {
      const after = readCursor(idCursor, cursor)?.[0] ?? null
      const rows = await programs.list(merchantId, { after, limit: limit + 1 })
      return { status: 200, body: pageFrom(rows, limit, (row) => [row.id], show) }
    },
  }),
  endpoint({
    method: 'GET',
    path: '/programs/{id}',
    tag: 'Programs',
    summary: 'Read a program',
    auth: 'merchant',
    params: idParams,
    answers: { 200: { description: 'The program.', name: 'Program', schema: programSchema } },
    async handle({ merchantId, params }) {
      const program = await programs.find(merchantId, params.id)
      if (!program) throw notFound('program')
      return { status: 200, body: show(program) }
    },
  }),
]
