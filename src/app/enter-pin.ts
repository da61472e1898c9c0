import type { Clock } from '../ports/clock.ts'
import type { Device, Devices } from '../ports/devices.ts'
import type { SessionRow, Sessions } from '../ports/sessions.ts'
import type { Person, PinTries, Team } from '../ports/team.ts'
import { pinMatches } from '../secrets/pin.ts'
import { newId, newSecret } from '../secrets/random-id.ts'

/** A shift, on a device that several people use; in milliseconds. */
const shiftMs = 12 * 3_600_000
/** On somebody's own phone, which nobody else signs in on. */
const ownPhoneMs = 30 * 86_400_000
const onDevice = { free: 5, firstLockMs: 60_000, longestLockMs: 24 * 3_600_000 }
/** Whoever goes from device to device is slowed down as well. */
const anywhere = { free: 20, firstLockMs: 60_000, longestLockMs: 3_600_000 }

type Deps = { devices: Devices; sessions: Sessions; team: Team; pinTries: PinTries; now: Clock }

/** A member of staff at work. `token` goes into the cookie and is kept nowhere else. */
export type StaffSignedIn = { token: string; expiresAt: number; person: Person }

export type EnterPinResult =
  | ({ ok: true } & StaffSignedIn)
  | { ok: false; reason: 'wrong' }
  /** Nothing is looked at before `until`, in milliseconds. */
  | { ok: false; reason: 'locked'; until: number }

/** Signs somebody in on a bound device. Someone without a PIN and a wrong PIN look the same. */
export type EnterPin = (input: { device: Device; personId: string; pin: string }) => Promise<EnterPinResult>

export const enterPinWith =
  (deps: Deps): EnterPin =>
  async ({ device, personId, pin }) => {
    const { team, pinTries, now } = deps
    const { merchantId } = device
    const at = now()
    // Counted for each person: a PIN that somebody knows does not wipe out the guesses at another one.
    const tries = [
      { subject: `${device.id}/${personId}`, limit: onDevice },
      { subject: personId, limit: anywhere },
    ]
    for (const { subject, limit } of tries) {
      const until = await pinTries.take(merchantId, subject, at, limit)
      if (until !== null) return { ok: false, reason: 'locked', until }
    }
    const key = { merchantId, id: personId }
    if (!(await pinMatches(pin, await team.pinHash(key)))) return { ok: false, reason: 'wrong' }
    const person = await team.get(key)
    if (!person) return { ok: false, reason: 'wrong' }
    for (const { subject } of tries) await pinTries.forget(merchantId, subject)
    const lifeMs = device.personId === person.id ? ownPhoneMs : shiftMs
    return { ok: true, ...(await openStaff(deps, person, device.id, lifeMs)) }
  }

/** Who may enter a PIN on a device: the person whose phone it is, or everybody who has one. */
export type PeopleOnDevice = (device: Device) => Promise<Person[]>

export const peopleOnDeviceWith =
  ({ team }: Deps): PeopleOnDevice =>
  async (device) =>
    (await team.list(device.merchantId)).filter(
      (person) => person.hasPin && (device.personId === null || device.personId === person.id),
    )

export type StaffLinkOpened = StaffSignedIn & { device: Device; deviceToken: string }

/**
 * Turns somebody's one-time link into a session on a phone of their own, exactly once; null when it is unknown, old or
 * was used.
 */
export type OpenStaffLink = (linkToken: string) => Promise<StaffLinkOpened | null>

export const openStaffLinkWith =
  (deps: Deps): OpenStaffLink =>
  async (linkToken) => {
    const { devices, sessions, team, now } = deps
    const at = now()
    const link = await sessions.find('staff-link', linkToken, at)
    if (!link?.staffId || !(await sessions.end(link, at))) return null
    const { merchantId } = link
    const person = await team.get({ merchantId, id: link.staffId })
    if (!person) return null
    const key = { merchantId, id: newId(at) }
    const where = { tillId: null, locationId: null, programId: null, personId: person.id, createdAt: at }
    if (!(await devices.add({ ...key, ...where, kind: 'phone', name: person.name }, mostPhones))) return null
    const deviceToken = newSecret()
    const device = (await devices.pair(key, deviceToken, at)) && (await devices.get(key))
    return device ? { ...(await openStaff(deps, person, key.id, ownPhoneMs)), device, deviceToken } : null
  }

const mostPhones = 500

async function openStaff(
  { sessions, now }: Deps,
  person: Person,
  deviceId: string,
  lifeMs: number,
): Promise<StaffSignedIn> {
  const at = now()
  const token = newSecret()
  const { merchantId, role, id: staffId } = person
  const expiresAt = at + lifeMs
  await sessions.add(
    { merchantId, id: newId(at), kind: 'staff', role, staffId, deviceId, createdAt: at, expiresAt },
    token,
  )
  return { token, expiresAt, person }
}

/** Who works on a device, by their cookie; null when nobody, or somebody on another device. */
export type WhoWorks = (token: string, device: Device) => Promise<(SessionRow & { person: Person }) | null>

export const whoWorksWith =
  ({ sessions, team, now }: Deps): WhoWorks =>
  async (token, device) => {
    const session = await sessions.find('staff', token, now())
    if (session?.deviceId !== device.id || session.merchantId !== device.merchantId || !session.staffId)
      return null
    const person = await team.get({ merchantId: session.merchantId, id: session.staffId })
    return person && { ...session, person }
  }

/** Ends somebody's shift on a device; the device stays bound. Idempotent. */
export type StopWork = (token: string) => Promise<void>

export const stopWorkWith =
  ({ sessions, now }: Deps): StopWork =>
  async (token) => {
    const session = await sessions.find('staff', token, now())
    if (session) await sessions.end(session, now())
  }
