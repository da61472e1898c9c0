import { describe, expect, it } from 'vitest'
import type { CardFace } from '../../../src/domain/card-face.ts'
import { coupon, face, issuerId } from './face.ts'
import { usePlay } from './play.ts'

const play = usePlay()
const { wallet, stamp, objects, count } = play

describe('coupons as offers', () => {
  const [first, second] = [
    coupon(),
    coupon({ id: '01900000-0000-7000-8000-00000000feed', code: 'SECOND2222' }),
  ]
  const idOf = (of: { id: string }) => `${issuerId}.coupon-${of.id}`
  const holding = (...coupons: CardFace['coupons']) => {
    play.current = face({ revision: play.current.revision + 1, coupons })
    return play.current
  }

  it('are there before the card links them, and come to whoever holds the card', async () => {
    const { saveLink, publish } = wallet()
    play.google.openSaveLink(await saveLink(play.current))
    await publish(holding(first))
    const [made, linked] = [
      play.google.calls.findIndex((call) => call.method === 'POST' && call.path.endsWith('/offerObject')),
      play.google.calls.findIndex((call) => 'linkedObjectIds' in call.body),
    ]
    expect(made).toBeGreaterThan(-1)
    expect(linked).toBeGreaterThan(made)
    expect(objects()).toMatchObject([{ linkedObjectIds: [idOf(first)] }])
    expect(play.google.offers.get(idOf(first))).toMatchObject({
      state: 'ACTIVE',
      barcode: { type: 'QR_CODE', value: first.scanValue, alternateText: first.code },
      validTimeInterval: { end: { date: '2026-12-03T22:59:00.000Z' } },
    })
    expect([...play.google.offerClasses.values()]).toMatchObject([
      { title: 'Free coffee', issuerName: 'Harbour Coffee' },
    ])
  })

  it('wait for their code, and are sent once however often the card changes', async () => {
    const { saveLink, publish } = wallet()
    await saveLink(play.current)
    await publish(holding({ ...first, state: 'issuing', code: null, scanValue: null }))
    expect(play.google.offers.size).toBe(0)
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
    play.records.couponStates.set(first.id, state)
    await publish(holding(second))
    const ended = play.google.offers.get(idOf(first))
    expect(ended).toMatchObject({ state: expected, textModulesData: [] })
    expect(ended).not.toHaveProperty('barcode')
    expect(play.google.offers.get(idOf(second))).toMatchObject({ state: 'ACTIVE' })
    // A redemption that was undone.
    await publish(holding(first, second))
    expect(play.google.offers.get(idOf(first))).toMatchObject({
      state: 'ACTIVE',
      barcode: { value: first.scanValue },
    })
  })

  it('end with their card', async () => {
    const { saveLink, publish } = wallet()
    await saveLink(holding(first))
    await publish(face({ revision: 30, voided: true, coupons: [first] }))
    expect([...play.google.offers.values()]).toMatchObject([{ state: 'INACTIVE', textModulesData: [] }])
  })

  it('survive lost answers', async () => {
    const { saveLink, publish } = wallet()
    await saveLink(play.current)
    holding(first)
    for (let n = 0; n < 4; n++) {
      play.google.faults.push(...Array.from({ length: n }, () => null), { kind: 'lost' })
      await publish(play.current).catch((error) => expect(error).toMatchObject({ retryable: true }))
    }
    await publish(play.current)
    play.google.faults.length = 0
    await publish(play.current)
    expect(play.google.offers.size).toBe(1)
    expect(objects()).toMatchObject([{ linkedObjectIds: [idOf(first)] }])
  })

  it('are warned of once when they run out, aloud while a notice of the day is left', async () => {
    const { saveLink, publish } = wallet()
    play.google.openSaveLink(await saveLink(holding(first, second)))
    await publish(holding({ ...first, expiresSoon: true }, second))
    await publish(holding({ ...first, expiresSoon: true }, second))
    expect(play.google.notices.map((notice) => notice.balance)).toEqual(['Free coffee: Ends soon'])
    for (const stamps of [8, 9]) await publish(stamp(stamps))
    expect(play.google.notices).toHaveLength(3)
    await publish(holding({ ...first, expiresSoon: true }, { ...second, expiresSoon: true }))
    const messages = objects()[0]?.messages
    expect(messages).toMatchObject([
      { messageType: 'TEXT_AND_NOTIFY', body: 'Valid until Dec 3, 2026' },
      { messageType: 'TEXT', id: `ends-${second.id}` },
    ])
  })
})
