import { z } from 'zod'
import { verifyPkpass } from './pkpass.ts'

const passShape = z.looseObject({
  serialNumber: z.string(),
  passTypeIdentifier: z.string(),
  webServiceURL: z.url(),
  authenticationToken: z.string().min(16),
})
export type InstalledPass = {
  json: z.infer<typeof passShape>
  files: Map<string, Buffer>
  lastModified: string | null
}
const listShape = z.strictObject({ serialNumbers: z.array(z.string()).min(1), lastUpdated: z.string() })

/** A phone with Apple Wallet, as far as a server can tell. */
export type Iphone = {
  deviceId: string
  pushToken: string
  passes: Map<string, InstalledPass>
  /** Judges the pass, keeps it, and registers for its changes; answers the status of the registration. */
  add(pkpass: Buffer, lastModified?: string | null): Promise<number>
  /** What a push makes it do: asks which passes changed and fetches those. Serials of the passes that were new. */
  refresh(): Promise<string[]>
  /** Deletes a pass and says so. */
  remove(serial: string): Promise<number>
}

/** @param rootFile PEM of the only root this phone trusts */
export function createIphone(options: { rootFile: string; deviceId: string; pushToken: string }): Iphone {
  const { deviceId, pushToken, rootFile } = options
  const passes = new Map<string, InstalledPass>()
  let tag: string | undefined

  const registration = ({ json }: InstalledPass) =>
    `${json.webServiceURL}/v1/devices/${deviceId}/registrations/${json.passTypeIdentifier}/${json.serialNumber}`
  const authorization = ({ json }: InstalledPass) => ({
    Authorization: `ApplePass ${json.authenticationToken}`,
  })

  async function install(pkpass: Buffer, lastModified: string | null): Promise<InstalledPass> {
    const files = await verifyPkpass(pkpass, rootFile)
    const json = passShape.parse(JSON.parse(String(files.get('pass.json'))))
    const pass = { json, files, lastModified }
    passes.set(json.serialNumber, pass)
    return pass
  }

  /** True when there was a newer one. */
  async function fetchPass(pass: InstalledPass): Promise<boolean> {
    const { json, lastModified } = pass
    const response = await fetch(
      `${json.webServiceURL}/v1/passes/${json.passTypeIdentifier}/${json.serialNumber}`,
      { headers: { ...authorization(pass), ...(lastModified ? { 'If-Modified-Since': lastModified } : {}) } },
    )
    if (response.status === 304) return false
    if (response.status !== 200) throw new Error(`fetching the pass answered ${response.status}`)
    await install(Buffer.from(await response.arrayBuffer()), response.headers.get('last-modified'))
    return true
  }

  async function changedSerials({ json }: InstalledPass): Promise<string[]> {
    const query = tag === undefined ? '' : `?passesUpdatedSince=${encodeURIComponent(tag)}`
    const response = await fetch(
      `${json.webServiceURL}/v1/devices/${deviceId}/registrations/${json.passTypeIdentifier}${query}`,
    )
    if (response.status === 204) return []
    if (response.status !== 200) throw new Error(`listing changes answered ${response.status}`)
    const list = listShape.parse(await response.json())
    tag = list.lastUpdated
    return list.serialNumbers
  }

  return {
    deviceId,
    pushToken,
    passes,
    async add(pkpass, lastModified = null) {
      const pass = await install(pkpass, lastModified)
      const response = await fetch(registration(pass), {
        method: 'POST',
        headers: { ...authorization(pass), 'Content-Type': 'application/json' },
        body: JSON.stringify({ pushToken }),
      })
      return response.status
    },
    async refresh() {
      const [any] = passes.values()
      const fresh: string[] = []
      for (const serial of any ? await changedSerials(any) : []) {
        const pass = passes.get(serial)
        if (pass && (await fetchPass(pass))) fresh.push(serial)
      }
      return fresh
    },
    async remove(serial) {
      const pass = passes.get(serial)
      if (!pass) throw new Error('no such pass on this phone')
      passes.delete(serial)
      const response = await fetch(registration(pass), { method: 'DELETE', headers: authorization(pass) })
      return response.status
    },
  }
}
