import type { Role } from '../domain/role.ts'
import type { Clock } from '../ports/clock.ts'
import type { SessionKind, SessionRow, Sessions } from '../ports/sessions.ts'
import { newId, newSecret } from '../secrets/random-id.ts'

const linkMs = 15 * 60_000
/** How long a browser stays signed in to the console, in milliseconds. */
export const sessionMs = 12 * 3_600_000

type Deps = { sessions: Sessions; now: Clock }

/** Path of a one-time link to the console, good for 15 minutes; opening it signs in, as an owner unless said. */
export type CreateSignInLink = (merchantId: string, role?: Role) => Promise<string>

export const createSignInLinkWith =
  (deps: Deps): CreateSignInLink =>
  async (merchantId, role = 'owner') =>
    `/console/sign-in/${await openSession(deps, 'console-link', { merchantId, role, staffId: null }, linkMs)}`

/** A signed-in browser. `token` goes into its cookie and is kept nowhere else. */
export type SignedIn = { token: string; expiresAt: number }

/** Turns a one-time link into a session, exactly once; null when it is unknown, old or was used. */
export type SignIn = (linkToken: string) => Promise<SignedIn | null>

export const signInWith =
  (deps: Deps): SignIn =>
  async (linkToken) => {
    const now = deps.now()
    const link = await deps.sessions.find('console-link', linkToken, now)
    if (!link || !(await deps.sessions.end(link, now))) return null
    const token = await openSession(deps, 'console', link, sessionMs)
    return { token, expiresAt: now + sessionMs }
  }

/** Signs a browser in that has proved in another way to be the owner's, e.g. at the till's own sign-in page. */
export type OpenConsole = (merchantId: string) => Promise<SignedIn>

export const openConsoleWith =
  (deps: Deps): OpenConsole =>
  async (merchantId) => {
    const owner = { merchantId, role: 'owner', staffId: null }
    const expiresAt = deps.now() + sessionMs
    return { token: await openSession(deps, 'console', owner, sessionMs), expiresAt }
  }

/**
 * Who a console cookie stands for; null when nobody. Notes once a minute that the browser was there.
 * @param agent as the browser calls itself
 */
export type WhoIsSignedIn = (token: string, agent?: string | null) => Promise<SessionRow | null>

const minuteMs = 60_000
const remembered = 10_000

export const whoIsSignedInWith =
  ({ sessions, now }: Deps, noted = new Map<string, number>()): WhoIsSignedIn =>
  async (token, agent = null) => {
    const at = now()
    const session = await sessions.find('console', token, at)
    if (session && Math.abs(at - (noted.get(session.id) ?? 0)) >= minuteMs) {
      if (noted.size >= remembered) noted.clear()
      noted.set(session.id, at)
      await sessions.seen(session, agent, at)
    }
    return session
  }

/** Ends a session. Idempotent. */
export type SignOut = (token: string) => Promise<void>

export const signOutWith =
  (deps: Deps): SignOut =>
  async (token) => {
    const session = await deps.sessions.find('console', token, deps.now())
    if (session) await deps.sessions.end(session, deps.now())
  }

/** Opens a session of `lifeMs` milliseconds; answers its token. */
export async function openSession(
  { sessions, now }: Deps,
  kind: SessionKind,
  { merchantId, role, staffId }: Pick<SessionRow, 'merchantId' | 'role' | 'staffId'>,
  lifeMs: number,
): Promise<string> {
  const at = now()
  const token = newSecret()
  const whose = { merchantId, role, staffId, deviceId: null }
  const row = { ...whose, id: newId(at), kind, createdAt: at, expiresAt: at + lifeMs }
  await sessions.add(row, token)
  return token
}
