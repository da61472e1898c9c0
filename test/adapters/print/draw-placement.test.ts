import sharp from 'sharp'
import { expect, it } from 'vitest'
import { print } from '../../../adapters/print/print.ts'
import { contrast } from '../../../src/domain/contrast.ts'
import { type PrintKind, printKinds } from '../../../src/ports/print.ts'
import { codesIn, describePaper, factsOf, printed, wordsOf } from '../../support/paper.ts'
import { look, pictures, placement, urlOf, words } from './sheets.ts'

/** How many codes a printed sheet shows, and how finely an ordinary printer would print it at least. */
const onPaper: Record<PrintKind, { codes: number; dpi: number }> = {
  'counter-card': { codes: 1, dpi: 120 },
  'table-tent': { codes: 2, dpi: 120 },
  'receipt-footer': { codes: 1, dpi: 203 },
  'label-round': { codes: 12, dpi: 200 },
  'label-square': { codes: 12, dpi: 200 },
  'bag-insert': { codes: 1, dpi: 150 },
  'window-poster': { codes: 1, dpi: 72 },
}

const trimmed: [PrintKind, number, number][] = [
  ['counter-card', 148, 210],
  ['table-tent', 105, 296],
  ['bag-insert', 105, 148],
  ['window-poster', 297, 420],
]

const numbers = (box: string | undefined) => (box ?? '').split(/\s+/).map(Number)
const points = (millimetres: number) => (millimetres * 72) / 25.4

