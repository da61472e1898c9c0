import { drawText } from './blocks.ts'
import { type Canvas, mm } from './canvas.ts'
import type { Design } from './design.ts'
import { type FittedText, fitText } from './fit-text.ts'
import { drawQr } from './qr-path.ts'

/** Of 80 mm paper, printers reach 72 mm: 576 dots. */
export const receiptWidth = mm(72)

type Line = { text: FittedText; above: number }
type Receipt = { height: number; draw(canvas: Canvas): void }

const codeEdge = mm(38)

/** The foot of a receipt: black on white, as long as its texts need. */
export function receiptOf({ words, qr }: Design): Receipt {
  const line = (text: string, above: number, largest: number, weight: 'bold' | 'medium'): Line => ({
    above: mm(above),
    text: fitText(text, {
      width: receiptWidth - mm(4),
      height: mm(24),
      weight,
      largest: mm(largest),
      smallest: mm(2.6),
      mostLines: 3,
      leading: weight === 'bold' ? 1.12 : 1.32,
      ...(weight === 'medium' && { fill: true }),
    }),
  })
  const head = [
    line(words.shopName, 3, 3.6, 'medium'),
    line(words.reward, 4, 9.5, 'bold'),
    line(words.rule, 4, 3.4, 'medium'),
  ]
  const foot = [line(words.scan, 1, 4.2, 'bold'), line(words.easy, 2.4, 3.2, 'medium')]
  const heightOf = (lines: Line[]) => lines.reduce((sum, { above, text }) => sum + above + text.height, 0)
  return {
    height: heightOf(head) + mm(2) + codeEdge + heightOf(foot) + mm(4),
    draw(canvas) {
      const y = drawLines(canvas, head, 0) + mm(2)
      drawQr(canvas, qr, (receiptWidth - codeEdge) / 2, y, codeEdge)
      drawLines(canvas, foot, y + codeEdge)
    },
  }
}

function drawLines(canvas: Canvas, lines: Line[], from: number): number {
  let y = from
  for (const { above, text } of lines) {
    drawText(canvas, text, { x: 0, y: y + above, width: receiptWidth, fill: 'black', middle: true })
    y += above + text.height
  }
  return y
}
