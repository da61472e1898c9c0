import { createRequire } from 'node:module'
import type { Bidi } from 'bidi-js'
import type { Font } from 'fontkit'
import { faceFor, faceOf, type Weight } from './typeface.ts'

/** Letters of one typeface and direction, in the order and place in which they are seen; measures at size 1. */
export type Run = { text: string; font: Font; rightToLeft: boolean; x: number; width: number }

// Its types speak of a module that has a default; what Node loads is the function itself.
const bidi: Bidi = createRequire(import.meta.url)('bidi-js')()

/** Anything that is read from the right, or comes from another typeface than Inter. */
const mixed = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/

/** Inter alone, from the left. */
export const isPlain = (line: string): boolean => !mixed.test(line)

/** A line as it is seen from the left, each run in a typeface that has its letters. */
export function runsOf(line: string, weight: Weight): Run[] {
  if (isPlain(line)) return placed([{ text: line, font: faceOf(weight).font, level: 0 }])
  return placed(inSight(pieces(line, weight)))
}

type Piece = { text: string; font: Font; level: number }

/** In reading order, parted where typeface or direction change. */
function pieces(line: string, weight: Weight): Piece[] {
  const { levels } = bidi.getEmbeddingLevels(line, 'auto')
  const found: Piece[] = []
  let at = 0
  for (const sign of line) {
    const level = levels[at] ?? 0
    const last = found.at(-1)
    const font = faceFor(sign, weight, last?.font)
    const shown = level % 2 === 1 ? (bidi.getMirroredCharacter(sign) ?? sign) : sign
    if (last?.font === font && last.level === level) last.text += shown
    else found.push({ text: shown, font, level })
    at += sign.length
  }
  return found
}

/** Rule L2 of the Unicode bidirectional algorithm: from the highest level down, whatever is at least as high is reversed. */
function inSight(given: Piece[]): Piece[] {
  const order = [...given]
  const highest = Math.max(...given.map(({ level }) => level))
  for (let level = highest; level > 0; level--)
    for (let start = 0; start < order.length; start++) {
      let end = start
      while ((order[end]?.level ?? -1) >= level) end++
      if (end === start) continue
      order.splice(start, end - start, ...order.slice(start, end).reverse())
      start = end
    }
  return order
}

function placed(order: Piece[]): Run[] {
  let x = 0
  return order.map(({ text, font, level }) => {
    const rightToLeft = level % 2 === 1
    const width = laidOut({ text, font, rightToLeft }).advanceWidth / font.unitsPerEm
    const run = { text, font, rightToLeft, x, width }
    x += width
    return run
  })
}

/** Glyphs from the left. */
export const laidOut = ({ text, font, rightToLeft }: Pick<Run, 'text' | 'font' | 'rightToLeft'>) =>
  font.layout(text, undefined, undefined, undefined, rightToLeft ? 'rtl' : 'ltr')

/** In points. */
export function widthOf(text: string, weight: Weight, size: number): number {
  const last = runsOf(text, weight).at(-1)
  return last ? (last.x + last.width) * size : 0
}

/** A run's outlines as one path in SVG's notation, in units of its typeface; y grows upwards. */
export function outlinesOf(run: Run): string {
  const { glyphs, positions } = laidOut(run)
  let at = 0
  const outlines = glyphs.map((glyph, index) => {
    const position = positions[index]
    const outline = glyph.path.translate(at + (position?.xOffset ?? 0), position?.yOffset ?? 0).toSVG()
    at += position?.xAdvance ?? 0
    return outline
  })
  return outlines.join('')
}
