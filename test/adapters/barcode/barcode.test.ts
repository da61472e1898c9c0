import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import sharp from 'sharp'
import { beforeAll, describe, expect, it } from 'vitest'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
import { barcodeProblem, drawBarcode, type Symbology } from '../../../adapters/barcode/barcode.ts'
import { fitsDisplay } from '../../../src/domain/code-format.ts'

beforeAll(async () => {
  const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm')
  const wasmBinary = new Uint8Array(await readFile(wasm)).buffer
  prepareZXingModule({ overrides: { wasmBinary } })
})

/** What a scanner reads off the drawing on a dark page. */
async function scan(svg: string) {
  const png = await sharp(Buffer.from(svg), { density: 150 })
    .extend({ top: 30, bottom: 30, left: 30, right: 30, background: '#333333' })
    .png()
    .toBuffer()
  const results = await readBarcodes(new Uint8Array(png))
  return results.map(({ format, text }) => ({ format: String(format).replace(/[^A-Za-z0-9]/g, ''), text }))
}

const samples: [Symbology, string, string][] = [
  ['qr', 'https://harbour.example/discount/K7PQ2M9XWA', 'QRCode'],
  ['qr', 'Café für zwei 珈琲', 'QRCode'],
  ['code128', 'K7PQ2M9XWA', 'Code128'],
  ['code128', 'Free-coffee 10%', 'Code128'],
  ['ean13', '4006381333931', 'EAN13'],
  ['ean13', '400638133393', 'EAN13'],
  ['code39', 'FREE-7.50$', 'Code39'],
  ['pdf417', 'K7PQ2M9XWA', 'PDF417'],
  ['aztec', 'K7PQ2M9XWA', 'Aztec'],
]

describe('drawBarcode', () => {
  it.each(samples)('draws %s so that a scanner reads %s', async (symbology, value, format) => {
    const text = symbology === 'ean13' ? '4006381333931' : value
    expect(await scan(drawBarcode(symbology, value, 'Your code'))).toEqual([{ format, text }])
  })

  // A phone 300 points wide inside the card, with two dots to the point: the coarsest in use.
  it.each<[Symbology, string]>([
    ['qr', 'https://north-roast-and-friends.myshopify.com/discount/K7PQ2M9XWA'],
    ['qr', 'K7Q2M9XWPA-'.repeat(6).slice(0, 64)],
    ['code128', 'K7Q2M9XWPA-'.repeat(6).slice(0, 24)],
    ['code39', 'K7Q2M9XWPA-'.repeat(6).slice(0, 24)],
    ['ean13', '4006381333931'],
    ['pdf417', 'K7Q2M9XWPA-'.repeat(6).slice(0, 64)],
    ['aztec', 'K7Q2M9XWPA-'.repeat(6).slice(0, 64)],
  ])(
    'draws the longest code that a pool takes as %s so that it is read off a phone',
    async (symbology, value) => {
      if (!value.includes('/')) expect(fitsDisplay(value, symbology)).toBeNull()
      const png = await sharp(Buffer.from(drawBarcode(symbology, value, 'x')), { density: 300 })
        .resize({ width: 600 })
        .png()
        .toBuffer()
      expect((await readBarcodes(new Uint8Array(png)))[0]?.text).toBe(value)
    },
  )

  it('draws the same code alike a second time, and another after it', async () => {
    const first = drawBarcode('code128', 'AAAA', 'One')
    drawBarcode('code128', 'BBBB', 'Two')
    expect(drawBarcode('code128', 'AAAA', 'One')).toBe(first)
    expect((await scan(drawBarcode('code128', 'CCCC', 'One')))[0]?.text).toBe('CCCC')
  })

  it('has a name for screen readers that cannot break out of the drawing', () => {
    const svg = drawBarcode('qr', 'X', `Tom's "5 < 6" & more`)
    const name = 'Tom&#39;s &quot;5 &lt; 6&quot; &amp; more'
    expect(svg).toMatch(/^<svg role="img" /)
    expect(svg).toContain(`aria-label="${name}"`)
    expect(svg).toContain(`><title>${name}</title>`)
  })

  it('draws a name with dollar signs as it is', () => {
    expect(drawBarcode('qr', 'X', 'Save $& and $1')).toContain('<title>Save $&amp; and $1</title>')
  })

  it.each<[Symbology, string, RegExp]>([
    ['ean13', '12345', /^EAN-13 holds 12 digits/],
    ['ean13', '4006381333932', /here it would be 1\.$/],
    ['code39', 'lower', /capital letters/],
    ['code39', '', /1 to 43/],
    ['code128', 'Straße', /plain ASCII/],
    ['code128', 'A'.repeat(81), /1 to 80/],
    ['qr', 'A'.repeat(1001), /1 to 1000/],
    ['qr', 'line\nbreak', /printable/],
    ['pdf417', '', /1 to 200/],
    ['aztec', 'é', /plain ASCII/],
  ])('refuses what %s cannot hold (%#)', (symbology, value, reason) => {
    expect(barcodeProblem(symbology, value)).toMatch(reason)
    expect(() => drawBarcode(symbology, value, 'x')).toThrow(reason)
  })

  it.each<[Symbology, string]>([
    ['qr', 'ä'.repeat(1000)],
    ['qr', '珈'.repeat(700)],
    ['code128', '~'.repeat(80)],
    ['code39', 'Z'.repeat(43)],
    ['pdf417', 'z#'.repeat(100)],
    ['aztec', 'z#'.repeat(250)],
  ])('draws the longest %s that it allows', (symbology, value) => {
    expect(barcodeProblem(symbology, value)).toBeNull()
    expect(drawBarcode(symbology, value, 'x')).toContain('</svg>')
  })
})
