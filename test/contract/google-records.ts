import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import type { GoogleHolders, GoogleRecords } from '../../src/ports/wallet.ts'

type Records = GoogleRecords & GoogleHolders
const day = 86_400_000

/** What every keeper of Google's records must hold to. `clock` drives the records' own. */
export function googleRecordsContract(open: () => Records, clock: { now: number }): void {
  const ids = () => ({ merchant: randomUUID(), card: randomUUID(), program: randomUUID() })

  it('never lowers a class version', async () => {
    const [records, { merchant, program }] = [open(), ids()]
    expect(await records.classVersion(merchant, program)).toBeNull()
    await records.recordClass(merchant, program, 5)
    await records.recordClass(merchant, program, 4)
    expect(await records.classVersion(merchant, program)).toBe(5)
    expect(await records.classVersion(ids().merchant, program)).toBeNull()
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

  it('allows three notices of news in 24 hours', async () => {
    const [records, { merchant, card }] = [open(), ids()]
    expect(await records.mayNotify(merchant, card, '1/10')).toBe(false)
    await records.recordObject(merchant, card, 1, null)
    for (const balance of ['1/10', '2/10', '3/10']) {
      expect(await records.mayNotify(merchant, card, balance)).toBe(true)
      await records.recordNotice(merchant, card, balance)
      expect(await records.mayNotify(merchant, card, balance)).toBe(false)
      await records.recordNotice(merchant, card, balance)
      clock.now += 1000
    }
    expect(await records.mayNotify(merchant, card, '4/10')).toBe(false)
    clock.now += day - 2500
    expect(await records.mayNotify(merchant, card, '4/10')).toBe(true)
    await records.recordNotice(merchant, card, '4/10')
    expect(await records.mayNotify(merchant, card, '5/10')).toBe(false)
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
