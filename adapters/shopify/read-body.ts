import { parse as parseExact } from 'lossless-json'
import { z } from 'zod'

export type Read<T> = { ok: true; value: T } | { ok: false; problem: string }

/** A Shopify id: a JSON number, or its digits where a JSON number would have lost some. */
export const idField = z.union([z.int().nonnegative(), z.string().regex(/^\d{1,20}$/)])

/** Text that `Date.parse` understands: Shopify writes ISO 8601 with the shop's offset. */
export const timeField = z
  .string()
  .max(40)
  .refine((text) => !Number.isNaN(Date.parse(text)), 'not a time')

/**
 * Reads a body as `schema`. `JSON.parse` is the fast way and enough for nearly all bodies; ids beyond 2^53, which
 * Shopify's own test notifications have, fail {@link idField} there and are read again digit by digit.
 */
export function readBody<T>(schema: z.ZodType<T>, body: Buffer): Read<T> {
  const text = body.toString('utf8')
  const quick = tryJson(() => JSON.parse(text))
  if (!quick.ok) return quick
  const result = schema.safeParse(quick.value)
  if (result.success) return { ok: true, value: result.data }
  if (/\d{16}/.test(text)) {
    const exact = tryJson(() => parseExact(text, null, exactNumber))
    const again = exact.ok ? schema.safeParse(exact.value) : null
    if (again?.success) return { ok: true, value: again.data }
  }
  return { ok: false, problem: describe(result.error) }
}

const exactNumber = (digits: string): number | string =>
  /^\d+$/.test(digits) && !Number.isSafeInteger(Number(digits)) ? digits : Number(digits)

function tryJson(parse: () => unknown): Read<unknown> {
  try {
    return { ok: true, value: parse() }
  } catch {
    // The engine's own message quotes the text, which may be personal.
    return { ok: false, problem: 'the body is not JSON' }
  }
}

/** Names the first wrong field, never its content. */
function describe(error: z.ZodError): string {
  const issue = error.issues[0]
  if (!issue) return 'the body has an unknown shape'
  return `${issue.path.join('.') || 'body'}: ${issue.message.slice(0, 200)}`
}
