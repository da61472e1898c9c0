import sharp from 'sharp'
import type { Placement, PrintFormat } from '../../src/ports/print.ts'
import { mm } from './canvas.ts'
import { bleed, drawCropMarks, drawFoldMarks, drawGridMarks, slug } from './crop-marks.ts'
import { type Design, designOf } from './design.ts'
import { drawLabel, drawLabelGround, type LabelShape, labelEdge, labelPlaces } from './label.ts'
import { pdfSheets } from './pdf-canvas.ts'
import { receiptOf, receiptWidth } from './receipt.ts'
import { isTrimmed, type Sheet, sheetOf } from './sheets.ts'
import { svgCanvas } from './svg-canvas.ts'

/** One drawing in its three formats; each is made only when asked for. */
type Drawing = { pdf(): Promise<Buffer>; svg(): string; dpi: number; blackOnly?: true }

/** See the port. */
export async function drawPlacement(placement: Placement, format: PrintFormat): Promise<Buffer> {
  const drawing = await drawingOf(placement)
  if (format === 'pdf') return drawing.pdf()
  const svg = Buffer.from(drawing.svg())
  return format === 'svg' ? svg : rasterised(svg, drawing)
}

async function drawingOf(placement: Placement): Promise<Drawing> {
  const { kind } = placement
  const sheet = isTrimmed(kind) ? sheetOf(kind) : null
  const design = await designOf({ ...placement, photoBox: sheet?.photoBox ?? null })
  if (sheet) return trimmed(sheet, placement, design)
  if (kind === 'receipt-footer') return receipt(placement, design)
  return labels(kind === 'label-round' ? 'round' : 'square', placement, design)
}

/** A receipt printer knows black and white alone. */
function rasterised(svg: Buffer, { dpi, blackOnly }: Drawing): Promise<Buffer> {
  const picture = sharp(svg, { density: dpi }).withMetadata({ density: dpi })
  return blackOnly
    ? picture.flatten({ background: '#ffffff' }).threshold(150).png({ palette: true, colours: 2 }).toBuffer()
    : picture.png().toBuffer()
}

const documentOf = ({ words, language }: Placement) =>
  pdfSheets({ title: `${words.shopName}: ${words.reward}`, language })

function trimmed(sheet: Sheet, placement: Placement, design: Design): Drawing {
  const { width, height, fold, dpi } = sheet
  return {
    dpi,
    pdf() {
      const pdf = documentOf(placement)
      pdf.addPage({ width: width + 2 * slug, height: height + 2 * slug, origin: slug, trim: slug, bleed })
      sheet.draw(pdf, design)
      drawCropMarks(pdf, sheet)
      if (fold !== undefined) drawFoldMarks(pdf, fold, width)
      return pdf.end()
    },
    svg() {
      const canvas = svgCanvas(width, height)
      sheet.draw(canvas, design)
      return canvas.svg()
    },
  }
}

function receipt(placement: Placement, design: Design): Drawing {
  const { height, draw } = receiptOf(design)
  const paper = mm(80)
  return {
    dpi: 203.2,
    blackOnly: true,
    pdf() {
      const pdf = documentOf(placement)
      const origin = (paper - receiptWidth) / 2
      pdf.addPage({ width: paper, height: height + 2 * origin, origin, trim: 0, bleed: 0 })
      draw(pdf)
      return pdf.end()
    },
    svg() {
      const canvas = svgCanvas(receiptWidth, height)
      canvas.rect({ x: 0, y: 0, width: receiptWidth, height }, { fill: '#ffffff' })
      draw(canvas)
      return canvas.svg()
    },
  }
}

/** On paper a sheet of twelve; as a picture one, for label printers. */
function labels(shape: LabelShape, placement: Placement, design: Design): Drawing {
  const page = { width: mm(210), height: mm(297) }
  return {
    dpi: 300,
    pdf() {
      const pdf = documentOf(placement)
      pdf.addPage({ ...page, origin: 0, trim: 0, bleed: 0 })
      const places = labelPlaces()
      for (const place of places) drawLabelGround(pdf, place, shape, design)
      for (const place of places) drawLabel(pdf, place, shape, design)
      const edges = (at: number[]) => [...new Set(at.flatMap((each) => [each, each + labelEdge]))]
      const cuts = { xs: edges(places.map(({ x }) => x)), ys: edges(places.map(({ y }) => y)) }
      drawGridMarks(pdf, page, cuts, mm(4))
      return pdf.end()
    },
    svg() {
      const canvas = svgCanvas(labelEdge, labelEdge)
      const corner = { x: 0, y: 0 }
      drawLabelGround(canvas, corner, shape, design, true)
      drawLabel(canvas, corner, shape, design)
      return canvas.svg()
    },
  }
}
