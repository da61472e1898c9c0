import { type Request, type RequestHandler, Router } from 'express'
import { z } from 'zod'
import type { SelfRedeem } from '../../app/self-redeem.ts'
import { AppError, notFound } from '../../app-error.ts'
import type { CardFace } from '../../domain/card-face.ts'
import { liveStepMs } from '../../domain/live-code.ts'
import { refusalWords, type ToldRefusal } from '../../messages/refusal-words.ts'
import { CardPage, type CardProps } from '../../pages/card-page.ts'
import type { CardRecords } from '../../ports/card-records.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Screens } from '../../ports/counter.ts'
import type { LiveCodes } from '../../ports/live-codes.ts'
import type { CardFeed } from '../card-feed.ts'
import { sendPass } from '../pass-response.ts'
import type { Assets } from './assets.ts'
import { keepScreen, ownScreen, showScreen, tellScreen } from './card-screen.ts'
import { streamRevisions } from './card-stream.ts'
import { deviceOf } from './device.ts'
import { formBody } from './form-body.ts'
import type { DrawBarcode } from './join-routes.ts'
import { rememberCard } from './known-cards.ts'
import { sendLogo } from './logo.ts'
import { contextFor, sendPage } from './page-answer.ts'

export type CardDeps = {
  assets: Assets
  /** Public address of this Stampbridge, without a slash at its end. */
  baseUrl: string
  directory: {
    find(kind: 'card-token', text: string): Promise<{ merchantId: string; targetId: string } | null>
  }
  loadFace(merchantId: string, cardId: string): Promise<CardFace | null>
  records: CardRecords
  feed: CardFeed
  drawBarcode: DrawBarcode
  /** The signed pass of a card as it now stands, in pieces. */
  buildPass(face: CardFace): Promise<readonly Uint8Array[]>
  /** Google's address that saves this card. */
  googleSaveLink(face: CardFace): Promise<string>
  selfRedeem: SelfRedeem
  screens: Screens
  liveCodes: Pick<LiveCodes, 'of'>
  now: Clock
}

const historyLength = 12
const tokenShape = z.string().regex(/^[\w-]{16,64}$/)
const query = z.object({
  add: z.enum(['apple', 'google']).nullable().catch(null),
})
const useForm = z.object({ confirm: z.string().max(64).optional().catch(undefined) }).catch({})

/** `/card/{token}` and what hangs on it. The token is the key: whoever has the address has the card. */
export function cardRoutes(deps: CardDeps): Router {
  const router = Router()
  router.use('/card/:token', hideAddress)
  router.get('/card/:token', (request, response) => showCard(deps, request, response))
  router.get('/card/:token/apple.pkpass', async (request, response) => {
    const face = await faceOf(deps, request)
    sendPass(response, await deps.buildPass(face), face.modifiedSecond)
  })
  router.get('/card/:token/google', async (request, response) => {
    const link = await deps.googleSaveLink(await faceOf(deps, request))
    response.set('Cache-Control', 'private, no-store').redirect(302, link)
  })
  router.get('/card/:token/logo', async (request, response) => {
    sendLogo(response, (await faceOf(deps, request)).look.logo)
  })
  router.get('/card/:token/events', async (request, response) => {
    streamRevisions(deps.feed, await cardOf(deps, request), request, response)
  })
  router.get('/card/:token/code', (request, response) => showLiveCode(deps, request, response))
  router.get('/card/:token/screens/:screen', async (request, response) => {
    const face = await faceOf(deps, request)
    const shown = { face, path: pathOf(request), token: screenOf(request) }
    if (!(await showScreen(deps, request, response, shown))) response.redirect(303, shown.path)
  })
  router.get('/card/:token/screens/:screen/state', async (request, response) => {
    const { merchantId } = await cardOf(deps, request)
    const told = await tellScreen(deps, request, response, { merchantId, token: screenOf(request) })
    if (!told) throw noSuchPart()
  })
  // Somebody loads the page again that asked or refused.
  router.get('/card/:token/coupons/:couponId/use', (request, response) => {
    response.redirect(303, pathOf(request))
  })
  router.post('/card/:token/coupons/:couponId/use', formBody, (request, response) =>
    useCoupon(deps, request, response),
  )
  return router
}

const hideAddress: RequestHandler = (_request, response, next) => {
  response.set('Referrer-Policy', 'no-referrer')
  next()
}

type Answer = Parameters<RequestHandler>[1]

export const pathOf = (request: Request): string =>
  `/card/${encodeURIComponent(String(request.params.token))}`

const screenOf = (request: Request): string => {
  const token = tokenShape.safeParse(request.params.screen)
  if (!token.success) throw noSuchPart()
  return token.data
}

