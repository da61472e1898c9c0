import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import type { OpenConsole, WhoIsSignedIn } from '../app/sign-in.ts'
import type { FinishSignIn, SignedInAtTill, StartSignIn } from '../app/sign-in-at-till.ts'
import { notFound } from '../app-error.ts'
import { mayAs } from '../domain/role.ts'
import { MessagePage } from '../pages/message-page.ts'
import { ProviderError } from '../ports/provider-error.ts'
import type { Assets } from './pages/assets.ts'
import { roleRefused } from './pages/console-role.ts'
import { sessionOf, setSessionCookie, withSession } from './pages/console-session.ts'
import { contextFor, sendPage } from './pages/page-answer.ts'
import { perMinute } from './per-minute.ts'
import { browserSecret, knownBrowser } from './square-cookie.ts'

export type SquareDeps = {
  assets: Assets
  baseUrl: string
  /** Null: Square's application is not configured. */
  squareSignIn: { start: StartSignIn; finish: FinishSignIn } | null
  whoIsSignedIn: WhoIsSignedIn
  openConsole: OpenConsole
  /** Square could not be asked; the visitor was told so. */
  onSquareFailed(error: ProviderError): void
}

const text = z.string().min(1).max(500).optional().catch(undefined)
const returned = z.object({ state: text, code: text, error: text })

/**
 * `/square/connect` leads to Square's own sign-in page: for the owner who is signed in, or for a visitor of Square's
 * marketplace. `/square/callback` is where Square sends them back to.
 */
export function squareRoutes(deps: SquareDeps): Router {
  const secure = deps.baseUrl.startsWith('https:')
  const router = Router()
  router.use('/square', attempts, withSession({ ...deps, secure }))
  router.get('/square/connect', async (request, response) => {
    if (!deps.squareSignIn) throw notFound('page')
    const session = sessionOf(response)
    if (session && !mayAs(session.row.role, 'owner')) throw roleRefused('owner')
    const browser = browserSecret(request, response, secure)
    const { url } = await deps.squareSignIn.start(browser, session?.row.merchantId ?? null)
    response.set('Cache-Control', 'no-store').redirect(303, url)
  })
  router.get('/square/callback', async (request, response) => {
    if (!deps.squareSignIn) throw notFound('page')
    // The address holds the code: nobody else is to be told it.
    response.set({ 'Referrer-Policy': 'no-referrer', 'Cache-Control': 'no-store' })
    const outcome = await finish(deps, deps.squareSignIn.finish, request)
    if (outcome.ok) await welcome(deps, response, outcome, secure)
    else sendTrouble(deps, request, response, outcome.reason)
  })
  return router
}

type Outcome = SignedInAtTill | { ok: false; reason: 'unreachable' }

async function finish(deps: SquareDeps, finishSignIn: FinishSignIn, request: Request): Promise<Outcome> {
  const { state, code, error } = returned.parse(request.query)
  const browser = knownBrowser(request, deps.baseUrl.startsWith('https:'))
  if (!state || !browser || (!code && !error)) return { ok: false, reason: 'stale' }
  try {
    return await finishSignIn({ state, browser, code: error ? null : (code ?? null) })
  } catch (thrown) {
    if (!(thrown instanceof ProviderError)) throw thrown
    deps.onSquareFailed(thrown)
    return { ok: false, reason: 'unreachable' }
  }
}

async function welcome(
  deps: SquareDeps,
  response: Response,
  outcome: Extract<Outcome, { ok: true }>,
  secure: boolean,
): Promise<void> {
  const session = sessionOf(response)
  // Whoever signed in at Square as this seller may see its console.
  if (session?.row.merchantId !== outcome.merchantId)
    setSessionCookie(response, secure, await deps.openConsole(outcome.merchantId))
  response.redirect(303, '/console/tills?done=connected')
}

const statuses: Record<string, number> = { unreachable: 503, 'connected-elsewhere': 409, denied: 200 }

function sendTrouble(deps: SquareDeps, request: Request, response: Response, reason: string): void {
  const context = contextFor(request, response, deps.assets)
  const { square } = context.speech.texts
  const home = { href: '/square/connect', label: square.retry }
  const message = square.trouble[reason] ?? ''
  sendPage(response, MessagePage(context, { title: square.title, message, home }), statuses[reason] ?? 400)
}

const attempts = perMinute(60)
