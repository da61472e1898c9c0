import { describe, expect, it } from 'vitest'
import { loyaltyClass, loyaltyObject } from '../../../adapters/google-wallet/loyalty-object.ts'
import type { CardFace } from '../../../src/domain/card-face.ts'
import { createResources } from '../../doubles/google-resources.ts'
import { baseUrl, coupon, face, issuerId } from './face.ts'

const place = { issuerId, baseUrl }
const objectOf = (changes: Partial<CardFace>) => loyaltyObject(face(changes), place)
const bodies = (changes: Partial<CardFace>) =>
  Object.fromEntries((objectOf(changes).textModulesData ?? []).map(({ id, body }) => [id, body]))

describe('loyaltyObject', () => {
  it('shows the balance, the serial to scan, and the way to the card', () => {
    const object = objectOf({})
    expect(object).toMatchObject({
      id: `${issuerId}.q3Zt-x8_VbQmK2yLr0NwEg`,
      classId: `${issuerId}.${face().programId}.3`,
      state: 'ACTIVE',
      loyaltyPoints: { label: 'Stamps', balance: { string: '7/10' } },
      barcode: { type: 'QR_CODE', value: face().serial },
      linksModuleData: { uris: [{ uri: face().url, description: 'Open your card' }] },
    })
    expect(bodies({})).toEqual({ next: 'Free coffee at 10 stamps', progress: '7 of 10' })
  })

  it('shows the newest usable code instead of the serial, and every coupon with its expiry', () => {
    const coupons = [
      coupon({ id: 'a', state: 'issuing', code: null, scanValue: null, title: 'Cake', expiresAt: null }),
      coupon({ id: 'b', kind: 'staff_scan', title: 'Sticker', code: null, scanValue: null }),
      coupon({ id: 'c', display: 'code128', scanValue: 'K7PQ2M9XWA' }),
      coupon({ id: 'd', code: 'OLDERCODE2' }),
    ]
    expect(objectOf({ coupons }).barcode).toEqual({
      type: 'CODE_128',
      value: 'K7PQ2M9XWA',
      alternateText: 'K7PQ2M9XWA',
    })
    expect(bodies({ coupons })).toMatchObject({
      coupon0: 'Cake\nYour code is on its way',
      // 22:59 UTC on the 3rd is still the 3rd in Berlin.
      coupon1: 'Sticker\nValid until Dec 3, 2026',
      coupon2: 'Free coffee\nCode K7PQ2M9XWA\nValid until Dec 3, 2026',
      coupon3: 'Free coffee\nCode OLDERCODE2\nValid until Dec 3, 2026',
    })
  })

  it('of a reward that ends at the shop’s midnight names the day that it is good on', () => {
    const coupons = [coupon({ expiresAt: Date.parse('2026-12-03T23:00:00Z') })]
    expect(bodies({ coupons }).coupon0).toContain('Valid until Dec 3, 2026')
  })

  it('in French lets no line begin with a sign', () => {
    const { moved } = bodies({ locale: 'fr', voided: true, movedTo: 'wEg' })
    expect(moved).toBe('Réunie avec votre autre carte\u00a0: son numéro finit par wEg.')
  })

  it('that is paused says so, and one that is gone for good says nothing', () => {
    expect(bodies({ voided: true, paused: true }).paused).toContain('paused for now')
    expect(bodies({ voided: true })).toEqual({})
  })

  it('says the card’s own number while a coupon’s code takes its place', () => {
    expect(bodies({ coupons: [coupon()] }).number).toBe(face().serial)
    expect(bodies({ coupons: [coupon({ state: 'issuing', scanValue: null })] }).number).toBeUndefined()
  })

  it('of a program that has ended goes to the expired passes, once nothing is left to redeem', () => {
    expect(objectOf({ ended: true })).toMatchObject({ state: 'EXPIRED' })
    expect(bodies({ ended: true, locale: 'de' })).toEqual({
      ended: 'Dieses Programm ist beendet. Offene Prämien gelten, bis sie ablaufen.',
    })
    const open = { ended: true, coupons: [coupon()] }
    expect(objectOf(open).state).toBe('ACTIVE')
    expect(bodies(open)).toMatchObject({ coupon0: expect.stringContaining('K7PQ2M9XWA') })
    expect(objectOf({ ended: false }).state).toBe('ACTIVE')
  })

  it('has no more texts than Google shows, however much there is to say', () => {
    const coupons = Array.from({ length: 9 }, (_, index) => coupon({ id: `c${index}` }))
    const milestones = [
      { at: 1, title: 'Cookie' },
      { at: 10, title: 'Free coffee' },
    ]
    expect(objectOf({ coupons, milestones }).textModulesData).toHaveLength(10)
  })

  it('shows a code as text where the merchant wants text', () => {
    expect(objectOf({ coupons: [coupon({ display: 'text' })] }).barcode).toEqual({
      type: 'TEXT_ONLY',
      value: 'K7PQ2M9XWA',
    })
  })

  it.each([
    ['en', '7 of 10\n€4.20 of €10.00 towards the next stamp'],
    ['es-ES', '7 de 10\n4,20 € de 10,00 € para el próximo sello'],
    ['de', '7 von 10\n4,20 € von 10,00 € bis zum nächsten Stempel'],
    ['fr-CA', '7 sur 10\n4,20 € sur 10,00 € vers le prochain tampon'],
    ['pt', '7 of 10\n€4.20 of €10.00 towards the next stamp'],
  ])('speaks the language of the card (%s)', (locale, progress) => {
    const said = bodies({ locale, progress: { amount: 420, per: 1000, currency: 'EUR' } }).progress
    expect(said?.replace(/[\u00a0\u202f]/g, ' ')).toBe(progress)
  })

  it('counts yen without decimals', () => {
    expect(bodies({ progress: { amount: 300, per: 1000, currency: 'JPY' } }).progress).toContain(
      '¥300 of ¥1,000',
    )
  })

  it('lists the rewards of a ladder', () => {
    const milestones = [
      { at: 1, title: 'Cookie' },
      { at: 10, title: 'Free coffee' },
    ]
    expect(bodies({ milestones }).rewards).toBe('Cookie at 1 stamp\nFree coffee at 10 stamps')
  })

  it('has an own picture address for every state and every look, and none for anything personal', () => {
    const addressOf = (changes: Partial<CardFace>) => objectOf(changes).heroImage?.sourceUri?.uri
    const { look, milestones } = face()
    const addresses = [
      addressOf({}),
      addressOf({ stamps: 8 }),
      addressOf({ version: 4 }),
      addressOf({ goal: 12 }),
      addressOf({ milestones: [{ at: 5, title: 'x' }, ...milestones] }),
      addressOf({ look: { ...look, accent: '#000000' } }),
      addressOf({ look: { ...look, logo: new Uint8Array([1]) } }),
    ]
    expect(new Set(addresses).size).toBe(addresses.length)
    expect(addressOf({ revision: 99, serial: 'other', cardId: 'other', coupons: [coupon()] })).toBe(
      addresses[0],
    )
  })

  it.each<[string, Partial<CardFace>]>([
    ['plain', {}],
    ['with eight coupons', { coupons: Array.from({ length: 8 }, () => coupon()) }],
    ['void', { voided: true }],
    ['as text', { coupons: [coupon({ display: 'text' })] }],
    ['of a single stamp', { goal: 1, stamps: 0 }],
  ])('is accepted by Google (%s)', (_, changes) => {
    const google = createResources(issuerId, () => 0)
    google.insert('loyaltyClass', { ...loyaltyClass(face(changes), place) })
    expect(() => google.insert('loyaltyObject', { ...objectOf(changes) })).not.toThrow()
  })
})

describe('loyaltyClass', () => {
  it('asks for callbacks only at an address that Google can call', () => {
    const at = (url: string) => loyaltyClass(face(), { issuerId, baseUrl: url }).callbackOptions
    expect(at(baseUrl)).toEqual({ url: `${baseUrl}/webhooks/google-wallet` })
    expect(at('http://localhost:3000')).toBeUndefined()
  })
})
