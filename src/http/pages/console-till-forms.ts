import { setTimeout as pause } from 'node:timers/promises'
import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { notFound } from '../../app-error.ts'
import { minorDigits } from '../../domain/money.ts'
import { formatMoment } from '../../messages/formats.ts'
import { roomTexts } from '../../messages/rooms.ts'
import type { ConsoleContext } from '../../pages/console/frame.ts'
import { TillSecretPage } from '../../pages/console/tills-connect-page.ts'
import { tillPath } from '../../pages/console/tills-view.ts'
import type { KnownTill } from '../../ports/tills.ts'
import { text, timeZone, token } from '../api/fields.ts'
import { doneAt, readForm } from './console-form.ts'
import { requireRole } from './console-role.ts'
import { requireCsrf } from './console-session.ts'
import { sendTill, type TillRoomDeps, tillContext, tillOf, webhookUrlOf } from './console-tills.ts'
import { formBody } from './form-body.ts'
import { sendPage } from './page-answer.ts'
import { tillCurrency } from './till-currency.ts'

type Step = (asked: {
  context: ConsoleContext
  till: KnownTill
  request: Request
  response: Response
}) => Promise<void>

/** Everything that can be done at a till that is connected. */
export function tillForms(deps: TillRoomDeps): Router {
  const router = Router()
  const form = (role: 'manager' | 'owner', path: string, step: Step) =>
    router.post(
      `/console/tills/:tillId/${path}`,
      requireRole(role),
      formBody,
      requireCsrf,
      async (request, response) => {
        const context = await tillContext(deps, request, response)
        await step({ context, till: await tillOf(deps, context, request), request, response })
      },
    )
  form('manager', 'test', testSale(deps))
  form('manager', 'locations', changePlace(deps))
  form('owner', 'look-back', lookBack(deps))
  form('owner', 'secret', newSecret(deps))
  form('owner', 'receipt-key', newReceiptKey(deps))
  form('owner', 'disconnect', disconnect(deps))
  return router
}

const testForm = z.object({
  amount: z.string().regex(/^\d{1,7}([.,]\d{1,2})?$/, 'notMoney'),
  card: token(255).optional(),
})
/** A sale is read within about a second; a slow one shows when the page is loaded again. */
const testWaitMs = 4000

const testSale =
  (deps: TillRoomDeps): Step =>
  async ({ context, till, request, response }) => {
    const { merchantId } = context.merchant
    const read = readForm(testForm, request, context.speech)
    if (!read.ok) return sendTill(deps, response, context, { till, forms: { test: read.form }, status: 422 })
    const currency = await tillCurrency(deps, till)
    const total = Math.round(Number(read.value.amount.replace(',', '.')) * 10 ** minorDigits(currency))
    const sent = await deps.sendTestSale(
      { merchantId, id: till.id },
      { total, currency, card: read.value.card },
    )
    if (!sent.ok && sent.reason === 'unknown') throw notFound('till')
    if (!sent.ok) {
      const test = { values: request.body, errors: { '': context.speech.texts.console.setup.notSent } }
      return sendTill(deps, response, context, { till, forms: { test }, status: 422 })
    }
    const until = Date.now() + testWaitMs
    while (Date.now() < until && !(await deps.reads.order(merchantId, till.id, sent.orderId)))
      await pause(150)
    response.redirect(303, `${tillPath(till.id)}?test=${sent.orderId}`)
  }

const degrees = (most: number) =>
  z
    .string()
    .regex(/^-?\d{1,3}([.,]\d{1,10})?$/, 'invalid')
    .transform((typed) => Number(typed.replace(',', '.')))
    .refine((value) => Math.abs(value) <= most, 'invalid')
    .optional()

const placeForm = z.object({
  externalId: text(255),
  name: text(100).optional(),
  timeZone: timeZone.optional(),
  latitude: degrees(90),
  longitude: degrees(180),
})

const changePlace =
  (deps: TillRoomDeps): Step =>
  async ({ context, till, request, response }) => {
    const { merchantId } = context.merchant
    const read = readForm(placeForm, request, context.speech)
    const again = (form: { values: Record<string, string>; errors: Record<string, string> }) =>
      sendTill(deps, response, context, {
        till,
        forms: { place: { externalId: String(request.body?.externalId ?? ''), form } },
        status: 422,
      })
    if (!read.ok) return again(read.form)
    const { externalId, name = null, timeZone: zone = null, latitude = null, longitude = null } = read.value
    if ((latitude === null) !== (longitude === null))
      return again({ values: request.body, errors: { longitude: roomTexts(context.speech).tills.both } })
    const known = await deps.locations.list(merchantId, till.id, { after: null, limit: 100 })
    if (!known.some((place) => place.externalId === externalId)) throw notFound('location')
    const place = { tillId: till.id, externalId, name, timeZone: zone, latitude, longitude }
    await deps.locations.put(merchantId, place)
    doneAt(response, tillPath(till.id), 'saved')
  }

const dayMs = 86_400_000
export const days = z.coerce.number('notNumber').int('notNumber').min(0).max(60)

const lookBack =
  (deps: TillRoomDeps): Step =>
  async ({ context, till, request, response }) => {
    const read = readForm(z.object({ lookBackDays: days }), request, context.speech)
    if (!read.ok)
      return sendTill(deps, response, context, { till, forms: { lookBack: read.form }, status: 422 })
    await deps.searches.lookBack(till, deps.now() - read.value.lookBackDays * dayMs)
    doneAt(response, tillPath(till.id), 'looking')
  }

const oldReceiptsMs = 30 * dayMs

const newReceiptKey =
  (deps: TillRoomDeps): Step =>
  async ({ till, response }) => {
    const rotated = await deps.rotateReceiptKey(till, oldReceiptsMs)
    if (!rotated.ok) throw notFound('till')
    doneAt(response, tillPath(till.id), 'saved')
  }

const newSecret =
  (deps: TillRoomDeps): Step =>
  async ({ context, till, response }) => {
    const rotated = await deps.rotateWebhookSecret({ merchantId: context.merchant.merchantId, id: till.id })
    if (!rotated.ok) throw notFound('till')
    const texts = roomTexts(context.speech).tills
    const until = formatMoment(context.speech, rotated.oldUntil, context.merchant.timeZone)
    const told = {
      ...{ tillId: till.id, title: texts.secretTitle, note: texts.rotated(until) },
      ...{ webhookUrl: webhookUrlOf(deps, till), secret: rotated.webhookSecret },
    }
    sendPage(response, TillSecretPage(context, told), 201)
  }

const disconnect =
  (deps: TillRoomDeps): Step =>
  async ({ context, till, request, response }) => {
    const texts = roomTexts(context.speech).tills
    const again = (field: string, words: string) =>
      sendTill(deps, response, context, {
        till,
        forms: { disconnect: { values: {}, errors: { [field]: words } } },
        status: 422,
      })
    const typed = String(request.body?.sure ?? '').trim()
    if (typed.toLowerCase() !== till.name.toLowerCase()) return again('sure', texts.wrongName)
    const result = await deps.disconnectTill(context.merchant.merchantId, till.id)
    if (!result.ok && result.reason === 'unknown') throw notFound('till')
    if (!result.ok) return again('', texts.unreachable)
    doneAt(response, '/console/tills', 'disconnected')
  }
