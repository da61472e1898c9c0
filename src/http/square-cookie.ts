import type { Request, Response } from 'express'
import { signInMs } from '../app/sign-in-at-till.ts'
import { newSecret } from '../secrets/random-id.ts'

/** `__Host-`: no other host can set it, and it never travels without https. On plain http (a trial) that is impossible. */
const cookieName = (secure: boolean): string => (secure ? '__Host-stampbridge-square' : 'stampbridge-square')

/**
 * A secret of this browser's for its way to Square and back; the same in all its windows, so that two ways at once do
 * not spoil each other.
 */
export function browserSecret(request: Request, response: Response, secure: boolean): string {
  const secret = knownBrowser(request, secure) ?? newSecret() + newSecret()
  response.cookie(cookieName(secure), secret, {
    httpOnly: true,
    // Square sends the browser back by a link, which carries lax cookies.
    sameSite: 'lax',
    secure,
    path: '/',
    maxAge: signInMs,
  })
  return secret
}

/** Null for a browser that did not set out from here. */
export function knownBrowser(request: Request, secure: boolean): string | null {
  for (const pair of (request.get('cookie') ?? '').slice(0, 8000).split(';')) {
    const [key, value] = pair.trim().split('=', 2)
    if (key === cookieName(secure) && value && /^[\w-]{40,64}$/.test(value)) return value
  }
  return null
}
