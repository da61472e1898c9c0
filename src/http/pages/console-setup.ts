import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { notFound } from '../../app-error.ts'
import { shapeDrawings } from '../../art/stamp-outline.ts'
import { stampShapes } from '../../domain/card-face.ts'
import { contrast } from '../../domain/contrast.ts'
import { pictureProblems } from '../../domain/picture-problem.ts'
import { decimalMark } from '../../messages/formats.ts'
import type { FormState } from '../../pages/console/form.ts'
import type { ConsoleContext } from '../../pages/console/frame.ts'
import { SetupGoalPage, SetupLookPage, SetupRewardPage } from '../../pages/console/setup-forms.ts'
import { pathAfter, stepPath } from '../../pages/console/setup-frame.ts'
import { SetupPlacementsPage, SetupTillsPage } from '../../pages/console/setup-ways.ts'
import { colour, text } from '../api/fields.ts'
import { consoleContext } from './console-context.ts'
import { readForm, typedTexts } from './console-form.ts'
import { change, create } from './console-program-edit.ts'
import { requireCsrf } from './console-session.ts'
import { sendPage } from './page-answer.ts'
import { drawPreview, formProps, longFormBody, sendPreview, surroundings } from './program-form-deps.ts'
import { readProgram } from './program-reading.ts'
import { freshValues, type Values, valuesOf } from './program-values.ts'
import { nextStep, type SetupDeps, type Standing, standingOf } from './setup-deps.ts'
import { setupPictures } from './setup-pictures.ts'
import { setupTest } from './setup-test.ts'

const currencies = Intl.supportedValuesOf('currency')

/** `/console/setup`: a shop's first card in one sitting. It goes on where it was left. */
export function consoleSetup(deps: SetupDeps): Router {
  const router = Router()
  router.get('/console/setup', async (request, response) => {
    const { standing } = await openDesk(deps, request, response)
    response.redirect(303, stepPath(nextStep(standing.done)))
  })
  router.use(setupPictures(deps))
  router.use(setupTest(deps))
  addLook(router, deps)
  addProgramSteps(router, deps)
  addWays(router, deps)
  return router
}

type Desk = { context: ConsoleContext; standing: Standing }

async function openDesk(deps: SetupDeps, request: Request, response: Response): Promise<Desk> {
  const context = await consoleContext(deps, request, response)
  return { context, standing: await standingOf(deps, context.merchant.merchantId) }
}

const lookForm = z
  .object({
    shopName: text(100),
    background: colour,
    foreground: colour,
    accent: colour,
    stamp: z.enum(stampShapes).optional(),
  })
  .refine(({ background, foreground }) => contrast(background, foreground) >= 4.5, {
    path: ['foreground'],
    message: 'contrast',
  })

/** Why a picture was not taken, as its form sent the browser back with it. */
const refusedPictures = z.object({
  logo: z.enum(pictureProblems).optional().catch(undefined),
  photo: z.enum(pictureProblems).optional().catch(undefined),
})
type RefusedPictures = z.infer<typeof refusedPictures>

function addLook(router: Router, deps: SetupDeps): void {
  const show = async (desk: Desk, response: Response, form?: FormState, refused: RefusedPictures = {}) => {
    const { context, standing } = desk
    const { merchantId } = context.merchant
    const look = await deps.lookOf(merchantId)
    const values = form?.values ?? {
      shopName: standing.merchant.name,
      ...{ background: look.background, foreground: look.foreground, accent: look.accent },
      stamp: look.stamp ?? 'seal',
    }
    const preview = await previewLook(deps, desk, values)
    const has = { logo: look.logo !== undefined, photo: look.photo !== undefined }
    const shown = { values, errors: form?.errors ?? {} }
    const page = SetupLookPage(context, {
      ...{ done: standing.done, preview, form: shown },
      pictures: { has, refused },
      shapes: shapeDrawings,
    })
    sendPage(response, page, form && Object.keys(form.errors).length > 0 ? 422 : 200)
  }
  router.get('/console/setup/look', async (request, response) => {
    await show(
      await openDesk(deps, request, response),
      response,
      undefined,
      refusedPictures.parse(request.query),
    )
  })
  router.post('/console/setup/look', longFormBody, requireCsrf, async (request, response) => {
    const desk = await openDesk(deps, request, response)
    const { context } = desk
    const read = readForm(lookForm, request, context.speech)
    if (!read.ok) return show(desk, response, withContrast(read.form, context))
    if (request.body.act === 'preview')
      return show(desk, response, { values: typedTexts(request.body), errors: {} })
    const { shopName: name, ...look } = read.value
    const changed = await deps.changeMerchant(context.merchant.merchantId, { name, look })
    if (!changed.ok) {
      if (changed.reason !== 'bad-design') throw notFound('merchant')
      const errors = { shopName: context.speech.texts.console.editor.errors.design }
      return show(desk, response, { values: typedTexts(request.body), errors })
    }
    response.redirect(303, pathAfter('look'))
  })
}

/** The one thing that only this form can get wrong, in its own words. */
function withContrast(form: FormState, { speech }: ConsoleContext): FormState {
  const { background = '', foreground = '' } = form.values
  const readable = /^#[0-9a-f]{6}$/i
  if (!readable.test(background) || !readable.test(foreground)) return form
  if (contrast(background, foreground) >= 4.5) return form
  return { ...form, errors: { ...form.errors, foreground: speech.texts.console.setup.contrast } }
}

