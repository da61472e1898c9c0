import { z } from 'zod'
import type { TraceRow } from '../../domain/trace.ts'
import { speechFor } from '../../messages/messages.ts'
import { traceWords } from '../../messages/trace-words.ts'
import type { Merchants } from '../../ports/merchants.ts'
import { gone } from './endpoint.ts'
import { locale } from './fields.ts'

export const traceRowSchema = z.strictObject({
  rule: z.string(),
  passed: z.boolean(),
  detail: z.string().describe('In the language asked for by `locale`; English without one.'),
  figures: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
})

export const readerLocale = locale
  .default('en')
  .describe('Language of the texts: en, es, de or fr; anything else is told in English.')

/** Words for rows of traces. */
export type Words = (row: TraceRow) => string

/** The reader's own words, with the times of the merchant's clock. @throws AppError 410 for an erased merchant */
export async function wordsFor(
  merchants: Pick<Merchants, 'find'>,
  merchantId: string,
  tag: string,
): Promise<Words> {
  const merchant = await merchants.find(merchantId)
  if (!merchant) throw gone()
  const speech = speechFor(undefined, tag)
  return (row) => traceWords(speech, row, merchant.timeZone)
}
