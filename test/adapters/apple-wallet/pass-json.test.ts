import { describe, expect, test } from 'vitest'
import type { PassField } from '../../../adapters/apple-wallet/pass-field.ts'
import { passJson } from '../../../adapters/apple-wallet/pass-json.ts'
import { passColors } from '../../../src/art/palette.ts'
import type { CardFace } from '../../../src/domain/card-face.ts'
import type { CodeDisplay } from '../../../src/domain/program.ts'
import { exampleCoupon, exampleFace } from './example-face.ts'

const frame = {
  passTypeId: 'pass.com.example.test',
  teamId: 'TEAM012345',
  webServiceUrl: 'https://cards.example/apple',
  passToken: 'token-of-sixteen-characters',
  logoShowsName: false,
  colors: passColors(exampleFace().look),
}
const earnDefaults = { base: { includeTax: true }, multipliers: [] }
const passOf = (changes: Partial<CardFace> = {}) => passJson(exampleFace(changes), frame)
const field = (changes: Partial<CardFace>, key: string) => {
  const { headerFields, secondaryFields, auxiliaryFields, backFields } = passOf(changes).storeCard
  return [...headerFields, ...secondaryFields, ...auxiliaryFields, ...backFields].find(
    (each) => each.key === key,
  )
}

describe('the front', () => {
  test('says the progress twice: short for the watch, and in words', () => {
    expect(field({}, 'stamps')).toMatchObject({ label: 'Stamps', value: '4/10' })
    expect(field({}, 'progress')?.value).toBe('4 of 10')
    expect(field({}, 'reward')?.value).toBe('Free cookie')
  })

  test('says what is missing to the next stamp, in the currency', () => {
    const progress = { amount: 250, per: 1000, currency: 'EUR' }
    expect(field({ progress }, 'amount')).toMatchObject({ value: 7.5, currencyCode: 'EUR' })
    expect(field({ progress: { amount: 250, per: 1000, currency: 'JPY' } }, 'amount')?.value).toBe(750)
  })

  test('shows an open coupon until its last second', () => {
    const coupons = [exampleCoupon()]
    expect(field({ coupons }, 'coupon')?.value).toBe('Free coffee')
    expect(field({ coupons }, 'expires')?.value).toBe('2026-12-23T23:59:59Z')
  })

  test('never has more fields in its row than a phone shows', () => {
    const coupons = [exampleCoupon({ display: 'text' }), exampleCoupon({ id: 'b' })]
    const { secondaryFields, auxiliaryFields } = passOf({
      coupons,
      progress: { amount: 1, per: 2, currency: 'EUR' },
    }).storeCard
    expect(secondaryFields.length + auxiliaryFields.length).toBeLessThanOrEqual(4)
  })
})

