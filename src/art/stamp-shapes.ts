import type { Palette } from './palette.ts'

/** Everything is drawn as paths around the origin within a circle of radius 50, then moved and scaled: no font is needed. */
export type Place = { x: number; y: number; diameter: number }

const at = ({ x, y, diameter }: Place, turn: number, body: string) =>
  `<g transform="translate(${round(x)} ${round(y)}) rotate(${turn}) scale(${round(diameter / 100)})">${body}</g>`

/** A filled stamp: a scalloped seal, set down a little askew as a hand would. */
export function filledStamp(place: Place, index: number, gift: boolean, colors: Palette): string {
  const seal = `<path d="${sealPath}" fill="${colors.stamp}"/>`
  const ring = `<circle r="38.5" fill="${colors.bright}" stroke="${colors.mark}" stroke-opacity=".35" stroke-width="2"/>`
  const mark = gift ? giftMark(colors.mark) : checkMark(colors.mark)
  const shadow = `<path d="${sealPath}" transform="translate(0 2.5)" fill="#000" fill-opacity=".16"/>`
  return at(place, gift ? 0 : tilt(index), shadow + seal + ring + mark)
}

/** A place still to be stamped. */
export function emptyPlace(place: Place, gift: boolean, colors: Palette): string {
  if (gift)
    return at(
      place,
      0,
      `<circle r="46.5" fill="${colors.stamp}" fill-opacity=".12" stroke="${colors.stamp}" stroke-width="3.5"/>${giftMark(colors.stamp)}`,
    )
  return at(
    place,
    0,
    `<circle r="46.5" fill="${colors.ring}" fill-opacity=".1" stroke="${colors.ring}" stroke-width="2.5" stroke-dasharray="7.3 7.3" stroke-linecap="round"/>`,
  )
}

/** The motif alone, for icons. */
export function seal(place: Place, colors: Palette): string {
  return at(place, -8, `<path d="${sealPath}" fill="${colors.stamp}"/>${checkMark(colors.mark)}`)
}

const checkMark = (color: string) =>
  `<path d="M-19 1.5 L-6 14.5 L20 -13" fill="none" stroke="${color}" stroke-width="9.5" stroke-linecap="round" stroke-linejoin="round"/>`

const giftMark = (color: string) =>
  `<g fill="none" stroke="${color}" stroke-width="4.6" stroke-linejoin="round" stroke-linecap="round"><rect x="-21" y="-10" width="42" height="11" rx="2.5"/><path d="M-17 1 V19.5 a3 3 0 0 0 3 3 H14 a3 3 0 0 0 3 -3 V1"/><path d="M0 -10 V22.5"/><path d="M0 -10 C-4 -22 -17 -24 -17 -16.5 C-17 -10.5 -8 -10 0 -10 C8 -10 17 -10.5 17 -16.5 C17 -24 4 -22 0 -10 Z"/></g>`

/** Repeats every few stamps, so that one design always looks the same. */
const tilt = (index: number) => [-9, 6, -4, 10, -7, 3][index % 6]!

const sealPath = scallops(16, 46, 50)

/** A circle with a wavy edge: quadratic arcs between points on the inner radius. */
function scallops(count: number, inner: number, outer: number): string {
  const point = (step: number, radius: number) => {
    const angle = (step * 2 * Math.PI) / count
    return `${round(Math.sin(angle) * radius)} ${round(-Math.cos(angle) * radius)}`
  }
  const bulge = outer * 2 - inner
  const arcs = Array.from(
    { length: count },
    (_, step) => `Q${point(step + 0.5, bulge)} ${point(step + 1, inner)}`,
  )
  return `M${point(0, inner)} ${arcs.join(' ')} Z`
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
