import type { Request, Response } from 'express'
import { screenMs } from '../../app/self-redeem.ts'
import type { CardFace } from '../../domain/card-face.ts'
import { RedeemScreen } from '../../pages/redeem-screen.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Screens, ScreenView } from '../../ports/counter.ts'
import type { Assets } from './assets.ts'
import { readCookie } from './cookies.ts'
import { contextFor, sendPage } from './page-answer.ts'

export type ScreenDeps = { assets: Assets; baseUrl: string; screens: Screens; now: Clock }

/** Known to the card's own pages alone. */
const cookieName = 'lit-screen'

/** The browser that redeemed keeps the screen: its address alone lights nothing on another phone. */
export function keepScreen(
  { baseUrl }: Pick<ScreenDeps, 'baseUrl'>,
  response: Response,
  path: string,
  screenToken: string,
): void {
  const secure = baseUrl.startsWith('https:')
  response.cookie(cookieName, screenToken, {
    httpOnly: true,
    sameSite: 'lax',
    secure,
    path,
    maxAge: screenMs,
  })
}

/** The screen that this browser may still show; null when none. */
export async function ownScreen(
  deps: Pick<ScreenDeps, 'screens' | 'now'>,
  request: Request,
  merchantId: string,
): Promise<{ token: string; view: ScreenView } | null> {
  const token = readCookie(request, cookieName)
  const view = token === null ? null : await deps.screens.byScreen(merchantId, token)
  return token !== null && view && !view.takenBack && view.until > deps.now() ? { token, view } : null
}

type Shown = { face: CardFace; path: string; token: string }

/** Answers with the screen of a token; false when there never was such a screen. */
export async function showScreen(
  deps: ScreenDeps,
  request: Request,
  response: Response,
  { face, path, token }: Shown,
): Promise<boolean> {
  const view = await deps.screens.byScreen(face.merchantId, token)
  if (!view) return false
  const context = contextFor(request, response, deps.assets, face.locale)
  const now = deps.now()
  const page = RedeemScreen(context, {
    face,
    path,
    logoUrl: face.look.logo ? `${path}/logo` : null,
    title: view.title,
    redeemedAt: view.redeemedAt,
    state: stateOf(view, readCookie(request, cookieName) === token, now),
    now,
    until: view.until,
    wholeMs: screenMs,
    statePath: `${path}/screens/${token}/state`,
  })
  sendPage(response, page)
  return true
}

/** The server's clock and whether the screen is lit, for the page that shows it. */
export async function tellScreen(
  deps: ScreenDeps,
  request: Request,
  response: Response,
  { merchantId, token }: { merchantId: string; token: string },
): Promise<boolean> {
  const view = await deps.screens.byScreen(merchantId, token)
  if (!view) return false
  const now = deps.now()
  const lit = stateOf(view, readCookie(request, cookieName) === token, now) === 'lit'
  response.set('Cache-Control', 'private, no-store').json({ now, until: view.until, lit })
  return true
}

function stateOf(view: ScreenView, own: boolean, now: number) {
  if (view.takenBack) return 'taken-back' as const
  if (view.until <= now) return 'over' as const
  return own ? ('lit' as const) : ('elsewhere' as const)
}
