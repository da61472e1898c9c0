import { createHash, timingSafeEqual } from 'node:crypto'
import type { RequestHandler, Response } from 'express'
import { type SignedIn, sessionMs, type WhoIsSignedIn } from '../../app/sign-in.ts'
import { AppError } from '../../app-error.ts'
import type { SessionRow } from '../../ports/sessions.ts'
import { readCookie } from './cookies.ts'

/** `__Host-`: no other host can set it, and it never travels without https. On plain http (a trial) that is impossible. */
const cookieName = (secure: boolean): string => (secure ? '__Host-stampbridge' : 'stampbridge')

const sessions = new WeakMap<Response, { row: SessionRow; token: string }>()

/** Finds out who is signed in. Lets everybody pass: the routes decide. */
export function withSession(deps: { secure: boolean; whoIsSignedIn: WhoIsSignedIn }): RequestHandler {
  return async (request, response, next) => {
    const token = readCookie(request, cookieName(deps.secure))
    const row = token ? await deps.whoIsSignedIn(token, request.get('user-agent') ?? null) : null
    if (row && token) sessions.set(response, { row, token })
    next()
  }
}

/** Who this browser is signed in as; null when nobody. */
export const sessionOf = (response: Response) => sessions.get(response) ?? null

export function setSessionCookie(response: Response, secure: boolean, signedIn: SignedIn): void {
  response.cookie(cookieName(secure), signedIn.token, cookieOptions(secure, sessionMs))
}

export function clearSessionCookie(response: Response, secure: boolean): void {
  response.cookie(cookieName(secure), '', cookieOptions(secure, 0))
}

const cookieOptions = (secure: boolean, maxAge: number) =>
  ({ httpOnly: true, sameSite: 'lax', secure, path: '/', maxAge }) as const

/** Goes into every form of a session. Whoever has only the form's answer cannot get the cookie back from it. */
export const csrfToken = (sessionToken: string): string =>
  createHash('sha256').update(`csrf\n${sessionToken}`).digest('base64url')

/** Refuses a signed-in POST that does not come from our own form. */
export const requireCsrf: RequestHandler = (request, response, next) => {
  const session = sessionOf(response)
  const given = createHash('sha256')
    .update(String(request.body?.csrf ?? ''))
    .digest()
  const right = createHash('sha256')
    .update(session ? csrfToken(session.token) : '')
    .digest()
  if (session && !timingSafeEqual(given, right)) {
    next(new AppError({ code: 'foreign-form', status: 403, userText: 'This form is not from this session.' }))
    return
  }
  next()
}