/** The code of these 30 seconds as a QR, and how long until the next one. A card that is void has none. */
async function showLiveCode(deps: CardDeps, request: Request, response: Answer): Promise<void> {
  const face = await faceOf(deps, request)
  const now = deps.now()
  const code = face.voided ? null : await deps.liveCodes.of(face.merchantId, face.cardId, now)
  if (code === null) throw noSuchPart()
  const { speech } = contextFor(request, response, deps.assets, face.locale)
  response.set('Cache-Control', 'private, no-store')
  response.json({
    svg: deps.drawBarcode('qr', code, speech.texts.card.show),
    nextInMs: liveStepMs - (now % liveStepMs),
    wholeMs: liveStepMs,
  })
}

/** First the question, then the screen: the answer to the question comes with a token that only the question gave. */
async function useCoupon(deps: CardDeps, request: Request, response: Answer): Promise<void> {
  const face = await faceOf(deps, request)
  const coupon = face.coupons.find((each) => each.id === request.params.couponId)
  const { confirm } = useForm.parse(request.body ?? {})
  // A coupon that is used no more is not on the face: it is asked all the same, and says why not.
  const couponId = z.guid().safeParse(request.params.couponId)
  const { merchantId } = face
  const step =
    couponId.success && (!coupon || coupon.kind === 'self_redeem')
      ? await deps.selfRedeem({ merchantId, cardId: face.cardId, couponId: couponId.data, confirm })
      : { ok: false as const, reason: 'not-self-redeem' as const }
  if (!step.ok) return showCard(deps, request, response, { refusal: step })
  if (step.step === 'confirm') {
    const { confirm: token } = step
    return showCard(deps, request, response, { using: { couponId: couponId.data ?? '', confirm: token } })
  }
  const path = pathOf(request)
  keepScreen(deps, response, path, step.screen.token)
  response.redirect(303, `${path}/screens/${step.screen.token}`)
}

/** What a self-redemption has come to, beside the card as it stands. */
type Using = Pick<CardProps, 'using'> & { refusal?: ToldRefusal }

async function showCard(
  deps: CardDeps,
  request: Request,
  response: Answer,
  using: Using = {},
): Promise<void> {
  const { merchantId, targetId } = await cardOf(deps, request)
  const [face, history] = await Promise.all([
    deps.loadFace(merchantId, targetId),
    deps.records.history(merchantId, targetId, historyLength),
  ])
  if (!face) throw unknownCard()
  const { add } = query.parse({ add: request.query.add })
  const context = contextFor(request, response, deps.assets, face.locale)
  const path = pathOf(request)
  const own = await ownScreen(deps, request, merchantId)
  rememberCard(deps, response, face.programId, String(request.params.token))
  const page = CardPage(context, {
    face,
    path,
    device: deviceOf(request.get('user-agent')).device,
    adding: face.voided ? null : add,
    history,
    serialSvg: deps.drawBarcode('qr', face.serial, context.speech.texts.card.show),
    couponSvgs: couponBarcodes(deps, face, context.speech.texts.card.code),
    logoUrl: face.look.logo ? `${path}/logo` : null,
    using: using.using,
    screen: own && { title: own.view.title, path: `${path}/screens/${own.token}` },
    refusal: using.refusal
      ? refusalWords(context.speech, { timeZone: face.timeZone, ...using.refusal })
      : null,
  })
  response.vary('User-Agent')
  sendPage(response, page, using.refusal ? 409 : 200)
}

/** A code that its symbology cannot hold is shown as text alone: better than no card. */
function couponBarcodes(deps: CardDeps, face: CardFace, title: string): Map<string, string> {
  const drawn = new Map<string, string>()
  for (const { id, display, scanValue, code } of face.coupons) {
    if (display === 'text' || scanValue === null) continue
    try {
      drawn.set(id, deps.drawBarcode(display, scanValue, `${title} ${code ?? ''}`.trim()))
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
    }
  }
  return drawn
}

export const unknownCard = () =>
  new AppError({ code: 'unknown-card', status: 404, userText: 'There is no such card.' })

async function cardOf(
  deps: CardDeps,
  request: Request,
): Promise<{ merchantId: string; targetId: string; cardId: string }> {
  const token = tokenShape.safeParse(request.params.token)
  const found = token.success ? await deps.directory.find('card-token', token.data) : null
  if (!found) throw unknownCard()
  return { ...found, cardId: found.targetId }
}

export async function faceOf(deps: CardDeps, request: Request): Promise<CardFace> {
  const { merchantId, cardId } = await cardOf(deps, request)
  const face = await deps.loadFace(merchantId, cardId)
  if (!face) throw unknownCard()
  return face
}

export const noSuchPart = () => notFound('part of this card')
