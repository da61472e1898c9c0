/** One thing that is wrong with a request, by the name of its field. */
export type FieldError = {
  /** `milestones[0].reward.title`; `body` for the whole. */
  field: string
  /** What would be right. */
  message: string
}

type Init = {
  /** Stable, kebab-case; becomes the problem's `type`. */
  code: string
  /** HTTP status that fits. */
  status: number
  /** What the caller is told. Holds no secret and nothing personal. */
  userText: string
  /** False keeps `userText` inside: the caller only learns that something failed. True unless said otherwise below 500. */
  expose?: boolean
  cause?: unknown
  fields?: FieldError[]
  /** Further members of the problem document. */
  details?: Record<string, unknown>
  headers?: Record<string, string>
  /** `userText` in another of our languages; without it, only reasons that src/messages knows are translated. */
  say?: (language: 'en' | 'es' | 'de' | 'fr') => string
}

/** The one error that reaches people. Expected outcomes of use cases are unions instead; see `app/`. */
export class AppError extends Error {
  readonly code: string
  readonly status: number
  readonly expose: boolean
  readonly userText: string
  readonly fields: FieldError[]
  readonly details: Record<string, unknown>
  readonly headers: Record<string, string>
  readonly say: Init['say']

  constructor(init: Init) {
    super(`${init.code}: ${init.userText}`, { cause: init.cause })
    this.name = 'AppError'
    this.code = init.code
    this.status = init.status
    this.expose = init.expose ?? init.status < 500
    this.userText = init.userText
    this.fields = init.fields ?? []
    this.details = init.details ?? {}
    this.headers = init.headers ?? {}
    this.say = init.say
  }
}

/** Unknown, malformed and foreign ids look the same, so that nobody learns what others have. */
export const notFound = (what: string): AppError =>
  new AppError({ code: 'not-found', status: 404, userText: `There is no such ${what}.` })

/** @param details members that say why, when and where. */
export const conflict = (code: string, userText: string, details?: Record<string, unknown>): AppError =>
  new AppError({ code, status: 409, userText, ...(details && { details }) })

export const invalid = (fields: FieldError[]): AppError =>
  new AppError({
    code: 'invalid-request',
    status: 400,
    userText: fields
      .map((each) => `${each.field}: ${each.message}`)
      .join('; ')
      .slice(0, 1000),
    fields,
  })
