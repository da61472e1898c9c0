import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { GoogleKey } from '../../../adapters/google-wallet/key.ts'
import { createRateLimit } from '../../../adapters/google-wallet/rate-limit.ts'
import { createGoogleWallet } from '../../../adapters/google-wallet/wallet.ts'
import { createWalletClient, type GoogleWalletClient } from '../../../adapters/google-wallet/wallet-client.ts'
import type { CardFace } from '../../../src/domain/card-face.ts'
import { memoryCallLane } from '../../doubles/call-lane.ts'
import { type MemoryGoogleRecords, memoryGoogleRecords } from '../../doubles/google-records.ts'
import { type GoogleWalletDouble, startGoogleWallet } from '../../doubles/google-wallet.ts'
import { baseUrl, coupon, face, issuerId, serviceKey } from './face.ts'

let google: GoogleWalletDouble
let records: MemoryGoogleRecords
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
    limit: createRateLimit({ perSecond: 1000, lane: memoryCallLane(Date.now) }),
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

  it('makes a class for each program version, once for all its cards, and leaves older ones to their cards', async () => {
    const { saveLink, publish } = wallet()
    await saveLink(current)
    const next = { version: 4, revision: 5 }
    current = face(next)
    await Promise.all([publish(current), saveLink(face({ ...next, cardId: 'b', serial: 'serial-b' }))])
    expect(objects().map((each) => each.classId)).toEqual(
      [4, 4].map((version) => `${issuerId}.${face().programId}.${version}`),
    )
    await publish(face({ revision: 6, version: 3 }))
    expect([count('POST loyaltyClass'), count('PATCH loyaltyClass')]).toEqual([2, 0])
  })

  it('goes on in the old class where Google lets no object change it', async () => {
    const { saveLink, publish } = wallet()
    await saveLink(current)
    google.habits.keepsClass = true
    current = face({ version: 4, revision: 5, stamps: 9 })
    await publish(current)
    shows('9/10')
    expect(objects()).toMatchObject([{ classId: `${issuerId}.${face().programId}.3` }])
  })

  it('brings the class up to date when the look changes, once, and from whichever process', async () => {
    const [one, other] = [wallet(), wallet()]
    await one.saveLink(current)
    current = face({ revision: 5, shopName: 'Pier Coffee', look: { ...face().look, background: '#5f1e3a' } })
    await Promise.all([one.publish(current), other.publish(current), one.publish(current)])
    expect([...google.classes.values()]).toMatchObject([
      { issuerName: 'Pier Coffee', hexBackgroundColor: '#5f1e3a' },
    ])
    await other.publish(face({ ...current, revision: 6 }))
    expect(count('PATCH loyaltyClass')).toBeLessThanOrEqual(2)
  })

  it('ends on the newest look when an older one arrives last', async () => {
    await wallet().saveLink(current)
    const client = clientOf(google)
    const gate = Promise.withResolvers<void>()
    current = face({ revision: 5, shopName: 'Older name' })
    const late = wallet({
      ...client,
      putClass: async (kind, body) => {
        if ('issuerName' in body && body.issuerName === 'Older name') await gate.promise
        return client.putClass(kind, body)
      },
    })
    const older = late.publish(current)
    await new Promise((resolve) => setTimeout(resolve, 20))
    current = face({ revision: 6, shopName: 'Newer name' })
    await wallet().publish(current)
    gate.resolve()
    await older
    expect([...google.classes.values()]).toMatchObject([{ issuerName: 'Newer name' }])
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
      putObject: async (kind, object, hint) => {
        if (JSON.stringify(object).includes('"5/10"')) await gate.promise
        return client.putObject(kind, object, hint)
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

  it('empties a void card', async () => {
    const { saveLink, publish } = wallet()
    google.openSaveLink(await saveLink(current))
    await publish(face({ revision: 21, stamps: 2, voided: true }))
    expect(objects()).toEqual([
      {
        id: `${issuerId}.${face().serial}`,
        classId: `${issuerId}.${face().programId}.3`,
        state: 'INACTIVE',
        textModulesData: [],
      },
    ])
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

describe('coupons as offers', () => {
  const [first, second] = [
    coupon(),
    coupon({ id: '01900000-0000-7000-8000-00000000feed', code: 'SECOND2222' }),
  ]
  const idOf = (of: { id: string }) => `${issuerId}.coupon-${of.id}`
  const holding = (...coupons: CardFace['coupons']) => {
    current = face({ revision: current.revision + 1, coupons })
    return current
  }

  it('are there before the card links them, and come to whoever holds the card', async () => {
    const { saveLink, publish } = wallet()
    google.openSaveLink(await saveLink(current))
    await publish(holding(first))
    const [made, linked] = [
      google.calls.findIndex((call) => call.method === 'POST' && call.path.endsWith('/offerObject')),
      google.calls.findIndex((call) => 'linkedObjectIds' in call.body),
    ]
    expect(made).toBeGreaterThan(-1)
    expect(linked).toBeGreaterThan(made)
    expect(objects()).toMatchObject([{ linkedObjectIds: [idOf(first)] }])
    expect(google.offers.get(idOf(first))).toMatchObject({
      state: 'ACTIVE',
      barcode: { type: 'QR_CODE', value: first.scanValue, alternateText: first.code },
      validTimeInterval: { end: { date: '2026-12-03T22:59:00.000Z' } },
    })
    expect([...google.offerClasses.values()]).toMatchObject([
      { title: 'Free coffee', issuerName: 'Harbour Coffee' },
    ])
  })

  it('wait for their code, and are sent once however often the card changes', async () => {
    const { saveLink, publish } = wallet()
    await saveLink(current)
    await publish(holding({ ...first, state: 'issuing', code: null, scanValue: null }))
    expect(google.offers.size).toBe(0)
    await publish(holding(first))
    await publish(holding(first, second))
    await publish(holding(first, second))
    expect([count('POST offerClass'), count('POST offerObject'), count('PATCH offerObject')]).toEqual([
      1, 2, 0,
    ])
  })

  it.each([
    ['redeemed', 'COMPLETED'],
    ['expired', 'EXPIRED'],
    ['revoked', 'INACTIVE'],
  ] as const)('end as Google says it when %s, without their code', async (state, expected) => {
    const { saveLink, publish } = wallet()
    await saveLink(holding(first, second))
    records.couponStates.set(first.id, state)
    await publish(holding(second))
    const ended = google.offers.get(idOf(first))
    expect(ended).toMatchObject({ state: expected, textModulesData: [] })
    expect(ended).not.toHaveProperty('barcode')
    expect(google.offers.get(idOf(second))).toMatchObject({ state: 'ACTIVE' })
    // A redemption that was undone.
    await publish(holding(first, second))
    expect(google.offers.get(idOf(first))).toMatchObject({
      state: 'ACTIVE',
      barcode: { value: first.scanValue },
    })
  })

  it('end with their card', async () => {
    const { saveLink, publish } = wallet()
    await saveLink(holding(first))
    await publish(face({ revision: 30, voided: true, coupons: [first] }))
    expect([...google.offers.values()]).toMatchObject([{ state: 'INACTIVE', textModulesData: [] }])
  })

  it('survive lost answers', async () => {
    const { saveLink, publish } = wallet()
    await saveLink(current)
    holding(first)
    for (let n = 0; n < 4; n++) {
      google.faults.push(...Array.from({ length: n }, () => null), { kind: 'lost' })
      await publish(current).catch((error) => expect(error).toMatchObject({ retryable: true }))
    }
    await publish(current)
    google.faults.length = 0
    await publish(current)
    expect(google.offers.size).toBe(1)
    expect(objects()).toMatchObject([{ linkedObjectIds: [idOf(first)] }])
  })

  it('are warned of once when they run out, aloud while a notice of the day is left', async () => {
    const { saveLink, publish } = wallet()
    google.openSaveLink(await saveLink(holding(first, second)))
    await publish(holding({ ...first, expiresSoon: true }, second))
    await publish(holding({ ...first, expiresSoon: true }, second))
    expect(google.notices.map((notice) => notice.balance)).toEqual(['Free coffee: Ends soon'])
    for (const stamps of [8, 9]) await publish(stamp(stamps))
    expect(google.notices).toHaveLength(3)
    await publish(holding({ ...first, expiresSoon: true }, { ...second, expiresSoon: true }))
    const messages = objects()[0]?.messages
    expect(messages).toMatchObject([
      { messageType: 'TEXT_AND_NOTIFY', body: 'Valid until Dec 3, 2026' },
      { messageType: 'TEXT', id: `ends-${second.id}` },
    ])
  })
})

describe('a message to the holder', () => {
  const message = { id: 'spring', header: 'Spring', body: 'Double stamps this week' }

  it('is told once, and never to a card that nobody asked a link for', async () => {
    const { saveLink, tell } = wallet()
    expect(await tell?.(current, message)).toEqual({ told: 0, aloud: false })
    google.openSaveLink(await saveLink(current))
    expect(await tell?.(current, message)).toEqual({ told: 1, aloud: true })
    expect(await tell?.(current, message)).toEqual({ told: 0, aloud: false })
    expect(count('POST loyaltyObject')).toBe(2)
  })

  it('goes through silently when Google counts more notices than we do', async () => {
    const { saveLink, tell } = wallet()
    google.openSaveLink(await saveLink(current))
    google.faults.push({ kind: 'status', status: 403, reason: 'quotaExceeded' })
    expect(await tell?.(current, message)).toEqual({ told: 1, aloud: false })
    expect(objects()[0]?.messages).toMatchObject([{ messageType: 'TEXT' }])
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
