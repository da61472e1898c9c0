import type { DeviceKind } from '../../src/ports/devices.ts'
import { createKeyring } from '../../src/secrets/keyring.ts'
import { createLiveCodes } from '../../src/store/live-codes.ts'
import { type Api, type Card, createApi, type Entry, type Till } from './api.ts'
import { type AppProcess, adminKey, startApp } from './app.ts'
import { signedInBrowser } from './browser.ts'
import { openSetting, type SettingName } from './settings.ts'

/**
 * A shop whose team scans: a running Stampbridge, its API, and devices and people, made in its console. Nothing but
 * `liveCode` looks into the database, so that a process with its own embedded one serves as well.
 */
export type ScannerShop = {
  app: AppProcess
  api: Api
  till: Till
  merchantId: string
  /** Path of a link that binds a device beside the till. */
  pairingPath(kind: DeviceKind, name: string): Promise<{ path: string; deviceId: string }>
  /** Path of another link that binds the same device anew. */
  bindAgainPath(deviceId: string): Promise<string>
  /** Says which program a kiosk hands out. */
  chooseProgram(kioskId: string, programId: string): Promise<void>
  /** Somebody of the team, who signs in with this PIN. */
  person(name: string, pin: string): Promise<string>
  invitationPath(personId: string): Promise<string>
  revokeDevice(deviceId: string): Promise<void>
  program(rules: object): Promise<{ id: string; slug: string }>
  card(programId: string): Promise<Card>
  ledger(card: Card): Promise<Entry[]>
  /** What the open web card showed at this time; not in the embedded setting, whose database is the process's own. */
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
  const links = await api.post<{ url: string }>('/sign-in-links')
  const desk = await signedInBrowser(app.baseUrl, links.url)
  /** Presses a button of the console's team room; answers where it leads. */
  const press = async (path: string, fields: Record<string, string> = {}) => {
    const answer = await desk.send(`/console/team${path}`, fields)
    if (answer.status >= 400) throw new Error(`${path} answered ${answer.status}`)
    return answer
  }
  const idIn = (location: string) => new URL(location, app.baseUrl).pathname.split('/').at(-1) ?? ''
  const linkIn = (page: string) =>
    new URL(/class="one-time-url"[^>]*>([^<]+)</.exec(page)?.[1] ?? '').pathname
  const bindAgainPath = async (deviceId: string) => linkIn((await press(`/devices/${deviceId}/link`)).text)
  await desk.open('/console/team')
  return {
    ...{ app, api, till, merchantId },
    async pairingPath(kind, name) {
      const place = `${till.id}/${locationId}`
      const deviceId = idIn((await press('/devices/new', { kind, name, place })).location)
      return { path: await bindAgainPath(deviceId), deviceId }
    },
    bindAgainPath,
    async chooseProgram(kioskId, program) {
      await press(`/devices/${kioskId}`, { name: 'Kiosk', program })
    },
    person: async (name, pin) => idIn((await press('/people/new', { name, role: 'staff', pin })).location),
    async invitationPath(personId) {
      return linkIn((await press(`/people/${personId}/link`, { to: 'staff' })).text)
    },
    async revokeDevice(id) {
      await press(`/devices/${id}/revoke`)
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
