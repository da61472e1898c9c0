import { createHash } from 'node:crypto'
import type { Request, RequestHandler, Response } from 'express'
import { AppError, invalid } from '../../app-error.ts'
import type { AuditLog } from '../../ports/audit.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Idempotency } from '../../ports/idempotency.ts'
import { newId } from '../../secrets/random-id.ts'
import { asAppError } from '../errors.ts'
import { asProblem, problemType, wordsOf } from '../problem.ts'
import type { Answer, Endpoint, Prepared } from './endpoint.ts'

export type ServeDeps = {
  idempotency: Idempotency
  now: Clock
  /** Where changes made by people and programs are written down. */
  audit: Pick<AuditLog, 'append'>
}

/** Checks the request, runs the endpoint and answers. A POST with an idempotency key is done once. */
export function serve(endpoint: Endpoint, deps: ServeDeps): RequestHandler {
  return async (request, response) => {
    const scope: string = response.locals.scope
    const { params, query } = request
    const prepared = audited(
      endpoint,
      { request, actor: response.locals.actor, scope },
      deps,
      endpoint.prepare({
        merchantId: scope,
        params,
        query,
        body: request.body,
        accepted: request.get('accept-language'),
      }),
    )
    const key = endpoint.method === 'POST' ? idempotencyKey(request) : undefined
    if (key === undefined) return send(response, await prepared({ operationId: newId(deps.now()) }))
    await serveOnce({ scope, key, request, response, prepared }, deps)
  }
}

/** Writes down what was changed before it is answered; the names of the fields, not what they hold. */
function audited(
  endpoint: Endpoint,
  { request, actor, scope }: { request: Request; actor: string; scope: string },
  { audit, now }: ServeDeps,
  prepared: Prepared,
): Prepared {
  if (endpoint.method === 'GET' || endpoint.machine || endpoint.auth === 'admin') return prepared
  return async (operation) => {
    const answer = await prepared(operation)
    const fields = Object.keys(request.body ?? {}).join(' ')
    await audit.append({
      merchantId: scope,
      at: now(),
      actor,
      action: `${endpoint.method} ${endpoint.path}`,
      subject: request.path,
      detail: { status: answer.status, ...(fields && { fields: fields.slice(0, 500) }) },
    })
    return answer
  }
}

function idempotencyKey(request: Request): string | undefined {
  const key = request.get('idempotency-key')
  if (key === undefined) return undefined
  if (/^[\x20-\x7e]{1,255}$/.test(key)) return key
  throw invalid([{ field: 'Idempotency-Key', message: 'must be 1 to 255 printable ASCII characters' }])
}

type Once = { scope: string; key: string; request: Request; response: Response; prepared: Prepared }

async function serveOnce({ scope, key, request, response, prepared }: Once, deps: ServeDeps): Promise<void> {
  const now = deps.now()
  const requestHash = hashOf(request)
  const operationId = newId(now)
  const claim = await deps.idempotency.claim({ scope, key, requestHash, operationId, now })
  switch (claim.state) {
    case 'other-request':
      throw keyReused()
    case 'running':
      throw stillRunning()
    case 'done':
      response.set('Idempotency-Replayed', 'true')
      return sendText(response, claim.answer.status, claim.answer.body)
    case 'started': {
      const held = { scope, key, operationId: claim.operationId }
      const once = () => prepared({ operationId: claim.operationId })
      const answer = await attempt(once, held, request.get('accept-language'), deps)
      const body = answer.body === undefined ? '' : JSON.stringify(answer.body)
      await deps.idempotency.finish({ ...held, answer: { status: answer.status, body } })
      return send(response, answer)
    }
  }
}

/** A refusal is an answer and is kept; a failure of ours is not, so that a retry has its chance. */
async function attempt(
  run: () => Promise<Answer>,
  held: { scope: string; key: string; operationId: string },
  accepted: string | undefined,
  { idempotency }: ServeDeps,
): Promise<Answer> {
  try {
    return await run()
  } catch (thrown) {
    const error = asAppError(thrown)
    if (error.status < 500) {
      const headers = { ...error.headers, 'Content-Language': wordsOf(error, accepted).language }
      return { status: error.status, body: asProblem(error, accepted), headers }
    }
    // Left held when even this fails: a retry may take over after a minute.
    await idempotency.release(held).catch((cause: unknown) => {
      throw new AggregateError([thrown, cause], 'an attempt failed, and its idempotency key stays held')
    })
    throw thrown
  }
}

/** Same method, address and content: blanks and the order of members don't matter. */
function hashOf(request: Request): Uint8Array {
  const content = JSON.stringify(sorted(request.body)) ?? ''
  return createHash('sha256').update(`${request.method}\n${request.originalUrl}\n${content}`).digest()
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return ['[', ...value.map(sorted)]
  if (value === null || typeof value !== 'object') return value
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  // Pairs instead of an object, because a member may be called __proto__.
  return ['{', ...entries.map(([name, member]) => [name, sorted(member)])]
}

function send(response: Response, { status, body, headers = {} }: Answer): void {
  response.set(headers)
  sendText(response, status, body === undefined ? '' : JSON.stringify(body))
}

function sendText(response: Response, status: number, text: string): void {
  response.status(status).set('Cache-Control', 'no-store')
  if (text === '') response.end()
  else response.type(status >= 400 ? problemType : 'application/json').send(text)
}

const keyReused = () =>
  new AppError({
    code: 'idempotency-key-reused',
    status: 422,
    userText: 'This Idempotency-Key was used for another request. Use a new key for each new request.',
    fields: [{ field: 'Idempotency-Key', message: 'must be new for every new request' }],
  })

const stillRunning = () =>
  new AppError({
    code: 'request-in-progress',
    status: 409,
    userText: 'A request with this Idempotency-Key is still being served. Ask again in a moment.',
    headers: { 'Retry-After': '1' },
  })
