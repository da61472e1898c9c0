import { expect } from 'vitest'
import type { Card } from '../../support/api.ts'
import { type DeviceBrowser, openDevice } from '../../support/device-browser.ts'
import { openScannerShop, type ScannerShop } from '../../support/scanner-shop.ts'
import type { SettingName } from '../../support/settings.ts'

export const staffScan = { title: 'Free cookie', kind: 'staff_scan' }
export const minted = {
  ...{ title: 'Free coffee', kind: 'redeem_code', codeSource: 'minted' },
  discount: { percent: 100 },
}

type Bound = { device: DeviceBrowser; deviceId: string }

/** A shop whose card has a cookie at two stamps and a coffee at ten; Anna of its team has the PIN 4711. */
export type StaffShop = {
  shop: ScannerShop
  programId: string
  annaId: string
  /** A new card, of that program unless told. */
  card(programId?: string): Promise<Card>
  /** A card of another program, whose reward the till takes at the first stamp. */
  tillCard(): Promise<Card>
  bind(kind: 'phone' | 'counter', label: string): Promise<Bound>
  /** A phone with Anna signed in and the scanner open. */
  atWork(label?: string): Promise<Bound>
  total(card: Card): Promise<number>
}

export async function openStaffShop(name: SettingName): Promise<StaffShop> {
  const shop = await openScannerShop(name)
  const { id: programId } = await shop.program({
    goal: 10,
    earn: { kind: 'visit', limits: { perOrder: 3 } },
    milestones: [
      { at: 2, reward: staffScan },
      { at: 10, reward: minted },
    ],
  })
  const annaId = await shop.person('Anna', '4711')
  async function bind(kind: 'phone' | 'counter', label: string): Promise<Bound> {
    const device = openDevice(shop.app.baseUrl)
    const { path, deviceId } = await shop.pairingPath(kind, label)
    expect((await device.press(path)).status).toBe(303)
    return { device, deviceId }
  }
  return {
    ...{ shop, programId, annaId, bind },
    card: (id = programId) => shop.card(id),
    async tillCard() {
      const milestones = [{ at: 1, reward: minted }]
      return shop.card((await shop.program({ goal: 1, earn: { kind: 'visit' }, milestones })).id)
    },
    async atWork(label = 'Bar phone') {
      const { device, deviceId } = await bind('phone', label)
      await device.open('/staff')
      expect((await device.press('/staff/pin', { personId: annaId, pin: '4711' })).status).toBe(303)
      await device.open('/staff')
      return { device, deviceId }
    },
    total: async (card) => (await shop.ledger(card)).reduce((sum, entry) => sum + entry.count, 0),
  }
}

export const scan = (device: DeviceBrowser, text: string) => device.press('/staff/card', { text })

/** Presses the button below the card that was scanned. */
export const stamp = (device: DeviceBrowser, fields: Record<string, string> = {}) =>
  device.press('/staff/stamp', {
    cardId: device.hidden('cardId'),
    clientId: device.hidden('clientId'),
    text: device.hidden('text'),
    at: device.hidden('at'),
    ...fields,
  })
