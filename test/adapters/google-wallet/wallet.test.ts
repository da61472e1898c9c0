import { describe, expect, it, vi } from 'vitest'
import { startGoogleWallet } from '../../doubles/google-wallet.ts'
import { face, issuerId, serviceKey } from './face.ts'
import { clientOf, usePlay } from './play.ts'

const play = usePlay()
const { clock, wallet, stamp, objects, shows, count } = play
const { merchantId, cardId } = face()

describe('createGoogleWallet', () => {
  it('sends a card when its link is asked for, and not before', async () => {
    const { publish, saveLink } = wallet()
    expect(await publish(stamp(1))).toEqual({ told: 0 })
    expect(play.google.calls).toEqual([])
    const link = await saveLink(stamp(2))
    expect(play.google.openSaveLink(link)).toEqual({
      objectId: `${issuerId}.${play.current.serial}`,
      skinny: true,
    })
    shows('2/10')
    expect(await publish(stamp(3))).toEqual({ told: 1 })
    shows('3/10')
  })

  it('sends the same face once, however often it is asked', async () => {
    const { publish, saveLink } = wallet()
    const link = await saveLink(play.current)
    expect(await saveLink(play.current)).toBe(link)
    await saveLink(stamp(1))
    play.google.openSaveLink(link)
    await publish(play.current)
    await publish(stamp(2))
    expect(await publish(play.current)).toEqual({ told: 0 })
    expect(await publish(face({ revision: 1, stamps: 0 }))).toEqual({ told: 0 })
    shows('2/10')
    expect([count('POST loyaltyObject'), count('PATCH loyaltyObject')]).toEqual([1, 2])
    expect([count('POST loyaltyClass'), count('PATCH loyaltyClass')]).toEqual([1, 0])
  })

  it('makes one object and one class when many ask for links at once', async () => {
    const [one, other] = [wallet(), wallet()]
    const links = await Promise.all(
      [1, 2, 3, 4].flatMap(() => [one.saveLink(play.current), other.saveLink(play.current)]),
    )
    expect(new Set(links).size).toBe(1)
    expect([play.google.objects.size, play.google.classes.size]).toEqual([1, 1])
    expect(count('POST loyaltyClass')).toBeLessThanOrEqual(2)
  })

  it('makes a class for each program version, once for all its cards, and leaves older ones to their cards', async () => {
    const { saveLink, publish } = wallet()
    await saveLink(play.current)
    const next = { version: 4, revision: 5 }
    play.current = face(next)
    await Promise.all([publish(play.current), saveLink(face({ ...next, cardId: 'b', serial: 'serial-b' }))])
    expect(objects().map((each) => each.classId)).toEqual(
      [4, 4].map((version) => `${issuerId}.${face().programId}.${version}`),
    )
    await publish(face({ revision: 6, version: 3 }))
    expect([count('POST loyaltyClass'), count('PATCH loyaltyClass')]).toEqual([2, 0])
  })

  it('goes on in the old class where Google lets no object change it', async () => {
    const { saveLink, publish } = wallet()
    await saveLink(play.current)
    play.google.habits.keepsClass = true
    play.current = face({ version: 4, revision: 5, stamps: 9 })
    await publish(play.current)
    shows('9/10')
    expect(objects()).toMatchObject([{ classId: `${issuerId}.${face().programId}.3` }])
  })

  it('brings the class up to date when the look changes, once, and from whichever process', async () => {
    const [one, other] = [wallet(), wallet()]
    await one.saveLink(play.current)
    play.current = face({
      revision: 5,
      shopName: 'Pier Coffee',
      look: { ...face().look, background: '#5f1e3a' },
    })
    await Promise.all([one.publish(play.current), other.publish(play.current), one.publish(play.current)])
    expect([...play.google.classes.values()]).toMatchObject([
      { issuerName: 'Pier Coffee', hexBackgroundColor: '#5f1e3a' },
    ])
    await other.publish(face({ ...play.current, revision: 6 }))
    expect(count('PATCH loyaltyClass')).toBeLessThanOrEqual(2)
  })

  it('ends on the newest look when an older one arrives last', async () => {
    await wallet().saveLink(play.current)
    const client = clientOf(play.google)
    const gate = Promise.withResolvers<void>()
    play.current = face({ revision: 5, shopName: 'Older name' })
    const late = wallet({
      ...client,
      putClass: async (kind, body) => {
        if ('issuerName' in body && body.issuerName === 'Older name') await gate.promise
        return client.putClass(kind, body)
      },
    })
    const older = late.publish(play.current)
    await new Promise((resolve) => setTimeout(resolve, 20))
    play.current = face({ revision: 6, shopName: 'Newer name' })
    await wallet().publish(play.current)
    gate.resolve()
    await older
    expect([...play.google.classes.values()]).toMatchObject([{ issuerName: 'Newer name' }])
  })

  it.each(['POST loyaltyClass', 'POST loyaltyObject'])('survives a lost answer to %s', async (call) => {
    const { saveLink } = wallet()
    if (call === 'POST loyaltyObject') await wallet().saveLink(face({ cardId: 'first', serial: 'first' }))
    play.google.faults.push({ kind: 'lost' })
    await expect(saveLink(play.current)).rejects.toMatchObject({ retryable: true })
    play.google.openSaveLink(await saveLink(play.current))
    shows('0/10')
  })

  it('survives a lost answer to an update, and other failures, by being asked again', async () => {
    const { saveLink, publish } = wallet()
    play.google.openSaveLink(await saveLink(play.current))
    const faults = [
      { kind: 'lost' },
      { kind: 'reset' },
      { kind: 'status', status: 503 },
      { kind: 'status', status: 500 },
    ] as const
    play.google.faults.push(...faults)
    for (const _ of faults) await expect(publish(stamp(4))).rejects.toMatchObject({ retryable: true })
    expect(await publish(play.current)).toEqual({ told: 1 })
    shows('4/10')
  })

  it('ends on the newest face when two processes send the same card in the wrong order', async () => {
    const slow = wallet()
    const quick = wallet()
    play.google.openSaveLink(await slow.saveLink(play.current))
    // The older face is on its way when the newer one overtakes it.
    const client = clientOf(play.google)
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
    expect(await play.records.objectRevision(merchantId, cardId)).toBe(7)
  })

  it('ends on the newest face after any storm of stamps from several processes', async () => {
    const processes = [wallet(), wallet(), wallet()]
    play.google.openSaveLink(await processes[0]!.saveLink(play.current))
    const sendings = Array.from({ length: 9 }, (_, i) => processes[i % 3]!.publish(stamp(i + 1)))
    const results = await Promise.allSettled(sendings)
    for (const result of results)
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ retryable: true })
    shows('9/10')
  })

  it('tells the holder of three stamps a day and sends the rest silently', async () => {
    const { saveLink, publish } = wallet()
    play.google.openSaveLink(await saveLink(play.current))
    for (let n = 1; n <= 5; n++) await publish(stamp(n))
    expect(play.google.notices.map((notice) => notice.balance)).toEqual(['1/10', '2/10', '3/10'])
    expect(play.google.calls.filter((call) => call.body.notifyPreference)).toHaveLength(3)
    shows('5/10')
    clock.now += 86_400_001
    await publish(stamp(6))
    expect(play.google.calls.filter((call) => call.body.notifyPreference)).toHaveLength(4)
  })

  it('spends no notice on a change that is no stamp, nor on a void card', async () => {
    const { saveLink, publish } = wallet()
    play.google.openSaveLink(await saveLink(play.current))
    await publish(stamp(1))
    await publish(face({ ...play.current, revision: 20, locale: 'de' }))
    await publish(face({ revision: 21, stamps: 2, voided: true }))
    expect(play.google.notices).toHaveLength(1)
    expect(objects()).toMatchObject([{ state: 'INACTIVE' }])
  })

  it('empties a void card', async () => {
    const { saveLink, publish } = wallet()
    play.google.openSaveLink(await saveLink(play.current))
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
    const { objectId } = play.google.openSaveLink(await saveLink(play.current))
    const event = { merchantId, cardId, asOf: clock.now }
    await play.records.noteSaveEvent({ ...event, kind: 'save', nonce: 'a' })
    play.google.holders.delete(objectId)
    await play.records.noteSaveEvent({ ...event, asOf: clock.now + 1, kind: 'del', nonce: 'b' })
    expect(await publish(stamp(1))).toEqual({ told: 0 })
    play.google.calls.length = 0
    expect(await publish(stamp(2))).toEqual({ told: 0 })
    expect(play.google.calls).toEqual([])
    play.google.openSaveLink(await saveLink(stamp(3)))
    shows('3/10')
  })

  it('goes on sending when one of two holders deleted the pass', async () => {
    const { saveLink, publish } = wallet()
    play.google.openSaveLink(await saveLink(play.current))
    await play.records.noteSaveEvent({ merchantId, cardId, asOf: clock.now, kind: 'del', nonce: 'b' })
    expect(await publish(stamp(1))).toEqual({ told: 1 })
    expect(await publish(stamp(2))).toEqual({ told: 1 })
    shows('2/10')
  })

  it('sends everything anew to another issuer account', async () => {
    await wallet().saveLink(play.current)
    const other = await startGoogleWallet({ issuerId, email: serviceKey.email, key: serviceKey.privateKey })
    await wallet(clientOf(other)).publish(stamp(1))
    expect([other.classes.size, other.objects.size]).toEqual([1, 1])
    await other.close()
  })
})

describe('a message to the holder', () => {
  const message = { id: 'spring', header: 'Spring', body: 'Double stamps this week' }

  it('is told once, and never to a card that nobody asked a link for', async () => {
    const { saveLink, tell } = wallet()
    expect(await tell?.(play.current, message)).toEqual({ told: 0, aloud: false })
    play.google.openSaveLink(await saveLink(play.current))
    expect(await tell?.(play.current, message)).toEqual({ told: 1, aloud: true })
    expect(await tell?.(play.current, message)).toEqual({ told: 0, aloud: false })
    expect(count('POST loyaltyObject')).toBe(2)
  })

  it('goes through silently when Google counts more notices than we do', async () => {
    const { saveLink, tell } = wallet()
    play.google.openSaveLink(await saveLink(play.current))
    play.google.faults.push({ kind: 'status', status: 403, reason: 'quotaExceeded' })
    expect(await tell?.(play.current, message)).toEqual({ told: 1, aloud: false })
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
    expect(await play.records.objectRevision(merchantId, cardId)).toBeNull()
    expect(play.google.calls).toEqual([])
    expect(play.google.openSaveLink(link)).toMatchObject({ skinny: false })
    shows('4/10')
  })
})
