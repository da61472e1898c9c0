import { type QueuedScan, signedText } from '../domain/queued-scan.ts'
import type { Device, Devices } from '../ports/devices.ts'
import type { CardStore } from '../ports/store.ts'
import { isSignedBy } from '../secrets/device-signature.ts'

export type QueuedScanCheck =
  | { ok: true }
  | { ok: false; reason: 'no-key' | 'bad-signature' | 'out-of-order' }

/**
 * Whether an entry of a device's offline queue may be applied: signed by its key, and after those that were taken. One
 * that was applied already passes, so that a queue whose answer was lost can be sent again. Take its number afterwards.
 */
export type CheckQueuedScan = (
  device: Device,
  entry: QueuedScan,
  signature: Uint8Array,
) => Promise<QueuedScanCheck>

export const checkQueuedScanWith =
  ({ devices, store }: { devices: Pick<Devices, 'keyOf'>; store: CardStore }): CheckQueuedScan =>
  async (device, entry, signature) => {
    const key = await devices.keyOf(device)
    if (!key?.publicKey) return { ok: false, reason: 'no-key' }
    if (!isSignedBy(key.publicKey, signedText(device.id, entry), signature))
      return { ok: false, reason: 'bad-signature' }
    if (entry.sequence > key.sequence) return { ok: true }
    const known = await store.transact((tx) => tx.scans.ofClient(device.merchantId, entry.clientId))
    return known ? { ok: true } : { ok: false, reason: 'out-of-order' }
  }
