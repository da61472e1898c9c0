import { z } from 'zod'
import { ProviderError } from '../../src/ports/provider-error.ts'

/** The parts of a failed call that tell what to do; https://google.aip.dev/193 and the older `errors` list. */
const FailedCall = z.object({
  response: z.object({
    status: z.number(),
    headers: z.instanceof(Headers).optional().catch(undefined),
    data: z
      .object({
        error: z.object({
          message: z.string().catch(''),
          errors: z
            .array(z.object({ reason: z.string().catch('') }))
            .max(20)
            .catch([]),
        }),
      })
      .optional()
      .catch(undefined),
  }),
})

export type ApiFailure = {
  /** HTTP status; 0 when there was no answer: the call may have been carried out all the same. */
  status: number
  /** `throttled`: too many calls in a second. `quota`: something else is used up, such as a pass's notices of the day. */
  kind: 'throttled' | 'quota' | 'other'
  error: ProviderError
}

/** What a failed call to Google means. */
export function readFailure(thrown: unknown, now: number): ApiFailure {
  if (thrown instanceof ProviderError) return { status: 0, kind: 'other', error: thrown }
  const parsed = FailedCall.safeParse(thrown)
  if (!parsed.success) return { status: 0, kind: 'other', error: noAnswer(thrown) }
  const { status, headers, data } = parsed.data.response
  const reason = data?.error.errors[0]?.reason ?? ''
  const kind = kindOf(status, reason)
  const retryable = kind !== 'other' || status === 408 || status >= 500
  const said = [reason, redacted(data?.error.message ?? '')].filter(Boolean).join(': ')
  const error = new ProviderError('google-wallet', `Google answered ${status}${said && ` (${said})`}`, {
    retryable,
    reason: kind === 'other' ? undefined : 'throttled',
    uncertain: status === 408 || status >= 500,
    retryAfterMs: retryable ? retryAfter(headers?.get('retry-after'), now) : undefined,
  })
  return { status, kind, error }
}

function kindOf(status: number, reason: string): ApiFailure['kind'] {
  if (status !== 429 && status !== 403) return 'other'
  if (/rateLimit/i.test(reason)) return 'throttled'
  if (/quota/i.test(reason)) return 'quota'
  return status === 429 ? 'throttled' : 'other'
}

function noAnswer(thrown: unknown): ProviderError {
  const name = thrown instanceof Error ? thrown.name : 'unknown'
  const why = name === 'TimeoutError' || name === 'AbortError' ? 'in time' : `(${codeOf(thrown) ?? name})`
  return new ProviderError('google-wallet', `no answer from Google ${why}`, {
    retryable: true,
    reason: 'unreachable',
    uncertain: true,
  })
}

function codeOf(thrown: unknown): string | undefined {
  const code = z.object({ code: z.string().max(60) }).safeParse(thrown)
  if (code.success) return code.data.code
  return thrown instanceof Error && thrown.cause ? codeOf(thrown.cause) : undefined
}

/** Google quotes ids of cards and pieces of them in its messages. */
const redacted = (message: string): string =>
  message
    .replace(/\b\d+\.[\w.-]+/g, '<id>')
    .replace(/https?:\/\/\S+/g, '<url>')
    .slice(0, 200)

/** Seconds or an HTTP date, as milliseconds to wait; at most an hour. */
function retryAfter(header: string | null | undefined, now: number): number | undefined {
  if (!header) return undefined
  const wait = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now
  return Number.isFinite(wait) ? Math.min(Math.max(wait, 0), 3_600_000) : undefined
}
