import { z } from 'zod'
import type { ClaimDraft, ClaimMade } from '../../app/make-claim.ts'
import type { ClaimInput, ClaimResult } from '../../app/redeem-claim.ts'
import { AppError, conflict, notFound } from '../../app-error.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Tills } from '../../ports/tills.ts'
import { type Endpoint, endpoint } from './endpoint.ts'
import { asTime, asTimeOrNull, id, money, text, time } from './fields.ts'
import { plainOrderId } from './order-id.ts'
import { alreadyCounted, showCounted } from './scans.ts'

export type ClaimDeps = {
  tills: Pick<Tills, 'find'>
  makeClaim(draft: ClaimDraft): Promise<ClaimMade>
  redeemClaim(input: ClaimInput): Promise<ClaimResult>
  baseUrl: string
  now: Clock
}

const dayMs = 86_400_000

const claimInput = z
  .strictObject({
    stamps: z.int().min(1).max(100).optional().describe('For an insert: so many stamps, once.'),
    tillId: id.optional().describe('For a receipt, with `orderId`: what this order gives.'),
    orderId: text(255).optional().describe('The till’s own id; the order may still be on its way.'),
    expiresInDays: z.int().min(1).max(3650).default(30),
  })
  .refine(
    ({ stamps, tillId, orderId }) =>
      stamps === undefined
        ? tillId !== undefined && orderId !== undefined
        : (tillId ?? orderId) === undefined,
    { path: ['stamps'], message: 'must be given, or tillId with orderId, and not both' },
  )

const claimSchema = z.strictObject({
  id,
  code: z.string().describe('Told once: keep it, or make another.'),
  url: z.url().describe('For the QR on the receipt or insert.'),
  expiresAt: time.nullable(),
})

const redeemInput = z
  .strictObject({
    cardId: id,
    code: z.string().min(1).max(64).optional().describe('Blanks, dashes and case don’t matter.'),
    number: text(100).optional().describe('Number of the order, as on the receipt.'),
    amount: money.optional().describe('What was paid in all.'),
    around: z.iso.datetime({ offset: true }).optional().describe('When it was paid, to the hour.'),
    tillId: id.optional(),
  })
  .refine(
    ({ code, number, amount, around, tillId }) =>
      code === undefined
        ? number !== undefined && amount !== undefined && around !== undefined
        : (number ?? amount ?? around ?? tillId) === undefined,
    { path: ['code'], message: 'must be given, or number, amount and around, and not both' },
  )

const redeemedSchema = z.strictObject({
  cardId: id,
  outcome: z
    .enum(['stamped', 'no-stamp', 'waiting', 'already-counted'])
    .describe('`waiting`: the till has not told of the order yet; it is kept for the card.'),
  stamps: z.int(),
  counted: alreadyCounted.optional(),
})

export function claimEndpoints(deps: ClaimDeps): Endpoint[] {
  return [makeEndpoint(deps), redeemEndpoint(deps)]
}

const makeEndpoint = ({ makeClaim, tills, baseUrl, now }: ClaimDeps) =>
  endpoint({
    method: 'POST',
    path: '/claims',
    machine: true,
    tag: 'Claims',
    summary: 'Make a one-time code for a receipt or an insert',
    auth: 'merchant',
    body: { name: 'ClaimInput', schema: claimInput, example: { stamps: 1 } },
    answers: { 201: { description: 'The claim.', name: 'Claim', schema: claimSchema } },
    async handle({ merchantId, operationId, body: { stamps, tillId, orderId, expiresInDays } }) {
      const till = tillId === undefined ? null : await tills.find(merchantId, tillId)
      if (tillId !== undefined && !till) throw notFound('till')
      const of =
        stamps === undefined ? { tillId: tillId ?? '', externalId: plainOrderId(orderId ?? '') } : { stamps }
      const expiresAt = now() + expiresInDays * dayMs
      const made = await makeClaim({ merchantId, operationId, of, expiresAt })
      const { code } = made
      const body = {
        id: made.id,
        code,
        url: `${baseUrl}/claim/${code}`,
        expiresAt: asTimeOrNull(made.expiresAt),
      }
      return { status: 201, body }
    },
  })

const redeemEndpoint = ({ redeemClaim }: ClaimDeps) =>
  endpoint({
    method: 'POST',
    path: '/claims/redeem',
    machine: true,
    tag: 'Claims',
    summary: 'Take up a claim for a card',
    description:
      'By its code, or by what a receipt says of an order that is nobody’s: number, amount and time, which one order alone has to fit. Ten failed attempts of a card within an hour shut it out.',
    auth: 'merchant',
    body: {
      name: 'ClaimRedeemInput',
      schema: redeemInput,
      example: { cardId: '019aab5e-1f00-7000-8000-000000000003', code: '7K2QM9ZT4XB0V' },
    },
    answers: {
      200: { description: 'What it came to.', name: 'RedeemedClaim', schema: redeemedSchema },
    },
    problems: {
      404: 'There is no such card, or nothing that the code or receipt fits.',
      409: 'Another card has it (`reason`, `countedAt`, `where`), it is too old, or the card is not active.',
      429: 'Too many attempts failed.',
    },
    async handle({ merchantId, body: { cardId, code, number, amount, around, tillId } }) {
      const by =
        code === undefined && number !== undefined && amount && around !== undefined
          ? { number, amount, around: Date.parse(around), tillId }
          : { code: code ?? '' }
      const result = await redeemClaim({ merchantId, cardId, by })
      if (!result.ok) throw refusalOf(result)
      if (result.outcome !== 'already-counted')
        return { status: 200, body: { cardId, outcome: result.outcome, stamps: result.stamps } }
      const counted = showCounted(result.counted)
      if (!result.mine) throw countedElsewhere(counted)
      return { status: 200, body: { cardId, outcome: result.outcome, stamps: 0, counted } }
    },
  })

const countedElsewhere = ({ at, where }: ReturnType<typeof showCounted>) =>
  conflict(
    'already-counted',
    `This purchase was counted already${where === null ? '' : ` at ${where}`}: ${at}.`,
    {
      reason: 'already-counted',
      countedAt: at,
      where,
    },
  )

function refusalOf(refusal: Extract<ClaimResult, { ok: false }>): AppError {
  switch (refusal.reason) {
    case 'unknown-card':
      return notFound('card')
    case 'card-not-active':
      return conflict('card-not-active', 'The card is paused, erased or was merged into another.')
    case 'unknown-claim':
      return notFound('claim')
    case 'expired':
      return conflict('expired', 'This claim is too old to be taken up.', { reason: 'expired' })
    case 'too-many-attempts':
      return new AppError({
        code: 'too-many-attempts',
        status: 429,
        userText: `Too many attempts failed. Try again after ${asTime(refusal.until)}.`,
        details: { reason: 'too-many-attempts' },
        headers: { 'Retry-After': '3600' },
      })
  }
}
