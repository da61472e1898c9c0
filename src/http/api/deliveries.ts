import { z } from 'zod'
import type { DeliveriesRead, DeliverySummary } from '../../ports/orders.ts'
import { type Endpoint, endpoint } from './endpoint.ts'
import { asTime, asTimeOrNull, id, time } from './fields.ts'
import { pageFrom, pageOf, pageQuery, readCursor, timeCursor } from './pages.ts'

export type DeliveryDeps = { deliveries: DeliveriesRead }

const states = ['pending', 'done', 'unreadable', 'failed'] as const

const deliverySchema = z.strictObject({
  id,
  tillId: id,
  provider: z.string(),
  topic: z.string(),
  deliveryId: z.string().describe('What the till calls it.'),
  state: z.enum(states),
  attempts: z.int(),
  note: z.string().nullable().describe('Why it was not understood or processed.'),
  orderId: z.string().nullable(),
  receivedAt: time,
  processedAt: time.nullable(),
})

const showDelivery = ({ receivedAt, processedAt, ...delivery }: DeliverySummary) => ({
  ...delivery,
  receivedAt: asTime(receivedAt),
  processedAt: asTimeOrNull(processedAt),
})

const listQuery = pageQuery.extend({ state: z.enum(states).optional(), tillId: id.optional() })

export const deliveryEndpoints = (deps: DeliveryDeps): Endpoint[] => [
  listOf(deps, {
    path: '/deliveries',
    summary: 'List webhooks received from tills, newest first',
    auth: 'merchant',
  }),
  // The operator's scope is nobody's merchant id: there lies what was rightly signed but named no sender.
  listOf(deps, {
    path: '/unclaimed-deliveries',
    summary: 'List webhooks whose sender could not be told, newest first',
    auth: 'admin',
  }),
]

const listOf = ({ deliveries }: DeliveryDeps, head: Pick<Endpoint, 'path' | 'summary' | 'auth'>): Endpoint =>
  endpoint({
    ...head,
    method: 'GET',
    tag: 'Deliveries',
    query: listQuery,
    answers: { 200: { description: 'One page.', name: 'DeliveryPage', schema: pageOf(deliverySchema) } },
    async handle({ merchantId, query: { limit, cursor, ...filter } }) {
      const from = readCursor(timeCursor, cursor)
      const after = from && { at: from[0], id: from[1] }
      const rows = await deliveries.list(merchantId, { ...filter, after, limit: limit + 1 })
      return { status: 200, body: pageFrom(rows, limit, (row) => [row.receivedAt, row.id], showDelivery) }
    },
  })
