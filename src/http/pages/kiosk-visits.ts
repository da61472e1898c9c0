import { type Request, type Response, Router } from 'express'
import type { Speech } from '../../messages/messages.ts'
import { CardChoice } from '../../pages/card-choice.ts'
import { type Answer, AnswerPage, ShopPage } from '../../pages/claim-page.ts'
import { html } from '../../pages/html.ts'
import { beginVisit, chosenCard, heldCards, shopOf, unknownClaim } from './claim-context.ts'
import { readCookie } from './cookies.ts'
import { deviceOf } from './device.ts'
import { formBody } from './form-body.ts'
import { handedOut, type KioskDeps, visit } from './kiosk-answer.ts'
import { contextFor, sendPage } from './page-answer.ts'

/** `/claim/here/{code}`: the kiosk's code, scanned with a phone, stamps the card of that phone once, or a new one. */
export function kioskVisits(deps: KioskDeps): Router {
  const router = Router()
  router.get('/claim/here/:code', (request, response) => showVisit(deps, request, response))
  router.post('/claim/here/:code', formBody, (request, response) => takeVisit(deps, request, response))
  return router
}

const seenCookie = 'visit-seen'

async function readVisit(deps: KioskDeps, request: Request) {
  const code = String(request.params.code).slice(0, 120)
  const read = await deps.readVisitCode(code, readCookie(request, seenCookie))
  if (!read.ok && read.reason === 'unknown') throw unknownClaim()
  return { code, read }
}

const runOut = ({ texts: { kiosk } }: Speech): Answer => ({
  tone: 'no',
  title: kiosk.visitExpired,
  hint: kiosk.visitExpiredHint,
})

async function showVisit(deps: KioskDeps, request: Request, response: Response): Promise<void> {
  const { code, read } = await readVisit(deps, request)
  const merchantId = read.ok ? read.device.merchantId : (read.merchantId ?? '')
  const [cards, all] = await Promise.all([
    heldCards(deps, request, merchantId),
    deps.offers.ofMerchant(merchantId),
  ])
  const offers = read.ok ? handedOut(all, read.device) : []
  const shop = shopOf([...offers, ...all], cards)
  const context = contextFor(request, response, deps.assets, shop.locale)
  response.set('Referrer-Policy', 'no-referrer').vary('User-Agent')
  if (!read.ok) {
    sendPage(response, AnswerPage(context, { shop, answer: runOut(context.speech), cardPath: null }), 410)
    return
  }
  keepSeen(deps, response, read.seen)
  beginVisit(deps, request, response)
  const { kiosk } = context.speech.texts
  const page = ShopPage(context, shop, kiosk.visitTitle, [
    html`<h1>${kiosk.visitTitle}</h1>`,
    html`<p>${kiosk.visitHint}</p>`,
    CardChoice(context, {
      cards: cards.map(({ face }) => face),
      offers,
      device: deviceOf(request.get('user-agent')).device,
      action: `/claim/here/${code}`,
      linkUnknown: request.query.link === 'unknown',
    }),
  ])
  sendPage(response, page)
}

/** This phone saw the code in time: it may take some minutes to choose or get a card. */
function keepSeen({ baseUrl }: { baseUrl: string }, response: Response, seen: string): void {
  const secure = baseUrl.startsWith('https:')
  response.cookie(seenCookie, seen, {
    httpOnly: true,
    sameSite: 'lax',
    secure,
    path: '/claim',
    maxAge: 300_000,
  })
}

async function takeVisit(deps: KioskDeps, request: Request, response: Response): Promise<void> {
  const { code, read } = await readVisit(deps, request)
  const back = `/claim/here/${code}`
  if (!read.ok) return response.redirect(303, back)
  const { device } = read
  const card = await chosenCard(deps, request, response, { merchantId: device.merchantId, intent: code })
  if (!card) return response.redirect(303, back)
  const all = await deps.offers.ofMerchant(device.merchantId)
  const shop = shopOf([...handedOut(all, device), ...all], [])
  const context = contextFor(request, response, deps.assets, shop.locale)
  const { answer } = await visit(deps, device, {
    cardId: card.cardId,
    state: 'active',
    speech: context.speech,
  })
  const cardPath = `/card/${card.token}`
  const good = answer.tone !== 'no'
  if (good && (card.wallet === 'apple' || card.wallet === 'google'))
    return response.redirect(303, `${cardPath}?add=${card.wallet}`)
  const said: Answer = { tone: good ? 'yes' : 'no', title: answer.title, hint: answer.details.join(' ') }
  sendPage(response, AnswerPage(context, { shop, answer: said, cardPath }), good ? 200 : 409)
}
