import type { Clock } from '../ports/clock.ts'
import type { PasskeyAnswer, PasskeyChallenges, PasskeyCheck, Passkeys } from '../ports/passkeys.ts'
import type { SessionRow, Sessions } from '../ports/sessions.ts'
import type { Person, Team } from '../ports/team.ts'
import { newId } from '../secrets/random-id.ts'
import { openSession, type SignedIn, sessionMs } from './sign-in.ts'

const challengeMs = 5 * 60_000
const mostPasskeys = 20

type Deps = {
  passkeys: Passkeys
  challenges: PasskeyChallenges
  check: PasskeyCheck
  team: Team
  sessions: Sessions
  now: Clock
}

const subjectOf = (person: Person) => `${person.merchantId}/${person.id}`

/** What the browser needs to make a passkey; good for five minutes. */
export type OfferPasskey = (person: Person) => Promise<object>

export const offerPasskeyWith =
  ({ passkeys, challenges, check, now }: Deps): OfferPasskey =>
  async (person) => {
    const known = await passkeys.list(person.merchantId, person.id)
    const { challenge, json } = await check.creation(person, known)
    await challenges.add(challenge, subjectOf(person), now() + challengeMs)
    return json
  }

export type AddPasskey = (
  person: Person,
  passkey: { name: string; answer: PasskeyAnswer },
) => Promise<{ ok: true } | { ok: false; reason: 'not-verified' | 'known-or-too-many' }>

/** Keeps a passkey that the browser made. An answer counts once. */
export const addPasskeyWith =
  ({ passkeys, challenges, check, now }: Deps): AddPasskey =>
  async (person, { name, answer }) => {
    const at = now()
    const made = await check.created(answer, (challenge) => challenges.take(challenge, subjectOf(person), at))
    if (!made) return { ok: false, reason: 'not-verified' }
    const key = { merchantId: person.merchantId, id: newId(at), personId: person.id }
    const added = await passkeys.add({ ...made, ...key, name, createdAt: at, usedAt: null }, mostPasskeys)
    return added ? { ok: true } : { ok: false, reason: 'known-or-too-many' }
  }

/** What the browser needs to sign in, whoever it is; good for five minutes. */
export type AskForPasskey = () => Promise<object>

export const askForPasskeyWith =
  ({ challenges, check, now }: Deps): AskForPasskey =>
  async () => {
    const { challenge, json } = await check.request()
    await challenges.add(challenge, null, now() + challengeMs)
    return json
  }

/** Signs in with a passkey; null for an unknown one, a wrong or repeated answer, and for a person who is revoked. */
export type SignInWithPasskey = (answer: PasskeyAnswer) => Promise<SignedIn | null>

export const signInWithPasskeyWith =
  ({ passkeys, challenges, check, team, sessions, now }: Deps): SignInWithPasskey =>
  async (answer) => {
    const at = now()
    const passkey = typeof answer.id === 'string' ? await passkeys.find(answer.id) : null
    if (!passkey) return null
    const signed = await check.signed(answer, passkey, (challenge) => challenges.take(challenge, null, at))
    if (!signed || !(await passkeys.used(passkey, signed.counter, at))) return null
    const person = await team.get({ merchantId: passkey.merchantId, id: passkey.personId })
    if (!person) return null
    const whose = { merchantId: person.merchantId, role: person.role, staffId: person.id }
    return {
      token: await openSession({ sessions, now }, 'console', whose, sessionMs),
      expiresAt: at + sessionMs,
    }
  }

/**
 * Whoever came as owner by a link of nobody's becomes a member of the team, so that they can have passkeys. Answers the
 * session that goes on for theirs; null when they are somebody already.
 */
export type BecomePerson = (session: SessionRow, name: string) => Promise<SignedIn | null>

export const becomePersonWith =
  ({ team, sessions, now }: Deps): BecomePerson =>
  async (session, name) => {
    const at = now()
    if (session.staffId !== null || session.role !== 'owner') return null
    if (!(await sessions.end(session, at))) return null
    const person = { merchantId: session.merchantId, id: newId(at), name, role: 'owner' as const }
    if (!(await team.add({ ...person, createdAt: at }, mostPeople))) return null
    const whose = { merchantId: person.merchantId, role: person.role, staffId: person.id }
    return {
      token: await openSession({ sessions, now }, 'console', whose, sessionMs),
      expiresAt: at + sessionMs,
    }
  }

const mostPeople = 500
