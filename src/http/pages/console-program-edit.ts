import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import type { RulesChanges } from '../../app/changed-rules.ts'
import { conflict, notFound } from '../../app-error.ts'
import { decimalMark } from '../../messages/formats.ts'
import type { FormState } from '../../pages/console/form.ts'
import type { ConsoleContext } from '../../pages/console/frame.ts'
import { ProgramEditPage } from '../../pages/console/program-edit-page.ts'
import { ProgramEndPage } from '../../pages/console/program-end-page.ts'
import {
  ProgramTryPage,
  TryFailed,
  TryOutcome,
  TryProgress,
  type TryProps,
} from '../../pages/console/program-try-page.ts'
import type { ProgramRow } from '../../ports/console-reads.ts'
import { programStates } from '../../ports/programs.ts'
import { isUuid } from '../../secrets/random-id.ts'
import { consoleContext } from './console-context.ts'
import { doneAt, typedTexts } from './console-form.ts'
import { requireCsrf } from './console-session.ts'
import { sendPage } from './page-answer.ts'
import { openPageStream, type PageStream } from './page-stream.ts'
import type { ProgramFormDraft } from './program-draft.ts'
import {
  drawPreview,
  formProps,
  longFormBody,
  type ProgramFormDeps,
  type ProgramSurroundings,
  sendPreview,
  surroundings,
} from './program-form-deps.ts'
import { problemWords, readProgram } from './program-reading.ts'
import { pressRow } from './program-rows.ts'
import { freshValues, type Values, valuesOf } from './program-values.ts'

const currencies = Intl.supportedValuesOf('currency')

/** Programs made, changed, tried on past orders, paused and ended. */
export function consoleProgramEdit(deps: ProgramFormDeps): Router {
  const router = Router()
  router.post('/console/programs/preview', longFormBody, requireCsrf, async (request, response) => {
    const context = await consoleContext(deps, request, response)
    const drawn = await drawPreview(deps, context, typedTexts(request.body))
    sendPreview(response, context, drawn)
  })
  // Each path has a route of its own, so that the audit log names the one that was called.
  for (const path of ['/console/programs/new', '/console/programs/:programId/edit']) {
    router.get(path, (request, response) => sendFresh(deps, request, response))
    router.post(path, longFormBody, requireCsrf, async (request, response) => {
      const desk = await openDesk(deps, request, response)
      const { act = '', ...values } = typedTexts(request.body)
      await press(deps, response, desk, values, act)
    })
  }
  addStates(router, deps)
  return router
}

type Desk = { context: ConsoleContext; program: ProgramRow | null; around: ProgramSurroundings }

async function openDesk(deps: ProgramFormDeps, request: Request, response: Response): Promise<Desk> {
  const context = await consoleContext(deps, request, response)
  const { merchantId } = context.merchant
  const around = await surroundings(deps, merchantId)
  const { programId } = request.params
  if (programId === undefined) return { context, program: null, around }
  return { context, around, program: await programRow(deps, merchantId, String(programId)) }
}

async function programRow(deps: ProgramFormDeps, merchantId: string, programId: string): Promise<ProgramRow> {
  const rows = await deps.reads.programs(merchantId)
  const program = rows.find(({ id }) => id === programId)
  if (!program) throw notFound('program')
  return program
}

async function sendFresh(deps: ProgramFormDeps, request: Request, response: Response): Promise<void> {
  const desk = await openDesk(deps, request, response)
  const { context, program, around } = desk
  const values = program
    ? valuesOf(program, around, decimalMark(context.speech))
    : freshValues(around.currency)
  await sendForm(deps, response, desk, { values, errors: {} })
}

async function sendForm(
  deps: ProgramFormDeps,
  response: Response,
  desk: Desk,
  form: FormState,
): Promise<void> {
  const { context, program, around } = desk
  const preview = await drawPreview(deps, context, form.values)
  const status = Object.keys(form.errors).length > 0 ? 422 : 200
  const props = { ...formProps(form, around), program, currencies, preview }
  sendPage(response, ProgramEditPage(context, props), status)
}

/** What one of the form's buttons does with what was typed. */
async function press(deps: ProgramFormDeps, response: Response, desk: Desk, values: Values, act: string) {
  const { context, program, around } = desk
  const rows = pressRow(values, act)
  if (rows || act === 'preview' || act === 'back')
    return sendForm(deps, response, desk, { values: rows ?? values, errors: {} })
  const read = readProgram(values, context.speech, { ...around, now: deps.now() })
  if (!read.ok) return sendForm(deps, response, desk, read.form)
  if (act === 'try' && program) return sendTry(deps, response, desk, program, values, read.draft)
  // Somebody else saved while this form was open: it is shown once more before it takes the place of theirs.
  if (program && values.version !== String(program.version))
    return sendForm(deps, response, desk, {
      values,
      errors: { '': context.speech.texts.console.editor.errors.changed },
    })
  const errors = program
    ? await change(deps, context, program, read.draft, values)
    : await create(deps, context, read.draft, values)
  if (errors) return sendForm(deps, response, desk, { values, errors })
  doneAt(response, '/console/programs', 'saved')
}

