import { z } from 'zod'
import type { ReplayProgram } from '../../app/replay-program.ts'
import { invalid, notFound } from '../../app-error.ts'
import { type Endpoint, endpoint } from './endpoint.ts'
import { asTime, id, idParams, time } from './fields.ts'
import { rulesChange } from './program-schema.ts'

export type ReplayDeps = { replayProgram: ReplayProgram }

const replayInput = rulesChange.extend({
  days: z.int().min(1).max(30).default(30).describe('How far back.'),
  limit: z.int().min(1).max(200).default(50).describe('Cards to answer: those that would change most.'),
})

const count = z.int()
const replaySchema = z.strictObject({
  from: time,
  to: time,
  complete: z.boolean().describe('False: there were more orders than one answer can look at.'),
  totals: z.strictObject({
    cards: count,
    orders: count,
    given: count.describe('Stamps that these orders contribute now.'),
    draft: count.describe('Stamps that they would have earned under the draft.'),
    difference: count,
    rewards: count.describe('Coupons that the draft would have led to, every card counted from empty.'),
    more: count.describe('Cards that would have more stamps.'),
    fewer: count,
    same: count,
  }),
  cards: z.array(
    z.strictObject({
      cardId: id,
      orders: count,
      given: count,
      draft: count,
      difference: count,
      rewards: count,
    }),
  ),
})

export const replayEndpoints = ({ replayProgram }: ReplayDeps): Endpoint[] => [
  endpoint({
    method: 'POST',
    path: '/programs/{id}/replay',
    tag: 'Programs',
    summary: 'Try a draft of the rules on past orders',
    description:
      'Judges the orders of the last days, as they now stand, by the rules in force with these changes. Each card begins empty, without what it had saved up before. Nothing is written.',
    auth: 'merchant',
    params: idParams,
    body: {
      name: 'ReplayInput',
      schema: replayInput,
      example: { earn: { kind: 'amount', per: { amount: 500, currency: 'EUR' } } },
    },
    answers: {
      200: {
        description: 'Who would have earned what: cards with a difference, the largest first.',
        name: 'Replay',
        schema: replaySchema,
      },
    },
    async handle({ merchantId, params, body: { days, limit, ...changes } }) {
      const replayed = await replayProgram({ merchantId, programId: params.id, changes, days, limit })
      if (replayed.ok) {
        const { from, to, complete, totals, cards } = replayed
        return { status: 200, body: { from: asTime(from), to: asTime(to), complete, totals, cards } }
      }
      if (replayed.reason === 'unknown-program') throw notFound('program')
      throw invalid(replayed.problems)
    },
  }),
]
