import { timingSafeEqual } from 'node:crypto'
import type { RequestHandler } from 'express'
import { rateLimit } from 'express-rate-limit'
import { AppError } from '../../app-error.ts'
import { digest } from '../../secrets/random-id.ts'
import type { Endpoint } from './endpoint.ts'

/** The operator acts for no merchant. */
const operatorScope = '00000000-0000-0000-0000-000000000000'

export type BearerDeps = {
  /** Null: there is no operator's key, and nobody can make merchants by the API. */
  adminKey: string | null
  /** Whose key of the REST API this is; null when nobody has it. */
  ownerOfKey(key: string): Promise<{ merchantId: string; keyId: string } | null>
  /** Per key and process; wrong keys are counted per address. */
  requestsPerMinute: number
}

/** Checks the key, and leaves in `response.locals.scope` for whom the request speaks. */
export function bearer(deps: BearerDeps): (auth: Endpoint['auth']) => RequestHandler[] {
  const isAdminKey = adminKeyCheck(deps.adminKey)
  const limitKeys = limiter(deps.requestsPerMinute, (_, response) => response.locals.scope ?? '')
  const limitStrangers = limiter(300)
  return (auth) => [
    async (request, response, next) => {
      const key = /^Bearer +([\x21-\x7e]{1,500}) *$/i.exec(request.get('authorization') ?? '')?.[1]
      const admin = key !== undefined && isAdminKey(key)
      const owner = key === undefined || admin ? null : await deps.ownerOfKey(key)
      if (!admin && !owner)
        // The counter answers 429 itself when there were too many.
        return limitStrangers(request, response, (error) => next(error ?? unauthorized(key !== undefined)))
      if (admin !== (auth === 'admin')) throw forbidden(auth)
      response.locals.scope = owner?.merchantId ?? operatorScope
      response.locals.actor = owner ? `api-key:${owner.keyId}` : 'operator'
      next()
    },
    limitKeys,
  ]
}

function adminKeyCheck(adminKey: string | null): (key: string) => boolean {
  const expected = adminKey === null ? null : digest(adminKey)
  return (key) => expected !== null && timingSafeEqual(digest(key), expected)
}

function limiter(
  limit: number,
  keyGenerator?: (_: unknown, response: { locals: { scope?: string } }) => string,
) {
  return rateLimit({
    windowMs: 60_000,
    limit,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    validate: false,
    ...(keyGenerator && { keyGenerator }),
    handler: (_request, _response, next) =>
      next(
        new AppError({
          code: 'too-many-requests',
          status: 429,
          userText: `At most ${limit} requests a minute are served. Please slow down.`,
          headers: { 'Retry-After': '10' },
        }),
      ),
  })
}

const unauthorized = (given: boolean) =>
  new AppError({
    code: 'unauthorized',
    status: 401,
    userText: given
      ? 'This API key is not known.'
      : 'An API key is needed: send it as "Authorization: Bearer <key>".',
    headers: { 'WWW-Authenticate': `Bearer realm="stampbridge"${given ? ', error="invalid_token"' : ''}` },
  })

const forbidden = (auth: Endpoint['auth']) =>
  new AppError({
    code: 'wrong-kind-of-key',
    status: 403,
    userText:
      auth === 'admin'
        ? "This needs the operator's key, not a merchant's."
        : "This needs a merchant's key; the operator's key only makes merchants.",
  })
