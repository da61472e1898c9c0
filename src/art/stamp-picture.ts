import type { Look, StampShape } from '../domain/card-face.ts'
import { backingOf, definitionsOf, groundOf } from './ground.ts'
import { type Palette, paletteOf } from './palette.ts'
import { emptyPlace, filledStamp, type Place } from './stamp-shapes.ts'

/** All that a picture of stamps is drawn from; two cards with the same values have the same picture. */
export type StampDesign = {
  look: Look
  goal: number
  /** Stamps at which something is earned; the goal among them. */
  milestones: number[]
}

/** In pixels. All is measured in points, of which every picture is 375 wide, as the strip of a pass is. */
export type Size = { width: number; height: number }

const width = 375

const margin = { x: 18, y: 15 }
/** Between two stamps, as a share of their diameter. */
const gap = 0.17
const largestDiameter = 78
/** Rows of equal length are taken even when their stamps are this much smaller. */
const evenRowsAreWorth = 0.85
/** More would be too small to be told apart: a bar takes their place. */
const mostStamps = 40

/** The stamps of a card as SVG: drawn as paths alone, so that no font is needed. */
export function stampPicture(design: StampDesign, stamps: number, size: Size): string {
  const height = (width * size.height) / size.width
  return picture(design, stamps, size, { top: 0, height })
}

/** The stamps in the upper part of a poster, below its header; the rest is left to the text and the barcode over it. */
export function posterPicture(design: StampDesign, stamps: number, size: Size): string {
  const height = (width * size.height) / size.width
  return picture(design, stamps, size, { top: height * 0.14, height: height * 0.4 })
}

/** The stripe in which the stamps stand, in points. */
type Band = { top: number; height: number }

function picture({ look, ...design }: StampDesign, stamps: number, size: Size, band: Band): string {
  const colors = paletteOf(look)
  const height = (width * size.height) / size.width
  const count = Math.max(0, Math.min(stamps, design.goal))
  // A shop without a logo has plain round stamps in its place.
  const shape = look.stamp === 'logo' && !look.logo ? 'circle' : look.stamp
  const style = { look, colors, shape, band }
  const body = design.goal <= mostStamps ? grid(design, count, style) : bar(design, count, style)
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}" viewBox="0 0 ${width} ${height}">${definitionsOf(look)}${groundOf(look, colors, { width, height })}${body}</svg>`
}

type Rungs = Omit<StampDesign, 'look'>
type Style = { look: Look; colors: Palette; shape: StampShape | undefined; band: Band }

function grid({ goal, milestones }: Rungs, count: number, { look, colors, shape, band }: Style): string {
  const gifts = new Set(milestones)
  return places(goal, band)
    .map(
      (place, index) =>
        backingOf(look, colors, place) +
        (index < count
          ? filledStamp(place, index, gifts.has(index + 1), colors, shape)
          : emptyPlace(place, gifts.has(index + 1), colors, shape)),
    )
    .join('')
}

/** The grid with the largest stamps; a shorter last row stands in the middle. */
function places(goal: number, { top, height }: Band): Place[] {
  const grids = Array.from({ length: goal }, (_, index) =>
    gridOf(goal, Math.ceil(goal / (index + 1)), height),
  )
  const roomiest = Math.max(...grids.map((each) => each.diameter))
  const even = grids.filter(
    (each) => goal % each.columns === 0 && each.diameter > roomiest * evenRowsAreWorth,
  )
  const best = (even.length > 0 ? even : grids).reduce((a, b) => (b.diameter > a.diameter ? b : a))
  const step = best.diameter * (1 + gap)
  return Array.from({ length: goal }, (_, index) => {
    const row = Math.floor(index / best.columns)
    const inRow = Math.min(best.columns, goal - row * best.columns)
    return {
      x: width / 2 + ((index % best.columns) - (inRow - 1) / 2) * step,
      y: top + height / 2 + (row - (best.rows - 1) / 2) * step,
      diameter: best.diameter,
    }
  })
}

function gridOf(goal: number, columns: number, height: number) {
  const rows = Math.ceil(goal / columns)
  const diameterIn = (space: number, count: number) => space / (count + gap * (count - 1))
  const diameter = Math.min(
    largestDiameter,
    diameterIn(width - 2 * margin.x, columns),
    diameterIn(height - 2 * margin.y, rows),
  )
  return { columns, rows, diameter }
}

/** For goals beyond what can be drawn one by one. */
function bar({ goal, milestones }: Rungs, count: number, { look, colors, shape, band }: Style): string {
  const left = 34
  const length = width - 2 * left
  const middle = band.top + band.height / 2
  const reach = (count / goal) * length
  const line = (to: number, color: string, opacity: number) =>
    `<path d="M${left} ${middle} H${left + to}" stroke="${color}" stroke-opacity="${opacity}" stroke-width="18" stroke-linecap="round"/>`
  const gifts = milestones.map((at, index) => {
    const place = { x: left + (at / goal) * length, y: middle, diameter: 44 }
    // Its ground hides the line below it.
    const ground = `<circle cx="${place.x}" cy="${middle}" r="22" fill="${colors.ground}"/>`
    return (
      ground +
      (count >= at ? filledStamp(place, index, true, colors, shape) : emptyPlace(place, true, colors, shape))
    )
  })
  const backing = look.photo
    ? `<rect x="${left - 16}" y="${middle - 26}" width="${length + 32}" height="52" rx="26" fill="${colors.ground}"/>`
    : ''
  return (
    backing +
    line(length, colors.ring, 0.35) +
    (count > 0 ? line(reach, colors.stamp, 1) : '') +
    gifts.join('')
  )
}
