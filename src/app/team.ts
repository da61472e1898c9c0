import { mayAs, mayChange, type Role } from '../domain/role.ts'
import type { Clock } from '../ports/clock.ts'
import type { Sessions } from '../ports/sessions.ts'
import type { Person, Team } from '../ports/team.ts'
import { hashPin } from '../secrets/pin.ts'
import { newId, newSecret } from '../secrets/random-id.ts'

/** How long an invitation is good for, in milliseconds: somebody who works at weekends gets to it. */
const inviteMs = 2 * 86_400_000
const mostPeople = 500

type Deps = { team: Team; sessions: Sessions; now: Clock }

/** Who asks: somebody of the team, or whoever came by a link of nobody's. */
export type Actor = { merchantId: string; role: string; staffId: string | null }

type Draft = { name: string; role: Role; pin: string | null }
type Refused = { ok: false; reason: 'unknown' | 'role' }

export type AddPerson = (
  actor: Actor,
  draft: Draft,
) => Promise<{ ok: true; id: string } | { ok: false; reason: 'too-many' | 'role' }>

/** @param draft.pin one that `isGoodPin` */
export const addPersonWith =
  ({ team, now }: Deps): AddPerson =>
  async (actor, { name, role, pin }) => {
    if (!mayChange(actor.role, role)) return { ok: false, reason: 'role' }
    const createdAt = now()
    const key = { merchantId: actor.merchantId, id: newId(createdAt) }
    if (!(await team.add({ ...key, name, role, createdAt }, mostPeople)))
      return { ok: false, reason: 'too-many' }
    if (pin !== null) await team.setPin(key, await hashPin(pin))
    return { ok: true, id: key.id }
  }

export type ChangePerson = (
  actor: Actor,
  id: string,
  change: Draft & { removePin: boolean },
) => Promise<{ ok: true } | Refused>

/** A new role counts at once, in every browser of that person. */
export const changePersonWith =
  ({ team }: Deps): ChangePerson =>
  async (actor, id, { name, role, pin, removePin }) => {
    const found = await reach(team, actor, id)
    if (!found.ok) return found
    if (!mayChange(actor.role, role)) return { ok: false, reason: 'role' }
    await team.change(found.person, { name, role })
    if (removePin) await team.setPin(found.person, null)
    else if (pin !== null) await team.setPin(found.person, await hashPin(pin))
    return { ok: true }
  }

export type InvitePerson = (
  actor: Actor,
  id: string,
  to: 'console' | 'staff',
) => Promise<{ ok: true; path: string; expiresAt: number; person: Person } | Refused>

/** Path of a one-time link, for the console or for a phone to work with; earlier ones are good no more. */
export const invitePersonWith =
  ({ team, sessions, now }: Deps): InvitePerson =>
  async (actor, id, to) => {
    const found = await reach(team, actor, id)
    if (!found.ok) return found
    const { person } = found
    if (to === 'console' && !mayAs(person.role, 'manager')) return { ok: false, reason: 'role' }
    const at = now()
    await sessions.endLinks(actor.merchantId, { staffId: id }, at)
    const token = newSecret()
    const expiresAt = at + inviteMs
    const whose = { merchantId: actor.merchantId, role: person.role, staffId: id, deviceId: null }
    await sessions.add({ ...whose, id: newId(at), kind: `${to}-link`, createdAt: at, expiresAt }, token)
    const path = to === 'console' ? `/console/sign-in/${token}` : `/pair/${token}`
    return { ok: true, path, expiresAt, person }
  }

export type RevokePerson = (actor: Actor, id: string) => Promise<{ ok: true } | Refused>

/** Sessions, links, own phones and passkeys of that person end at once. Idempotent. */
export const revokePersonWith =
  ({ team, now }: Deps): RevokePerson =>
  async (actor, id) => {
    const found = await reach(team, actor, id)
    if (!found.ok) return found
    await team.revoke(found.person, now())
    return { ok: true }
  }

async function reach(team: Team, actor: Actor, id: string): Promise<{ ok: true; person: Person } | Refused> {
  const person = await team.get({ merchantId: actor.merchantId, id })
  if (!person) return { ok: false, reason: 'unknown' }
  return mayChange(actor.role, person.role) ? { ok: true, person } : { ok: false, reason: 'role' }
}