describe('the barcode', () => {
  const barcodes = (display: CodeDisplay, changes = {}) =>
    passOf({ coupons: [exampleCoupon({ display, scanValue: 'K7WM4XQ2PH', ...changes })] }).barcodes

  test('is the serial as QR while there is no code', () => {
    expect(passOf().barcodes).toEqual([
      { format: 'PKBarcodeFormatQR', message: exampleFace().serial, messageEncoding: 'iso-8859-1' },
    ])
    expect(barcodes('qr', { state: 'issuing', code: null, scanValue: null })).toEqual(passOf().barcodes)
    expect(barcodes('qr', { kind: 'staff_scan', code: null, scanValue: null })).toEqual(passOf().barcodes)
  })

  test('holds what the till scans, with the code to read below', () => {
    expect(passOf({ coupons: [exampleCoupon()] }).barcodes[0]).toMatchObject({
      format: 'PKBarcodeFormatQR',
      message: 'https://harbour.example/discount/K7WM4XQ2PH',
      altText: 'K7WM4XQ2PH',
    })
  })

  test.each<[CodeDisplay, string[]]>([
    ['qr', ['QR']],
    ['aztec', ['Aztec']],
    ['pdf417', ['PDF417']],
    ['code128', ['Code128', 'QR']],
    ['ean13', ['Code128', 'QR']],
    ['code39', ['Code39', 'Code128', 'QR']],
  ])('%s is drawn as %j', (display, formats) => {
    expect(barcodes(display).map((each) => each.format)).toEqual(
      formats.map((each) => `PKBarcodeFormat${each}`),
    )
  })

  test('EAN-13 is drawn as such where the digits are one, with Code 128 for phones that do not know it', () => {
    const formats = (scanValue: string) => barcodes('ean13', { scanValue }).map((each) => each.format)
    expect(formats('4006381333931')[0]).toBe('PKBarcodeFormatEAN13')
    expect(formats('4006381333932')[0]).toBe('PKBarcodeFormatCode128')
  })

  test('a code to be read stays text beside the card’s own QR', () => {
    expect(barcodes('text')).toEqual(passOf().barcodes)
    expect(field({ coupons: [exampleCoupon({ display: 'text' })] }, 'code')?.value).toBe('K7WM4XQ2PH')
  })

  test('a code beyond ASCII is not forced into Code 128', () => {
    expect(barcodes('code128', { scanValue: 'CAFÉ☕' })).toMatchObject([
      { format: 'PKBarcodeFormatQR', messageEncoding: 'utf-8' },
    ])
  })

  test.each([
    ['en', 'On its way'],
    ['es', 'En camino'],
    ['de', 'Unterwegs'],
    ['fr', 'En route'],
  ])('of a coupon that waits for its code says so (%s)', (locale, words) => {
    const coupons = [exampleCoupon({ state: 'issuing', code: null, scanValue: null })]
    expect(field({ coupons, locale }, 'code')?.value).toBe(words)
    expect(field({ coupons: [exampleCoupon()], locale }, 'code')).toBeUndefined()
  })

  test('of several coupons the usable one that ends first is in front', () => {
    const coupons = [
      exampleCoupon({ id: 'a', state: 'issuing', code: null, scanValue: null }),
      exampleCoupon({ id: 'b', kind: 'self_redeem', code: null, scanValue: null, expiresAt: 1 }),
      exampleCoupon({ id: 'c', code: 'LATER', scanValue: 'LATER', expiresAt: null }),
      exampleCoupon({ id: 'd', code: 'SOONER', scanValue: 'SOONER' }),
    ]
    expect(passOf({ coupons }).barcodes[0]?.message).toBe('SOONER')
    expect(coupons.every(({ id }) => field({ coupons }, `coupon-${id}`))).toBe(true)
  })
})

describe('a change', () => {
  test('is told in one sentence', () => {
    const { storeCard } = passOf({ coupons: [exampleCoupon()] })
    const telling: PassField[] = Object.values(storeCard)
      .flat()
      .filter((each) => each.changeMessage)
    expect(telling).toHaveLength(1)
    expect(telling[0]).toMatchObject({ changeMessage: '%@' })
    expect(telling[0]?.value).toContain('Your reward is ready: Free coffee.')
  })

  test.each([
    ['en', '4 of 10 stamps. 1 more for: Free cookie'],
    ['es-MX', '4 de 10 sellos. Falta 1 para: Free cookie'],
    ['de-AT', '4 von 10 Stempeln. Noch 1 bis: Free cookie'],
    ['fr', '4 tampons sur 10. Encore 1 pour\u00a0: Free cookie'],
    ['pt', '4 of 10 stamps. 1 more for: Free cookie'],
  ])('speaks the card’s language: %s', (locale, sentence) => {
    expect(field({ locale }, 'news')?.value).toBe(sentence)
  })

  test('in French lets no line begin with a sign, on either side', () => {
    const pass = passOf({ locale: 'fr-CA', coupons: [exampleCoupon()] })
    const said = JSON.stringify(pass)
    expect(said).toContain('Votre cadeau est prêt\u00a0: Free coffee.')
    expect(said).toContain('Téléphone perdu ou nouveau\u00a0?')
    expect(said).not.toMatch(/ [;:?!»]|« /)
  })
})

test('the way back to the card is on its back, as text and as a link', () => {
  expect(field({}, 'recovery')?.value).toContain('opens your card on any phone')
  expect(field({}, 'link')?.value).toBe(exampleFace().url)
  expect(field({}, 'link')?.attributedValue).toContain(
    'href="https://cards.example/card/abc?x=1&amp;y=%222%22"',
  )
})

