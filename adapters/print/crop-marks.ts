import { type Box, type Canvas, mm } from './canvas.ts'

/** Where a sheet is trimmed at the print shop: colour runs on for 3 mm, and marks stand outside of that. */
export const bleed = mm(3)
export const slug = mm(10)

const hairline = 0.25

const tick = (canvas: Canvas, x: number, y: number, across: number, down: number, dash?: number) =>
  canvas.path(
    `M0 0L${across} ${down}`,
    { x, y, scale: 1 },
    { stroke: 'black', width: hairline, ...(dash && { dash }) },
  )

/** Two lines at each corner, none of them within the bleed. */
export function drawCropMarks(canvas: Canvas, { width, height }: Pick<Box, 'width' | 'height'>): void {
  const [from, length] = [bleed + mm(1), mm(5)]
  for (const y of [0, height]) {
    tick(canvas, -from, y, -length, 0)
    tick(canvas, width + from, y, length, 0)
  }
  for (const x of [0, width]) {
    tick(canvas, x, -from, 0, -length)
    tick(canvas, x, height + from, 0, length)
  }
}

/** Dashed, beside the sheet: where it is folded. */
export function drawFoldMarks(canvas: Canvas, y: number, width: number): void {
  tick(canvas, -bleed - mm(1), y, -mm(5), 0, 2)
  tick(canvas, width + bleed + mm(1), y, mm(5), 0, 2)
}

/** Short lines at a page's edges along the cuts of a grid. */
export function drawGridMarks(
  canvas: Canvas,
  page: { width: number; height: number },
  cuts: { xs: number[]; ys: number[] },
  length: number,
): void {
  const from = mm(1.5)
  for (const x of cuts.xs) {
    tick(canvas, x, from, 0, length)
    tick(canvas, x, page.height - from, 0, -length)
  }
  for (const y of cuts.ys) {
    tick(canvas, from, y, length, 0)
    tick(canvas, page.width - from, y, -length, 0)
  }
}
