import { z } from 'zod'
import type { MergeCards, Merged, UndoMerge } from '../../app/merge-cards.ts'
import type { NewAddress } from '../../app/new-address.ts'
import type { SetPaused } from '../../app/pause-card.ts'
import { conflict, notFound } from '../../app-error.ts'
import { cardSchema } from './card-schema.ts'
import { type CardDeps, showCards } from './cards.ts'
import { type Endpoint, endpoint } from './endpoint.ts'
import { asTime, asTimeOrNull, id, idParams, time } from './fields.ts'

export type CardLifeDeps = Pick<CardDeps, 'cards' | 'cardTokens' | 'baseUrl' | 'now'> & {
  mergeCards: MergeCards
  undoMerge: UndoMerge
  newAddress: NewAddress
  setPaused: SetPaused
}

/** What happens to a card beside stamps and coupons. */
export const cardLifeEndpoints = (deps: CardLifeDeps): Endpoint[] => [
  mergeEndpoint(deps),
  undoEndpoint(deps),
  addressEndpoint(deps),
  pauseEndpoint(deps, 'pause'),
  pauseEndpoint(deps, 'resume'),
]

const mergeSchema = z.strictObject({
  id,
  cardId: id.describe('The card that goes on.'),
  fromCardId: id.describe('The card that was merged into it.'),
  stamps: z.int().describe('Stamps moved, over all cycles.'),
  mergedAt: time,
  undoUntil: time,
  undoneAt: time.nullable(),
})

const showMerge = (merge: Merged) => ({
  id: merge.id,
  cardId: merge.intoCardId,
  fromCardId: merge.fromCardId,
  stamps: merge.stamps,
  mergedAt: asTime(merge.mergedAt),
  undoUntil: asTime(merge.undoUntil),
  undoneAt: asTimeOrNull(merge.undoneAt),
})

const mergeEndpoint = ({ mergeCards }: CardLifeDeps) =>
  endpoint({
    method: 'POST',
    path: '/cards/{id}/merge',
    tag: 'Cards',
    summary: 'Merge another card into this one',
    description:
      'Stamps, remainders and coupons move here; the other card’s pass turns void, and what comes by its number or customers goes here. Can be undone for 30 days.',
    auth: 'merchant',
    params: idParams,
    body: {
      name: 'MergeInput',
      schema: z.strictObject({ fromCardId: id }),
      example: { fromCardId: '019aab5e-1f00-7000-8000-000000000003' },
    },
    answers: { 201: { description: 'Merged.', name: 'Merge', schema: mergeSchema } },
    problems: {
      404: 'There is no such card.',
      409: 'The cards are one, belong to two programs, or one was merged before.',
    },
    async handle({ merchantId, operationId, params, body }) {
      const input = { merchantId, cardId: params.id, fromCardId: body.fromCardId, mergeId: operationId }
      const merged = await mergeCards(input)
      if (merged.ok) return { status: 201, body: showMerge(merged.merge) }
      switch (merged.reason) {
        case 'unknown-card':
          throw notFound('card')
        case 'same-card':
          throw conflict('same-card', 'A card cannot be merged into itself.')
        case 'other-program':
          throw conflict('other-program', 'The cards belong to two programs.')
        case 'card-not-active':
          throw conflict('card-not-active', 'One of the cards was merged into another before.')
      }
    },
  })

const undoEndpoint = ({ undoMerge }: CardLifeDeps) =>
  endpoint({
    method: 'POST',
    path: '/merges/{id}/undo',
    tag: 'Cards',
    summary: 'Take a merge back',
    description:
      'Within 30 days. The old card gets what it brought and what came by its own number or customers since; other stamps earned since stay where they are.',
    auth: 'merchant',
    params: idParams,
    answers: { 200: { description: 'Undone.', name: 'Merge', schema: mergeSchema } },
    problems: { 404: 'There is no such merge.', 409: 'It was undone, is too old, or another came after it.' },
    async handle({ merchantId, params }) {
      const undone = await undoMerge({ merchantId, mergeId: params.id })
      if (undone.ok) return { status: 200, body: showMerge(undone.merge) }
      switch (undone.reason) {
        case 'unknown-merge':
          throw notFound('merge')
        case 'already-undone':
          throw conflict('already-undone', 'This merge was undone before.')
        case 'too-late':
          throw conflict('too-late', 'A merge can be undone for 30 days.')
        case 'card-erased':
          throw conflict('card-erased', 'One of the cards was erased since.')
        case 'later-merge': {
          const message = `One of the cards was merged again since: undo merge ${undone.later} first.`
          throw conflict('later-merge', message, { mergeId: undone.later })
        }
      }
    },
  })

const merged = () => conflict('card-not-active', 'The card was merged into another.')

const addressEndpoint = (deps: CardLifeDeps) =>
  endpoint({
    method: 'POST',
    path: '/cards/{id}/new-address',
    tag: 'Cards',
    summary: 'Give a card a new address, when its phone was lost',
    description:
      'The old web address and the pass on phones so far stop working; the customer opens the new address on the new phone.',
    auth: 'merchant',
    params: idParams,
    answers: { 200: { description: 'The card with its new address.', name: 'Card', schema: cardSchema } },
    problems: { 409: 'The card was merged into another.' },
    async handle({ merchantId, params }) {
      const changed = await deps.newAddress({ merchantId, cardId: params.id })
      if (!changed.ok && changed.reason === 'card-not-active') throw merged()
      if (!changed.ok) throw notFound('card')
      return { status: 200, body: await shown(deps, merchantId, params.id) }
    },
  })

const pauseEndpoint = (deps: CardLifeDeps, action: 'pause' | 'resume') =>
  endpoint({
    method: 'POST',
    path: `/cards/{id}/${action}`,
    tag: 'Cards',
    summary:
      action === 'pause' ? 'Pause a card: it earns nothing and its pass is void' : 'Let a paused card go on',
    auth: 'merchant',
    params: idParams,
    answers: { 200: { description: 'The card as it now is.', name: 'Card', schema: cardSchema } },
    problems: { 409: 'The card was merged into another.' },
    async handle({ merchantId, params }) {
      const set = await deps.setPaused({ merchantId, cardId: params.id, paused: action === 'pause' })
      if (!set.ok && set.reason === 'card-not-active') throw merged()
      if (!set.ok) throw notFound('card')
      return { status: 200, body: await shown(deps, merchantId, params.id) }
    },
  })

async function shown(deps: CardLifeDeps, merchantId: string, cardId: string) {
  const card = await deps.cards.find(merchantId, cardId)
  if (!card) throw notFound('card')
  return (await showCards(deps, merchantId, [card]))[0]
}
