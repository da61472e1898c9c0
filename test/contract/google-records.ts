import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import type { GoogleHolders, GoogleRecords } from '../../src/ports/wallet.ts'

type Records = GoogleRecords & GoogleHolders
const day = 86_400_000

/** What every keeper of Google's records must hold to. `clock` drives the records' own. */
export function googleRecordsContract(open: () => Records, clock: { now: number }): void {
  const ids = () => ({ merchant: randomUUID(), card: randomUUID(), program: randomUUID() })

  it('records a class only for the one who saw what is on record', async () => {
    const [records, { merchant, program }] = [open(), ids()]
    expect(await records.classDigest(merchant, program)).toBeNull()
    expect(await records.recordClass(merchant, program, 'blue', null)).toBe(true)
    expect(await records.recordClass(merchant, program, 'red', null)).toBe(false)
    expect(await records.recordClass(merchant, program, 'red', 'green')).toBe(false)
    expect(await records.classDigest(merchant, program)).toBe('blue')
    expect(await records.recordClass(merchant, program, 'red', 'blue')).toBe(true)
    // What is on record already has been sent by somebody.
    expect(await records.recordClass(merchant, program, 'red', 'blue')).toBe(true)
    expect(await records.classDigest(merchant, program)).toBe('red')
    expect(await records.classDigest(ids().merchant, program)).toBeNull()
  })

  it('keeps what was sent of each coupon, for each card', async () => {
    const [records, { merchant, card, program: coupon }] = [open(), ids()]
    expect(await records.offersOf(merchant, card)).toEqual([])
    await records.recordOffer(merchant, card, coupon, 'first')
    await records.recordOffer(merchant, card, coupon, 'second')
    expect(await records.offersOf(merchant, card)).toEqual([
      { couponId: coupon, digest: 'second', state: null },
    ])
    expect(await records.offersOf(merchant, ids().card)).toEqual([])
  })

  it('never lowers an object revision, and tells when somebody else came between', async () => {
    const [records, { merchant, card }] = [open(), ids()]
    expect(await records.objectRevision(merchant, card)).toBeNull()
    expect(await records.recordObject(merchant, card, 7, null)).toBe(true)
    expect(await records.recordObject(merchant, card, 6, null)).toBe(false)
    expect(await records.objectRevision(merchant, card)).toBe(7)
    expect(await records.recordObject(merchant, card, 8, 7)).toBe(true)
    expect(await records.recordObject(merchant, card, 9, 7)).toBe(false)
    expect(await records.objectRevision(merchant, card)).toBe(9)
    expect(await records.objectRevision(ids().merchant, card)).toBeNull()
  })

  it('lets exactly one of many senders at once believe that it was alone', async () => {
    const [records, { merchant, card }] = [open(), ids()]
    const first = await Promise.all([1, 2, 3, 4, 5].map((n) => records.recordObject(merchant, card, n, null)))
    expect(first.filter(Boolean)).toHaveLength(1)
    const next = await Promise.all([6, 7, 8, 9].map((n) => records.recordObject(merchant, card, n, 5)))
    expect(next.filter(Boolean)).toHaveLength(1)
    expect(await records.objectRevision(merchant, card)).toBe(9)
  })

  it('allows three notices in 24 hours, of balances and messages together', async () => {
    const [records, { merchant, card }] = [open(), ids()]
    const left = async () => (await records.notices(merchant, card)).left
    expect(await left()).toBe(0)
    await records.recordObject(merchant, card, 1, null)
    expect(await records.notices(merchant, card)).toEqual({ balance: null, messages: [], left: 3 })
    const told = [
      { balance: '1/10', aloud: true },
      { message: 'ends-a', aloud: true },
      { balance: '2/10', aloud: true },
    ]
    await records.recordNotice(merchant, card, { balance: '0/10', aloud: false })
    expect(await left()).toBe(3)
    for (const [i, each] of told.entries()) {
      await records.recordNotice(merchant, card, each)
      await records.recordNotice(merchant, card, each)
      expect(await left()).toBe(2 - i)
      clock.now += 1000
    }
    await records.recordNotice(merchant, card, { message: 'silent', aloud: false })
    expect(await records.notices(merchant, card)).toEqual({
      balance: '2/10',
      messages: ['ends-a', 'silent'],
      left: 0,
    })
    clock.now += day - 2500
    expect(await left()).toBe(1)
    await records.recordNotice(merchant, card, { balance: '4/10', aloud: true })
    expect(await left()).toBe(0)
  })

  it('lets nobody rely on what was in doubt', async () => {
    const [records, { merchant, card, program }] = [open(), ids()]
    await records.doubtObject(merchant, card, { late: false })
    expect(await records.objectRevision(merchant, card)).toBeNull()
    await records.recordObject(merchant, card, 7, null)
    await records.recordOffer(merchant, card, program, 'sent')
    await records.doubtObject(merchant, card, { late: false })
    const first = await records.objectRevision(merchant, card)
    await records.doubtObject(merchant, card, { late: false })
    const second = await records.objectRevision(merchant, card)
    expect([first! < 7, second! < 7]).toEqual([true, true])
    expect(await records.recordObject(merchant, card, 8, first)).toBe(false)
    expect(await records.offersOf(merchant, card)).toMatchObject([{ digest: '' }])
    await records.doubtClass(merchant, program, { lateWith: null })
    expect(await records.classDigest(merchant, program)).toBeNull()
    await records.recordClass(merchant, program, 'blue', null)
    await records.doubtClass(merchant, program, { lateWith: null })
    expect(await records.recordClass(merchant, program, 'red', 'blue')).toBe(false)
    expect(await records.classDigest(merchant, program)).not.toBe('blue')
  })

  it('remembers the latest messages alone', async () => {
    const [records, { merchant, card }] = [open(), ids()]
    await records.recordObject(merchant, card, 1, null)
    for (let n = 1; n <= 25; n++)
      await records.recordNotice(merchant, card, { message: `m${n}`, aloud: false })
    const { messages } = await records.notices(merchant, card)
    expect([messages.length, messages[0], messages.at(-1)]).toEqual([20, 'm6', 'm25'])
  })

  it('ends alike in whatever order saves and deletions arrive, and counts each once', async () => {
    const [records, { merchant, card }] = [open(), ids()]
    await records.recordObject(merchant, card, 4, null)
    const event = { merchantId: merchant, cardId: card }
    const save = { ...event, kind: 'save', asOf: clock.now, nonce: 'a' } as const
    const del = { ...event, kind: 'del', asOf: clock.now + 5, nonce: 'b' } as const
    expect(await records.noteSaveEvent(del)).toBe(true)
    expect(await records.noteSaveEvent(save)).toBe(false)
    expect(await records.noteSaveEvent(del)).toBe(false)
    await records.releaseObject(merchant, card)
    expect(await records.objectRevision(merchant, card)).toBeNull()
  })

  it('keeps an object that is held, or that nobody saved yet', async () => {
    const [records, { merchant, card }] = [open(), ids()]
    await records.recordObject(merchant, card, 4, null)
    await records.releaseObject(merchant, card)
    expect(await records.objectRevision(merchant, card)).toBe(4)
    const event = { merchantId: merchant, cardId: card, asOf: clock.now, nonce: 'n' }
    expect(await records.noteSaveEvent({ ...event, kind: 'save' })).toBe(true)
    await records.releaseObject(merchant, card)
    expect(await records.objectRevision(merchant, card)).toBe(4)
  })

  it('takes a released object up again when its holder saves it once more', async () => {
    const [records, { merchant, card }] = [open(), ids()]
    const event = { merchantId: merchant, cardId: card, asOf: clock.now, nonce: 'n' }
    expect(await records.noteSaveEvent({ ...event, kind: 'del' })).toBe(false)
    expect(await records.objectRevision(merchant, card)).toBeNull()
    expect(await records.noteSaveEvent({ ...event, kind: 'save' })).toBe(true)
    expect(await records.objectRevision(merchant, card)).toBe(0)
  })
}
