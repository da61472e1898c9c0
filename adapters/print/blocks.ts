import { contrast } from '../../src/domain/contrast.ts'
import { type Box, type Canvas, inset, type Paint } from './canvas.ts'
import type { Design } from './design.ts'
import { type FittedText, fitText } from './fit-text.ts'
import { widthOf } from './letters.ts'
import { drawQr } from './qr-path.ts'
import { capHeight } from './typeface.ts'

/** Draws fitted lines from the top of their first capitals. */
export function drawText(
  canvas: Canvas,
  text: FittedText,
  {
    x,
    y,
    width,
    fill,
    middle = false,
  }: { x: number; y: number; width: number; fill: Paint; middle?: boolean },
): void {
  const { lines, size, leading, weight } = text
  for (const [index, line] of lines.entries()) {
    const indent = middle ? (width - widthOf(line, weight, size)) / 2 : 0
    const baseline = y + size * (capHeight(weight) + index * leading)
    canvas.text({ text: line, x: x + indent, baseline, size, weight, fill })
  }
}

/** White below a code, with a thin edge where the sheet itself is nearly white. */
export function drawPanel(canvas: Canvas, box: Box, radius: number, { colours }: Design): void {
  canvas.rect(box, { fill: '#ffffff' }, radius)
  if (contrast(colours.ground, '#ffffff') < 1.15)
    canvas.rect(inset(box, 0.4), { stroke: colours.ink, width: 0.8 }, radius)
}

/** The code with what to do beside it: what the eye goes to last and the hand first. */
export function drawScanPanel(canvas: Canvas, box: Box, design: Design): void {
  const { words, colours, qr } = design
  const unit = box.height / 100
  drawPanel(canvas, box, unit * 7, design)
  const edge = box.height - unit * 6
  drawQr(canvas, qr, box.x + unit * 3, box.y + unit * 3, edge)
  const x = box.x + edge + unit * 7
  const width = box.x + box.width - x - unit * 8
  const room = { width, mostLines: 4 }
  const scan = fitText(words.scan, {
    ...room,
    mostLines: 3,
    height: unit * 42,
    weight: 'bold',
    largest: unit * 11.5,
    smallest: unit * 6,
    fill: true,
  })
  const easy = fitText(words.easy, {
    ...room,
    height: unit * 30,
    weight: 'medium',
    largest: Math.min(unit * 9, scan.size * 0.72),
    smallest: unit * 4.5,
    leading: 1.32,
    fill: true,
  })
  const gap = scan.size * 0.8
  const y = box.y + (box.height - scan.height - gap - easy.height) / 2
  drawText(canvas, scan, { x, y, width, fill: colours.onWhite })
  drawText(canvas, easy, { x, y: y + scan.height + gap, width, fill: '#3d3d3d' })
}

/** The shop's logo and name on one line. @returns the height it takes */
export function drawShop(canvas: Canvas, box: Box, { logo, words, colours }: Design): number {
  const high = logo ? box.height : box.height * 0.62
  let x = box.x
  if (logo) {
    const scale = Math.min(high / logo.height, (box.width * 0.6) / logo.width)
    const size = { width: logo.width * scale, height: logo.height * scale }
    canvas.image(logo, { x, y: box.y + (high - size.height) / 2, ...size })
    // A wide logo is the name already.
    if (size.width > high * 2.2) return high
    x += size.width + high * 0.3
  }
  const width = box.x + box.width - x
  const name = fitText(words.shopName, {
    width,
    height: high,
    weight: 'bold',
    largest: box.height * 0.62,
    smallest: box.height * 0.26,
    mostLines: 2,
  })
  drawText(canvas, name, { x, y: box.y + (high - name.height) / 2, width, fill: colours.ink })
  return high
}
