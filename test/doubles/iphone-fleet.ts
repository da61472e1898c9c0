import { checkManifest, readPkpass } from './pkpass.ts'

type Held = { type: string; token: string; lastModified: string | null; stamps: number }

/**
 * A phone of a fleet: as {@link createIphone}, with a life of its own. It may be without network, or be restored with a
 * new push token. What failed it tries again later, as Wallet does. Signatures are judged elsewhere: a fleet has no time
 * for them.
 */
export type FleetPhone = {
  pushToken(): string
  passes: ReadonlyMap<string, Held>
  online: boolean
  /** Something is still to be done: a push that was heard, a registration, or a request that failed. */
  busy(): boolean
  /** APNs delivers. Without network the last push is kept for it. */
  hear(): void
  add(pkpass: Buffer): void
  remove(serial: string): void
  /** Restored from a backup: its push token is another one, with which it registers again. */
  restore(): void
  /** Does what there is to do, as far as network and server allow. Never throws. */
  live(): Promise<void>
}

export function createFleetPhone(service: string, deviceId: string): FleetPhone {
  const passes = new Map<string, Held>()
  const toRegister = new Set<string>()
  const toRemove = new Map<string, Held>()
  let generation = 1
  let heard = false
  let tag: string | null = null

  const registration = (serial: string, { type }: Held) =>
    `${service}/v1/devices/${deviceId}/registrations/${type}/${serial}`
  const authorized = ({ token }: Held) => ({ Authorization: `ApplePass ${token}` })
  const pushToken = () => `token-${deviceId}-${generation}`

  function keep(pkpass: Buffer, lastModified: string | null): string {
    const files = readPkpass(pkpass)
    checkManifest(JSON.parse(String(files.get('manifest.json'))), files)
    const pass = JSON.parse(String(files.get('pass.json')))
    const stamps = Number.parseInt(pass.storeCard.headerFields[0].value, 10)
    const held = { type: pass.passTypeIdentifier, token: pass.authenticationToken, lastModified, stamps }
    passes.set(pass.serialNumber, held)
    return pass.serialNumber
  }

  async function register(): Promise<void> {
    for (const serial of toRegister) {
      const held = passes.get(serial)
      const body = JSON.stringify({ pushToken: pushToken() })
      if (held) {
        const { status } = await fetch(registration(serial, held), {
          method: 'POST',
          body,
          headers: authorized(held),
        })
        if (status !== 200 && status !== 201) throw new Error(`registering answered ${status}`)
      }
      toRegister.delete(serial)
      // What changed between the download and now is asked for.
      heard = true
    }
  }

  async function unregister(): Promise<void> {
    for (const [serial, held] of toRemove) {
      const { status } = await fetch(registration(serial, held), {
        method: 'DELETE',
        headers: authorized(held),
      })
      if (status !== 200) throw new Error(`unregistering answered ${status}`)
      toRemove.delete(serial)
    }
  }

  async function update(): Promise<void> {
    const [any] = passes.values()
    if (!any) return
    const since = tag === null ? '' : `?passesUpdatedSince=${tag}`
    const response = await fetch(`${service}/v1/devices/${deviceId}/registrations/${any.type}${since}`)
    if (response.status === 204) return
    if (response.status !== 200) throw new Error(`listing answered ${response.status}`)
    const { serialNumbers, lastUpdated } = (await response.json()) as {
      serialNumbers: string[]
      lastUpdated: string
    }
    for (const serial of serialNumbers) await fetchPass(serial)
    // Kept when all are there, so that what failed is listed again.
    tag = lastUpdated
  }

  async function fetchPass(serial: string): Promise<void> {
    const held = passes.get(serial)
    if (!held) return
    const ifModified = held.lastModified ? { 'If-Modified-Since': held.lastModified } : {}
    const response = await fetch(`${service}/v1/passes/${held.type}/${serial}`, {
      headers: { ...authorized(held), ...ifModified },
    })
    if (response.status === 304) return
    if (response.status !== 200) throw new Error(`fetching answered ${response.status}`)
    keep(Buffer.from(await response.arrayBuffer()), response.headers.get('last-modified'))
  }

  return {
    pushToken,
    passes,
    online: true,
    busy: () => heard || toRegister.size > 0 || toRemove.size > 0,
    hear() {
      heard = true
    },
    add(pkpass) {
      toRegister.add(keep(pkpass, null))
    },
    remove(serial) {
      const held = passes.get(serial)
      if (held) toRemove.set(serial, held)
      passes.delete(serial)
    },
    restore() {
      generation += 1
      for (const serial of passes.keys()) toRegister.add(serial)
    },
    async live() {
      if (!this.online) return
      try {
        await unregister()
        await register()
        if (!heard) return
        heard = false
        await update()
      } catch {
        // No network, or a server in trouble: once more at the next opportunity.
        heard = true
      }
    },
  }
}
