import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { GoogleKey } from '../../../adapters/google-wallet/key.ts'
import { createRateLimit } from '../../../adapters/google-wallet/rate-limit.ts'
import { createGoogleWallet } from '../../../adapters/google-wallet/wallet.ts'
import { createWalletClient, type GoogleWalletClient } from '../../../adapters/google-wallet/wallet-client.ts'
import type { CardFace } from '../../../src/domain/card-face.ts'
import type { GoogleHolders, GoogleRecords } from '../../../src/ports/wallet.ts'
import { memoryGoogleRecords } from '../../doubles/google-records.ts'
import { type GoogleWalletDouble, startGoogleWallet } from '../../doubles/google-wallet.ts'
import { baseUrl, face, issuerId, serviceKey } from './face.ts'

let google: GoogleWalletDouble
let records: GoogleRecords & GoogleHolders
/** The card as the database has it. */
let current: CardFace
const clock = { now: 1_780_000_000_000 }
const { merchantId, cardId } = face()

beforeEach(async () => {
  google = await startGoogleWallet({ issuerId, email: serviceKey.email, key: serviceKey.privateKey })
  records = memoryGoogleRecords(() => clock.now)
  current = face({ revision: 1, stamps: 0 })
})
afterEach(() => google.close())

const clientOf = (double: GoogleWalletDouble) =>
  createWalletClient({
    key: serviceKey,
    limit: createRateLimit({ perSecond: 1000, clock: Date.now }),
    clock: Date.now,
    apiUrl: double.url,
    tokenUrl: double.tokenUrl,
    timeout: 2000,
  })
/** One process; several of them share the records. */
const wallet = (client: GoogleWalletClient | null = clientOf(google), key: GoogleKey = serviceKey) =>
  createGoogleWallet({ key, client, records, faceOf: async () => current, baseUrl, clock: () => clock.now })

function stamp(stamps: number): CardFace {
  current = face({ revision: stamps + 1, stamps })
  return current
}
const objects = () => [...google.objects.values()]
const balance = () => google.objects.get(`${issuerId}.${face().serial}`)?.loyaltyPoints
const shows = (text: string) => expect(balance()).toMatchObject({ balance: { string: text } })
const count = (call: string) =>
  google.calls.filter(({ method, path }) => `${method} ${path.split('/')[3]}` === call).length

