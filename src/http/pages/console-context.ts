import type { Request, Response } from 'express'
import type { SignIn, SignOut, WhoIsSignedIn } from '../../app/sign-in.ts'
import { notFound } from '../../app-error.ts'
import type { CardFace } from '../../domain/card-face.ts'
import type { ConsoleContext } from '../../pages/console/frame.ts'
import type { Clock } from '../../ports/clock.ts'
import type { ConsoleReads } from '../../ports/console-reads.ts'
import type { Assets } from './assets.ts'
import { csrfToken, sessionOf } from './console-session.ts'
import type { DrawBarcode } from './join-routes.ts'
import { contextFor } from './page-answer.ts'

export type ConsoleDeps = {
  assets: Assets
  baseUrl: string
  now: Clock
  reads: ConsoleReads
  signIn: SignIn
  signOut: SignOut
  whoIsSignedIn: WhoIsSignedIn
  loadFace(merchantId: string, cardId: string): Promise<CardFace | null>
  drawBarcode: DrawBarcode
}

/** @throws AppError 404 when the merchant was erased while somebody was signed in. */
export async function consoleContext(
  deps: Pick<ConsoleDeps, 'assets' | 'reads'>,
  request: Request,
  response: Response,
): Promise<ConsoleContext> {
  const session = sessionOf(response)
  const merchant = session && (await deps.reads.merchant(session.row.merchantId))
  if (!session || !merchant) throw notFound('merchant')
  const page = contextFor(request, response, deps.assets, merchant.locale)
  const { done } = page.speech.texts.console
  const key = String(request.query.done ?? '')
  return {
    ...page,
    merchant,
    csrf: csrfToken(session.token),
    role: session.row.role,
    done: Object.hasOwn(done, key) ? done[key] : undefined,
  }
}
