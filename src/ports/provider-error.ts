import { type FailureReason, writeFailure } from '../domain/failure-note.ts'

/** A call to a till or wallet that failed. The message holds no secret and no personal data. */
export class ProviderError extends Error {
  readonly provider: string
  /** Worth trying again later; otherwise a person has to change something. */
  readonly retryable: boolean
  /** The provider's own wish, in milliseconds. */
  readonly retryAfterMs: number | undefined
  /** The token was refused: a new one may help. */
  readonly unauthorized: boolean
  /** It answered, and asked for a pause: it is not down. */
  readonly throttled: boolean
  /** Nobody knows whether it was carried out, or will be. */
  readonly uncertain: boolean
  /** For people, in their own language. */
  readonly reason: FailureReason
  /** The provider's own sentence, where the message puts it into ours. */
  readonly quote: string | undefined
  constructor(
    provider: string,
    message: string,
    options: {
      retryable: boolean
      retryAfterMs?: number | undefined
      throttled?: boolean | undefined
      unauthorized?: boolean | undefined
      uncertain?: boolean | undefined
      reason?: FailureReason | undefined
      quote?: string | undefined
      cause?: unknown
    },
  ) {
    super(message, { cause: options.cause })
    this.name = 'ProviderError'
    this.provider = provider
    this.retryable = options.retryable
    this.retryAfterMs = options.retryAfterMs
    this.throttled = options.throttled ?? false
    this.unauthorized = options.unauthorized ?? false
    this.uncertain = options.uncertain ?? false
    this.reason = options.reason ?? usualReason(this)
    this.quote = options.quote
  }
}

function usualReason(error: Pick<ProviderError, 'throttled' | 'unauthorized' | 'retryable'>): FailureReason {
  if (error.throttled) return 'throttled'
  if (error.unauthorized) return 'sign-in'
  return error.retryable ? 'trouble' : 'refused'
}

/** What failed, as the books keep it; whatever is no provider's error is a fault of our own. */
export function failureNote(error: unknown): string {
  if (error instanceof ProviderError)
    return writeFailure({
      provider: error.provider,
      reason: error.reason,
      said: error.quote ?? error.message,
    })
  const said = error instanceof Error ? error.message : String(error)
  return writeFailure({ provider: 'stampbridge', reason: 'own-fault', said })
}
