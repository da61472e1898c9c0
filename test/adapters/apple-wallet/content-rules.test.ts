import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createPassBuilder } from '../../../adapters/apple-wallet/build-pass.ts'
import type { CardFace } from '../../../src/domain/card-face.ts'
import { readPkpass } from '../../doubles/pkpass.ts'
import { makeDemoSigner } from './demo-signer.ts'
import { exampleCoupon, exampleFace } from './example-face.ts'

// What Apple's guides ask of a pass ("Creating a store card pass", "Creating a poster generic pass", "Creating the
// source for a pass", Human Interface Guidelines: Wallet), asked of every state that a card can be in.

const at = Date.parse('2026-11-20T09:30:00Z')
const states: [string, Partial<CardFace>][] = [
  ['new', { stamps: 0 }],
  [
    'on its way',
    { history: [{ kind: 'stamps', at, count: 1 }], progress: { amount: 1, per: 9, currency: 'EUR' } },
  ],
  ['with a code', { coupons: [exampleCoupon()] }],
  ['with three coupons', { coupons: ['a', 'b', 'c'].map((id) => exampleCoupon({ id, display: 'text' })) }],
  ['waiting for a code', { coupons: [exampleCoupon({ state: 'issuing', code: null, scanValue: null })] }],
  ['near a shop', { locations: Array(12).fill({ latitude: 53.5, longitude: 9.9, name: null }) }],
  ['stamps expiring', { stampsExpireAt: at, stampsExpireSoon: true }],
  ['void', { voided: true }],
  ['merged', { voided: true, movedTo: 'tRv1' }],
  ['ended', { ended: true }],
  ['German', { locale: 'de-AT', contact: { phone: '+49 40 1', privacyUrl: 'https://x.example/p' } }],
]

type Field = { key: string; label?: string; value: unknown; changeMessage?: string }
type Pass = Record<string, unknown> & {
  barcodes: { format: string; message: string; messageEncoding: string }[]
  storeCard: Record<string, Field[]>
  posterGeneric: Record<string, Field[]>
}
const passes = new Map<string, { pass: Pass; files: Map<string, Buffer> }>()
let demo: Awaited<ReturnType<typeof makeDemoSigner>>

beforeAll(async () => {
  demo = await makeDemoSigner()
  const options = { signer: () => demo.signer, baseUrl: 'https://cards.example', clock: () => at }
  const builder = createPassBuilder(options)
  for (const [index, [name, changes]] of states.entries()) {
    const face = exampleFace({ revision: index + 1, ...changes })
    const files = readPkpass(Buffer.concat(await builder.build(face, 'token-of-sixteen-characters')))
    passes.set(name, { files, pass: JSON.parse(String(files.get('pass.json'))) })
  }
})
afterAll(() => demo.remove())

const count = (fields: Field[] | undefined) => fields?.length ?? 0

