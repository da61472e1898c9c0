import { z } from 'zod'
import type { Counted, ScanInput, ScanResult } from '../../app/stamp-by-scan.ts'
import type { UnjoinResult } from '../../app/unjoin-scan.ts'
import { conflict, invalid, notFound } from '../../app-error.ts'
import { type ScanRecord, scanChannels } from '../../domain/scan.ts'
import type { Clock } from '../../ports/clock.ts'
import type { LiveCodes } from '../../ports/live-codes.ts'
import type { Merchants } from '../../ports/merchants.ts'
import type { ScansRead } from '../../ports/scans.ts'
import type { Tills } from '../../ports/tills.ts'
import { serialOf } from './card-code.ts'
import { type Endpoint, endpoint } from './endpoint.ts'
import { asTime, id, idParams, money, text, time, token } from './fields.ts'
import { idCursor, pageFrom, pageOf, pageQuery, readCursor } from './pages.ts'
import { counterField } from './redemptions.ts'
import { languageOf, readerLocale, traceRowSchema, type Words, wordsFor } from './trace-fields.ts'

export type ScanDeps = {
  tills: Pick<Tills, 'find'>
  merchants: Pick<Merchants, 'find'>
  scans: ScansRead
  stampByScan(input: ScanInput): Promise<ScanResult>
  unjoinScan(scan: { merchantId: string; scanId: string }): Promise<UnjoinResult>
  liveCodes: Pick<LiveCodes, 'read'>
  now: Clock
}

/** Sales of a till that was offline come up to 72 hours late, and scans of a phone as well. */
const oldestMs = 72 * 3_600_000
const aheadMs = 5 * 60_000

const scanInput = z
  .strictObject({
    serial: text(100)
      .optional()
      .describe('As in the card’s barcode; the code of an open web card is good for 90 seconds.'),
    cardId: id.optional(),
    channel: z.enum(scanChannels),
    clientId: token(100).describe('The scanner’s own id for this scan: sent again, it changes nothing.'),
    tillId: id.optional().describe('The till beside which it was scanned.'),
    locationId: text(255).optional().describe('The till’s own id of the location.'),
    counter: counterField.optional(),
    amount: money.optional().describe('What was paid, where the scanner knows.'),
    count: z
      .int()
      .min(1)
      .max(50)
      .optional()
      .describe('How many stamps of a visit, or items, were counted by hand; `limits.perOrder` caps them.'),
    at: z.iso.datetime({ offset: true }).optional().describe('When; now unless the scanner was offline.'),
  })
  .refine(({ serial, cardId }) => (serial === undefined) !== (cardId === undefined), {
    path: ['serial'],
    message: 'must be given, or cardId, and not both',
  })

const scanStates = ['waiting', 'joined', 'repeat', 'apart', 'alone', 'undone'] as const

const countedSchema = z.strictObject({
  at: time.describe('When.'),
  where: z.string().nullable().describe('What people call the place.'),
  tillId: id.optional(),
  orderId: z.string().optional(),
})

/** When and where a purchase was counted already. */
export const alreadyCounted = countedSchema

export const showCounted = ({ at, place, order }: Counted) => ({
  at: asTime(at),
  where: place,
  ...(order && { tillId: order.tillId, orderId: order.externalId }),
})

const scanSchema = z.strictObject({
  id,
  clientId: z.string(),
  cardId: id,
  channel: z.enum(scanChannels),
  at: time,
  outcome: z
    .enum(['stamped', 'waiting', 'no-stamp', 'already-counted'])
    .describe('`waiting`: the program needs to know what was paid; the till’s order will tell.'),
  stamps: z.int().describe('Given when it was scanned.'),
  state: z
    .enum(scanStates)
    .describe(
      '`joined` to an order of the till; `repeat` of another scan; `apart`: un-joined by hand; `undone` by its counter.',
    ),
  counted: countedSchema.optional().describe('The purchase that it is a part of.'),
  trace: z.array(traceRowSchema).describe('Each rule that was asked, and what it said.'),
})

const showScan = (words: Words, scan: ScanRecord, counted: Counted | null) => ({
  id: scan.id,
  clientId: scan.clientId,
  cardId: scan.cardId,
  channel: scan.channel,
  at: asTime(scan.at),
  outcome: scan.outcome,
  stamps: scan.stamped,
  state: scan.state,
  ...(counted && { counted: showCounted(counted) }),
  trace: scan.trace.map((row) => ({ ...row, detail: words(row) })),
})

export function scanEndpoints(deps: ScanDeps): Endpoint[] {
  return [scanEndpoint(deps), listEndpoint(deps), unjoinEndpoint(deps)]
}

