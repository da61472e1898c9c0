import { z } from 'zod'
import type { TraceRow } from '../../domain/trace.ts'
import { type Language, speechFor } from '../../messages/messages.ts'
import { traceWords } from '../../messages/trace-words.ts'
import type { Merchants } from '../../ports/merchants.ts'
import { gone } from './endpoint.ts'
import { locale } from './fields.ts'

export const traceRowSchema = z.strictObject({
  rule: z.string(),
  passed: z.boolean(),
  detail: z.string().describe('In the language asked for by `locale` or `Accept-Language`.'),
  figures: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
})

export const readerLocale = locale
  .optional()
  .describe(
    'Language of the texts: en, es, de or fr; without it `Accept-Language` says, and English at last.',
  )

/** Words for rows of traces, and the language that they are in. */
export type Words = ((row: TraceRow) => string) & { language: Language }

/**
 * The reader's own words, with the times of the merchant's clock.
 * @param reader the language asked for outright, or else an Accept-Language header as it came
 * @throws AppError 410 for an erased merchant
 */
export async function wordsFor(
  merchants: Pick<Merchants, 'find'>,
  merchantId: string,
  reader: { locale?: string | undefined; accepted?: string | undefined },
): Promise<Words> {
  const merchant = await merchants.find(merchantId)
  if (!merchant) throw gone()
  const { locale: tag, accepted } = reader
  const speech = tag === undefined ? speechFor(accepted) : speechFor(undefined, tag)
  return Object.assign((row: TraceRow) => traceWords(speech, row, merchant.timeZone), {
    language: speech.language,
  })
}

export const languageOf = ({ language }: Words) => ({ 'Content-Language': language })