describe.each(states.map(([name]) => name))('a pass that is %s', (name) => {
  const pass = () => passes.get(name)!.pass

  test('has every required key', () => {
    expect(pass()).toMatchObject({
      formatVersion: 1,
      passTypeIdentifier: expect.stringMatching(/^pass\.[\w.-]+$/),
      teamIdentifier: expect.stringMatching(/^\w{10}$/),
      serialNumber: exampleFace().serial,
      organizationName: expect.stringMatching(/./),
      description: expect.stringMatching(/./),
      webServiceURL: expect.stringMatching(/^https:\/\//),
      authenticationToken: expect.stringMatching(/^.{16,}$/),
    })
  })

  test('has colours in the one notation that Apple knows', () => {
    for (const key of ['backgroundColor', 'foregroundColor', 'labelColor'])
      expect(pass()[key]).toMatch(/^rgb\((?:\d{1,3}, ){2}\d{1,3}\)$/)
  })

  test('has no more fields than are shown', () => {
    const { storeCard, posterGeneric } = pass()
    expect(count(storeCard.headerFields)).toBeLessThanOrEqual(3)
    expect(count(storeCard.primaryFields)).toBeLessThanOrEqual(1)
    expect(count(storeCard.secondaryFields) + count(storeCard.auxiliaryFields)).toBeLessThanOrEqual(4)
    expect(count(posterGeneric.headerFields)).toBe(1)
    expect(count(posterGeneric.primaryFields)).toBeLessThanOrEqual(4)
    expect(count(posterGeneric.footerFields)).toBeLessThanOrEqual(2)
  })

  test('gives each field of a style its own key, and one of them speaks of changes', () => {
    for (const style of [pass().storeCard, pass().posterGeneric]) {
      const fields = Object.values(style).flat()
      expect(new Set(fields.map((field) => field.key)).size).toBe(fields.length)
      const speaking = fields.filter((field) => field.changeMessage !== undefined)
      expect(speaking.map((field) => field.changeMessage)).toEqual(['%@'])
      expect(speaking[0]?.value).toMatch(/^[A-ZÀ-Ý0-9].*[\p{L}.]$/u)
    }
  })

  test('has a barcode that every phone draws', () => {
    const known = ['QR', 'PDF417', 'Aztec', 'Code128'].map((each) => `PKBarcodeFormat${each}`)
    const { barcodes } = pass()
    expect(known).toContain(barcodes.at(-1)?.format)
    for (const { message, messageEncoding } of barcodes) {
      expect(message).not.toBe('')
      expect(['iso-8859-1', 'utf-8']).toContain(messageEncoding)
    }
  })

  test('has at most ten places and two actions', () => {
    const { locations = [], featuredActions = [] } = pass() as { locations?: []; featuredActions?: [] }
    expect(locations.length).toBeLessThanOrEqual(10)
    expect(featuredActions.length).toBeLessThanOrEqual(2)
  })

  test('is told in every language, in UTF-16, and no language lacks a line', () => {
    const { files } = passes.get(name)!
    const sets = ['en', 'es', 'de', 'fr'].map((language) =>
      stringsOf(files.get(`${language}.lproj/pass.strings`)!),
    )
    for (const each of sets) expect([...each.keys()]).toEqual([...sets[0]!.keys()])
    const own = sets[name === 'German' ? 2 : 0]!
    for (const [key, value] of own) expect(value).toBe(key)
    const news = pass().storeCard.backFields?.[0]?.value as string
    expect(new Set(sets.map((each) => each.get(news))).size).toBe(4)
  })
})

test('images have the sizes that Apple asks for, in whole pixels at each scale', async () => {
  const { files } = passes.get('new')!
  const points: Record<string, [number, number]> = {
    icon: [38, 38],
    strip: [375, 144],
    artwork: [358, 448],
  }
  for (const [name, bytes] of files) {
    const [, image, scale = '1'] = /^(\w+?)(?:@(\d)x)?\.png$/.exec(name) ?? []
    if (image === undefined) continue
    const { width, height, format } = await sharp(bytes).metadata()
    expect(format).toBe('png')
    const wanted = points[image]?.map((each) => each * Number(scale))
    if (wanted) expect([width, height], name).toEqual(wanted)
    const [mostWide, mostHigh] = image === 'primaryLogo' ? [126, 30] : [1125, 1344]
    if (image === 'logo' || image === 'primaryLogo') {
      expect(width).toBeLessThanOrEqual(Math.min(160, mostWide) * Number(scale))
      expect(height).toBeLessThanOrEqual(Math.min(50, mostHigh) * Number(scale))
    }
  }
})

test('a translated sentence is the one that a shop of that language says', () => {
  const { files, pass } = passes.get('new')!
  const spanish = stringsOf(files.get('es.lproj/pass.strings')!)
  expect(spanish.get('Stamps')).toBe('Sellos')
  expect(spanish.get(String(pass.storeCard.backFields?.[0]?.value))).toBe(
    '0 de 10 sellos. Faltan 5 para: Free cookie',
  )
})

/** Lines of a strings file by key. */
function stringsOf(bytes: Buffer): Map<string, string> {
  expect([...bytes.subarray(0, 2)]).toEqual([0xff, 0xfe])
  const lines = bytes.toString('utf16le').slice(1).trimEnd().split('\n')
  return new Map(
    lines.map((line) => {
      const [, key, value] = /^("(?:[^"\\]|\\.)*") = ("(?:[^"\\]|\\.)*");$/.exec(line) ?? []
      return [JSON.parse(key!), JSON.parse(value!)] as const
    }),
  )
}
