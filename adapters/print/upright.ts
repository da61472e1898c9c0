import { drawScanPanel, drawShop, drawText } from './blocks.ts'
import type { Box, Canvas } from './canvas.ts'
import type { Design } from './design.ts'
import { fitText } from './fit-text.ts'
import { drawStamps, stampGrid } from './stamp-row.ts'

/** Share of a sheet's height that a photograph takes at its top. */
const photoShare = 0.26

/** @param bleed how far colour runs on beyond the sheet: at the sides, and at the top */
export function photoBoxOf(sheet: Box, bleed: { sides: number; top: number }): Box {
  return {
    x: sheet.x - bleed.sides,
    y: sheet.y - bleed.top,
    width: sheet.width + 2 * bleed.sides,
    height: sheet.height * photoShare + bleed.top,
  }
}

/**
 * A sheet higher than wide: shop, reward, rule, stamps, and the code at the bottom. The ground is there already.
 * @param place.photoBox from {@link photoBoxOf}
 * @param place.code height of the code's panel as a share of the sheet's width
 */
export function drawUpright(
  canvas: Canvas,
  { sheet, photoBox, code }: { sheet: Box; photoBox: Box; code: number },
  design: Design,
): void {
  const unit = sheet.width / 100
  const margin = unit * 8
  const inner = { x: sheet.x + margin, width: sheet.width - 2 * margin }
  const panelHeight = sheet.width * code
  const panel = { ...inner, y: sheet.y + sheet.height - margin - panelHeight, height: panelHeight }
  const top = sheet.y + (design.photo ? sheet.height * photoShare : 0) + margin * (design.photo ? 0.7 : 1)
  if (design.photo) canvas.image(design.photo, photoBox)
  const shop = drawShop(canvas, { ...inner, y: top, height: unit * (design.photo ? 8 : 11) }, design)
  const y = top + shop + unit * (design.photo ? 5 : 9)
  drawOffer(canvas, { ...inner, y, height: panel.y - unit * 6 - y }, design, unit)
  drawScanPanel(canvas, panel, design)
}

/** The reward as large as it fits, the rule below it, and the stamps above the code in the room that is left. */
function drawOffer(canvas: Canvas, box: Box, design: Design, unit: number): void {
  const { words, colours, goal } = design
  const { x, width } = box
  const rule = fitText(words.rule, {
    width,
    height: unit * (design.photo ? 9.5 : 15),
    weight: 'medium',
    largest: unit * (design.photo ? 4.2 : 4.9),
    smallest: unit * 2.6,
    mostLines: 3,
    leading: 1.32,
    fill: true,
  })
  const gap = unit * (design.photo ? 4.5 : 6)
  // A photograph takes the place of the stamps.
  const kept = design.photo || !stampGrid(goal, box, unit) ? 0 : unit * 16 + gap
  const reward = fitText(words.reward, {
    width,
    height: box.height - rule.height - gap - kept,
    weight: 'bold',
    largest: unit * 18,
    smallest: unit * 5,
    mostLines: 4,
    leading: 1.06,
  })
  drawText(canvas, reward, { x, y: box.y, width, fill: colours.ink })
  drawText(canvas, rule, { x, y: box.y + reward.height + gap, width, fill: colours.ink })
  const left = box.height - reward.height - rule.height - 2.4 * gap
  const grid = kept ? stampGrid(goal, { width, height: left }, unit * 19) : null
  // Nearer to the code than to the rule, without a hole above them.
  if (grid) {
    const free = left - grid.height
    drawStamps(canvas, { x, y: box.y + box.height - grid.height - free * 0.4 }, grid, design)
  }
}
