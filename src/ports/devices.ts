import type { Key } from './keys.ts'

/**
 * `phone`: a person scans with it; `counter`: a scanner beside the till, nobody signs in; `kiosk`: customers use it
 * themselves. Counters and kiosks act by their device alone, phones for the person who entered a PIN or came by a link.
 */
export const deviceKinds = ['phone', 'counter', 'kiosk'] as const
export type DeviceKind = (typeof deviceKinds)[number]

/** A device that is bound to the shop, or waits for it. */
export type Device = Key & {
  kind: DeviceKind
  name: string
  /** Where it stands; null when nobody said. */
  tillId: string | null
  locationId: string | null
  /** Of a kiosk: the program whose look it has and whose cards it hands out; null for all that are open. */
  programId: string | null
  /** Whose own phone it is; null for a device of the shop. */
  personId: string | null
  createdAt: number
  /** Null: its pairing link was not opened yet. */
  pairedAt: number | null
  /** To the minute. */
  seenAt: number | null
  revokedAt: number | null
}

/** How a device signs what it captured offline: SPKI of its key, and the highest number that was taken from its queue. */
export type DeviceKey = { publicKey: Uint8Array | null; sequence: number }

/** Devices are found by the SHA-256 of their token alone; the token itself is never kept. */
export type Devices = {
  /** False when the merchant has `most` devices in use already, or was erased: nothing was made. */
  add(
    device: Pick<
      Device,
      'merchantId' | 'id' | 'kind' | 'name' | 'tillId' | 'locationId' | 'programId' | 'personId' | 'createdAt'
    >,
    most: number,
  ): Promise<boolean>
  /** Those in use, newest first; at most 500. */
  list(merchantId: string): Promise<Device[]>
  get(key: Key): Promise<Device | null>
  /**
   * `token` leads to the device from now on and no earlier one does; sessions and the signing key of what was bound
   * before end. False when the device is revoked or unknown.
   */
  pair(key: Key, token: string, at: number): Promise<boolean>
  /** Null for a token of nobody, and for a device that is revoked; also when its person is. */
  find(token: string): Promise<Device | null>
  /** Notes that the device was there. */
  seen(key: Key, at: number): Promise<void>
  change(key: Key, to: Pick<Device, 'name' | 'tillId' | 'locationId' | 'programId'>): Promise<boolean>
  /** Ends the device and every session on it at once. Idempotent; false when unknown. */
  revoke(key: Key, at: number): Promise<boolean>
  keyOf(key: Key): Promise<DeviceKey | null>
  /** Sets what the device signs with, once per pairing: false when it has a key already (the same again is true). */
  setKey(key: Key, publicKey: Uint8Array): Promise<boolean>
  /** Takes numbers up to `sequence` of the queue: false unless it is higher than every one that was taken. */
  takeSequence(key: Key, sequence: number): Promise<boolean>
}
