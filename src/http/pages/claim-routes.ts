import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { normalClaimCode } from '../../domain/claim-code.ts'
import { AnswerPage, ClaimPage } from '../../pages/claim-page.ts'
import { claimAnswer, takenAnswer } from './claim-answer.ts'
import {
  beginVisit,
  type ClaimPagesDeps,
  chosenCard,
  claimLimit,
  heldCards,
  shopOf,
  unknownClaim,
} from './claim-context.ts'
import { claimOrder } from './claim-order.ts'
import { deviceOf } from './device.ts'
import { formBody } from './form-body.ts'
import { rememberCard } from './known-cards.ts'
import { contextFor, sendPage } from './page-answer.ts'

/** `/claim/{code}`: stamps of a receipt or insert, fetched with the customer's own phone; `/claim` without a code. */
export function claimRoutes(deps: ClaimPagesDeps): Router {
  const router = Router()
  router.use('/claim', claimLimit(deps.claimsPerMinute ?? 120))
  router.post('/claim/card', formBody, (request, response) => takeLink(deps, request, response))
  router.use(claimOrder(deps))
  router.get('/claim/:code', (request, response) => showClaim(deps, request, response))
  router.post('/claim/:code', formBody, (request, response) => takeClaim(deps, request, response))
  return router
}

const codeShape = z.string().max(64).transform(normalClaimCode)

async function claimOf(deps: ClaimPagesDeps, request: Request) {
  const code = codeShape.safeParse(request.params.code)
  const entry = code.success ? await deps.directory.find('claim', code.data) : null
  const claim = entry && (await deps.claims.find(entry.merchantId, entry.targetId))
  if (!entry || !claim) throw unknownClaim()
  return { merchantId: entry.merchantId, claimId: entry.targetId, claim, code: code.data ?? '' }
}

/** The page with the choice of card, or what there is to say of a claim that nobody can take up any more. */
async function showClaim(deps: ClaimPagesDeps, request: Request, response: Response): Promise<void> {
  const { merchantId, claim, code } = await claimOf(deps, request)
  const [cards, all] = await Promise.all([
    heldCards(deps, request, merchantId),
    deps.offers.ofMerchant(merchantId),
  ])
  const shop = shopOf(all, cards)
  const context = contextFor(request, response, deps.assets, shop.locale)
  response.set('Referrer-Policy', 'no-referrer').vary('User-Agent')
  const mine = cards.find(({ face }) => face.cardId === claim.cardId)
  const over = takenAnswer(context.speech, claim, mine !== undefined, deps.now())
  if (over) {
    const cardPath = mine ? `/card/${mine.token}` : null
    sendPage(response, AnswerPage(context, { shop, answer: over, cardPath }), mine ? 200 : 410)
    return
  }
  beginVisit(deps, request, response)
  const page = ClaimPage(context, {
    shop,
    claim,
    cards: cards.map(({ face }) => face),
    offers: all.filter((offer) => offer.open),
    device: deviceOf(request.get('user-agent')).device,
    action: `/claim/${code}`,
    linkUnknown: request.query.link === 'unknown',
  })
  sendPage(response, page)
}

async function takeClaim(deps: ClaimPagesDeps, request: Request, response: Response): Promise<void> {
  const { merchantId, claimId, claim, code } = await claimOf(deps, request)
  const mine = (await heldCards(deps, request, merchantId)).some(({ face }) => face.cardId === claim.cardId)
  // No new card for what cannot be had any more.
  const gone = takenAnswer(contextFor(request, response, deps.assets).speech, claim, mine, deps.now())
  const card = gone ? null : await chosenCard(deps, request, response, { merchantId, intent: claimId })
  if (!card) return response.redirect(303, `/claim/${code}`)
  const result = await deps.redeemClaim({ merchantId, cardId: card.cardId, by: { code } })
  const cardPath = `/card/${card.token}`
  const good = result.ok && (result.outcome !== 'already-counted' || result.mine)
  if (good && (card.wallet === 'apple' || card.wallet === 'google'))
    return response.redirect(303, `${cardPath}?add=${card.wallet}`)
  const offers = await deps.offers.ofMerchant(merchantId)
  const shop = shopOf(offers, [])
  const context = contextFor(request, response, deps.assets, shop.locale)
  const answer = claimAnswer(context.speech, result, { timeZone: shop.timeZone, by: 'code' })
  sendPage(response, AnswerPage(context, { shop, answer, cardPath }), good ? 200 : 409)
}

const linkShape = z.object({
  link: z.string().max(300).catch(''),
  // A way back within these pages, and nowhere else.
  back: z
    .string()
    .regex(/^\/claim(?:\/[\w.-]{1,120}){0,2}$/)
    .catch('/claim'),
})

/** Remembers the card of a pasted link, or says that there is none. */
async function takeLink(deps: ClaimPagesDeps, request: Request, response: Response): Promise<void> {
  const { link, back } = linkShape.parse(request.body ?? {})
  const token = /(?:^|\/card\/)([\w-]{16,64})(?:[/?#]|$)/.exec(link.trim())?.[1]
  const entry = token === undefined ? null : await deps.directory.find('card-token', token)
  const face = entry && (await deps.loadFace(entry.merchantId, entry.targetId))
  if (token === undefined || !face || face.voided) return response.redirect(303, `${back}?link=unknown`)
  rememberCard(deps, response, face.programId, token)
  response.redirect(303, back)
}
