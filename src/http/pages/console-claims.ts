import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { type MakeClaimBatch, mostClaims, type ReadClaimCodes } from '../../app/claim-batches.ts'
import { notFound } from '../../app-error.ts'
import type { Look } from '../../domain/card-face.ts'
import { formatDay } from '../../messages/formats.ts'
import { type Speech, speechFor } from '../../messages/messages.ts'
import { roomTexts } from '../../messages/rooms.ts'
import { type BatchView, batchPath, ClaimBatchPage, ClaimsPage } from '../../pages/console/claims-pages.ts'
import { emptyForm, type FormState } from '../../pages/console/form.ts'
import type { ConsoleContext } from '../../pages/console/frame.ts'
import type { ClaimBatch, ClaimBatches } from '../../ports/claim-batches.ts'
import type { Print } from '../../ports/print.ts'
import { isUuid, newId } from '../../secrets/random-id.ts'
import { text } from '../api/fields.ts'
import { type ConsoleDeps, consoleContext } from './console-context.ts'
import { doneAt, readForm } from './console-form.ts'
import { requireCsrf } from './console-session.ts'
import { formBody } from './form-body.ts'
import { sendPage } from './page-answer.ts'

export type ClaimRoomDeps = Pick<ConsoleDeps, 'assets' | 'reads' | 'baseUrl' | 'now'> & {
  batches: ClaimBatches
  makeClaimBatch: MakeClaimBatch
  readClaimCodes: ReadClaimCodes
  lookOf(merchantId: string): Promise<Look>
  print: Pick<Print, 'drawInsertSheet' | 'unprintable'>
}

const dayMs = 86_400_000
const mostBatches = 100
const whole = z.coerce.number('notNumber').int('notNumber')
const makeForm = z.object({
  id: z.guid(),
  name: text(100),
  stamps: whole.min(1).max(100),
  count: whole.min(1).max(mostClaims),
  days: whole.min(1).max(3650).optional(),
})
const paperOf = z.enum(['a4', 'letter']).catch('a4')

/** `/console/claims`: one-time codes for stamps, made in numbers and printed as inserts. */
export function consoleClaims(deps: ClaimRoomDeps): Router {
  const router = Router()
  router.get('/console/claims', async (request, response) => {
    await sendList(deps, response, await claimContext(deps, request, response), emptyForm)
  })
  router.post('/console/claims', formBody, requireCsrf, async (request, response) => {
    const context = await claimContext(deps, request, response)
    const read = readForm(makeForm, request, context.speech)
    if (!read.ok) return sendList(deps, response, context, read.form, 422)
    const { days, ...draft } = read.value
    const expiresAt = days === undefined ? null : deps.now() + days * dayMs
    const made = await deps.makeClaimBatch({ ...draft, merchantId: context.merchant.merchantId, expiresAt })
    if (!made) throw notFound('merchant')
    doneAt(response, batchPath(draft.id), 'made')
  })
  router.get('/console/claims/:batchId', async (request, response) => {
    const context = await claimContext(deps, request, response)
    const batch = await batchOf(deps, context, request)
    const printed = sheetWords(context, speechFor(undefined, context.merchant.locale), batch)
    const unprintable = deps.print.unprintable(Object.values(printed).join(' '))
    sendPage(response, ClaimBatchPage(context, viewOf(batch, deps.now()), { revoke: emptyForm, unprintable }))
  })
  router.post('/console/claims/:batchId/revoke', formBody, requireCsrf, async (request, response) => {
    const context = await claimContext(deps, request, response)
    const batch = await batchOf(deps, context, request)
    await deps.batches.revoke(batch, deps.now())
    doneAt(response, batchPath(batch.id), 'revoked')
  })
  addFiles(router, deps)
  return router
}

/** The codes themselves, on paper and as a table. Only as long as they are good. */
function addFiles(router: Router, deps: ClaimRoomDeps): void {
  router.get('/console/claims/:batchId/sheets.pdf', async (request, response) => {
    const { context, batch, codes } = await openCodes(deps, request, response)
    // The sheets go to customers: they speak the shop's language, not the browser's.
    const speech = speechFor(undefined, context.merchant.locale)
    const pdf = await deps.print.drawInsertSheet({
      codes: codes.map((code) => ({ url: `${deps.baseUrl}/claim/${code}`, text: grouped(code) })),
      paper: paperOf.parse(request.query.paper),
      words: sheetWords(context, speech, batch),
      look: await deps.lookOf(context.merchant.merchantId),
      language: speech.tag,
    })
    response.set('Cache-Control', 'no-store').attachment(`${fileName(batch)}.pdf`)
    response.type('application/pdf').send(pdf)
  })
  router.get('/console/claims/:batchId/codes.csv', async (request, response) => {
    const { batch, codes } = await openCodes(deps, request, response)
    const rows = codes.map((code) => `${code},${deps.baseUrl}/claim/${code}`)
    response.set('Cache-Control', 'no-store').attachment(`${fileName(batch)}.csv`)
    response.type('text/csv').send(['code,address', ...rows, ''].join('\r\n'))
  })
}

function sheetWords({ merchant }: ConsoleContext, speech: Speech, { stamps, expiresAt }: ClaimBatch) {
  const { sheet } = roomTexts(speech).claims
  return {
    ...{ shopName: merchant.name, reward: sheet.reward(stamps) },
    ...{ rule: sheet.rule, scan: sheet.scan, easy: sheet.easy },
    small: expiresAt === null ? '' : sheet.until(formatDay(speech, expiresAt, merchant.timeZone)),
  }
}

/** As it is typed off paper; blanks and dashes do not count. */
const grouped = (code: string): string => code.replace(/^(.{4})(.{4})(.*)$/, '$1-$2-$3')

const fileName = ({ name, id }: ClaimBatch): string =>
  `${name.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '') || 'codes'}-${id.slice(-6)}`

async function claimContext(
  deps: ClaimRoomDeps,
  request: Request,
  response: Response,
): Promise<ConsoleContext> {
  const context = await consoleContext(deps, request, response)
  const { done } = roomTexts(context.speech).claims
  const key = String(request.query.done ?? '')
  return { ...context, done: Object.hasOwn(done, key) ? done[key] : context.done }
}

async function batchOf(deps: ClaimRoomDeps, context: ConsoleContext, request: Request) {
  const id = String(request.params.batchId)
  const batch = isUuid(id) ? await deps.batches.find({ merchantId: context.merchant.merchantId, id }) : null
  if (!batch) throw notFound('page')
  return batch
}

async function openCodes(deps: ClaimRoomDeps, request: Request, response: Response) {
  const context = await claimContext(deps, request, response)
  const batch = viewOf(await batchOf(deps, context, request), deps.now())
  const read = batch.state === 'open' ? await deps.readClaimCodes(batch) : null
  if (!read) throw notFound('page')
  return { context, batch, codes: read.codes }
}

const viewOf = (batch: ClaimBatch & { taken: number }, now: number): BatchView => ({
  ...batch,
  state:
    batch.revokedAt !== null
      ? 'revoked'
      : batch.expiresAt !== null && batch.expiresAt <= now
        ? 'expired'
        : 'open',
})

async function sendList(
  deps: ClaimRoomDeps,
  response: Response,
  context: ConsoleContext,
  form: FormState,
  status = 200,
): Promise<void> {
  const batches = await deps.batches.list(context.merchant.merchantId, mostBatches)
  const views = batches.map((batch) => viewOf(batch, deps.now()))
  sendPage(response, ClaimsPage(context, { batches: views, form, newId: newId(deps.now()) }), status)
}
