import { z } from 'zod'
import type { AssignUse } from '../../app/assign-use.ts'
import type { UnassignedUse, UnassignedUses } from '../../ports/counter.ts'
import { refused } from './coupon-refusals.ts'
import { type Endpoint, endpoint } from './endpoint.ts'
import { asTime, asTimeOrNull, id, idParams, time } from './fields.ts'
import { idCursor, pageFrom, pageOf, pageQuery, readCursor } from './pages.ts'

export type UnassignedUseDeps = { unassignedUses: UnassignedUses; assignUse: AssignUse }

const useSchema = z.strictObject({
  id,
  code: z.string(),
  tillId: id,
  orderId: z.string().describe('The till’s own id of the order.'),
  usedAt: time,
  location: z.string().nullable(),
  couponId: id.nullable().describe('The coupon that it was assigned to.'),
  assignedAt: time.nullable(),
})

const showUse = ({ merchantId: _, ...use }: UnassignedUse) => ({
  ...use,
  usedAt: asTime(use.usedAt),
  assignedAt: asTimeOrNull(use.assignedAt),
})

export function unassignedUseEndpoints({ unassignedUses, assignUse }: UnassignedUseDeps): Endpoint[] {
  return [
    endpoint({
      method: 'GET',
      path: '/unassigned-code-uses',
      tag: 'Coupons',
      summary: 'List uses of shared codes that belong to no card, newest first',
      auth: 'merchant',
      query: pageQuery.extend({
        assigned: z
          .enum(['true', 'false'])
          .default('false')
          .describe('`true`: those that were assigned since.'),
      }),
      answers: {
        200: { description: 'One page.', name: 'UnassignedCodeUsePage', schema: pageOf(useSchema) },
      },
      async handle({ merchantId, query: { limit, cursor, assigned } }) {
        const after = readCursor(idCursor, cursor)?.[0] ?? null
        const query = { after, limit: limit + 1, assigned: assigned === 'true' }
        const rows = await unassignedUses.list(merchantId, query)
        return { status: 200, body: pageFrom(rows, limit, (row) => [row.id], showUse) }
      },
    }),
    endpoint({
      method: 'POST',
      path: '/unassigned-code-uses/{id}/assign',
      tag: 'Coupons',
      summary: 'Say whose coupon it was',
      description: 'The card’s open coupon with the code is redeemed by the order, at the time of the sale.',
      auth: 'merchant',
      params: idParams,
      body: {
        name: 'AssignCodeUseInput',
        schema: z.strictObject({ cardId: id, couponId: id.optional() }),
        example: { cardId: '019aab5e-1f00-7000-8000-000000000004' },
      },
      answers: {
        200: {
          description: 'Assigned.',
          name: 'AssignedCodeUse',
          schema: z.strictObject({ couponId: id, state: z.literal('redeemed'), redeemedAt: time.nullable() }),
        },
      },
      problems: { 409: 'It was assigned before, or the card has no coupon with the code that can be used.' },
      async handle({ merchantId, params, body }) {
        const assigned = await assignUse({ merchantId, useId: params.id, ...body })
        if (!assigned.ok) throw refused(assigned)
        const { id: couponId, redeemedAt } = assigned.coupon
        return { status: 200, body: { couponId, state: 'redeemed', redeemedAt: asTimeOrNull(redeemedAt) } }
      },
    }),
  ]
}
