import { z } from 'zod'
import type { CardTokens } from '../../app/card-tokens.ts'
import type { CreateCard } from '../../app/create-card.ts'
import { conflict, notFound } from '../../app-error.ts'
import type { CardRecord, CardsRead } from '../../ports/cards.ts'
import type { Clock } from '../../ports/clock.ts'
import { cardSchema, ledgerEntrySchema, showCard, showLedgerEntry } from './card-schema.ts'
import { type Endpoint, endpoint } from './endpoint.ts'
import { id, idParams, text } from './fields.ts'
import { idCursor, pageFrom, pageOf, pageQuery, readCursor, timeCursor } from './pages.ts'

export type CardDeps = {
  cards: CardsRead
  createCard: CreateCard
  eraseCard(card: {
    merchantId: string
    cardId: string
  }): Promise<{ ok: true } | { ok: false; reason: 'unknown-card' }>
  cardTokens: CardTokens
  baseUrl: string
  now: Clock
}

export function cardEndpoints(deps: CardDeps): Endpoint[] {
  return [createEndpoint(deps), ...readEndpoints(deps), ledgerEndpoint(deps), eraseEndpoint(deps)]
}

/** Cards as the API shows them, in the order given. */
export async function showCards(
  deps: Pick<CardDeps, 'cardTokens' | 'baseUrl' | 'now'>,
  merchantId: string,
  cards: CardRecord[],
) {
  const tokens = await deps.cardTokens(merchantId, cards)
  const where = { baseUrl: deps.baseUrl, now: deps.now() }
  return cards.map((card, index) => showCard(card, tokens[index] ?? '', where))
}

const createEndpoint = (deps: CardDeps) =>
  endpoint({
    method: 'POST',
    path: '/cards',
    machine: true,
    tag: 'Cards',
    summary: 'Make a card',
    auth: 'merchant',
    body: {
      name: 'CardInput',
      schema: z.strictObject({ programId: id }),
      example: { programId: '019aab5e-1f00-7000-8000-000000000001' },
    },
    answers: { 201: { description: 'The card.', name: 'Card', schema: cardSchema } },
    problems: { 404: 'There is no such program.', 409: 'The program is paused or ended.' },
    async handle({ merchantId, operationId, body: { programId } }) {
      const made = await deps.createCard({ merchantId, programId, cardId: operationId })
      if (!made.ok && made.reason === 'unknown-program') throw notFound('program')
      if (!made.ok) throw conflict('program-closed', 'The program is paused or ended and makes no cards.')
      const { card, token } = made
      const body = showCard(card, token, { baseUrl: deps.baseUrl, now: deps.now() })
      return { status: 201, body, headers: { Location: `/api/v1/cards/${card.id}` } }
    },
  })

const listQuery = pageQuery.extend({
  programId: id.optional(),
  serial: text(100).optional().describe('As in the card’s barcode.'),
})

const readEndpoints = (deps: CardDeps) => [
  endpoint({
    method: 'GET',
    path: '/cards',
    tag: 'Cards',
    summary: 'List cards, newest first',
    auth: 'merchant',
    query: listQuery,
    answers: { 200: { description: 'One page.', name: 'CardPage', schema: pageOf(cardSchema) } },
    async handle({ merchantId, query: { limit, cursor, ...filter } }) {
      const after = readCursor(idCursor, cursor)?.[0] ?? null
      const rows = await deps.cards.list(merchantId, { ...filter, after, limit: limit + 1 })
      const page = pageFrom(
        rows,
        limit,
        (row) => [row.id],
        (row) => row,
      )
      return { status: 200, body: { ...page, items: await showCards(deps, merchantId, page.items) } }
    },
  }),
  endpoint({
    method: 'GET',
    path: '/cards/{id}',
    tag: 'Cards',
    summary: 'Read a card with its coupons and links',
    auth: 'merchant',
    params: idParams,
    answers: { 200: { description: 'The card.', name: 'Card', schema: cardSchema } },
    async handle({ merchantId, params }) {
      const card = await deps.cards.find(merchantId, params.id)
      if (!card) throw notFound('card')
      const [body] = await showCards(deps, merchantId, [card])
      return { status: 200, body }
    },
  }),
]

const ledgerEndpoint = ({ cards }: CardDeps) =>
  endpoint({
    method: 'GET',
    path: '/cards/{id}/ledger',
    tag: 'Cards',
    summary: 'List a card’s stamp ledger, newest first',
    auth: 'merchant',
    params: idParams,
    query: pageQuery,
    answers: { 200: { description: 'One page.', name: 'LedgerPage', schema: pageOf(ledgerEntrySchema) } },
    async handle({ merchantId, params, query: { limit, cursor } }) {
      const from = readCursor(timeCursor, cursor)
      if (!(await cards.find(merchantId, params.id))) throw notFound('card')
      const after = from && { at: from[0], id: from[1] }
      const rows = await cards.ledger(merchantId, params.id, { after, limit: limit + 1 })
      return { status: 200, body: pageFrom(rows, limit, (row) => [row.at, row.id], showLedgerEntry) }
    },
  })

const eraseEndpoint = ({ eraseCard }: CardDeps) =>
  endpoint({
    method: 'DELETE',
    path: '/cards/{id}',
    tag: 'Cards',
    summary: 'Erase a card and what is known of its owner',
    auth: 'merchant',
    params: idParams,
    answers: { 204: { description: 'Erased.', schema: null } },
    async handle({ merchantId, params }) {
      const erased = await eraseCard({ merchantId, cardId: params.id })
      if (!erased.ok) throw notFound('card')
      return { status: 204 }
    },
  })
