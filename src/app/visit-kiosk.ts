import { visitClientId, visitMs } from '../domain/visit-code.ts'
import type { Clock } from '../ports/clock.ts'
import type { Device } from '../ports/devices.ts'
import type { CardStore } from '../ports/store.ts'
import type { ScanInput, ScanResult } from './stamp-by-scan.ts'

type Deps = {
  store: Pick<CardStore, 'transact'>
  stampByScan(input: ScanInput): Promise<ScanResult>
  clock: Clock
}

/** A card at a kiosk, by camera or by the customer's phone. Whatever comes within five minutes of it is the same visit. */
export type VisitKiosk = (device: Device, cardId: string) => Promise<ScanResult>

export const visitKioskWith =
  ({ store, stampByScan, clock }: Deps): VisitKiosk =>
  async (device, cardId) => {
    const { merchantId } = device
    const now = clock()
    const before = visitClientId(device.id, cardId, now, 1)
    const earlier = await store.transact((tx) => tx.scans.ofClient(merchantId, before))
    const goesOn = earlier !== null && now - earlier.createdAt < visitMs
    return stampByScan({
      merchantId,
      card: { cardId },
      channel: 'kiosk',
      clientId: goesOn ? before : visitClientId(device.id, cardId, now),
      tillId: device.tillId ?? undefined,
      locationId: device.locationId ?? undefined,
      counter: `device:${device.id}`,
    })
  }
