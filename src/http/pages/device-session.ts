import type { Request, RequestHandler, Response } from 'express'
import type { StaffSignedIn, WhoWorks } from '../../app/enter-pin.ts'
import type { WhoHasDevice } from '../../app/pair-device.ts'
import { AppError } from '../../app-error.ts'
import type { Device } from '../../ports/devices.ts'
import { csrfToken } from './console-session.ts'
import { readCookie } from './cookies.ts'

/** `__Host-`, as the console's cookie. */
const cookieName = (what: 'device' | 'staff', secure: boolean): string =>
  `${secure ? '__Host-' : ''}stampbridge-${what}`

type AtWork = { device: Device; deviceToken: string; work: Awaited<ReturnType<WhoWorks>> }

const found = new WeakMap<Response, AtWork>()

/** Finds out which device this is and who works on it. Lets everybody pass: the routes decide. */
export function withDevice(deps: {
  secure: boolean
  whoHasDevice: WhoHasDevice
  whoWorks: WhoWorks
}): RequestHandler {
  return async (request, response, next) => {
    const deviceToken = readCookie(request, cookieName('device', deps.secure))
    const device = deviceToken ? await deps.whoHasDevice(deviceToken) : null
    if (device && deviceToken) {
      const staffToken = readCookie(request, cookieName('staff', deps.secure))
      const work = staffToken ? await deps.whoWorks(staffToken, device) : null
      found.set(response, { device, deviceToken, work })
    }
    next()
  }
}

/** The bound device that asks, and who works on it (null: nobody signed in); null for any other browser. */
export const deviceAt = (response: Response): AtWork | null => found.get(response) ?? null

/** The staff cookie as it came; for signing out. */
export const staffTokenOf = (request: Request, secure: boolean): string | null =>
  readCookie(request, cookieName('staff', secure))

/** Goes into every form of a bound device. */
export const deviceCsrf = (response: Response): string => {
  const at = deviceAt(response)
  return at ? csrfToken(at.deviceToken) : ''
}

/** Refuses a POST of a bound device that does not come from our own page: `csrf` in the form or JSON, or `x-csrf`. */
export const requireDeviceCsrf: RequestHandler = (request, response, next) => {
  const given = String(request.body?.csrf ?? request.get('x-csrf') ?? '')
  if (deviceAt(response) && given !== deviceCsrf(response)) {
    next(new AppError({ code: 'foreign-form', status: 403, userText: 'This form is not from this device.' }))
    return
  }
  next()
}

/** Longer than browsers keep a cookie at most: a counter stays bound until it is revoked. */
const boundMs = 400 * 86_400_000

export function setDeviceCookie(response: Response, secure: boolean, token: string): void {
  response.cookie(cookieName('device', secure), token, options(secure, boundMs))
}

export function setStaffCookie(
  response: Response,
  secure: boolean,
  signedIn: Pick<StaffSignedIn, 'token' | 'expiresAt'>,
  now: number,
): void {
  response.cookie(
    cookieName('staff', secure),
    signedIn.token,
    options(secure, Math.max(0, signedIn.expiresAt - now)),
  )
}

export function clearStaffCookie(response: Response, secure: boolean): void {
  response.cookie(cookieName('staff', secure), '', options(secure, 0))
}

const options = (secure: boolean, maxAge: number) =>
  ({ httpOnly: true, sameSite: 'lax', secure, path: '/', maxAge }) as const
