import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { create, type Font } from 'fontkit'

/** Inter, under the Open Font License: Latin, Greek and Cyrillic. */
const files = {
  bold: '@expo-google-fonts/inter/800ExtraBold/Inter_800ExtraBold.ttf',
  medium: '@expo-google-fonts/inter/500Medium/Inter_500Medium.ttf',
} as const

export type Weight = keyof typeof files
export const weights = Object.keys(files) as Weight[]

type Face = { bytes: Buffer; font: Font }
const faces = new Map<Weight, Face>()

/** Read when the first sheet is drawn, and kept. */
export function faceOf(weight: Weight): Face {
  const known = faces.get(weight)
  if (known) return known
  const bytes = readFileSync(createRequire(import.meta.url).resolve(files[weight]))
  const font = create(bytes)
  if (!('layout' in font)) throw new Error(`${files[weight]} holds several fonts`)
  const face = { bytes, font }
  faces.set(weight, face)
  return face
}

/** In points. */
export function widthOf(text: string, weight: Weight, size: number): number {
  const { font } = faceOf(weight)
  return (font.layout(text).advanceWidth / font.unitsPerEm) * size
}

/** Height of a capital letter as a share of the size: what the eye takes for the height of a line. */
export function capHeight(weight: Weight): number {
  const { font } = faceOf(weight)
  return font.capHeight / font.unitsPerEm
}

/** Without what the typeface has no letter for, such as emoji: a gap is better than a box with a cross. */
export function printable(text: string): string {
  const { font } = faceOf('medium')
  const known = [...text.normalize('NFC')].map((sign) => {
    if (/\s/u.test(sign)) return sign === '\u00a0' || sign === '\u202f' ? '\u00a0' : ' '
    return font.hasGlyphForCodePoint(sign.codePointAt(0) ?? 0) ? sign : ''
  })
  return known.join('').replace(/ +/g, ' ').trim()
}
