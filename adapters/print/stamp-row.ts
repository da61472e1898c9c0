import { checkLines, giftLines } from '../../src/art/stamp-marks.ts'
import { outlines } from '../../src/art/stamp-outline.ts'
import type { Box, Canvas, Spot } from './canvas.ts'
import type { Design } from './design.ts'

/** More would be dots. */
const mostStamps = 20
/** Between two stamps, as a share of their diameter. */
const gap = 0.22

type Grid = { columns: number; diameter: number; height: number }

/** How the stamps to the reward stand within a box, as large as they fit; null where they would be dots. */
export function stampGrid(goal: number, box: Pick<Box, 'width' | 'height'>, largest: number): Grid | null {
  if (goal > mostStamps) return null
  const rows = goal <= 6 ? 1 : 2
  const columns = Math.ceil(goal / rows)
  const within = (space: number, count: number) => space / (count + gap * (count - 1))
  const diameter = Math.min(largest, within(box.width, columns), within(box.height, rows))
  return diameter < largest / 3 ? null : { columns, diameter, height: diameter * (rows + gap * (rows - 1)) }
}

/** A full card: every stamp set, the last one with the parcel. */
export function drawStamps(canvas: Canvas, { x, y }: Pick<Box, 'x' | 'y'>, grid: Grid, design: Design): void {
  const step = grid.diameter * (1 + gap)
  for (let index = 0; index < design.goal; index++) {
    const spot = {
      x: x + (index % grid.columns) * step + grid.diameter / 2,
      y: y + Math.floor(index / grid.columns) * step + grid.diameter / 2,
      scale: grid.diameter / 100,
    }
    drawStamp(canvas, spot, index + 1 === design.goal, design)
  }
}

function drawStamp(canvas: Canvas, spot: Spot, gift: boolean, { shape, colours, stampLogo }: Design): void {
  const { path, disc, mark } = outlines[shape]
  canvas.path(path, spot, { fill: colours.stamp })
  if (disc) canvas.path(circle(disc), spot, { fill: colours.bright })
  if (stampLogo && !gift) {
    const scale = (62 * spot.scale) / Math.max(stampLogo.width, stampLogo.height)
    const size = { width: stampLogo.width * scale, height: stampLogo.height * scale }
    canvas.image(stampLogo, { x: spot.x - size.width / 2, y: spot.y - size.height / 2, ...size })
    return
  }
  const lines = gift ? giftLines : checkLines
  const at = {
    x: spot.x + mark.x * spot.scale,
    y: spot.y + mark.y * spot.scale,
    scale: spot.scale * mark.scale,
  }
  canvas.path(lines.path, at, { stroke: colours.mark, width: lines.width })
}

const circle = (radius: number): string =>
  `M${-radius} 0 a${radius} ${radius} 0 1 0 ${2 * radius} 0 a${radius} ${radius} 0 1 0 ${-2 * radius} 0 Z`
