import type { PrintKind } from '../../src/ports/print.ts'
import { type Box, type Canvas, mm } from './canvas.ts'
import { bleed } from './crop-marks.ts'
import type { Design } from './design.ts'
import { drawUpright, photoBoxOf } from './upright.ts'

/** A sheet that is trimmed after printing. */
export type Sheet = {
  width: number
  height: number
  /** Dots per inch of its picture. */
  dpi: number
  /** Where a photograph goes, bleed included. */
  photoBox: Box
  /** Where it is folded, from the top. */
  fold?: number
  draw(canvas: Canvas, design: Design): void
}

/** In millimetres; dots per inch of the picture; the share of the width that the code's panel is high. */
const sizes = {
  'counter-card': [148, 210, 300, 0.38],
  'bag-insert': [105, 148, 300, 0.38],
  // A poster is looked at from afar; at 300 dpi its picture would have 17 million dots.
  'window-poster': [297, 420, 150, 0.46],
} as const

type TrimmedKind = keyof typeof sizes | 'table-tent'

export const isTrimmed = (kind: PrintKind): kind is TrimmedKind => kind in sizes || kind === 'table-tent'

export function sheetOf(kind: TrimmedKind): Sheet {
  if (kind === 'table-tent') return tent
  const [wide, high, dpi, code] = sizes[kind]
  const box = { x: 0, y: 0, width: mm(wide), height: mm(high) }
  const photoBox = photoBoxOf(box, { sides: bleed, top: bleed })
  return {
    width: box.width,
    height: box.height,
    dpi,
    photoBox,
    draw(canvas, design) {
      drawGround(canvas, box, design)
      drawUpright(canvas, { sheet: box, photoBox, code }, design)
    },
  }
}

const drawGround = (canvas: Canvas, { width, height }: Box, { colours }: Design): void =>
  canvas.rect(
    { x: -bleed, y: -bleed, width: width + 2 * bleed, height: height + 2 * bleed },
    { fill: colours.ground },
  )

/** Two A6 sides, head to head: folded in the middle it stands like a roof, and reads upright from both. */
const tent = tableTent(mm(105), mm(148))

function tableTent(width: number, side: number): Sheet {
  const front = { x: 0, y: side, width, height: side }
  const photoBox = photoBoxOf(front, { sides: bleed, top: 0 })
  return {
    width,
    height: 2 * side,
    dpi: 300,
    photoBox,
    fold: side,
    draw(canvas, design) {
      drawGround(canvas, { x: 0, y: 0, width, height: 2 * side }, design)
      const drawSide = () => drawUpright(canvas, { sheet: front, photoBox, code: 0.38 }, design)
      drawSide()
      canvas.upsideDown(width / 2, side, drawSide)
    },
  }
}
