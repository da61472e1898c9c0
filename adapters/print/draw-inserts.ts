import { setImmediate } from 'node:timers/promises'
import type { InsertSheet } from '../../src/ports/print.ts'
import { drawText } from './blocks.ts'
import { type Box, type Canvas, inset, mm } from './canvas.ts'
import { drawGridMarks } from './crop-marks.ts'
import { type Design, designOf } from './design.ts'
import { fitText } from './fit-text.ts'
import { pdfSheets } from './pdf-canvas.ts'
import { drawQr, qrCode } from './qr-path.ts'
import { printable } from './typeface.ts'

type Paper = {
  width: number
  height: number
  card: { width: number; height: number }
  xs: number[]
  ys: number[]
}

const rows = [0, 1, 2, 3, 4]

/** Both have two columns of five cards, as micro-perforated paper for business cards has. */
const papers: Record<InsertSheet['paper'], Paper> = {
  a4: {
    width: mm(210),
    height: mm(297),
    card: { width: mm(85), height: mm(54) },
    xs: [mm(15), mm(110)],
    ys: rows.map((row) => mm(13.5 + row * 54)),
  },
  letter: {
    width: 612,
    height: 792,
    card: { width: 252, height: 144 },
    xs: [54, 306],
    ys: rows.map((row) => 36 + row * 144),
  },
}

/** See the port. */
export async function drawInsertSheet(sheet: InsertSheet): Promise<Buffer> {
  const { words, look, codes, language } = sheet
  const paper = papers[sheet.paper]
  const pdf = pdfSheets({ title: `${words.shopName}: ${words.reward}`, language })
  // The address here only stands in: every card has a code of its own.
  const design = await designOf({ words, look, goal: 0, url: codes[0]?.url ?? '-', language, photoBox: null })
  const small = printable(words.small)
  const places = paper.ys.flatMap((y) => paper.xs.map((x) => ({ x, y, ...paper.card })))
  for (let from = 0; from === 0 || from < codes.length; from += places.length) {
    pdf.addPage({ width: paper.width, height: paper.height, origin: 0, trim: 0, bleed: 0 })
    for (const [index, code] of codes.slice(from, from + places.length).entries()) {
      const place = places[index]
      if (place) drawCard(pdf, place, code, { ...design, small })
    }
    drawGridMarks(pdf, paper, cutsOf(paper), mm(4))
    await setImmediate()
  }
  return pdf.end()
}

const cutsOf = ({ xs, ys, card }: Paper) => ({
  xs: [...new Set(xs.flatMap((x) => [x, x + card.width]))],
  ys: [...new Set([...ys, (ys.at(-1) ?? 0) + card.height])],
})

/** White, so that a card broken a little off its line shows no edge. */
function drawCard(
  canvas: Canvas,
  place: Box,
  code: { url: string; text: string },
  { words, colours, logo, small }: Design & { small: string },
): void {
  const inner = inset(place, mm(5))
  const edge = mm(34)
  const codeX = inner.x + inner.width - edge + mm(2)
  drawQr(canvas, qrCode(code.url), codeX, inner.y - mm(2), edge)
  const typed = fitText(printable(code.text), {
    width: edge,
    height: mm(4),
    weight: 'bold',
    largest: mm(3.5),
    smallest: mm(1.8),
    mostLines: 1,
  })
  drawText(canvas, typed, { x: codeX, y: inner.y + edge - mm(1.5), width: edge, fill: 'black', middle: true })
  const room = { width: inner.width - edge - mm(1), mostLines: 3, smallest: mm(1.9) }
  const shop = fitText(words.shopName, {
    ...room,
    height: mm(7),
    weight: 'medium',
    largest: mm(3),
    mostLines: 2,
  })
  const text = (line: string, height: number, largest: number) =>
    fitText(line, { ...room, height: mm(height), weight: 'medium', largest: mm(largest), leading: 1.3 })
  const scan = text([words.scan, words.easy].filter(Boolean).join('. '), 9, 2.9)
  const rule = text(words.rule, 8, 2.9)
  const note = text(small, 5, 2.2)
  let y = inner.y
  // Logos are made for the shop's own ground; on white only its name is sure to be readable.
  if (logo && colours.ground === '#ffffff') {
    const scale = Math.min(mm(7) / logo.height, room.width / logo.width)
    canvas.image(logo, { x: inner.x, y, width: logo.width * scale, height: logo.height * scale })
    y += mm(9)
  } else {
    drawText(canvas, shop, { x: inner.x, y, width: room.width, fill: '#3d3d3d' })
    y += shop.height + mm(4)
  }
  const at = { x: inner.x, width: room.width }
  const bottom = inner.y + inner.height
  const noteTop = small === '' ? bottom : bottom - note.height
  const scanTop = noteTop - scan.height - (small === '' ? 0 : mm(2.4))
  // What is large takes what the small print leaves.
  const reward = fitText(words.reward, {
    ...room,
    height: Math.min(mm(16), scanTop - mm(3) - rule.height - mm(3) - y),
    weight: 'bold',
    largest: mm(7),
    leading: 1.08,
  })
  drawText(canvas, reward, { ...at, y, fill: colours.onWhite })
  drawText(canvas, rule, { ...at, y: y + reward.height + mm(3), fill: '#222222' })
  if (small !== '') drawText(canvas, note, { ...at, y: noteTop, fill: '#3d3d3d' })
  drawText(canvas, scan, { ...at, y: scanTop, fill: '#222222' })
}
