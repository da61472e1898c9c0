import type { Clock } from '../ports/clock.ts'
import type { Device, DeviceKind, Devices } from '../ports/devices.ts'
import type { SessionRow, Sessions } from '../ports/sessions.ts'
import type { Person, Team } from '../ports/team.ts'
import { newId, newSecret } from '../secrets/random-id.ts'

/** How long a pairing link or QR is good for, in milliseconds. */
export const pairingMs = 30 * 60_000
const mostDevices = 200

type Deps = { devices: Devices; sessions: Sessions; now: Clock }

export type AddDevice = (input: {
  merchantId: string
  kind: DeviceKind
  name: string
  tillId: string | null
  locationId: string | null
}) => Promise<{ ok: true; id: string } | { ok: false; reason: 'too-many' }>

/** A device that is still to be bound to the shop. */
export const addDeviceWith =
  ({ devices, now }: Deps): AddDevice =>
  async (input) => {
    const createdAt = now()
    const device = { ...input, id: newId(createdAt), programId: null, personId: null, createdAt }
    return (await devices.add(device, mostDevices))
      ? { ok: true, id: device.id }
      : { ok: false, reason: 'too-many' }
  }

/** Path of a link that binds whoever opens it first; good for half an hour, and then no earlier one is. Null for an unknown device. */
export type CreatePairingLink = (merchantId: string, deviceId: string) => Promise<string | null>

export const createPairingLinkWith =
  ({ devices, sessions, now }: Deps): CreatePairingLink =>
  async (merchantId, deviceId) => {
    const device = await devices.get({ merchantId, id: deviceId })
    if (!device || device.revokedAt !== null) return null
    const at = now()
    await sessions.endLinks(merchantId, { deviceId }, at)
    const token = newSecret()
    const times = { createdAt: at, expiresAt: at + pairingMs }
    const whose = { merchantId, role: 'device', staffId: null, deviceId }
    await sessions.add({ ...whose, ...times, id: newId(at), kind: 'device-link' }, token)
    return `/pair/${token}`
  }

export type Pairing = { merchantId: string; device: Device | null; person: Person | null }

/**
 * What a link would bind: a device of the shop, or a new phone for a person. Null when it is unknown, old or was used.
 * Uses nothing up.
 */
export type LookAtPairing = (linkToken: string) => Promise<Pairing | null>

export const lookAtPairingWith =
  ({ devices, sessions, team, now }: Deps & { team: Pick<Team, 'get'> }): LookAtPairing =>
  async (linkToken) => {
    const at = now()
    const link =
      (await sessions.find('device-link', linkToken, at)) ??
      (await sessions.find('staff-link', linkToken, at))
    if (!link) return null
    const { merchantId, deviceId, staffId } = link
    const device = deviceId ? await devices.get({ merchantId, id: deviceId }) : null
    const person = staffId ? await team.get({ merchantId, id: staffId }) : null
    return device || person ? { merchantId, device, person } : null
  }

/** A bound device. `token` goes into its cookie and is kept nowhere else. */
export type Paired = { device: Device; token: string }

/** Binds whoever shows the link, exactly once; null when it is unknown, old or was used. */
export type PairDevice = (linkToken: string) => Promise<Paired | null>

export const pairDeviceWith =
  ({ devices, sessions, now }: Deps): PairDevice =>
  async (linkToken) => {
    const at = now()
    const link = await sessions.find('device-link', linkToken, at)
    if (!link || !(await sessions.end(link, at))) return null
    return bind(devices, link, at)
  }

async function bind(devices: Devices, link: SessionRow, at: number): Promise<Paired | null> {
  const key = { merchantId: link.merchantId, id: link.deviceId ?? '' }
  const token = newSecret()
  if (!(await devices.pair(key, token, at))) return null
  const device = await devices.get(key)
  return device && { device, token }
}

/** The device that a cookie stands for; null when none, or when it was revoked. Notes once a minute that it was there. */
export type WhoHasDevice = (token: string) => Promise<Device | null>

const minuteMs = 60_000

export const whoHasDeviceWith =
  ({ devices, now }: Deps): WhoHasDevice =>
  async (token) => {
    const device = await devices.find(token)
    const at = now()
    if (device && Math.abs(at - (device.seenAt ?? 0)) >= minuteMs) await devices.seen(device, at)
    return device
  }