await describePaper('placements in print', () => {
  it.each(printKinds)(
    '%s: every code on paper and in the picture is read by a foreign reader',
    async (kind) => {
      const { codes, dpi } = onPaper[kind]
      const pdf = await print.drawPlacement(placement(kind), 'pdf')
      expect(await codesIn(await printed(pdf, dpi))).toEqual(Array(codes).fill(urlOf(kind)))
      const png = await print.drawPlacement(placement(kind), 'png')
      expect(new Set(await codesIn(png))).toEqual(new Set([urlOf(kind)]))
      const svg = await sharp(await print.drawPlacement(placement(kind), 'svg'))
        .png()
        .toBuffer()
      expect(new Set(await codesIn(svg))).toEqual(new Set([urlOf(kind)]))
    },
  )

  it.each(trimmed)(
    '%s is cut to %i × %i mm, with 3 mm of bleed and marks outside of it',
    async (kind, wide, high) => {
      const { facts } = await factsOf(await print.drawPlacement(placement(kind), 'pdf'))
      const [media, bleed, trim] = ['MediaBox', 'BleedBox', 'TrimBox'].map((name) => numbers(facts[name]))
      expect(trim![2]! - trim![0]!).toBeCloseTo(points(wide), 1)
      expect(trim![3]! - trim![1]!).toBeCloseTo(points(high), 1)
      for (const side of [0, 1]) {
        expect(trim![side]! - bleed![side]!).toBeCloseTo(points(3), 1)
        expect(bleed![side]! - media![side]!).toBeCloseTo(points(7), 1)
      }
    },
  )

  it('runs its colour on through the bleed, and keeps the marks out of it', async () => {
    const pdf = await print.drawPlacement(placement('bag-insert'), 'pdf')
    const { data, info } = await sharp(await printed(pdf, 254))
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true })
    const at = (x: number, y: number) => {
      const from = (Math.round(y * 10) * info.width + Math.round(x * 10)) * 3
      return [...data.subarray(from, from + 3)]
    }
    // In millimetres from the paper's corner: the sheet is cut at 10.
    expect(at(7.5, 60)).toEqual([0x14, 0x3d, 0x33])
    expect(at(6.5, 60)).toEqual([255, 255, 255])
    expect(at(4, 10)[0]).toBeLessThan(150)
    expect(at(6.4, 10)).toEqual([255, 255, 255])
  })

  it('embeds its fonts, has no transparency, and says its language and title', async () => {
    const { logo, photo } = await pictures()
    for (const kind of printKinds) {
      const dressed = placement(kind, { look: { ...look, logo, photo, stamp: 'logo' }, language: 'de-AT' })
      const pdf = await print.drawPlacement(dressed, 'pdf')
      const { facts, fonts } = await factsOf(pdf)
      expect(fonts.length, kind).toBeGreaterThan(0)
      for (const font of fonts) expect(font, kind).toMatch(/Inter\S*\s.*\syes yes yes/)
      expect(facts.Title).toBe('Harbour Street Coffee: Free coffee')
      const source = pdf.toString('latin1')
      expect(source).not.toMatch(/\/SMask|\/ExtGState|\/Type \/Group/)
      expect(source).toContain('/Lang (de-AT)')
    }
  })

  it.each([
    ['de', 'Überraschungsfrühstück für zwei', 'Größe egal: Jeder Besuch bringt einen Stempel.'],
    ['es', 'Café con leche y piña', 'Cada visita da un sello. ¡Con 10 sellos, es tuyo!'],
    ['fr', 'Un œuf à la coque, c’est ça', 'Chaque visite donne un tampon. À 10 tampons, il est à vous.'],
    ['pl', 'Darmowa żółta łódź', 'Każda wizyta to pieczątka.'],
    ['el', 'Δωρεάν καφές', 'Κάθε επίσκεψη.'],
  ])('sets every letter of %s', async (language, reward, rule) => {
    for (const kind of ['counter-card', 'receipt-footer'] as const) {
      const pdf = await print.drawPlacement(
        placement(kind, { language, words: { ...words, reward, rule } }),
        'pdf',
      )
      const found = await wordsOf(pdf)
      expect(found).toContain(reward)
      expect(found).toContain(rule)
    }
  })

  it('leaves out what the typeface has no letter for', async () => {
    const emoji = { ...words, shopName: '☕ Café 日本 Nord 🎉', reward: 'Free  coffee ☕️' }
    const found = await wordsOf(await print.drawPlacement(placement('counter-card', { words: emoji }), 'pdf'))
    expect(found).toContain('Café Nord')
    expect(found).toContain('Free coffee')
  })

  it('shrinks long names until they fit, and cuts only what fits nowhere', async () => {
    const long = {
      ...words,
      shopName: 'Konditorei & Kaffeehaus Wiedemann-Oberlechner am Marktplatz',
      reward: 'Ein Überraschungsfrühstück für zwei Personen mit frisch gepresstem Orangensaft',
    }
    for (const kind of printKinds) {
      const found = await wordsOf(
        await print.drawPlacement(placement(kind, { words: long, goal: 12 }), 'pdf'),
      )
      expect(found, kind).toContain(long.reward)
    }
    const endless = { ...words, reward: 'Donaudampfschifffahrtsgesellschaftskapitän '.repeat(6).trim() }
    for (const kind of ['counter-card', 'receipt-footer', 'label-round'] as const) {
      const pdf = await print.drawPlacement(placement(kind, { words: endless }), 'pdf')
      expect(await wordsOf(pdf), kind).toMatch(/Donaudampfschifffahrts/)
      expect(await codesIn(await printed(pdf, 200))).toHaveLength(onPaper[kind].codes)
    }
  })

  it('has readable words in whatever colours a shop chose', async () => {
    for (const [background, foreground, accent] of [
      ['#777777', '#808080', '#7a7a7a'],
      ['#ffffff', '#ffffff', '#fefefe'],
      ['#ffe900', '#ffffff', '#ff00ff'],
    ] as const) {
      const dressed = placement('label-square', { look: { background, foreground, accent } })
      const svg = (await print.drawPlacement(dressed, 'svg')).toString()
      const letters = [...svg.matchAll(/scale\([\d.]+ -[\d.]+\)" fill="(#[0-9a-f]{6})"/g)].map(
        (each) => each[1]!,
      )
      expect(letters.length).toBeGreaterThan(2)
      for (const letter of letters) expect(contrast(letter, background)).toBeGreaterThanOrEqual(4.5)
    }
  })

  it('makes pictures of the trimmed sheet at 300 dpi, a poster at 150, a receipt in printer dots', async () => {
    const sizeOf = async (kind: PrintKind) => {
      const png = await print.drawPlacement(placement(kind), 'png')
      const { width, height, density } = await sharp(png).metadata()
      return { width, height, density }
    }
    expect(await sizeOf('counter-card')).toEqual({ width: 1748, height: 2480, density: 300 })
    expect(await sizeOf('window-poster')).toEqual({ width: 1754, height: 2480, density: 150 })
    expect(await sizeOf('label-round')).toMatchObject({ width: 709, height: 709 })
    const receipt = await print.drawPlacement(placement('receipt-footer'), 'png')
    expect((await sharp(receipt).metadata()).width).toBe(576)
    const dots = await sharp(receipt).greyscale().raw().toBuffer()
    expect(new Set(dots)).toEqual(new Set([0, 255]))
  })

  it('refuses an address that could not be read from a sticker', async () => {
    const url = `https://cards.example.com/join/${'x'.repeat(300)}`
    await expect(print.drawPlacement(placement('label-round', { url }), 'pdf')).rejects.toThrow(RangeError)
  })
})
