import { z } from 'zod'
import type { AssignResult } from '../../app/assign-order.ts'
import { conflict, notFound } from '../../app-error.ts'
import type { OrderKey } from '../../ports/store.ts'
import { type Endpoint, endpoint } from './endpoint.ts'
import { id, text } from './fields.ts'
import { plainOrderId } from './order-id.ts'

export type OrderAssignmentDeps = {
  assignOrder(input: OrderKey & { cardId: string | null; operationId: string }): Promise<AssignResult>
}

const params = z.strictObject({ tillId: id, externalId: text(255) })
const assignedSchema = z.strictObject({
  tillId: id,
  externalId: z.string(),
  cardId: id,
  given: z.int().describe('Stamps that the order moved on this card now; 0 when it was its order before.'),
})

export function orderAssignmentEndpoints({ assignOrder }: OrderAssignmentDeps): Endpoint[] {
  return [
    endpoint({
      method: 'POST',
      path: '/tills/{tillId}/orders/{externalId}/assign',
      tag: 'Orders',
      summary: 'Give an order to a card by hand',
      description: 'What it gave to another card is taken back there first. Refunds follow the order.',
      auth: 'merchant',
      params,
      body: {
        name: 'AssignInput',
        schema: z.strictObject({ cardId: id }),
        example: { cardId: '019aab5e-1f00-7000-8000-000000000003' },
      },
      answers: { 200: { description: 'The order is the card’s.', name: 'Assigned', schema: assignedSchema } },
      problems: { 409: 'The card is not active.' },
      async handle({ merchantId, operationId, params: { tillId, ...address }, body: { cardId } }) {
        const externalId = plainOrderId(address.externalId)
        const done = await assignOrder({ merchantId, tillId, externalId, cardId, operationId })
        if (!done.ok) throw refusalOf(done.reason)
        return { status: 200, body: { tillId, externalId, cardId, given: done.given } }
      },
    }),
    endpoint({
      method: 'DELETE',
      path: '/tills/{tillId}/orders/{externalId}/assign',
      tag: 'Orders',
      summary: 'Take an order from its card',
      description: 'What it gave is taken back, and it is unmatched again.',
      auth: 'merchant',
      params,
      answers: { 204: { description: 'The order is nobody’s.', schema: null } },
      async handle({ merchantId, operationId, params: { tillId, ...address } }) {
        const externalId = plainOrderId(address.externalId)
        const done = await assignOrder({ merchantId, tillId, externalId, cardId: null, operationId })
        if (!done.ok) throw refusalOf(done.reason)
        return { status: 204 }
      },
    }),
  ]
}

function refusalOf(reason: Extract<AssignResult, { ok: false }>['reason']) {
  if (reason === 'card-not-active')
    return conflict('card-not-active', 'The card is paused, erased or was merged into another.')
  return notFound(reason === 'unknown-card' ? 'card' : 'order')
}
