import { type Request, type Response, Router } from 'express'
import type { AskForPasskey, SignInWithPasskey } from '../../app/passkeys.ts'
import type { SignIn, SignOut } from '../../app/sign-in.ts'
import { AppError } from '../../app-error.ts'
import { SignedOutPage, type WaysIn } from '../../pages/console/signed-out-page.ts'
import { perMinute } from '../per-minute.ts'
import type { Assets } from './assets.ts'
import { passkeyAnswer, passkeyBody } from './console-account.ts'
import { clearSessionCookie, requireCsrf, sessionOf, setSessionCookie } from './console-session.ts'
import { formBody } from './form-body.ts'
import { contextFor, sendPage } from './page-answer.ts'

export type SignInDeps = {
  assets: Assets
  baseUrl: string
  signIn: SignIn
  signOut: SignOut
  askForPasskey: AskForPasskey
  signInWithPasskey: SignInWithPasskey
  waysIn: WaysIn
}

/** For whoever has no session, whatever page of the console they asked for. */
export function sendSignedOut(
  deps: Pick<SignInDeps, 'assets' | 'waysIn'>,
  request: Request,
  response: Response,
  spent = false,
): void {
  const context = contextFor(request, response, deps.assets)
  sendPage(response, SignedOutPage(context, { spent, ...deps.waysIn }), 401)
}

/** One-time links and passkeys in, one button out. */
export function consoleSignIn(deps: SignInDeps): Router {
  const secure = deps.baseUrl.startsWith('https:')
  const router = Router()
  router.get('/console/sign-in/:token', attempts, async (request, response) => {
    response.set('Referrer-Policy', 'no-referrer')
    // Something that only looks ahead, or shows a preview, must not use the link up.
    const looking =
      request.method === 'HEAD' ||
      /prefetch|preview/i.test(request.get('sec-purpose') ?? request.get('purpose') ?? '')
    const signedIn = looking ? null : await deps.signIn(String(request.params.token).slice(0, 100))
    if (signedIn) {
      setSessionCookie(response, secure, signedIn)
      response.set('Cache-Control', 'no-store').redirect(303, '/console')
      return
    }
    if (sessionOf(response)) {
      // Somebody opened their link a second time.
      response.redirect(303, '/console')
      return
    }
    sendSignedOut(deps, request, response, !looking)
  })
  router.post('/console/passkey/options', attempts, async (_request, response) => {
    response.json(await deps.askForPasskey())
  })
  router.post('/console/passkey', attempts, passkeyBody, async (request, response) => {
    const answer = passkeyAnswer.safeParse(request.body?.answer)
    const signedIn = answer.success ? await deps.signInWithPasskey(answer.data) : null
    if (!signedIn)
      throw new AppError({ code: 'passkey-refused', status: 401, userText: 'The passkey was not accepted.' })
    setSessionCookie(response, secure, signedIn)
    response.json({ to: '/console' })
  })
  router.post('/console/sign-out', formBody, requireCsrf, async (_request, response) => {
    const session = sessionOf(response)
    if (session) await deps.signOut(session.token)
    clearSessionCookie(response, secure)
    response.redirect(303, '/console')
  })
  return router
}

const attempts = perMinute(30)
