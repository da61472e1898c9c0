import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { instantOf, localTime } from '../../domain/local-time.ts'
import { parseDecimal } from '../../domain/money.ts'
import type { Messages } from '../../messages/en.ts'
import { ClaimOrderPage, type ClaimOrderProps, type OrderForm } from '../../pages/claim-order-page.ts'
import { AnswerPage } from '../../pages/claim-page.ts'
import { claimAnswer } from './claim-answer.ts'
import { type ClaimPagesDeps, type HeldCard, heldCards } from './claim-context.ts'
import { formBody } from './form-body.ts'
import { contextFor, sendPage } from './page-answer.ts'

const text = (most: number) =>
  z
    .string()
    .max(most)
    .transform((typed) => typed.trim())
    .catch('')

const formShape = z.object({
  card: text(40),
  number: text(100),
  total: text(30),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .catch('EUR'),
  day: text(10),
  time: text(8),
})

/** `/claim`: a code typed in, or what a receipt says of an order. */
export function claimOrder(deps: ClaimPagesDeps): Router {
  const router = Router()
  router.get('/claim', async (request, response) => {
    const code = text(64).parse(request.query.code)
    if (code !== '') return response.redirect(303, `/claim/${encodeURIComponent(code)}`)
    const form = formShape.parse({})
    await showForm(deps, request, response, { held: await heldCards(deps, request), form, errors: {} })
  })
  router.get('/claim/order', (_request, response) => response.redirect(303, '/claim'))
  router.post('/claim/order', formBody, (request, response) => takeOrder(deps, request, response))
  return router
}

type Shown = { held: HeldCard[]; form: OrderForm; errors: ClaimOrderProps['errors'] }

async function showForm(
  deps: ClaimPagesDeps,
  request: Request,
  response: Response,
  { held, form, errors }: Shown,
): Promise<void> {
  const face = (held.find((each) => each.face.cardId === form.card) ?? held[0])?.face
  const context = contextFor(request, response, deps.assets, face?.locale)
  const currencies = await Promise.all(
    [...new Set(held.map((each) => each.face.merchantId))].map(deps.claims.currencies),
  )
  const page = ClaimOrderPage(context, {
    cards: held.map((each) => each.face),
    currencies: [...new Set(currencies.flat())],
    form,
    errors,
    today: localTime(deps.now(), face?.timeZone ?? 'UTC').date,
    linkUnknown: request.query.link === 'unknown',
  })
  response.set('Referrer-Policy', 'no-referrer')
  sendPage(response, page, Object.keys(errors).length > 0 ? 422 : 200)
}

async function takeOrder(deps: ClaimPagesDeps, request: Request, response: Response): Promise<void> {
  const form = formShape.parse(request.body ?? {})
  const held = await heldCards(deps, request)
  const card = held.find((each) => each.face.cardId === form.card)
  if (!card) return response.redirect(303, '/claim')
  const { face, token } = card
  const context = contextFor(request, response, deps.assets, face.locale)
  const read = readOrder(form, face.timeZone, context.speech.texts)
  if (!read.ok) return showForm(deps, request, response, { held, form, errors: read.errors })
  const { merchantId, cardId } = face
  const result = await deps.redeemClaim({ merchantId, cardId, by: read.order })
  const answer = claimAnswer(context.speech, result, { timeZone: face.timeZone, by: 'order' })
  const page = AnswerPage(context, {
    shop: { ...face, logoUrl: null },
    answer,
    cardPath: `/card/${token}`,
    again: answer.tone === 'no' ? '/claim' : undefined,
  })
  sendPage(response, page, answer.tone === 'yes' ? 200 : 409)
}

type ReadOrder =
  | { ok: true; order: { number: string; amount: { amount: number; currency: string }; around: number } }
  | { ok: false; errors: ClaimOrderProps['errors'] }

function readOrder(form: OrderForm, timeZone: string, { claim }: Messages): ReadOrder {
  const amount = amountOf(form.total, form.currency)
  const around = instantOf(`${form.day}T${form.time.slice(0, 5)}`, timeZone)
  if (form.number !== '' && amount !== null && around !== null)
    return { ok: true, order: { number: form.number, amount: { amount, currency: form.currency }, around } }
  return {
    ok: false,
    errors: {
      ...(form.number === '' && { number: claim.badNumber }),
      ...(amount === null && { total: claim.badTotal }),
      ...(around === null && { time: claim.badTime }),
    },
  }
}

/** "12.50", "12,50", "1.234,50" and "€ 12.50" as minor units; null for what is no sum. */
function amountOf(typed: string, currency: string): number | null {
  const signs = typed.replace(/[^\d.,]/g, '')
  const point = Math.max(signs.lastIndexOf('.'), signs.lastIndexOf(','))
  const whole = point < 0 ? signs : signs.slice(0, point)
  const plain = whole.replace(/[.,]/g, '') + (point < 0 ? '' : `.${signs.slice(point + 1)}`)
  try {
    return parseDecimal(plain.replace(/\.$/, ''), currency)
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}