/** The look that is being typed, on the program there is or the one that most shops begin with. */
async function previewLook(deps: SetupDeps, { context, standing }: Desk, values: Values) {
  const around = await surroundings(deps, context.merchant.merchantId)
  const base = baseValues(context, standing, around)
  const read = lookForm.safeParse(values)
  if (!read.success) return drawPreview(deps, context, base)
  const { shopName, ...look } = read.data
  return drawPreview(deps, context, { ...base, preview: values.preview ?? '' }, { shopName, look })
}

function baseValues(
  { speech }: ConsoleContext,
  { merchant, program }: Standing,
  around: { currency: string; timeZone: string },
): Values {
  if (program) return valuesOf(program, around, decimalMark(speech))
  return {
    ...freshValues(around.currency),
    name: speech.texts.console.setup.cardName(merchant.name).slice(0, 100),
  }
}

/** Fields that a step shows: what it leaves empty is taken away, everything else stays. */
const fieldsOf = {
  reward: (values: Values) =>
    new RegExp(`^(?:name|currency|m${Number(values.rewards ?? 1) - 1}-(?!at$|id$).*)$`),
  goal: (values: Values) =>
    new RegExp(
      `^(?:m${Number(values.rewards ?? 1) - 1}-at|earn|stamps|minSpend|per|carryOver|every|categories|skus|ids|per\\w+|cooldownMinutes|includeTax|redemptionOnlyEarns)$`,
    ),
}

function laid(base: Values, typed: Values, own: RegExp): Values {
  const kept = Object.entries(base).filter(([name]) => !own.test(name))
  const added = Object.entries(typed).filter(([name]) => own.test(name))
  return { ...Object.fromEntries([...kept, ...added]), preview: typed.preview ?? '' }
}

function addProgramSteps(router: Router, deps: SetupDeps): void {
  for (const step of ['reward', 'goal'] as const) {
    const show = async (desk: Desk, response: Response, form: FormState | null, source?: string) => {
      const { context, standing } = desk
      const around = await surroundings(deps, context.merchant.merchantId)
      const values = form?.values ?? baseValues(context, standing, around)
      const last = Number(values.rewards ?? 1) - 1
      if (source === 'pool') values[`m${last}-source`] = 'pool'
      const preview = await drawPreview(deps, context, values)
      const program = formProps({ values, errors: form?.errors ?? {} }, around)
      const common = { done: standing.done, preview, program, currencies }
      const page = step === 'reward' ? SetupRewardPage(context, common) : SetupGoalPage(context, common)
      sendPage(response, page, Object.keys(form?.errors ?? {}).length > 0 ? 422 : 200)
    }
    router.get(`/console/setup/${step}`, async (request, response) => {
      await show(await openDesk(deps, request, response), response, null, String(request.query.source ?? ''))
    })
    router.post(`/console/setup/${step}`, longFormBody, requireCsrf, async (request, response) => {
      const desk = await openDesk(deps, request, response)
      const { context, standing } = desk
      const around = await surroundings(deps, context.merchant.merchantId)
      const { act, ...typed } = typedTexts(request.body)
      const base = baseValues(context, standing, around)
      const values = laid(base, typed, fieldsOf[step](base))
      if (act === 'preview') return show(desk, response, { values, errors: {} })
      const read = readProgram(values, context.speech, { ...around, now: deps.now() })
      if (!read.ok) return show(desk, response, read.form)
      const errors = standing.program
        ? await change(deps, context, standing.program, read.draft, values)
        : await create(deps, context, read.draft, values)
      if (errors) return show(desk, response, { values, errors })
      response.redirect(303, pathAfter(step))
    })
  }
  router.post('/console/setup/preview', longFormBody, requireCsrf, async (request, response) => {
    const desk = await openDesk(deps, request, response)
    const { context, standing } = desk
    const typed = typedTexts(request.body)
    const around = await surroundings(deps, context.merchant.merchantId)
    const base = baseValues(context, standing, around)
    const step = typed['m0-title'] !== undefined || typed.name !== undefined ? 'reward' : 'goal'
    const drawn =
      typed.background === undefined
        ? await drawPreview(deps, context, laid(base, typed, fieldsOf[step](base)))
        : await previewLook(deps, desk, typed)
    sendPreview(response, context, drawn)
  })
}

function addWays(router: Router, deps: SetupDeps): void {
  router.get('/console/setup/tills', async (request, response) => {
    const { context, standing } = await openDesk(deps, request, response)
    const { done, tills, program } = standing
    const pool = program?.rules.milestones.some(({ reward }) => reward.codeSource === 'pool') ?? false
    sendPage(response, SetupTillsPage(context, { done, tills: tills.map(({ name }) => name), pool }))
  })
  router.get('/console/setup/placements', async (request, response) => {
    const { context, standing } = await openDesk(deps, request, response)
    const { done, program } = standing
    const url = program ? `${deps.baseUrl}/join/${program.slug}?p=counter` : null
    const join = url ? { url, qr: deps.drawBarcode('qr', url, context.speech.texts.console.joinQr) } : null
    sendPage(response, SetupPlacementsPage(context, { done, join }))
  })
}
