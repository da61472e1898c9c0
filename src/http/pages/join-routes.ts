import { type Request, Router } from 'express'
import { z } from 'zod'
import type { CreateCard } from '../../app/create-card.ts'
import { AppError } from '../../app-error.ts'
import type { CardFace } from '../../domain/card-face.ts'
import { JoinPage, type OwnCard } from '../../pages/join-page.ts'
import type { Clock } from '../../ports/clock.ts'
import type { JoinOffer, JoinOffers } from '../../ports/join-offers.ts'
import { perMinute } from '../per-minute.ts'
import type { Assets } from './assets.ts'
import { deviceOf } from './device.ts'
import { formBody } from './form-body.ts'
import { cardIdOf, newIntent } from './join-intent.ts'
import { knownCardToken } from './known-cards.ts'
import { sendLogo } from './logo.ts'
import { contextFor, sendPage } from './page-answer.ts'

export type JoinDeps = {
  assets: Assets
  /** Public address of this Stampbridge, without a slash at its end. */
  baseUrl: string
  offers: JoinOffers
  createCard: CreateCard
  drawBarcode: DrawBarcode
  directory: {
    find(kind: 'card-token', text: string): Promise<{ merchantId: string; targetId: string } | null>
  }
  loadFace(merchantId: string, cardId: string): Promise<CardFace | null>
  now: Clock
  /** Cards that one address may make in a minute; a shop's whole Wi-Fi may be one address. */
  joinsPerMinute?: number | undefined
  /** A placement could not be counted; the customer does not wait for it. */
  onCountFailed(error: unknown): void
}

/** One SVG element; `title` names it for screen readers. @throws RangeError when the symbology cannot hold the value */
export type DrawBarcode = (
  symbology: 'qr' | 'code128' | 'ean13' | 'code39' | 'pdf417' | 'aztec',
  value: string,
  title: string,
) => string

const slugShape = z.string().regex(/^[a-z0-9-]{1,100}$/)
/** Whatever else stands there is no placement of ours, and is not counted. */
const placementShape = z
  .string()
  .regex(/^[a-z0-9-]{1,32}$/)
  .optional()
  .catch(undefined)
const form = z.object({
  wallet: z.enum(['apple', 'google', 'web']).optional().catch(undefined),
  intent: z.string().max(40).optional().catch(undefined),
})

/** `GET` and `POST /join/{slug}`. */
export function joinRoutes(deps: JoinDeps): Router {
  const router = Router()
  router.get('/join/:slug', async (request, response) => {
    const offer = await offerOf(deps, request.params.slug)
    const placement = placementShape.parse(request.query.p)
    if (placement && request.method === 'GET')
      deps.offers.countView(offer.merchantId, offer.programId, placement).catch(deps.onCountFailed)
    const context = contextFor(request, response, deps.assets, offer.locale)
    const { device, inApp } = deviceOf(request.get('user-agent'))
    const path = `/join/${offer.slug}${placement ? `?p=${placement}` : ''}`
    const onPhone = inApp || device === 'iphone' || device === 'android'
    const page = JoinPage(context, {
      offer,
      device,
      inApp,
      action: path,
      intent: newIntent(deps.now()),
      own: await ownCard(deps, request, offer),
      logoUrl: offer.look.logo ? `/join/${offer.slug}/logo` : null,
      qr: onPhone ? null : deps.drawBarcode('qr', deps.baseUrl + path, context.speech.texts.join.scan),
      chromeLink: device === 'android' ? chromeLink(deps.baseUrl + path) : null,
    })
    // Drawn for one kind of device.
    response.vary('User-Agent')
    sendPage(response, page)
  })
  router.post('/join/:slug', joinLimit(deps.joinsPerMinute ?? 60), formBody, async (request, response) => {
    const offer = await offerOf(deps, request.params.slug)
    const placement = placementShape.parse(request.query.p)
    const { wallet, intent } = form.parse(request.body ?? {})
    const { merchantId, programId } = offer
    const cardId = cardIdOf(intent, programId, deps.now())
    const made = await deps.createCard({ merchantId, programId, placement, cardId })
    if (!made.ok) {
      // Closed since the page was opened: the page says so now.
      response.redirect(303, `/join/${offer.slug}`)
      return
    }
    if (placement && !made.repeated)
      deps.offers.countJoin(merchantId, programId, placement).catch(deps.onCountFailed)
    const adding = wallet === 'apple' || wallet === 'google' ? `?add=${wallet}` : ''
    response.redirect(303, `/card/${made.token}${adding}`)
  })
  router.get('/join/:slug/logo', async (request, response) => {
    sendLogo(response, (await offerOf(deps, request.params.slug)).look.logo)
  })
  return router
}

/** The card of this program that this browser showed last, if it is still in use. */
async function ownCard(deps: JoinDeps, request: Request, offer: JoinOffer): Promise<OwnCard | null> {
  const token = knownCardToken(request, offer.programId)
  const entry = token === null ? null : await deps.directory.find('card-token', token)
  if (entry?.merchantId !== offer.merchantId) return null
  const face = await deps.loadFace(entry.merchantId, entry.targetId)
  if (!face || face.voided || face.programId !== offer.programId) return null
  return { path: `/card/${token}`, stamps: face.stamps, goal: face.goal }
}

async function offerOf(deps: JoinDeps, slug: string | string[] | undefined): Promise<JoinOffer> {
  const known = slugShape.safeParse(slug)
  const offer = known.success ? await deps.offers.bySlug(known.data) : null
  if (!offer)
    throw new AppError({ code: 'unknown-program', status: 404, userText: 'There is no such program.' })
  return offer
}

const joinLimit = (limit: number) => perMinute(limit, 'Too many cards at once.')

/** Leaves an Android app's own browser. */
const chromeLink = (address: string): string | null =>
  address.startsWith('https://')
    ? `intent://${address.slice('https://'.length)}#Intent;scheme=https;package=com.android.chrome;end`
    : null
