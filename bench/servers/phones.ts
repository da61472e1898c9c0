import { Agent, get } from 'node:http'
import { startApns } from '../../test/doubles/apns.ts'

export type HeldPass = { pushToken: string; deviceId: string; serial: string; passToken: string }
/** `base`: address of the PassKit web service up to its version. */
export type PhonesTask = { base: string; passTypeId: string; held: HeldPass[] } | 'count'
export type PhonesAnswer = { url: string; fetched: number; busy: number; failure: string | null }

/**
 * APNs and the phones behind it, in a process of its own: each that is told asks what has changed, and fetches it. Says
 * where APNs is when it starts, and how far the phones are whenever it is asked.
 */
const apns = await startApns()
const agent = new Agent({ keepAlive: true, maxSockets: 100 })
const phones = new Map<string, HeldPass & { tag: string }>()
/** Of the web service, about something. */
let addressOf = (_what: string): string => {
  throw new Error('no phone is set up yet')
}
let [fetched, busy] = [0, 0]
let failure: string | null = null

apns.reply((token) => {
  busy++
  void update(token)
    .catch((error: unknown) => {
      failure ??= String(error)
    })
    .finally(() => busy--)
  return { status: 200 }
})

async function update(token: string): Promise<void> {
  const phone = phones.get(token)
  if (!phone) throw new Error('a push for a phone that does not exist')
  const since = phone.tag && `?passesUpdatedSince=${phone.tag}`
  const list = await ask(`${addressOf(`devices/${phone.deviceId}/registrations`)}${since}`)
  if (list.status === 204) return
  phone.tag = (JSON.parse(String(list.body)) as { lastUpdated: string }).lastUpdated
  const authorization = `ApplePass ${phone.passToken}`
  const pass = await ask(`${addressOf('passes')}/${phone.serial}`, { authorization })
  if (list.status !== 200 || pass.status !== 200) throw new Error(`answered ${list.status}, ${pass.status}`)
  fetched++
}

function ask(
  url: string,
  headers: Record<string, string> = {},
): Promise<{ status: number | undefined; body: Buffer }> {
  return new Promise((resolve, reject) => {
    const sent = get(url, { agent, headers }, async (response) => {
      const pieces: Buffer[] = []
      for await (const piece of response) pieces.push(piece)
      resolve({ status: response.statusCode, body: Buffer.concat(pieces) })
    })
    sent.on('error', reject)
  })
}

const answer = (): PhonesAnswer => ({ url: apns.url, fetched, busy, failure })

process.on('message', (task: PhonesTask) => {
  if (task !== 'count') {
    const { base, passTypeId } = task
    addressOf = (what) => `${base}/${what}/${passTypeId}`
    for (const each of task.held) phones.set(each.pushToken, { ...each, tag: '' })
  }
  process.send?.(answer())
})
process.send?.(answer())
