import { type Request, type RequestHandler, type Response, Router } from 'express'
import { rateLimit } from 'express-rate-limit'
import { z } from 'zod'
import type { FindCustomerCard } from '../app/find-customer-card.ts'
import type { FindShownCard } from '../app/find-shown-card.ts'
import type { CardRecord, CardsRead, CouponRecord } from '../ports/cards.ts'
import type { Key } from '../ports/keys.ts'
import type { OrdersRead } from '../ports/orders.ts'
import type { Programs } from '../ports/programs.ts'
import type { ShopApp } from '../ports/shop-app.ts'
import type { ShopInstalls } from '../ports/shop-installs.ts'
import { problemHandler, type ReportError } from './errors.ts'

export type ShopifyPosDeps = {
  app: Pick<ShopApp, 'shopOf'>
  installs: Pick<ShopInstalls, 'find'>
  findShownCard: FindShownCard
  findCustomerCard: FindCustomerCard
  cards: Pick<CardsRead, 'find'>
  programs: Pick<Programs, 'find'>
  orders: Pick<OrdersRead, 'find'>
  report: ReportError
}

type Answer = { status: number; body: object }
type Look = (till: Key, text: string) => Promise<Answer>

const asked = z.string().trim().min(1).max(500)

/**
 * `/shopify/pos/...`: what the extension in Shopify's POS asks, with the ID token that its `fetch` carries:
 * `cards/{scanned or typed}`, `customers/{id}` and `orders/{id}`. Reads only.
 */
export function shopifyPos(deps: ShopifyPosDeps): Router {
  const router = Router({ caseSensitive: true })
  router.use('/shopify/pos', anyOrigin, attempts)
  router.get('/shopify/pos/cards/:text', tell(deps, cardShown(deps)))
  router.get('/shopify/pos/customers/:text', tell(deps, cardOfCustomer(deps)))
  router.get('/shopify/pos/orders/:text', tell(deps, orderCounted(deps)))
  router.use('/shopify/pos', problemHandler(deps.report))
  return router
}

/** Extensions run on other origins than the app. Nothing here is for a cookie: whoever has no token is told nothing. */
const anyOrigin: RequestHandler = (request, response, next) => {
  response.set({
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Allow-Headers': 'Authorization, Content-Type',
    'Access-Control-Max-Age': '7200',
    'Cross-Origin-Resource-Policy': 'cross-origin',
    'Cache-Control': 'no-store',
  })
  if (request.method === 'OPTIONS') response.status(204).set('Access-Control-Allow-Methods', 'GET').end()
  else next()
}

const tell = (deps: ShopifyPosDeps, look: Look) => async (request: Request, response: Response) => {
  const till = await tillOf(deps, request)
  const text = asked.safeParse(request.params.text)
  const answer =
    till === null
      ? refusal(401, 'refused')
      : till === 'not-connected'
        ? refusal(409, till)
        : text.success
          ? await look(till, text.data)
          : refusal(404, 'unknown')
  response.status(answer.status).json(answer.body)
}

const refusal = (status: number, reason: string): Answer => ({ status, body: { reason } })

async function tillOf(
  { app, installs }: ShopifyPosDeps,
  request: Request,
): Promise<Key | 'not-connected' | null> {
  const token = /^Bearer ([\w.-]{20,4000})$/.exec(request.get('authorization') ?? '')?.[1]
  const shop = token ? await app.shopOf(token) : null
  if (shop === null) return null
  const installed = await installs.find(shop)
  return installed?.state === 'active' ? installed.till : 'not-connected'
}

const cardShown =
  (deps: ShopifyPosDeps): Look =>
  async (till, text) => {
    const shown = await deps.findShownCard({ merchantId: till.merchantId, text })
    if (!shown.ok) return refusal(404, shown.reason)
    return showCard(deps, till, shown.cardId, shown.couponId)
  }

const cardOfCustomer =
  (deps: ShopifyPosDeps): Look =>
  async (till, customerId) => {
    const cardId = await deps.findCustomerCard({ merchantId: till.merchantId, tillId: till.id, customerId })
    return cardId === null ? refusal(404, 'unknown') : showCard(deps, till, cardId, null)
  }

const orderCounted =
  ({ orders }: ShopifyPosDeps): Look =>
  async (till, orderId) => {
    const order = await orders.find(till.merchantId, till.id, orderId)
    if (!order) return refusal(404, 'unknown')
    const { outcome, given, cardId } = order
    return { status: 200, body: { outcome, given, matched: cardId !== null } }
  }

async function showCard(
  { cards, programs }: ShopifyPosDeps,
  till: Key,
  cardId: string,
  couponId: string | null,
): Promise<Answer> {
  const card = await cards.find(till.merchantId, cardId)
  const program = card && (await programs.find(till.merchantId, card.programId))
  if (!card || !program) return refusal(404, 'unknown')
  return {
    status: 200,
    body: {
      serial: card.serial,
      program: program.name,
      state: card.state,
      stamps: card.stamps,
      goal: card.goal,
      customerId: customerOf(card, till),
      /** The one whose code was scanned. */
      couponId,
      coupons: card.coupons.filter(isOpen).map((coupon) => showCoupon(coupon, till)),
    },
  }
}

/** Two customers of one till may mean one card, and none of them is better. */
function customerOf({ links }: CardRecord, till: Key): string | null {
  const here = links.filter(({ tillId }) => tillId === till.id)
  return here.length === 1 ? (here[0]?.customerId ?? null) : null
}

const isOpen = ({ state }: CouponRecord): boolean => state === 'active' || state === 'issuing'

const showCoupon = (coupon: CouponRecord, till: Key) => ({
  id: coupon.id,
  title: coupon.reward.title,
  kind: coupon.reward.kind,
  state: coupon.state,
  /** For the cart; null where this till has no discount of that code. */
  code: coupon.state === 'active' && isHere(coupon, till) ? coupon.code : null,
  expiresAt: coupon.expiresAt === null ? null : new Date(coupon.expiresAt).toISOString(),
})

/** Codes that came from outside, pooled or shared, are the merchant's own; whether this till knows them, it will say. */
const isHere = ({ reward, placements }: CouponRecord, till: Key): boolean =>
  reward.kind === 'redeem_code' &&
  (reward.codeSource !== 'minted' ||
    placements.some(({ tillId, state }) => tillId === till.id && (state === 'placed' || state === 'drifted')))

const attempts = rateLimit({
  windowMs: 60_000,
  limit: 600,
  standardHeaders: 'draft-8',
  legacyHeaders: false,
  handler: (_request, response) => void response.status(429).json({ reason: 'too-many' }),
})