describe('the back', () => {
  test.each<[string, CardFace['earn'], string]>([
    [
      'en',
      { kind: 'visit', stamps: 1, minSpend: { amount: 350, currency: 'EUR' }, ...earnDefaults },
      '1 stamp for each purchase from €3.50.',
    ],
    [
      'de',
      { kind: 'amount', per: { amount: 500, currency: 'JPY' }, carryOver: true, ...earnDefaults },
      'Ein Stempel je 500\u00a0¥ Einkaufswert.',
    ],
    ['fr', { kind: 'item', match: {}, every: 2, ...earnDefaults }, 'Un tampon pour 2 articles participants.'],
  ])('says how stamps are earned: %s', (locale, earn, words) => {
    expect(field({ locale, earn }, 'rules')?.value).toBe(words)
  })

  test('tells the latest five of the card’s story, dates as the phone writes them', () => {
    const at = Date.parse('2026-11-20T09:30:00Z')
    const history = [
      { kind: 'stamps' as const, at, count: 2 },
      { kind: 'stamps' as const, at, count: -1 },
      { kind: 'coupon-used' as const, at, title: 'Free cookie' },
      { kind: 'coupon-expired' as const, at, title: 'Free tea' },
      ...Array.from({ length: 3 }, () => ({ kind: 'stamps' as const, at, count: 1 })),
    ]
    const events = passOf({ history }).storeCard.backFields.filter(({ key }) => key.startsWith('event-'))
    expect(events.map(({ label }) => label)).toEqual([
      '2 stamps added',
      '1 stamp taken back',
      'Used: Free cookie',
      'Expired: Free tea',
      '1 stamp added',
    ])
    expect(events[0]).toMatchObject({ value: '2026-11-20T09:30:00Z', dateStyle: 'PKDateStyleMedium' })
  })

  test('says how to reach the shop, and where its privacy notice is', () => {
    const contact = {
      phone: '+44 20 7946 0000',
      email: 'hi@harbour.example',
      privacyUrl: 'https://h.example/p',
    }
    expect(field({ contact }, 'contact')?.value).toBe('Harbour Café\n+44 20 7946 0000\nhi@harbour.example')
    expect(field({ contact }, 'privacy')?.value).toBe('https://h.example/p')
    expect(passOf({ contact }).featuredActions).toEqual([
      { identifier: 'rewards', type: 'viewOffersRewards', url: exampleFace().url },
      { identifier: 'call', type: 'call', url: 'tel://+442079460000' },
    ])
  })
})

describe('near a shop', () => {
  const locations = Array.from({ length: 12 }, (_, index) => ({
    latitude: 53.5 + index / 100,
    longitude: 10,
    name: index === 0 ? 'Quay' : null,
  }))

  test('the card is offered with a sentence, at ten places at most', () => {
    const pass = passOf({ locations })
    expect(pass.locations).toHaveLength(10)
    expect(pass.locations?.[0]?.relevantText).toBe('Harbour Café, Quay is near: your stamp card')
    expect(pass.maxDistance).toBe(100)
    expect(passOf({ locations, coupons: [exampleCoupon()] }).locations?.[0]?.relevantText).toBe(
      'Your reward is ready: Free coffee.',
    )
    expect(passOf()).not.toHaveProperty('locations')
  })
})

describe('a program that has ended', () => {
  test('leaves its cards void and says so', () => {
    expect(passOf({ ended: true }).voided).toBe(true)
    expect(field({ ended: true }, 'news')?.value).toContain('This program has ended.')
  })

  test.each([{ ended: true }, { voided: true }])('promises no next reward on its front: %j', (changes) => {
    const progress = { amount: 120, per: 500, currency: 'EUR' }
    const pass = passOf({ ...changes, progress })
    const front = [
      ...pass.storeCard.secondaryFields,
      ...pass.storeCard.auxiliaryFields,
      ...pass.posterGeneric.primaryFields,
    ]
    expect(new Set(front.map((each) => each.key))).toEqual(new Set(['progress']))
    expect(field({ progress }, 'reward')).toBeDefined()
    expect(field({ progress }, 'amount')).toBeDefined()
  })

  test('leaves an open reward good until it is used', () => {
    const pass = passOf({ ended: true, coupons: [exampleCoupon()] })
    expect(pass).not.toHaveProperty('voided')
    expect(pass.barcodes[0]?.altText).toBe('K7WM4XQ2PH')
    expect(field({ ended: true, coupons: [exampleCoupon()] }, 'news')?.value).toBe(
      'Your reward is ready: Free coffee. This program has ended. Open rewards stay good until they expire.',
    )
  })
})

test('a card out of use is void; others say nothing of it', () => {
  expect(passOf({ voided: true }).voided).toBe(true)
  expect(field({ voided: true }, 'news')?.value).toBe('This card is no longer in use.')
  expect(field({ voided: true, paused: true }, 'news')?.value).toContain('This card is paused for now.')
  expect(passOf()).not.toHaveProperty('voided')
})

test('the web service is given without version', () => {
  expect(passOf()).toMatchObject({
    webServiceURL: 'https://cards.example/apple',
    authenticationToken: frame.passToken,
    serialNumber: exampleFace().serial,
  })
})
