import type { ErrorRequestHandler, Response } from 'express'
import { z } from 'zod'
import { AppError, invalid } from '../app-error.ts'
import { asProblem, fieldErrors, problemType, wordsOf } from './problem.ts'

/** Told of every failure that is ours (status 500 and above), with its cause. */
export type ReportError = (error: AppError, where: { method: string; path: string }) => void

/** The one place where errors become HTTP. Mount last. */
export function problemHandler(report: ReportError): ErrorRequestHandler {
  return (thrown, request, response, next) => {
    const error = asAppError(thrown)
    // The route's pattern, not the address: addresses hold ids and tokens.
    const path = typeof request.route?.path === 'string' ? request.route.path : '(no route)'
    if (error.status >= 500) report(error, { method: request.method, path })
    if (response.headersSent) next(thrown)
    else sendProblem(response, error, request.get('accept-language'))
  }
}

export function sendProblem(response: Response, error: AppError, accepted?: string): void {
  response.vary('Accept-Language').set('Content-Language', wordsOf(error, accepted).language)
  response.status(error.status).set(error.headers).set('Cache-Control', 'no-store').type(problemType)
  response.send(JSON.stringify(asProblem(error, accepted)))
}

/** Anything that was thrown, as an AppError. */
export function asAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown
  if (thrown instanceof z.ZodError) return invalid(fieldErrors(thrown))
  return fromHttpError(thrown) ?? fromDatabase(thrown) ?? internal(thrown)
}

const internal = (cause: unknown) =>
  new AppError({ code: 'internal', status: 500, userText: 'unexpected failure', cause })

const httpErrorSchema = z.object({ status: z.int().min(400).max(499), type: z.string().optional() })

const httpErrors: Record<string, { code: string; status?: number; userText: string }> = {
  'entity.too.large': { code: 'too-large', userText: 'The body is too long.' },
  'encoding.unsupported': {
    code: 'unsupported-encoding',
    userText: 'This content encoding is not supported.',
  },
  'charset.unsupported': { code: 'unsupported-charset', userText: 'The body must be UTF-8.' },
  'request.aborted': { code: 'aborted', userText: 'The request ended early.' },
}

/** What Express and its body parser throw at requests that are not well formed. */
function fromHttpError(thrown: unknown): AppError | null {
  const known = httpErrorSchema.safeParse(thrown)
  if (!known.success) return null
  const words = httpErrors[known.data.type ?? ''] ?? {
    code: 'bad-request',
    userText: 'The request is not well formed.',
  }
  return new AppError({ status: known.data.status, ...words, cause: thrown })
}

// Postgres: connection lost, shutting down, out of connections, locks or statements cut off by their time limit,
// disk full. Sockets. Prisma: not reachable, pool or transaction timeout.
const unavailable =
  /^(08...|57P0[123]|57014|53...|55P03|25P03|40001|40P01|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EHOSTUNREACH|P1001|P1002|P1008|P1017|P2024|P2028|P2034|P2037)$/
const unavailableWords =
  /timeout exceeded when trying to connect|connection terminated|query read timeout|client has encountered a connection error/i

// Postgres: a NUL within a text, as it came or as JSON writes it.
const unstorable = /^(22021|22P05)$/

function fromDatabase(thrown: unknown): AppError | null {
  const layers = layersOf(thrown)
  if (layers.some((layer) => codesOf(layer).some((code) => unstorable.test(code))))
    return unstorableText(thrown)
  if (!layers.some(saysUnavailable)) return null
  return new AppError({
    code: 'unavailable',
    status: 503,
    expose: true,
    userText: 'The service is busy or being restarted. Please try again.',
    cause: thrown,
    headers: { 'Retry-After': '2' },
  })
}

function saysUnavailable(layer: object): boolean {
  const message = layer instanceof Error ? layer.message : ''
  return codesOf(layer).some((code) => unavailable.test(code)) || unavailableWords.test(message)
}

const codesOf = (layer: object): string[] =>
  ['code', 'originalCode'].map((name) => String(memberOf(layer, name)))

/** Such a text can only have come with the request: nothing of ours holds one. */
const unstorableText = (cause: unknown) =>
  new AppError({
    code: 'unstorable-text',
    status: 400,
    userText: 'A text holds a NUL character, which nothing can be found by or stored under. Leave it out.',
    cause,
  })

/** An error and what it came from. Prisma wraps the driver's error in `meta`, and that one's cause is no Error. */
function layersOf(thrown: unknown): object[] {
  const layers: object[] = []
  let rest = [thrown]
  for (let depth = 0; depth < 6 && rest.length > 0; depth += 1) {
    const found = rest.filter((each) => typeof each === 'object' && each !== null)
    layers.push(...found)
    rest = found.flatMap((each) => [
      memberOf(each, 'cause'),
      memberOf(memberOf(each, 'meta'), 'driverAdapterError'),
      ...(each instanceof AggregateError ? each.errors : []),
    ])
  }
  return layers
}

const memberOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
