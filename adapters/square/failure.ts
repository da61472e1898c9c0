import type { SquareError } from 'square'
import type { FailureReason } from '../../src/domain/failure-note.ts'
import { ProviderError } from '../../src/ports/provider-error.ts'

/** What is known of a failed call, whichever way it was made. */
type Failure = {
  status?: number | undefined
  /** Square's own codes, e.g. RATE_LIMITED; they hold no data of anybody's. */
  codes?: string[] | undefined
  retryAfter?: string | null | undefined
}

/**
 * Square's failure as the house's: worth retrying when Square was down, slow, throttling or out of reach. The message
 * has the status and Square's codes, never the details, which quote what was sent.
 */
export function providerError(action: string, failure: Failure, now: number): ProviderError {
  const { status, codes, retryAfter } = failure
  const answer = status === undefined ? 'could not be reached' : `answered ${status}`
  const reason = codes?.length ? ` (${codes.join(', ')})` : ''
  const remedy = status === 401 || status === 403 ? ': the seller has to connect Square again' : ''
  return new ProviderError('square', `Square ${answer}${reason} when asked to ${action}${remedy}.`, {
    // A success that is not understood comes from something in between, and may pass.
    reason: reasonOf(status),
    unauthorized: status === 401,
    retryable: status === undefined || status < 400 || status === 408 || status === 429 || status >= 500,
    throttled: status === 429,
    retryAfterMs: waitOf(retryAfter, now),
  })
}

/** Undefined: as the flags of the error say. */
function reasonOf(status: number | undefined): FailureReason | undefined {
  if (status === undefined) return 'unreachable'
  return status === 403 ? 'no-permission' : undefined
}

/** `Retry-After` in either of its forms, as milliseconds from now. */
function waitOf(header: string | null | undefined, now: number): number | undefined {
  if (!header) return undefined
  const wait = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now
  return Number.isFinite(wait) && wait > 0 ? wait : undefined
}

/**
 * What the SDK or fetch threw; null for anything else, which is a fault of our own and must not be retried in silence.
 * Told by shape, because nothing else of the SDK's errors is needed and loading it takes a second.
 */
export function failureOf(thrown: unknown): Failure | null {
  if (!(thrown instanceof Error) && !(thrown instanceof DOMException)) return null
  if (thrown.name === 'SquareError') {
    const error = thrown as SquareError
    const errors = Array.isArray(error.errors) ? error.errors : []
    const codes = errors.map(({ code }) => code).filter((code) => code !== 'Unknown')
    const status = error.statusCode
    return {
      status,
      codes: codes.length === 0 && status === undefined ? networkCode(error.cause) : codes,
      retryAfter: error.rawResponse?.headers.get('retry-after'),
    }
  }
  if (['SquareTimeoutError', 'AbortError', 'TimeoutError'].includes(thrown.name))
    return { codes: ['timeout'] }
  // fetch fails with a TypeError whose cause is the network's error.
  return thrown.name === 'TypeError' && thrown.cause !== undefined ? { codes: networkCode(thrown) } : null
}

function networkCode(error: unknown): string[] {
  for (let each = error, depth = 0; each instanceof Error && depth < 4; each = each.cause, depth += 1)
    if ('code' in each && typeof each.code === 'string') return [each.code]
  return error instanceof DOMException && error.name === 'TimeoutError' ? ['timeout'] : []
}
