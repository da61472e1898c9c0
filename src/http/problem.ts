import { STATUS_CODES } from 'node:http'
import { z } from 'zod'
import type { AppError, FieldError } from '../app-error.ts'
import { reasonsDe } from '../messages/de/reasons.ts'
import { reasonsEn } from '../messages/en/reasons.ts'
import { reasonsEs } from '../messages/es/reasons.ts'
import { reasonsFr } from '../messages/fr/reasons.ts'
import { type Language, speechFor } from '../messages/messages.ts'
import { reasonSaid } from '../messages/reasons.ts'

export const problemType = 'application/problem+json'

/** RFC 9457; members beyond these say more about one kind of problem. */
export const problemSchema = z.looseObject({
  type: z.string().describe('Which kind of problem: urn:stampbridge:problem:<code>'),
  title: z.string(),
  status: z.int(),
  detail: z.string().describe('What went wrong and what would be right.'),
  errors: z
    .array(z.strictObject({ field: z.string(), message: z.string() }))
    .optional()
    .describe('Each field that is wrong.'),
})
export type Problem = z.infer<typeof problemSchema>

/** @param accepted the reader's Accept-Language, as it came */
export function wordsOf(error: AppError, accepted?: string): { detail: string; language: Language } {
  if (!error.expose) return { detail: 'Something failed here. Trying again later may help.', language: 'en' }
  const { language } = speechFor(accepted)
  const said = language === 'en' ? undefined : (error.say?.(language) ?? reasonIn(error, language))
  return said === undefined ? { detail: error.userText, language: 'en' } : { detail: said, language }
}

const reasons = { en: reasonsEn, de: reasonsDe, es: reasonsEs, fr: reasonsFr } as const

const reasonIn = ({ details, code }: AppError, language: Language): string | undefined =>
  reasonSaid(reasons[language], String(details.reason ?? code))

/**
 * The document that a caller sees. An error that is not to be exposed keeps its words to itself.
 * @param accepted the reader's Accept-Language, as it came
 */
export function asProblem(error: AppError, accepted?: string): Problem {
  const title = STATUS_CODES[error.status] ?? 'Error'
  return {
    ...(error.expose ? error.details : {}),
    type: `urn:stampbridge:problem:${error.expose ? error.code : 'internal'}`,
    title,
    status: error.status,
    detail: wordsOf(error, accepted).detail,
    ...(error.expose && error.fields.length > 0 && { errors: error.fields }),
  }
}

type Issue = z.core.$ZodIssue

/** Says of each field what would be right; never repeats what was sent, which may be a secret. */
export function fieldErrors(error: z.ZodError, root = 'body'): FieldError[] {
  const found = error.issues.flatMap((issue) => describe(issue, [], root))
  return found.slice(0, 100)
}

function describe(issue: Issue, above: PropertyKey[], root: string): FieldError[] {
  const path = [...above, ...issue.path]
  const field = pathText(path) || root
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      field: pathText([...path, key.slice(0, 100)]),
      message: 'is not a known field',
    }))
  if (issue.code === 'invalid_union') {
    const options = 'options' in issue && Array.isArray(issue.options) ? issue.options : []
    if (options.length > 0) return [{ field, message: `must be one of: ${options.join(', ')}` }]
    const nearest = issue.errors.toSorted((a, b) => a.length - b.length)[0] ?? []
    return nearest.length > 0
      ? nearest.flatMap((inner) => describe(inner, path, root))
      : [{ field, message: issue.message }]
  }
  if (issue.code === 'invalid_type' && issue.input === undefined)
    return [{ field, message: `is required (${issue.expected})` }]
  return [{ field, message: plainWords(issue) }]
}

function plainWords(issue: Issue): string {
  if (issue.code === 'invalid_value') return `must be one of: ${issue.values.map(String).join(', ')}`
  if (issue.code === 'invalid_type') return `must be of type ${issue.expected}`
  return issue.message.replace(/^(Too (?:small|big)|Invalid [a-z]+): /, '')
}

function pathText(path: PropertyKey[]): string {
  return path
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index > 0 ? '.' : ''}${String(part)}`))
    .join('')
}
