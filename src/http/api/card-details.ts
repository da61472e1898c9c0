import { z } from 'zod'
import type { PutDetails, ReadDetails, ToldDetails, VerifyDetails } from '../../app/card-details.ts'
import { conflict, notFound } from '../../app-error.ts'
import { type Endpoint, endpoint } from './endpoint.ts'
import { asTime, asTimeOrNull, idParams, text, time } from './fields.ts'

export type CardDetailsDeps = {
  putDetails: PutDetails
  readDetails: ReadDetails
  verifyDetails: VerifyDetails
}

/** What a customer chose to tell. */
export const cardDetailsEndpoints = (deps: CardDetailsDeps): Endpoint[] => [
  putDetailsEndpoint(deps),
  readDetailsEndpoint(deps),
  verifyDetailsEndpoint(deps),
]

const detailFields = {
  name: text(200).optional(),
  email: z.email('must be an e-mail address').max(254).optional(),
  phone: z
    .string()
    .trim()
    .regex(/^\+?[\d ()/-]{5,30}$/, 'must be a telephone number')
    .optional(),
  birthday: z
    .string()
    .regex(/^(?:\d{4}|-)-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/, 'must be like 1990-05-31, or --05-31')
    .optional()
    .describe('With the year, or without it as --MM-DD.'),
}
const channels = ['email', 'sms', 'push'] as const
const consentsInput = z
  .strictObject({ email: z.boolean().optional(), sms: z.boolean().optional(), push: z.boolean().optional() })
  .default({})
  .describe('By which ways the shop may write; a way that is not named has no consent.')
const consent = z.strictObject({ given: z.boolean(), since: time })

const verification = z.strictObject({
  at: time,
  by: z
    .enum(['merchant', 'till'])
    .describe('`till`: its verified customer, linked to this card, has the same.'),
})

export const detailsSchema = z.strictObject({
  name: z.string().optional(),
  email: z.string().optional(),
  phone: z.string().optional(),
  birthday: z.string().optional(),
  consents: z.strictObject({ email: consent.optional(), sms: consent.optional(), push: consent.optional() }),
  verified: z
    .strictObject({ email: verification.optional(), phone: verification.optional() })
    .describe('Contacts by which orders of a till’s verified customers find the card.'),
  updatedAt: time.nullable(),
})

export function showDetails({ consents, verified, updatedAt, ...details }: ToldDetails) {
  const stated = channels.flatMap((channel) => {
    const answer = consents[channel]
    return answer ? [[channel, { given: answer.given, since: asTime(answer.at) }] as const] : []
  })
  return {
    ...details,
    consents: Object.fromEntries(stated),
    verified: Object.fromEntries(verified.map(({ kind, at, by }) => [kind, { at: asTime(at), by }])),
    updatedAt: asTimeOrNull(updatedAt),
  }
}

const putDetailsEndpoint = ({ putDetails }: CardDetailsDeps) =>
  endpoint({
    method: 'PUT',
    path: '/cards/{id}/details',
    tag: 'Cards',
    summary: 'Keep what the customer chose to tell',
    description: 'Replaces what was told before; kept encrypted, and gone when the card is erased.',
    auth: 'merchant',
    params: idParams,
    body: {
      name: 'DetailsInput',
      schema: z.strictObject({ ...detailFields, consents: consentsInput }),
      example: { name: 'Ada', birthday: '--12-10', consents: { push: true } },
    },
    answers: { 204: { description: 'Kept.', schema: null } },
    async handle({ merchantId, params, body: { consents, ...details } }) {
      const kept = await putDetails({ merchantId, cardId: params.id, details, consents })
      if (!kept.ok) throw notFound('card')
      return { status: 204 }
    },
  })

const readDetailsEndpoint = ({ readDetails }: CardDetailsDeps) =>
  endpoint({
    method: 'GET',
    path: '/cards/{id}/details',
    tag: 'Cards',
    summary: 'Read what the customer chose to tell',
    auth: 'merchant',
    params: idParams,
    answers: { 200: { description: 'What was told.', name: 'Details', schema: detailsSchema } },
    async handle({ merchantId, params }) {
      const read = await readDetails(merchantId, params.id)
      if (!read.ok) throw notFound('card')
      return { status: 200, body: showDetails(read.told) }
    },
  })

const verifyDetailsEndpoint = ({ verifyDetails }: CardDetailsDeps) =>
  endpoint({
    method: 'POST',
    path: '/cards/{id}/details/verify',
    tag: 'Cards',
    summary: 'Say that a contact was verified',
    description:
      'You know that e-mail or phone to be the holder’s own, say by a message that was answered. From then on orders of a till’s customer with the same contact, verified by the till, stamp this card. A contact that several cards have stamps none of them; a phone counts only with its country (+49 ...). `false` takes it back.',
    auth: 'merchant',
    params: idParams,
    body: {
      name: 'VerifyInput',
      schema: z
        .strictObject({ email: z.boolean().optional(), phone: z.boolean().optional() })
        .refine(({ email, phone }) => (email ?? phone) !== undefined, 'must name email or phone'),
      example: { email: true },
    },
    answers: {
      200: { description: 'The details as they now stand.', name: 'Details', schema: detailsSchema },
    },
    problems: {
      409: 'The holder gave no such contact (`reason` no-contact), or a phone without its country.',
    },
    async handle({ merchantId, params, body }) {
      const done = await verifyDetails({ merchantId, cardId: params.id, ...body })
      if (done.ok) return { status: 200, body: showDetails(done.told) }
      if (done.reason === 'unknown-card') throw notFound('card')
      throw conflict('no-contact', `The holder of this card gave no ${done.kind} that can be compared.`, {
        reason: 'no-contact',
      })
    },
  })