const scanEndpoint = ({ stampByScan, tills, merchants, liveCodes, now }: ScanDeps) =>
  endpoint({
    method: 'POST',
    path: '/scans',
    machine: true,
    tag: 'Scans',
    summary: 'Stamp a card that was shown at the counter',
    description:
      'A purchase by the program’s rules. An order of the till at the same place, within the program’s `joinMinutes` before or after, is the same purchase: it is counted once, whichever comes first.',
    auth: 'merchant',
    body: {
      name: 'ScanInput',
      schema: scanInput,
      example: { serial: 'p1XvCkT0S3mJ2rJ4pVqA7w', channel: 'counter', clientId: 'counter-1-000042' },
    },
    answers: {
      201: { description: 'The scan, and what it came to.', name: 'Scan', schema: scanSchema },
      200: { description: 'It was sent before: what it came to then.', name: 'Scan', schema: scanSchema },
    },
    problems: {
      409: 'The card is not active, the clientId was used for another card, or the code has expired (`code-expired`).',
    },
    async handle({ merchantId, body: { serial, cardId, at: shown, ...rest }, accepted }) {
      const at = shown === undefined ? undefined : Date.parse(shown)
      if (at !== undefined && (at < now() - oldestMs || at > now() + aheadMs))
        throw invalid([{ field: 'at', message: 'must be within the last 72 hours' }])
      if (rest.tillId !== undefined && !(await tills.find(merchantId, rest.tillId))) throw notFound('till')
      const card =
        serial === undefined
          ? { cardId: cardId ?? '' }
          : { serial: await serialOf(liveCodes, merchantId, serial, at ?? now()) }
      const made = await stampByScan({ merchantId, card, at, ...rest })
      if (!made.ok && made.reason === 'unknown-card') throw notFound('card')
      if (!made.ok && made.reason === 'card-not-active')
        throw conflict('card-not-active', 'The card is paused, erased or was merged into another.')
      if (!made.ok) throw conflict('client-id-reused', 'This clientId was used for a scan of another card.')
      const words = await wordsFor(merchants, merchantId, { accepted })
      const body = showScan(words, made.scan, made.counted)
      return { status: made.fresh ? 201 : 200, headers: languageOf(words), body }
    },
  })

const listedSchema = scanSchema.extend({
  order: z
    .strictObject({ tillId: id, externalId: z.string() })
    .optional()
    .describe('The order that it was joined to.'),
  repeatOf: id.optional().describe('The scan that it repeats.'),
})

const listEndpoint = ({ scans, merchants }: ScanDeps) =>
  endpoint({
    method: 'GET',
    path: '/scans',
    tag: 'Scans',
    summary: 'List scans, last made first',
    auth: 'merchant',
    query: pageQuery.extend({
      cardId: id.optional(),
      state: z.enum(scanStates).optional(),
      locale: readerLocale,
    }),
    answers: { 200: { description: 'One page.', name: 'ScanPage', schema: pageOf(listedSchema) } },
    async handle({ merchantId, query: { limit, cursor, locale, ...filter }, accepted }) {
      const after = readCursor(idCursor, cursor)?.[0] ?? null
      const rows = await scans.list(merchantId, { ...filter, after, limit: limit + 1 })
      const words = await wordsFor(merchants, merchantId, { locale, accepted })
      const show = (scan: ScanRecord) => ({
        ...showScan(words, scan, null),
        ...(scan.order && { order: scan.order }),
        ...(scan.repeatOf !== null && { repeatOf: scan.repeatOf }),
      })
      const body = pageFrom(rows, limit, (row) => [row.id], show)
      return { status: 200, headers: languageOf(words), body }
    },
  })

const unjoinEndpoint = ({ unjoinScan, merchants }: ScanDeps) =>
  endpoint({
    method: 'POST',
    path: '/scans/{id}/unjoin',
    tag: 'Scans',
    summary: 'Say that a scan and an order were two purchases',
    description:
      'Each is judged as if they had never met. An order that had its card from the scan alone is unmatched again.',
    auth: 'merchant',
    params: idParams,
    answers: { 200: { description: 'The scan as it now stands.', name: 'Scan', schema: scanSchema } },
    problems: { 409: 'The scan is joined to nothing, or its card is not active.' },
    async handle({ merchantId, params, accepted }) {
      const done = await unjoinScan({ merchantId, scanId: params.id })
      if (!done.ok && done.reason === 'unknown-scan') throw notFound('scan')
      if (!done.ok && done.reason === 'card-not-active')
        throw conflict('card-not-active', 'The card is paused, erased or was merged into another.')
      if (!done.ok) throw conflict('not-joined', 'The scan is not joined to an order or another scan.')
      const words = await wordsFor(merchants, merchantId, { accepted })
      return { status: 200, headers: languageOf(words), body: showScan(words, done.scan, null) }
    },
  })
