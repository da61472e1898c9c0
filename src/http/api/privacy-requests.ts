import { z } from 'zod'
import type { ReadDetails } from '../../app/card-details.ts'
import { notFound } from '../../app-error.ts'
import type { CardsRead } from '../../ports/cards.ts'
import type { Clock } from '../../ports/clock.ts'
import type { HeldOfCustomer, PrivacyRecord, PrivacyRequests } from '../../ports/privacy.ts'
import { detailsSchema, showDetails } from './card-details.ts'
import { ledgerEntrySchema, showLedgerEntry } from './card-schema.ts'
import { type Endpoint, endpoint } from './endpoint.ts'
import { asTime, asTimeOrNull, id, idParams, money, time } from './fields.ts'
import { pageFrom, pageOf, pageQuery, readCursor, timeCursor } from './pages.ts'

export type PrivacyDeps = {
  privacyRequests: PrivacyRequests
  cards: Pick<CardsRead, 'find' | 'ledger'>
  readDetails: ReadDetails
  now: Clock
}

const requestSchema = z.strictObject({
  id,
  request: z.enum(['customer-data', 'customer-redact', 'shop-redact']),
  tillId: id,
  customerId: z.string().nullable().describe('As the till calls them; gone once the request is done.'),
  orders: z.int().describe('How many orders the till named.'),
  cards: z.array(id).describe('Linked to the customer when the request came.'),
  skipped: z.boolean().describe('The shop had come back before its end was told: nothing was erased.'),
  receivedAt: time,
  doneAt: time.nullable().describe('Null while you have to answer: a customer waits for their data.'),
})

const mostEntries = 1000

const heldSchema = z.strictObject({
  links: z.array(z.strictObject({ tillId: id, customerId: z.string(), cardId: id })),
  cards: z.array(
    z.strictObject({
      id,
      serial: z.string(),
      programId: id,
      state: z.string(),
      stamps: z.int(),
      cycle: z.int(),
      createdAt: time,
      details: detailsSchema.nullable().describe('What the customer told by themselves.'),
      coupons: z.array(
        z.strictObject({
          id,
          title: z.string(),
          state: z.string(),
          issuedAt: time,
          redeemedAt: time.nullable(),
        }),
      ),
      ledger: z.array(ledgerEntrySchema).describe(`The newest ${mostEntries} entries.`),
    }),
  ),
  orders: z.array(
    z.strictObject({
      tillId: id,
      orderId: z.string(),
      number: z.string().nullable(),
      placedAt: time.nullable(),
      total: money.nullable(),
      outcome: z.string(),
      stamps: z.int(),
    }),
  ),
  more: z.boolean().describe('There are more than the newest 1000 orders; see `GET /orders?cardId=`.'),
})
const detailSchema = requestSchema.extend({
  held: heldSchema
    .nullable()
    .describe('What is held of this customer, for you to pass on; while the request is open.'),
})

/** A request as the API shows it. */
export const showRequest = ({ receivedAt, doneAt, ...request }: PrivacyRecord) => ({
  ...request,
  receivedAt: asTime(receivedAt),
  doneAt: asTimeOrNull(doneAt),
})

export const privacyEndpoints = (deps: PrivacyDeps): Endpoint[] => [
  listEndpoint(deps),
  readEndpoint(deps),
  answeredEndpoint(deps),
]

const listEndpoint = ({ privacyRequests }: PrivacyDeps) =>
  endpoint({
    method: 'GET',
    path: '/privacy-requests',
    tag: 'Privacy',
    summary: 'List what marketplaces asked for their customers’ privacy, newest first',
    auth: 'merchant',
    query: pageQuery,
    answers: { 200: { description: 'One page.', name: 'PrivacyRequestPage', schema: pageOf(requestSchema) } },
    async handle({ merchantId, query: { limit, cursor } }) {
      const from = readCursor(timeCursor, cursor)
      const after = from && { at: from[0], id: from[1] }
      const rows = await privacyRequests.list(merchantId, { after, limit: limit + 1 })
      return { status: 200, body: pageFrom(rows, limit, (row) => [row.receivedAt, row.id], showRequest) }
    },
  })

const readEndpoint = (deps: PrivacyDeps) =>
  endpoint({
    method: 'GET',
    path: '/privacy-requests/{id}',
    tag: 'Privacy',
    summary: 'Read a privacy request, with all that is held of the customer',
    auth: 'merchant',
    params: idParams,
    answers: { 200: { description: 'The request.', name: 'PrivacyRequest', schema: detailSchema } },
    async handle({ merchantId, params }) {
      const request = await deps.privacyRequests.find(merchantId, params.id)
      if (!request) throw notFound('privacy request')
      const open = request.request === 'customer-data' && request.doneAt === null
      const held = open ? await showHeld(deps, merchantId, request) : null
      return { status: 200, body: { ...showRequest(request), held } }
    },
  })

const answeredEndpoint = ({ privacyRequests, now }: PrivacyDeps) =>
  endpoint({
    method: 'POST',
    path: '/privacy-requests/{id}/answered',
    tag: 'Privacy',
    summary: 'Say that the customer has their data',
    description: 'Who asked is forgotten with it; the request itself stays on record.',
    auth: 'merchant',
    params: idParams,
    answers: { 200: { description: 'The request.', name: 'ClosedPrivacyRequest', schema: requestSchema } },
    async handle({ merchantId, params }) {
      await privacyRequests.markDone({ merchantId, id: params.id }, now())
      const request = await privacyRequests.find(merchantId, params.id)
      if (!request) throw notFound('privacy request')
      return { status: 200, body: showRequest(request) }
    },
  })

/** All that is held of the customer of an open request, for the merchant to pass on. */
export async function showHeld(
  deps: PrivacyDeps,
  merchantId: string,
  { id, tillId, customerId }: PrivacyRecord,
) {
  const held = await deps.privacyRequests.held({ merchantId, id })
  const shown = await Promise.all(held.cards.map((cardId) => showCard(deps, merchantId, cardId)))
  const cards = shown.flatMap((card) => card ?? [])
  const links = cards.flatMap(({ links: all, card }) =>
    all
      .filter((link) => link.tillId === tillId && link.customerId === customerId)
      .map((link) => ({ ...link, cardId: card.id })),
  )
  return { links, cards: cards.map(({ card }) => card), orders: held.orders.map(showOrder), more: held.more }
}

async function showCard({ cards, readDetails }: PrivacyDeps, merchantId: string, cardId: string) {
  const [card, ledger, read] = await Promise.all([
    cards.find(merchantId, cardId),
    cards.ledger(merchantId, cardId, { after: null, limit: mostEntries }),
    readDetails(merchantId, cardId),
  ])
  if (!card) return null
  const { id, serial, programId, state, stamps, cycle, createdAt, coupons } = card
  const shown = {
    ...{ id, serial, programId, state, stamps, cycle },
    createdAt: asTime(createdAt),
    details: read.ok ? showDetails(read.told) : null,
    coupons: coupons.map((coupon) => ({
      id: coupon.id,
      title: coupon.reward.title,
      state: coupon.state,
      issuedAt: asTime(coupon.issuedAt),
      redeemedAt: asTimeOrNull(coupon.redeemedAt),
    })),
    ledger: ledger.map(showLedgerEntry),
  }
  return { card: shown, links: card.links }
}

const showOrder = ({ externalId, placedAt, given, ...order }: HeldOfCustomer['orders'][number]) => ({
  ...order,
  orderId: externalId,
  placedAt: asTimeOrNull(placedAt),
  stamps: given,
})
