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
  constructor(
    provider: string,
    message: string,
    options: {
      retryable: boolean
      retryAfterMs?: number | undefined
      throttled?: boolean | undefined
      unauthorized?: boolean | undefined
      uncertain?: boolean | undefined
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
  }
}
