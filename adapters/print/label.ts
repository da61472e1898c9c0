import { drawPanel, drawText } from './blocks.ts'
import { type Box, type Canvas, mm } from './canvas.ts'
import type { Design } from './design.ts'
import { fitText } from './fit-text.ts'
import { drawQr } from './qr-path.ts'

export type LabelShape = 'round' | 'square'

/** A sticker's edge or diameter. */
export const labelEdge = mm(60)
/** Colour beyond the cut; the gap between two stickers leaves no more. */
const bleed = mm(2)

/** Twelve stickers of 60 mm on A4, 5 mm apart. */
export function labelPlaces(): { x: number; y: number }[] {
  const step = mm(65)
  return Array.from({ length: 12 }, (_, index) => ({
    x: mm(10) + (index % 3) * step,
    y: mm(21) + Math.floor(index / 3) * step,
  }))
}

/** The colour below a sticker. @param cut drawn to the cut alone, for pictures of one sticker */
export function drawLabelGround(
  canvas: Canvas,
  { x, y }: { x: number; y: number },
  shape: LabelShape,
  { colours }: Design,
  cut = false,
): void {
  const over = cut ? 0 : bleed
  const box: Box = { x: x - over, y: y - over, width: labelEdge + 2 * over, height: labelEdge + 2 * over }
  canvas.rect(box, { fill: colours.ground }, shape === 'round' ? box.width / 2 : 0)
}

/** Reward, code, what to do with it, and whose it is; a round one leaves less room above and below. */
export function drawLabel(
  canvas: Canvas,
  { x, y }: { x: number; y: number },
  shape: LabelShape,
  design: Design,
): void {
  const { words, colours, qr } = design
  const round = shape === 'round'
  const width = mm(round ? 37 : 52)
  const left = x + (labelEdge - width) / 2
  const room = { width, weight: 'bold' as const, leading: 1.1 }
  const reward = fitText(words.reward, {
    ...room,
    height: mm(round ? 9 : 11),
    largest: mm(round ? 6 : 7),
    smallest: mm(1.8),
    mostLines: 3,
  })
  const code = { x: x + mm(17), y: y + mm(18), width: mm(26), height: mm(26) }
  drawText(canvas, reward, {
    x: left,
    y: y + mm(16) - reward.height - (mm(round ? 9 : 11) - reward.height) / 4,
    width,
    fill: colours.ink,
    middle: true,
  })
  drawPanel(canvas, code, mm(1.5), design)
  drawQr(canvas, qr, code.x, code.y, code.width)
  const below = { ...room, height: mm(5), smallest: mm(1.7) }
  const scan = fitText(words.scan, { ...below, weight: 'medium', largest: mm(3), mostLines: 2 })
  const name = fitText(words.shopName, {
    ...below,
    width: mm(round ? 31 : 52),
    largest: mm(2.9),
    mostLines: 2,
  })
  const first = y + mm(46.4)
  drawText(canvas, scan, { x: left, y: first, width, fill: colours.ink, middle: true })
  const last = { x: x + (labelEdge - mm(52)) / 2, width: mm(52) }
  drawText(canvas, name, { ...last, y: first + scan.height + mm(1.9), fill: colours.ink, middle: true })
}
