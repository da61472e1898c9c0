import { z } from 'zod'
import type { LinkCustomer } from '../../app/link-customer.ts'
import { conflict, notFound } from '../../app-error.ts'
import { cardSchema } from './card-schema.ts'
import { type CardDeps, showCards } from './cards.ts'
import { type Endpoint, endpoint } from './endpoint.ts'
import { id, idParams, text } from './fields.ts'
import { counterField } from './redemptions.ts'

export type AddStamps = (request: {
  merchantId: string
  cardId: string
  count: number
  reason: string
  /** One effect for one key, however often it is asked for. */
  effectKey: string
  counter?: string | undefined
}) => Promise<
  | { ok: true; entryId: string; balance: number }
  | { ok: false; reason: 'unknown-card' | 'card-not-active' | 'below-zero' }
>

export type CardActionDeps = Pick<CardDeps, 'cards' | 'cardTokens' | 'baseUrl' | 'now'> & {
  addStamps: AddStamps
  linkCustomer: LinkCustomer
}

const stampsInput = z.strictObject({
  count: z
    .int()
    .min(-1000)
    .max(1000)
    .refine((count) => count !== 0, 'must not be 0')
    .describe('Stamps to add; negative takes back.'),
  reason: text(200).describe('Shown in the ledger.'),
  counter: counterField,
})

const stampedSchema = cardSchema.extend({
  entryId: id.describe('The ledger entry that was made.'),
  balance: z.int().describe('All stamps of the card, over all cycles.'),
})

const linkInput = z.strictObject({ tillId: id, customerId: text(255).describe('The till’s own id.') })
const linkSchema = z.strictObject({
  cardId: id,
  tillId: id,
  customerId: z.string(),
  takenUp: z.int().describe('Unmatched orders of the last 30 days that are this card’s now.'),
})

export function cardActionEndpoints(deps: CardActionDeps): Endpoint[] {
  return [stampEndpoint(deps), linkEndpoint(deps)]
}

const notActive = () => conflict('card-not-active', 'The card is paused or was merged into another.')

const stampEndpoint = (deps: CardActionDeps) =>
  endpoint({
    method: 'POST',
    path: '/cards/{id}/stamps',
    tag: 'Cards',
    summary: 'Add stamps, or take them back',
    auth: 'merchant',
    params: idParams,
    body: { name: 'StampsInput', schema: stampsInput, example: { count: 1, reason: 'Brought a friend' } },
    answers: { 201: { description: 'The card as it now is.', name: 'StampedCard', schema: stampedSchema } },
    problems: { 409: 'The card is not active, or would fall below zero.' },
    async handle({ merchantId, operationId, params, body }) {
      const cardId = params.id
      const effectKey = `api/${operationId}`
      const stamped = await deps.addStamps({ merchantId, cardId, ...body, effectKey })
      if (!stamped.ok && stamped.reason === 'unknown-card') throw notFound('card')
      if (!stamped.ok && stamped.reason === 'card-not-active') throw notActive()
      if (!stamped.ok) throw conflict('below-zero', 'The card has fewer stamps than should be taken back.')
      const card = await deps.cards.find(merchantId, cardId)
      if (!card) throw notFound('card')
      const [shown] = await showCards(deps, merchantId, [card])
      return { status: 201, body: { ...shown, entryId: stamped.entryId, balance: stamped.balance } }
    },
  })

const linkEndpoint = ({ linkCustomer }: CardActionDeps) =>
  endpoint({
    method: 'POST',
    path: '/cards/{id}/links',
    tag: 'Cards',
    summary: 'Let a till’s customer mean this card',
    description:
      'From now on orders of this customer stamp this card, and so do those of the last 30 days that nobody has. The last link of a customer holds.',
    auth: 'merchant',
    params: idParams,
    body: {
      name: 'LinkInput',
      schema: linkInput,
      example: { tillId: '019aab5e-1f00-7000-8000-000000000002', customerId: '6543210' },
    },
    answers: {
      201: { description: 'Linked.', name: 'Link', schema: linkSchema },
      200: {
        description: 'The customer was linked before; it means this card now.',
        name: 'Link',
        schema: linkSchema,
      },
    },
    problems: { 409: 'The card was merged into another.' },
    async handle({ merchantId, params, body: { tillId, customerId } }) {
      const linked = await linkCustomer({ merchantId, cardId: params.id, tillId, customerId })
      if (!linked.ok && linked.reason === 'card-not-active') throw notActive()
      if (!linked.ok) throw notFound(linked.reason === 'unknown-card' ? 'card' : 'till')
      const body = { cardId: params.id, tillId, customerId: linked.customerId, takenUp: linked.takenUp }
      return { status: linked.created ? 201 : 200, body }
    },
  })
