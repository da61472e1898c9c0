import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { AppError, notFound } from '../../app-error.ts'
import { visitStepMs } from '../../domain/visit-code.ts'
import { isLanguage, type Language, type Speech, speechFor } from '../../messages/messages.ts'
import { KioskPage } from '../../pages/kiosk-page.ts'
import type { PageContext } from '../../pages/page-context.ts'
import { UnboundPage } from '../../pages/staff/sign-in-page.ts'
import type { Device } from '../../ports/devices.ts'
import { allowWebAssembly } from '../security-headers.ts'
import { claimLimit, shopOf } from './claim-context.ts'
import { deviceAt, deviceCsrf, requireDeviceCsrf, withDevice } from './device-session.ts'
import { formBody } from './form-body.ts'
import { handedOut, type KioskDeps, visit } from './kiosk-answer.ts'
import { kioskVisits } from './kiosk-visits.ts'
import { contextFor, sendPage } from './page-answer.ts'

/** `/kiosk`: a tablet of the shop that customers use themselves; `/claim/here/…`: their phones before it. */
export function kioskRoutes(deps: KioskDeps): Router {
  const secure = deps.baseUrl.startsWith('https:')
  const router = Router()
  router.use('/kiosk', withDevice({ ...deps, secure }), (request, response, next) => {
    if (deviceAt(response)?.device.kind === 'kiosk') return next()
    const context = contextFor(request, response, deps.assets)
    sendPage(
      response,
      UnboundPage(context, deviceAt(response) ? context.speech.texts.kiosk.notKiosk : null),
      401,
    )
  })
  router.get('/kiosk', (request, response) => showKiosk(deps, request, response))
  router.get('/kiosk/code', (request, response) => tellCode(deps, request, response))
  router.post('/kiosk/cards', claimLimit(120), formBody, requireDeviceCsrf, (request, response) =>
    takeCard(deps, request, response),
  )
  router.use(kioskVisits(deps))
  return router
}

const kioskOf = (response: Response): Device => {
  const device = deviceAt(response)?.device
  if (!device)
    throw new AppError({ code: 'device-needed', status: 401, userText: 'This device belongs to no shop.' })
  return device
}

async function showKiosk(deps: KioskDeps, request: Request, response: Response): Promise<void> {
  const device = kioskOf(response)
  const all = await deps.offers.ofMerchant(device.merchantId)
  const shop = shopOf([...handedOut(all, device), ...all], [])
  const own = contextFor(request, response, deps.assets, shop.locale)
  const context = spoken(own, languageIn(request.query.lang), shop.locale)
  const qrSvg = await drawCode(deps, device, context.speech)
  allowWebAssembly(response)
  sendPage(
    response,
    KioskPage(context, { ...shop, home: own.speech.language, csrf: deviceCsrf(response), qrSvg }),
  )
}

const languageIn = (given: unknown): Language | null =>
  typeof given === 'string' && isLanguage(given) ? given : null

/** As the customer chose on the kiosk; otherwise as the tablet's browser and the shop have it. */
const spoken = (context: PageContext, chosen: Language | null, locale?: string): PageContext =>
  chosen ? { ...context, speech: speechFor(chosen, locale) } : context

async function drawCode(deps: KioskDeps, device: Device, { texts }: Speech): Promise<string> {
  const code = await deps.makeVisitCode(device)
  if (code === null) throw notFound('merchant')
  return deps.drawBarcode('qr', `${deps.baseUrl}/claim/here/${code}`, texts.kiosk.qr)
}

async function tellCode(deps: KioskDeps, request: Request, response: Response): Promise<void> {
  const { speech } = spoken(contextFor(request, response, deps.assets), languageIn(request.query.lang))
  const svg = await drawCode(deps, kioskOf(response), speech)
  const nextInMs = visitStepMs - (deps.now() % visitStepMs)
  response.set('Cache-Control', 'private, no-store').json({ svg, nextInMs, wholeMs: visitStepMs })
}

const cardForm = z.object({ text: z.string().trim().min(1).max(500), lang: z.string().max(5).optional() })

/** One card before the camera: the answer as the page says it. */
async function takeCard(deps: KioskDeps, request: Request, response: Response): Promise<void> {
  const device = kioskOf(response)
  const read = cardForm.safeParse(request.body ?? {})
  if (!read.success)
    throw new AppError({ code: 'bad-form', status: 400, userText: 'The form is not one of ours.' })
  const { speech } = spoken(contextFor(request, response, deps.assets), languageIn(read.data.lang))
  const { kiosk } = speech.texts
  const { merchantId } = device
  const shown = await deps.findShownCard({ merchantId, text: read.data.text })
  response.set('Cache-Control', 'private, no-store')
  if (!shown.ok || shown.couponId !== null) {
    const old = !shown.ok && shown.reason === 'code-expired'
    const title = old ? kiosk.expired : kiosk.wrong
    response.json({ tone: 'no', title, details: [old ? kiosk.expiredHint : kiosk.wrongHint], card: false })
    return
  }
  const { answer, stamps, goal } = await visit(deps, device, {
    cardId: shown.cardId,
    state: shown.state,
    speech,
  })
  response.json({ tone: answer.tone, title: answer.title, details: answer.details, stamps, goal, card: true })
}
