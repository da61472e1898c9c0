import { addDeviceWith, createPairingLinkWith } from '../../src/app/pair-device.ts'
import { addPersonWith, invitePersonWith } from '../../src/app/team.ts'
import type { DeviceKind } from '../../src/ports/devices.ts'
import { createKeyring } from '../../src/secrets/keyring.ts'
import { createDevices } from '../../src/store/devices.ts'
import { createLiveCodes } from '../../src/store/live-codes.ts'
import { createSessions } from '../../src/store/sessions.ts'
import { createTeam } from '../../src/store/team.ts'
import { type Api, type Card, createApi, type Entry, type Till } from './api.ts'
import { type AppProcess, adminKey, startApp } from './app.ts'
import { openSetting, type SettingName } from './settings.ts'

/** A shop whose team scans: a running Stampbridge, its API, and devices and people as the console makes them. */
export type ScannerShop = {
  app: AppProcess
  api: Api
  till: Till
  merchantId: string
  /** Path of a link that binds a device beside the till. */
  pairingPath(kind: DeviceKind, name: string): Promise<{ path: string; deviceId: string }>
  /** Somebody of the team, who signs in with this PIN. */
  person(name: string, pin: string): Promise<string>
  invitationPath(personId: string): Promise<string>
  revokeDevice(deviceId: string): Promise<void>
  program(rules: object): Promise<{ id: string; slug: string }>
  card(programId: string): Promise<Card>
  ledger(card: Card): Promise<Entry[]>
  /** What the open web card showed at this time. */
  liveCode(card: Card, at: number): Promise<string>
  close(): Promise<void>
}

const locationId = 'harbour'

/** @param env further configuration of the process */
export async function openScannerShop(
  name: SettingName,
  env: Record<string, string> = {},
): Promise<ScannerShop> {
  const setting = await openSetting(name)
  const app = await startApp(setting, { env })
  const operator = createApi(app.baseUrl, adminKey)
  const { id: merchantId, apiKey } = await operator.post<{ id: string; apiKey: string }>('/merchants', {
    name: 'North Roast',
    locale: 'en-IE',
    timeZone: 'Europe/Dublin',
  })
  const api = createApi(app.baseUrl, apiKey)
  const till = await api.post<Till>('/tills', { provider: 'open', name: 'Front till' })
  await api.call('PUT', `/tills/${till.id}/locations/${locationId}`, { name: 'Harbour Street' })
  const devices = createDevices(setting.database.pool)
  const deps = {
    devices,
    team: createTeam(setting.database.pool),
    sessions: createSessions(setting.database),
    now: Date.now,
  }
  const owner = { merchantId, role: 'owner', staffId: null }
  return {
    ...{ app, api, till, merchantId },
    async pairingPath(kind, name) {
      const added = await addDeviceWith(deps)({ merchantId, kind, name, tillId: till.id, locationId })
      if (!added.ok) throw new Error(added.reason)
      const path = await createPairingLinkWith(deps)(merchantId, added.id)
      if (path === null) throw new Error('the device is not known')
      return { path, deviceId: added.id }
    },
    async person(name, pin) {
      const added = await addPersonWith(deps)(owner, { name, role: 'staff', pin })
      if (!added.ok) throw new Error(added.reason)
      return added.id
    },
    async invitationPath(personId) {
      const invited = await invitePersonWith(deps)(owner, personId, 'staff')
      if (!invited.ok) throw new Error(invited.reason)
      return invited.path
    },
    async revokeDevice(id) {
      await devices.revoke({ merchantId, id }, Date.now())
    },
    program: (rules) => api.post('/programs', { name: 'Coffee card', ...rules }),
    card: (programId) => api.post<Card>('/cards', { programId }),
    ledger: async (card) => (await api.get<{ items: Entry[] }>(`/cards/${card.id}/ledger`)).items,
    async liveCode(card, at) {
      const keyring = createKeyring(['secret-key-of-the-tests-32-characters'])
      const code = await createLiveCodes(setting.database.pool, keyring).of(merchantId, card.id, at)
      if (code === null) throw new Error('the card is not known')
      return code
    },
    async close() {
      await app.stop()
      await setting.close()
    },
  }
}
