import type { StampShape } from '../domain/card-face.ts'
import type { Palette } from './palette.ts'
import { checkLines, giftLines } from './stamp-marks.ts'
import { outlines } from './stamp-outline.ts'

/** Everything is drawn as paths around the origin within a circle of radius 50, then moved and scaled: no font is needed. */
export type Place = { x: number; y: number; diameter: number }

const at = ({ x, y, diameter }: Place, turn: number, body: string) =>
  `<g transform="translate(${round(x)} ${round(y)}) rotate(${turn}) scale(${round(diameter / 100)})">${body}</g>`

/** Name of the drawing's own logo, which stamps of shape `logo` refer to. */
export const logoId = 'logo'

/** A filled stamp, set down a little askew as a hand would where its shape allows. */
export function filledStamp(
  place: Place,
  index: number,
  gift: boolean,
  colors: Palette,
  shape: StampShape = 'seal',
): string {
  const { path, disc, askew } = outlines[shape]
  const body = `<path d="${path}" fill="${colors.stamp}" fill-rule="evenodd"/>`
  const ring = disc
    ? `<circle r="${disc}" fill="${colors.bright}" stroke="${colors.mark}" stroke-opacity=".35" stroke-width="2"/>`
    : ''
  const shadow = `<path d="${path}" fill-rule="evenodd" transform="translate(0 2.5)" fill="#000" fill-opacity=".16"/>`
  return at(place, gift || !askew ? 0 : tilt(index), shadow + body + ring + markOf(shape, gift, colors.mark))
}

function markOf(shape: StampShape, gift: boolean, color: string): string {
  if (shape === 'logo' && !gift) return `<use href="#${logoId}"/>`
  const { x, y, scale } = outlines[shape].mark
  const mark = gift ? giftMark(color) : checkMark(color)
  return scale === 1 ? mark : `<g transform="translate(${x} ${y}) scale(${scale})">${mark}</g>`
}

/** A place still to be stamped. */
export function emptyPlace(place: Place, gift: boolean, colors: Palette, shape: StampShape = 'seal'): string {
  const outline = shape === 'seal' ? '<circle r="46.5"' : `<path d="${outlines[shape].path}"`
  if (gift)
    return at(
      place,
      0,
      `${outline} fill="${colors.stamp}" fill-opacity=".12" stroke="${colors.stamp}" stroke-width="3.5"/>${markOf(shape, true, colors.stamp)}`,
    )
  return at(
    place,
    0,
    `${outline} fill="${colors.ring}" fill-opacity=".1" stroke="${colors.ring}" stroke-width="2.5" stroke-dasharray="7.3 7.3" stroke-linecap="round"/>`,
  )
}

/** The motif alone, for icons. */
export function seal(place: Place, colors: Palette, shape: StampShape = 'seal'): string {
  // Without a logo of its own, a drawing shows the check.
  const plain = shape === 'logo' ? 'circle' : shape
  return at(
    place,
    -8,
    `<path d="${outlines[plain].path}" fill="${colors.stamp}" fill-rule="evenodd"/>${markOf(plain, false, colors.mark)}`,
  )
}

const linesMark =
  ({ path, width }: typeof checkLines) =>
  (color: string) =>
    `<path d="${path}" fill="none" stroke="${color}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round"/>`
const checkMark = linesMark(checkLines)
const giftMark = linesMark(giftLines)

/** Repeats every few stamps, so that one design always looks the same. */
const tilt = (index: number) => [-9, 6, -4, 10, -7, 3][index % 6]!

const round = (value: number): number => Math.round(value * 100) / 100
