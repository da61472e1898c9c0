import { z } from 'zod'
import type { ReadCardTrace } from '../../app/read-card-trace.ts'
import { notFound } from '../../app-error.ts'
import { type Audience, audiences } from '../../domain/trace-view.ts'
import type { CardTraceCursor, SeenTrace } from '../../ports/card-trace.ts'
import type { Merchants } from '../../ports/merchants.ts'
import { type Endpoint, endpoint } from './endpoint.ts'
import { asTime, id, idParams, text, time } from './fields.ts'
import { pageFrom, pageOf, pageQuery, readCursor } from './pages.ts'
import { languageOf, readerLocale, traceRowSchema, type Words, wordsFor } from './trace-fields.ts'

export type CardTraceDeps = { readCardTrace: ReadCardTrace; merchants: Pick<Merchants, 'find'> }

const traceSchema = z.strictObject({
  kind: z
    .enum(['order', 'scan', 'refusal'])
    .describe(
      'A till’s order, a scan of the card that no order has joined, or something that was refused: kept for 90 days, the same again counted on one row.',
    ),
  at: time,
  number: z.string().nullable().describe('As it stands on the receipt.'),
  location: z.string().nullable().describe('Its name, where it has one.'),
  total: z.strictObject({ amount: z.int(), currency: z.string() }).nullable(),
  outcome: z.string(),
  given: z.int(),
  trace: z.array(traceRowSchema),
  evidence: z.string().nullable().optional().describe('Not for customers.'),
  till: z.string().nullable().optional().describe('Not for customers.'),
  source: z
    .strictObject({ tillId: id.nullable(), id: z.string() })
    .optional()
    .describe('For the merchant only: the till, and the order’s, scan’s or refusal’s id.'),
})

const cursorShape = z.tuple([z.int().min(0).max(8.64e15), z.enum(['order', 'scan', 'refusal']), text(300)])

const show = ({ at, trace, ...rest }: SeenTrace, audience: Audience, words: Words) => ({
  ...rest,
  at: asTime(at),
  trace: trace.map(({ rule, passed, figures }) => ({
    rule,
    passed,
    detail: words({ rule, passed, figures }),
    ...(audience === 'merchant' && figures && { figures }),
  })),
})

export const cardTraceEndpoints = ({ readCardTrace, merchants }: CardTraceDeps): Endpoint[] => [
  endpoint({
    method: 'GET',
    path: '/cards/{id}/trace',
    tag: 'Cards',
    summary: 'Why a card has its stamps, or has them not',
    description:
      'Orders and scans of the card, newest first, with each rule that was asked. For customers nothing of other people, of tills or of other inner names.',
    auth: 'merchant',
    params: idParams,
    query: pageQuery.extend({
      audience: z.enum(audiences).default('merchant').describe('Who will read it.'),
      locale: readerLocale,
    }),
    answers: { 200: { description: 'One page.', name: 'CardTracePage', schema: pageOf(traceSchema) } },
    async handle({ merchantId, params, query: { limit, cursor, audience, locale }, accepted }) {
      const from = readCursor(cursorShape, cursor)
      const after: CardTraceCursor | null = from && { at: from[0], kind: from[1], id: from[2] }
      const rows = await readCardTrace({ merchantId, cardId: params.id, audience, after, limit: limit + 1 })
      if (!rows) throw notFound('card')
      const words = await wordsFor(merchants, merchantId, { locale, accepted })
      const keyOf = ({ cursor: { at, kind, id: own } }: (typeof rows)[number]) => [at, kind, own]
      return {
        status: 200,
        headers: languageOf(words),
        body: pageFrom(rows, limit, keyOf, (row) => show(row.seen, audience, words)),
      }
    },
  }),
]