type Errors = Record<string, string> | null

export async function create(
  deps: Pick<ProgramFormDeps, 'createProgram'>,
  { merchant, speech }: ConsoleContext,
  { name, slug, rules }: ProgramFormDraft,
  values: Values,
): Promise<Errors> {
  // Rewards of a first version are all new.
  const milestones = rules.milestones.map(({ at, reward: { id: _, ...reward } }) => ({ at, reward }))
  const made = await deps.createProgram(merchant.merchantId, { name, slug, rules: { ...rules, milestones } })
  if (made.ok) return null
  if (made.reason === 'slug-taken') return { slug: speech.texts.console.form.errors.taken }
  return problemWords(made.problems, speech, values)
}

/** The form shows every part of the rules: what it leaves empty is taken away. */
const changesOf = ({
  name,
  slug,
  rules,
}: ProgramFormDraft): RulesChanges & { name: string; slug?: string | undefined } => ({
  ...rules,
  name,
  slug,
  joinMinutes: rules.joinMinutes ?? null,
  channels: rules.channels ?? null,
  locations: rules.locations ?? null,
  stampExpiry: rules.stampExpiry ?? null,
})

export async function change(
  deps: Pick<ProgramFormDeps, 'updateProgram'>,
  { merchant, speech }: ConsoleContext,
  program: Pick<ProgramRow, 'id'>,
  draft: ProgramFormDraft,
  values: Values,
): Promise<Errors> {
  const changed = await deps.updateProgram(merchant.merchantId, program.id, changesOf(draft))
  if (changed.ok) return null
  switch (changed.reason) {
    case 'unknown-program':
      throw notFound('program')
    case 'slug-taken':
      return { slug: speech.texts.console.form.errors.taken }
    case 'changed-meanwhile':
      return { '': speech.texts.console.editor.errors.changed }
    case 'bad-rules':
      return problemWords(changed.problems, speech, values)
  }
}

const daysTried = 30
const cardsTold = 25

async function sendTry(
  deps: ProgramFormDeps,
  response: Response,
  desk: Desk,
  program: ProgramRow,
  values: Values,
  draft: ProgramFormDraft,
): Promise<void> {
  const { context } = desk
  const { merchantId } = context.merchant
  const { name: _, slug: __, ...changes } = changesOf(draft)
  const told = progressOf(context, response, { program, values })
  try {
    const replay = await deps.replayProgram({
      ...{ merchantId, programId: program.id, changes },
      ...{ days: daysTried, limit: cardsTold, onJudged: told.judged },
    })
    if (!replay.ok) {
      if (replay.reason === 'unknown-program') throw notFound('program')
      const errors = problemWords(replay.problems, context.speech, values)
      return await sendForm(deps, response, desk, { values, errors })
    }
    const cards = await Promise.all(
      replay.cards.map(async (card) => ({
        ...card,
        serial: (await deps.cards.find(merchantId, card.cardId))?.serial ?? null,
      })),
    )
    await told.stream()?.end(TryOutcome(context, { ...replay, cards }))
  } catch (error) {
    // Half a page is there already: it has to say so itself.
    await told.stream()?.end(TryFailed(context))
    throw error
  }
}

/** Opens the page with the first word of progress, and adds to it with every percent. */
function progressOf(context: ConsoleContext, response: Response, props: TryProps) {
  let stream: PageStream | null = null
  let percent = -1
  return {
    stream: () => stream,
    judged(judged: number, of: number) {
      stream ??= openPageStream(response, ProgramTryPage(context, props))
      const now = of === 0 ? 100 : Math.floor((judged / of) * 100)
      if (now === percent) return
      percent = now
      stream.add(TryProgress(context, judged, of))
    },
  }
}

const stateForm = z.object({ state: z.enum(programStates) })

function addStates(router: Router, deps: ProgramFormDeps): void {
  router.get('/console/programs/:programId/end', async (request, response) => {
    const { context, program } = await openDesk(deps, request, response)
    if (!program) throw notFound('program')
    sendPage(response, ProgramEndPage(context, program))
  })
  router.post('/console/programs/:programId/state', longFormBody, requireCsrf, async (request, response) => {
    const context = await consoleContext(deps, request, response)
    const { programId } = request.params
    const asked = stateForm.safeParse(request.body)
    const changed =
      asked.success && isUuid(String(programId))
        ? await deps.updateProgram(context.merchant.merchantId, String(programId), asked.data)
        : null
    if (!changed || (!changed.ok && changed.reason === 'unknown-program')) throw notFound('program')
    if (!changed.ok) throw conflict('changed-meanwhile', context.speech.texts.console.editor.errors.changed)
    doneAt(response, '/console/programs', 'saved')
  })
}
