import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import type { NamePlacement } from '../../app/name-placement.ts'
import { notFound } from '../../app-error.ts'
import type { Look } from '../../domain/card-face.ts'
import { placementKeyShape } from '../../domain/placement.ts'
import { ownName } from '../../messages/formats.ts'
import { languages, speechFor } from '../../messages/messages.ts'
import { emptyForm, type FormState } from '../../pages/console/form.ts'
import type { ConsoleContext } from '../../pages/console/frame.ts'
import { NoPlacements, PlacementsPage, usualPlace } from '../../pages/console/placements-page.ts'
import { printWords } from '../../pages/print-words.ts'
import type { ProgramRow } from '../../ports/console-reads.ts'
import type { Placements } from '../../ports/placements.ts'
import {
  type Placement,
  type Print,
  type PrintFormat,
  type PrintKind,
  printKinds,
} from '../../ports/print.ts'
import { text } from '../api/fields.ts'
import { type ConsoleDeps, consoleContext } from './console-context.ts'
import { doneAt, readForm } from './console-form.ts'
import { requireCsrf } from './console-session.ts'
import { formBody } from './form-body.ts'
import { sendPage } from './page-answer.ts'

export type PlacementDeps = ConsoleDeps & {
  placements: Placements
  namePlacement: NamePlacement
  lookOf(merchantId: string): Promise<Look>
  print: Pick<Print, 'drawPlacement' | 'digestOf' | 'unprintable'>
}

const key = z.string().regex(placementKeyShape)
const language = z.enum(Object.keys(languages) as [keyof typeof languages])
const pageQuery = z.object({
  program: z.string().optional().catch(undefined),
  place: key.optional().catch(undefined),
  lang: language.optional().catch(undefined),
})
const fileQuery = z.object({
  p: key.optional().catch(undefined),
  lang: language.optional().catch(undefined),
  v: z.string().optional().catch(undefined),
})
const fileName = /^([a-z-]{1,20})\.(pdf|png|svg)$/
const placeForm = z.object({ name: text(40) })

const types = { pdf: 'application/pdf', png: 'image/png', svg: 'image/svg+xml' } as const

/** `/console/placements`: sheets to print, and what came of each place. */
export function consolePlacements(deps: PlacementDeps): Router {
  const router = Router()
  router.get('/console/placements', (request, response) => {
    const { program } = pageQuery.parse(request.query)
    return sendPlacements(deps, request, response, { programId: program, form: emptyForm })
  })
  router.get('/console/placements/:programId/:file', (request, response) => sendFile(deps, request, response))
  router.post('/console/placements/:programId/places', formBody, requireCsrf, (request, response) =>
    addPlace(deps, request, response),
  )
  router.post(
    '/console/placements/:programId/places/:key/remove',
    formBody,
    requireCsrf,
    async (request, response) => {
      const { context, program } = await programOf(deps, request, response)
      const place = key.safeParse(request.params.key)
      if (!place.success) throw notFound('placement')
      await deps.placements.unname(context.merchant.merchantId, program.id, place.data)
      doneAt(response, `/console/placements?program=${program.id}`, 'removed')
    },
  )
  return router
}

/** @param shown.programId of the program to show; the first that can be joined when there is no such */
async function sendPlacements(
  deps: PlacementDeps,
  request: Request,
  response: Response,
  shown: { programId?: string | undefined; form: FormState },
): Promise<void> {
  const context = await consoleContext(deps, request, response)
  const { merchantId, locale } = context.merchant
  const programs = (await deps.reads.programs(merchantId)).filter(({ state }) => state === 'active')
  const program = programs.find(({ id }) => id === shown.programId) ?? programs[0]
  if (!program) return sendPage(response, NoPlacements(context))
  const { place, lang } = pageQuery.parse(request.query)
  const look = await deps.lookOf(merchantId)
  const page = PlacementsPage(context, {
    programs,
    program,
    counts: await deps.placements.list(merchantId, program.id),
    place: place ?? null,
    language: lang ?? speechFor(undefined, locale).language,
    languages: Object.keys(languages).map((code) => ({ code, name: ownName(code) })),
    form: shown.form,
    unprintable: deps.print.unprintable(
      Object.values(printWords(speechFor(lang, locale), context.merchant.name, program)).join(' '),
    ),
    digest: (kind, format) =>
      deps.print.digestOf(placementOf(deps, context, program, { kind, place, lang, look }), format),
  })
  sendPage(response, page, Object.keys(shown.form.errors).length > 0 ? 422 : 200)
}

type Wanted = {
  kind: PrintKind
  place: string | undefined
  lang: z.infer<typeof language> | undefined
  look: Look
}

function placementOf(
  { baseUrl }: Pick<PlacementDeps, 'baseUrl'>,
  { merchant }: ConsoleContext,
  program: ProgramRow,
  { kind, place = usualPlace[kind], lang, look }: Wanted,
): Placement {
  // The sheet hangs in the shop: it speaks the shop's language unless another was chosen, never the browser's.
  const speech = speechFor(lang, merchant.locale)
  return {
    ...{ kind, look, goal: program.rules.goal, language: speech.tag },
    words: printWords(speech, merchant.name, program),
    url: `${baseUrl}/join/${program.slug}?p=${place}`,
  }
}

async function sendFile(deps: PlacementDeps, request: Request, response: Response): Promise<void> {
  const [, name, end] = fileName.exec(String(request.params.file)) ?? []
  const kind = printKinds.find((each) => each === name)
  const format = (['pdf', 'png', 'svg'] satisfies PrintFormat[]).find((each) => each === end)
  if (!kind || !format) throw notFound('sheet')
  const { context, program } = await programOf(deps, request, response)
  const { p: place, lang, v } = fileQuery.parse(request.query)
  const look = await deps.lookOf(context.merchant.merchantId)
  const placement = placementOf(deps, context, program, { kind, place, lang, look })
  const digest = deps.print.digestOf(placement, format)
  response.set({
    ETag: `"${digest}"`,
    'Content-Type': types[format],
    // An address that names what it shows shows that for ever; any other may show something else next time.
    'Cache-Control': v === digest ? 'private, max-age=31536000, immutable' : 'private, no-cache',
  })
  if (format !== 'svg') response.attachment(`${program.slug}-${kind}-${place ?? usualPlace[kind]}.${format}`)
  if (request.fresh) response.status(304).end()
  else response.send(await deps.print.drawPlacement(placement, format))
}

async function addPlace(deps: PlacementDeps, request: Request, response: Response): Promise<void> {
  const { context, program } = await programOf(deps, request, response)
  const read = readForm(placeForm, request, context.speech)
  if (!read.ok) return sendPlacements(deps, request, response, { programId: program.id, form: read.form })
  const { name } = read.value
  const named = await deps.namePlacement({
    merchantId: context.merchant.merchantId,
    programId: program.id,
    name,
  })
  if (named.ok)
    return doneAt(response, `/console/placements?program=${program.id}&place=${named.key}`, 'added')
  const { print, form } = context.speech.texts.console
  const errors = { name: named.reason === 'full' ? print.full : form.errors.taken }
  await sendPlacements(deps, request, response, { programId: program.id, form: { values: { name }, errors } })
}

/** @throws AppError 404 when the merchant has no such program */
async function programOf(
  deps: PlacementDeps,
  request: Request,
  response: Response,
): Promise<{ context: ConsoleContext; program: ProgramRow }> {
  const context = await consoleContext(deps, request, response)
  const programs = await deps.reads.programs(context.merchant.merchantId)
  const program = programs.find(({ id }) => id === request.params.programId)
  if (!program) throw notFound('program')
  return { context, program }
}