describe('createGoogleWallet', () => {
  it('sends a card when its link is asked for, and not before', async () => {
    const { publish, saveLink } = wallet()
    expect(await publish(stamp(1))).toEqual({ told: 0 })
    expect(google.calls).toEqual([])
    const link = await saveLink(stamp(2))
    expect(google.openSaveLink(link)).toEqual({ objectId: `${issuerId}.${current.serial}`, skinny: true })
    shows('2/10')
    expect(await publish(stamp(3))).toEqual({ told: 1 })
    shows('3/10')
  })

  it('sends the same face once, however often it is asked', async () => {
    const { publish, saveLink } = wallet()
    const link = await saveLink(current)
    expect(await saveLink(current)).toBe(link)
    await saveLink(stamp(1))
    google.openSaveLink(link)
    await publish(current)
    await publish(stamp(2))
    expect(await publish(current)).toEqual({ told: 0 })
    expect(await publish(face({ revision: 1, stamps: 0 }))).toEqual({ told: 0 })
    shows('2/10')
    expect([count('POST loyaltyObject'), count('PATCH loyaltyObject')]).toEqual([1, 2])
    expect([count('POST loyaltyClass'), count('PATCH loyaltyClass')]).toEqual([1, 0])
  })

  it('makes one object and one class when many ask for links at once', async () => {
    const [one, other] = [wallet(), wallet()]
    const links = await Promise.all(
      [1, 2, 3, 4].flatMap(() => [one.saveLink(current), other.saveLink(current)]),
    )
    expect(new Set(links).size).toBe(1)
    expect([google.objects.size, google.classes.size]).toEqual([1, 1])
    expect(count('POST loyaltyClass')).toBeLessThanOrEqual(2)
  })

  it('sends a new program version once for all its cards', async () => {
    const { saveLink, publish } = wallet()
    await saveLink(current)
    const renamed = { version: 4, programName: 'Tea card', revision: 5 }
    await Promise.all([
      publish(face(renamed)),
      saveLink(face({ ...renamed, cardId: 'b', serial: 'serial-b' })),
    ])
    expect([...google.classes.values()]).toMatchObject([{ programName: 'Tea card' }])
    await publish(face({ revision: 6, version: 3 }))
    expect(count('PATCH loyaltyClass')).toBe(1)
  })

  it.each(['POST loyaltyClass', 'POST loyaltyObject'])('survives a lost answer to %s', async (call) => {
    const { saveLink } = wallet()
    if (call === 'POST loyaltyObject') await wallet().saveLink(face({ cardId: 'first', serial: 'first' }))
    google.faults.push({ kind: 'lost' })
    await expect(saveLink(current)).rejects.toMatchObject({ retryable: true })
    google.openSaveLink(await saveLink(current))
    shows('0/10')
  })

  it('survives a lost answer to an update, and other failures, by being asked again', async () => {
    const { saveLink, publish } = wallet()
    google.openSaveLink(await saveLink(current))
    const faults = [
      { kind: 'lost' },
      { kind: 'reset' },
      { kind: 'status', status: 503 },
      { kind: 'status', status: 500 },
    ] as const
    google.faults.push(...faults)
    for (const _ of faults) await expect(publish(stamp(4))).rejects.toMatchObject({ retryable: true })
    expect(await publish(current)).toEqual({ told: 1 })
    shows('4/10')
  })

  it('ends on the newest face when two processes send the same card in the wrong order', async () => {
    const slow = wallet()
    const quick = wallet()
    google.openSaveLink(await slow.saveLink(current))
    // The older face is on its way when the newer one overtakes it.
    const client = clientOf(google)
    const gate = Promise.withResolvers<void>()
    const late = wallet({
      ...client,
      putObject: async (object, hint) => {
        if (object.loyaltyPoints?.balance?.string === '5/10') await gate.promise
        return client.putObject(object, hint)
      },
    })
    const older = late.publish(stamp(5))
    await new Promise(setImmediate)
    await quick.publish(stamp(6))
    shows('6/10')
    gate.resolve()
    await older
    shows('6/10')
    expect(await records.objectRevision(merchantId, cardId)).toBe(7)
  })

  it('ends on the newest face after any storm of stamps from several processes', async () => {
    const processes = [wallet(), wallet(), wallet()]
    google.openSaveLink(await processes[0]!.saveLink(current))
    const sendings = Array.from({ length: 9 }, (_, i) => processes[i % 3]!.publish(stamp(i + 1)))
    const results = await Promise.allSettled(sendings)
    for (const result of results)
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ retryable: true })
    shows('9/10')
  })

  it('tells the holder of three stamps a day and sends the rest silently', async () => {
    const { saveLink, publish } = wallet()
    google.openSaveLink(await saveLink(current))
    for (let n = 1; n <= 5; n++) await publish(stamp(n))
    expect(google.notices.map((notice) => notice.balance)).toEqual(['1/10', '2/10', '3/10'])
    expect(google.calls.filter((call) => call.body.notifyPreference)).toHaveLength(3)
    shows('5/10')
    clock.now += 86_400_001
    await publish(stamp(6))
    expect(google.calls.filter((call) => call.body.notifyPreference)).toHaveLength(4)
  })

  it('spends no notice on a change that is no stamp, nor on a void card', async () => {
    const { saveLink, publish } = wallet()
    google.openSaveLink(await saveLink(current))
    await publish(stamp(1))
    await publish(face({ ...current, revision: 20, locale: 'de' }))
    await publish(face({ revision: 21, stamps: 2, voided: true }))
    expect(google.notices).toHaveLength(1)
    expect(objects()).toMatchObject([{ state: 'INACTIVE' }])
  })

  it('stops sending when nobody holds the pass any more, and begins again with the next link', async () => {
    const { saveLink, publish } = wallet()
    const { objectId } = google.openSaveLink(await saveLink(current))
    const event = { merchantId, cardId, asOf: clock.now }
    await records.noteSaveEvent({ ...event, kind: 'save', nonce: 'a' })
    google.holders.delete(objectId)
    await records.noteSaveEvent({ ...event, asOf: clock.now + 1, kind: 'del', nonce: 'b' })
    expect(await publish(stamp(1))).toEqual({ told: 0 })
    google.calls.length = 0
    expect(await publish(stamp(2))).toEqual({ told: 0 })
    expect(google.calls).toEqual([])
    google.openSaveLink(await saveLink(stamp(3)))
    shows('3/10')
  })

  it('goes on sending when one of two holders deleted the pass', async () => {
    const { saveLink, publish } = wallet()
    google.openSaveLink(await saveLink(current))
    await records.noteSaveEvent({ merchantId, cardId, asOf: clock.now, kind: 'del', nonce: 'b' })
    expect(await publish(stamp(1))).toEqual({ told: 1 })
    expect(await publish(stamp(2))).toEqual({ told: 1 })
    shows('2/10')
  })

  it('sends everything anew to another issuer account', async () => {
    await wallet().saveLink(current)
    const other = await startGoogleWallet({ issuerId, email: serviceKey.email, key: serviceKey.privateKey })
    await wallet(clientOf(other)).publish(stamp(1))
    expect([other.classes.size, other.objects.size]).toEqual([1, 1])
    await other.close()
  })
})

describe('createGoogleWallet with a demo key', () => {
  it('signs a link with the whole card and sends nothing at all', async () => {
    const network = vi.spyOn(globalThis, 'fetch')
    const { saveLink, publish } = wallet(null, { ...serviceKey, demo: true })
    const link = await saveLink(stamp(4))
    expect(await publish(stamp(5))).toEqual({ told: 0 })
    expect(network).not.toHaveBeenCalled()
    network.mockRestore()
    expect(await records.objectRevision(merchantId, cardId)).toBeNull()
    expect(google.calls).toEqual([])
    expect(google.openSaveLink(link)).toMatchObject({ skinny: false })
    shows('4/10')
  })
})
