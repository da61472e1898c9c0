import PDFDocument from 'pdfkit'
import type { Canvas, Paint, PathStyle, Spot, TextLine } from './canvas.ts'
import { isPlain, outlinesOf, runsOf } from './letters.ts'
import { faceOf, weights } from './typeface.ts'

type Page = {
  /** Of the paper, in points. */
  width: number
  height: number
  /** Where drawing begins, from the paper's corner. */
  origin: number
  /** From the paper's edge to where it is cut, and how far colour runs on beyond the cut. Both 0: nothing is cut. */
  trim: number
  bleed: number
}

/** A PDF being drawn. What is drawn is measured from the corner of the trimmed sheet. */
export type PdfSheets = Canvas & { addPage(page: Page): void; end(): Promise<Buffer> }

/** @param title shown as the window's name; `language` is BCP 47, for reading aloud */
export function pdfSheets({ title, language }: { title: string; language: string }): PdfSheets {
  const doc = new PDFDocument({
    autoFirstPage: false,
    margin: 0,
    lang: language,
    displayTitle: true,
    info: { Title: title, Creator: 'Stampbridge' },
  })
  const whole = collected(doc)
  for (const weight of weights) doc.registerFont(weight, faceOf(weight).bytes)
  return {
    ...canvasOf(doc),
    addPage(page) {
      doc.addPage({ size: [page.width, page.height], margin: 0 })
      setBoxes(doc, page)
      doc.translate(page.origin, page.origin)
    },
    end() {
      doc.end()
      return whole
    },
  }
}

function collected(doc: PDFKit.PDFDocument): Promise<Buffer> {
  const chunks: Buffer[] = []
  return new Promise((resolve, reject) => {
    doc.on('data', (chunk: Buffer) => chunks.push(chunk))
    doc.on('end', () => resolve(Buffer.concat(chunks)))
    doc.on('error', reject)
  })
}

/** By these a print shop knows where to cut (ISO 32000-1, 14.11.2). */
function setBoxes(doc: PDFKit.PDFDocument, { width, height, trim, bleed }: Page): void {
  const box = (by: number) => [by, by, width - by, height - by]
  Object.assign(doc.page.dictionary.data, { TrimBox: box(trim), BleedBox: box(trim - bleed) })
}

function canvasOf(doc: PDFKit.PDFDocument): Canvas {
  return {
    rect({ x, y, width, height }, style, radius = 0) {
      if (radius) doc.roundedRect(x, y, width, height, radius)
      else doc.rect(x, y, width, height)
      paint(doc, style)
    },
    path(path, spot, style) {
      doc.save()
      place(doc, spot)
      doc.path(path)
      paint(doc, style)
      doc.restore()
    },
    text: (line) => write(doc, line),
    image({ bytes }, { x, y, width, height }) {
      doc.image(bytes, x, y, { width, height })
    },
    upsideDown(x, y, draw) {
      doc.save()
      doc.rotate(180, { origin: [x, y] })
      draw()
      doc.restore()
    },
  }
}

function write(doc: PDFKit.PDFDocument, { text, x, baseline, size, weight, fill }: TextLine): void {
  if (isPlain(text)) {
    doc.font(weight, size).fillColor(ink(fill))
    doc.text(text, x, baseline, { lineBreak: false, baseline: 'alphabetic' })
    return
  }
  // pdfkit sets words from the left, one by one. Outlines stand right, and the text goes with them for readers aloud.
  doc.markContent('Span', { actual: text })
  for (const run of runsOf(text, weight)) {
    const scale = size / run.font.unitsPerEm
    doc.save()
    doc.translate(x + run.x * size, baseline).scale(scale, -scale)
    doc.path(outlinesOf(run)).fillColor(ink(fill)).fill('non-zero')
    doc.restore()
  }
  doc.endMarkedContent()
}

function place(doc: PDFKit.PDFDocument, { x, y, scale, turn }: Spot): void {
  doc.translate(x, y)
  if (turn) doc.rotate(turn)
  doc.scale(scale)
}

function paint(doc: PDFKit.PDFDocument, style: PathStyle): void {
  if ('fill' in style) {
    doc.fillColor(ink(style.fill)).fill('even-odd')
    return
  }
  doc.lineWidth(style.width).lineCap('round').lineJoin('round').strokeColor(ink(style.stroke))
  if (style.dash) doc.dash(style.dash, {})
  doc.stroke()
  if (style.dash) doc.undash()
}

/** Pure black is one ink, so that codes and marks have no coloured edges when the inks are out of register. */
const ink = (colour: Paint): PDFKit.Mixins.ColorValue => (colour === 'black' ? [0, 0, 0, 100] : colour)
