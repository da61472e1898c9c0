import { timingSafeEqual } from 'node:crypto'
import {
  isVisitOpen,
  parseVisitCode,
  type VisitCode,
  visitCodeText,
  visitSeenMs,
  visitStepAt,
} from '../domain/visit-code.ts'
import type { Clock } from '../ports/clock.ts'
import type { Device, Devices } from '../ports/devices.ts'
import type { Merchants } from '../ports/merchants.ts'
import type { DataKey, Keyring } from '../secrets/keyring.ts'

type Deps = {
  merchants: Pick<Merchants, 'find'>
  keyring: Pick<Keyring, 'open'>
  devices: Pick<Devices, 'get'>
  now: Clock
}

/** The code that a kiosk shows now; null for a merchant that is gone. Nothing of it is stored. */
export type MakeVisitCode = (device: Pick<Device, 'merchantId' | 'id'>) => Promise<string | null>

export const makeVisitCodeWith =
  (deps: Deps): MakeVisitCode =>
  async ({ merchantId, id: deviceId }) => {
    const key = await keyOf(deps, merchantId)
    const step = visitStepAt(deps.now())
    return key && visitCodeText({ merchantId, deviceId, step, mac: key.visitMac(deviceId, String(step)) })
  }

/** `seen`: keep it, and the code is taken from this phone for five minutes more. */
export type ReadVisit =
  | { ok: true; device: Device; seen: string }
  /** `unknown`: not ours, or the kiosk was taken away. */
  | { ok: false; reason: 'unknown' | 'expired'; merchantId?: string }

/** Whether a kiosk's code is good: by itself, or because the phone saw it in time and has `seen` to say so. */
export type ReadVisitCode = (text: string, seen: string | null) => Promise<ReadVisit>

export const readVisitCodeWith =
  (deps: Deps): ReadVisitCode =>
  async (text, seen) => {
    const code = parseVisitCode(text)
    const key = code && (await keyOf(deps, code.merchantId))
    if (!code || !key || !same(key.visitMac(code.deviceId, String(code.step)), code.mac))
      return { ok: false, reason: 'unknown' }
    const { merchantId, deviceId } = code
    const device = await deps.devices.get({ merchantId, id: deviceId })
    if (device?.kind !== 'kiosk' || device.revokedAt !== null) return { ok: false, reason: 'unknown' }
    const now = deps.now()
    if (isVisitOpen(code.step, now)) return { ok: true, device, seen: seenText(key, code, now) }
    if (seen !== null && wasSeen(key, code, seen, now)) return { ok: true, device, seen }
    return { ok: false, reason: 'expired', merchantId }
  }

const seenText = (key: DataKey, code: VisitCode, at: number): string =>
  `${at.toString(36).padStart(9, '0')}-${seenMac(key, code, at)}`

const seenMac = (key: DataKey, { deviceId, step }: VisitCode, at: number): string =>
  key.visitMac(deviceId, `${step}/seen/${at}`)

function wasSeen(key: DataKey, code: VisitCode, seen: string, now: number): boolean {
  const at = Number.parseInt(seen.slice(0, 9), 36)
  return at <= now && now < at + visitSeenMs && same(seen, seenText(key, code, at))
}

const same = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))

async function keyOf({ merchants, keyring }: Deps, merchantId: string): Promise<DataKey | null> {
  const merchant = await merchants.find(merchantId)
  return merchant && keyring.open(merchantId, merchant.dataKey)
}
