import { z } from 'zod'
import { notFound } from '../../app-error.ts'
import type { Merchants } from '../../ports/merchants.ts'
import type { OrderSummary, OrdersRead } from '../../ports/orders.ts'
import { ledgerEntrySchema, showLedgerEntry } from './card-schema.ts'
import { type Endpoint, endpoint } from './endpoint.ts'
import { asTime, asTimeOrNull, id, text, time } from './fields.ts'
import { pageFrom, pageOf, pageQuery, readCursor } from './pages.ts'
import { languageOf, readerLocale, traceRowSchema, type Words, wordsFor } from './trace-fields.ts'

export type OrderDeps = { orders: OrdersRead; merchants: Pick<Merchants, 'find'> }

const outcomes = ['waiting', 'unmatched', 'stamped', 'redeemed', 'no-stamp', 'reversed'] as const

const orderSchema = z.strictObject({
  tillId: id,
  externalId: z.string().describe('The till’s own id of the order.'),
  number: z.string().nullable(),
  placedAt: time.nullable(),
  updatedAt: time,
  total: z.strictObject({ amount: z.int(), currency: z.string() }).nullable(),
  outcome: z.enum(outcomes),
  given: z.int().describe('Stamps that it contributes now.'),
  cardId: id.optional().describe('Missing while no card is known for it.'),
  evidence: z.string().nullable().describe('How the card was found.'),
  trace: z.array(traceRowSchema).describe('Each rule that was asked, and what it said.'),
})
const orderDetailSchema = orderSchema.extend({
  scanId: id.optional().describe('The scan of the same purchase; it can be un-joined.'),
  ledger: z
    .array(ledgerEntrySchema)
    .describe('Entries that the order made, and a scan of the same purchase, oldest first.'),
})

const showOrder =
  (words: Words) =>
  ({ cardId, placedAt, updatedAt, trace, ...order }: OrderSummary) => ({
    trace: trace.map((row) => ({ ...row, detail: words(row) })),
    ...order,
    placedAt: asTimeOrNull(placedAt),
    updatedAt: asTime(updatedAt),
    ...(cardId !== null && { cardId }),
  })

const listQuery = pageQuery.extend({
  tillId: id.optional(),
  cardId: id.optional(),
  outcome: z.enum(outcomes).optional(),
  locale: readerLocale,
})
const orderCursor = z.tuple([z.int().min(0).max(8.64e15), id, text(300)])

export function orderEndpoints({ orders, merchants }: OrderDeps): Endpoint[] {
  return [
    endpoint({
      method: 'GET',
      path: '/orders',
      tag: 'Orders',
      summary: 'List orders, last changed first',
      auth: 'merchant',
      query: listQuery,
      answers: { 200: { description: 'One page.', name: 'OrderPage', schema: pageOf(orderSchema) } },
      async handle({ merchantId, query: { limit, cursor, locale, ...filter }, accepted }) {
        const from = readCursor(orderCursor, cursor)
        const after = from && { updatedAt: from[0], tillId: from[1], externalId: from[2] }
        const rows = await orders.list(merchantId, { ...filter, after, limit: limit + 1 })
        const keyOf = (row: OrderSummary) => [row.updatedAt, row.tillId, row.externalId]
        const words = await wordsFor(merchants, merchantId, { locale, accepted })
        return {
          status: 200,
          headers: languageOf(words),
          body: pageFrom(rows, limit, keyOf, showOrder(words)),
        }
      },
    }),
    endpoint({
      method: 'GET',
      path: '/tills/{tillId}/orders/{externalId}',
      tag: 'Orders',
      summary: 'What was made of an order, and why',
      auth: 'merchant',
      params: z.strictObject({ tillId: id, externalId: text(255) }),
      query: z.strictObject({ locale: readerLocale }),
      answers: { 200: { description: 'The order.', name: 'Order', schema: orderDetailSchema } },
      async handle({ merchantId, params: { tillId, ...address }, query, accepted }) {
        // Shopify's GraphQL says `gid://shopify/Order/1`, its orders say `1`.
        const externalId = address.externalId.replace(/^gid:\/\/shopify\/Order\//, '')
        const found = await orders.find(merchantId, tillId, externalId)
        if (!found) throw notFound('order')
        const { ledger, scanId, ...order } = found
        const words = await wordsFor(merchants, merchantId, { ...query, accepted })
        return {
          status: 200,
          headers: languageOf(words),
          body: {
            ...showOrder(words)(order),
            ...(scanId !== null && { scanId }),
            ledger: ledger.map(showLedgerEntry),
          },
        }
      },
    }),
  ]
}
