import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { create, type Font } from 'fontkit'

const noto = (script: string, weight: string) =>
  `@expo-google-fonts/noto-sans-${script.toLowerCase()}/${weight}/NotoSans${script}_${weight}.ttf`

/** Inter for Latin, Greek and Cyrillic, Noto Sans for what it lacks; all under the Open Font License. */
const files = {
  bold: [
    '@expo-google-fonts/inter/800ExtraBold/Inter_800ExtraBold.ttf',
    noto('Arabic', '800ExtraBold'),
    noto('Hebrew', '800ExtraBold'),
  ],
  medium: [
    '@expo-google-fonts/inter/500Medium/Inter_500Medium.ttf',
    noto('Arabic', '500Medium'),
    noto('Hebrew', '500Medium'),
  ],
} as const

export type Weight = keyof typeof files
export const weights = Object.keys(files) as Weight[]

type Face = { bytes: Buffer; font: Font }
const faces = new Map<string, Face>()

/** Inter. */
export const faceOf = (weight: Weight): Face => read(files[weight][0])

/** Read when the first sheet needs it, and kept. */
function read(file: string): Face {
  const known = faces.get(file)
  if (known) return known
  const bytes = readFileSync(createRequire(import.meta.url).resolve(file))
  const font = create(bytes)
  if (!('layout' in font)) throw new Error(`${file} holds several fonts`)
  const face = { bytes, font }
  faces.set(file, face)
  return face
}

/** The first typeface that has the sign. @param before of the sign before it, which keeps blanks and marks to itself */
export function faceFor(sign: string, weight: Weight, before?: Font): Font {
  const { font: first } = faceOf(weight)
  if (before && /^[\s\p{M}]$/u.test(sign) && has(before, sign)) return before
  return files[weight].map((file) => read(file).font).find((font) => has(font, sign)) ?? first
}

const has = (font: Font, sign: string): boolean => font.hasGlyphForCodePoint(sign.codePointAt(0) ?? 0)

/** Height of a capital letter as a share of the size: what the eye takes for the height of a line. */
export function capHeight(weight: Weight): number {
  const { font } = faceOf(weight)
  return font.capHeight / font.unitsPerEm
}

const isKnown = (sign: string): boolean => has(faceFor(sign, 'medium'), sign)

/** Without what no typeface here has a letter for, such as emoji: a gap is better than a box with a cross. */
export function printable(text: string): string {
  const known = [...text.normalize('NFC')].map((sign) => {
    if (/\s/u.test(sign)) return sign === '\u00a0' || sign === '\u202f' ? '\u00a0' : ' '
    return isKnown(sign) ? sign : ''
  })
  return known.join('').replace(/ +/g, ' ').trim()
}

/** The signs that {@link printable} leaves out, each once, as they are seen. */
export function unprintable(text: string): string[] {
  const signs = [...new Intl.Segmenter().segment(text.normalize('NFC'))].map(({ segment }) => segment)
  const shown = (sign: string) => /[^\s\p{C}]/u.test(sign)
  return [...new Set(signs.filter((sign) => shown(sign) && ![...sign].every(isKnown)))]
}
