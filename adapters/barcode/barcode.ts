import { toBuffer, toSVG } from 'bwip-js/node'
import type { CodeDisplay } from '../../src/domain/program.ts'

export type Symbology = Exclude<CodeDisplay, 'text'>

type Recipe = {
  bcid: string
  name: string
  /** What the symbology can hold, and how to say so when it does not. */
  holds: RegExp
  rule: string
  options: {
    height?: number
    eclevel?: string
    paddingwidth: number
    paddingheight: number
  }
}

// A quiet zone is part of the symbol: without it scanners miss the code on a busy page.
const linear = { height: 14, paddingwidth: 12, paddingheight: 4 }
const matrix = { paddingwidth: 4, paddingheight: 4 }
const anyText = /^[^\p{Cc}]{1,1000}$/u

const recipes: Record<Symbology, Recipe> = {
  qr: {
    bcid: 'qrcode',
    name: 'A QR code',
    holds: anyText,
    rule: '1 to 1000 printable characters',
    options: { ...matrix, eclevel: 'M' },
  },
  code128: {
    bcid: 'code128',
    name: 'Code 128',
    holds: /^[ -~]{1,80}$/,
    rule: '1 to 80 letters, digits and signs of plain ASCII',
    options: linear,
  },
  ean13: {
    bcid: 'ean13',
    name: 'EAN-13',
    holds: /^\d{12,13}$/,
    rule: '12 digits, or 13 with the right check digit',
    options: linear,
  },
  code39: {
    bcid: 'code39',
    name: 'Code 39',
    holds: /^[0-9A-Z\-. $/+%]{1,43}$/,
    rule: '1 to 43 capital letters, digits, spaces and -.$/+%',
    options: linear,
  },
  pdf417: {
    bcid: 'pdf417',
    name: 'PDF417',
    holds: /^[ -~]{1,200}$/,
    rule: '1 to 200 letters, digits and signs of plain ASCII',
    options: matrix,
  },
  aztec: {
    bcid: 'azteccode',
    name: 'Aztec',
    holds: /^[ -~]{1,500}$/,
    rule: '1 to 500 letters, digits and signs of plain ASCII',
    options: matrix,
  },
}

/**
 * Why `value` cannot be shown in this symbology, as a sentence for the merchant; null when it can. Scanners disagree
 * on the encoding of letters beyond ASCII in all but QR codes, so those are refused.
 */
export function barcodeProblem(symbology: Symbology, value: string): string | null {
  const { name, holds, rule } = recipes[symbology]
  if (!holds.test(value)) return `${name} holds ${rule}.`
  if (symbology === 'ean13' && value.length === 13 && eanCheckDigit(value) !== Number(value[12]))
    return `${name} holds ${rule}; here it would be ${eanCheckDigit(value)}.`
  return null
}

const cacheLimit = 500
const drawn = new Map<string, string>()

/**
 * A barcode as one SVG element, black on white with its quiet zone, named `title` for screen readers. It has a
 * `viewBox` alone: the page's style sheet gives it its size.
 * @throws RangeError with {@link barcodeProblem}'s sentence when the symbology cannot hold the value.
 */
export function drawBarcode(symbology: Symbology, value: string, title: string): string {
  const problem = barcodeProblem(symbology, value)
  if (problem) throw new RangeError(problem)
  const key = JSON.stringify([symbology, value, title])
  const svg = drawn.get(key) ?? draw(symbology, value, title)
  // Taken out and put in again, the oldest entry is always the one longest unused.
  drawn.delete(key)
  drawn.set(key, svg)
  for (const oldest of drawn.keys()) {
    if (drawn.size <= cacheLimit) break
    drawn.delete(oldest)
  }
  return svg
}

/** A QR code as PNG, for e-mails, which show no SVG: six pixels a module, black on white with its quiet zone. */
export const drawQrPicture = (text: string): Promise<Buffer> =>
  toBuffer({ bcid: 'qrcode', text, scale: 3, backgroundcolor: 'FFFFFF', ...recipes.qr.options })

function draw(symbology: Symbology, value: string, title: string): string {
  const { bcid, options } = recipes[symbology]
  const columns = symbology === 'pdf417' ? { columns: pdf417Columns(value) } : {}
  // A fresh object each time: bwip-js writes into the one it is given.
  const svg = toSVG({ bcid, text: value, scale: 2, backgroundcolor: 'FFFFFF', ...options, ...columns })
  const name = escapeXml(title)
  const opening = /^<svg ([^>]*)>/
  // Replaced by a function, because a title may hold "$&".
  return svg
    .trim()
    .replace(
      opening,
      (_, attributes: string) =>
        `<svg role="img" aria-label="${name}" shape-rendering="crispEdges" ${attributes}><title>${name}</title>`,
    )
}

/** A short text in many columns would be a strip too low for scanners to hold still on. */
const pdf417Columns = (value: string): number => (value.length <= 24 ? 2 : 4)

function eanCheckDigit(digits: string): number {
  const sum = [...digits.slice(0, 12)].reduce((total, digit, i) => total + Number(digit) * (i % 2 ? 3 : 1), 0)
  return (10 - (sum % 10)) % 10
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const escapeXml = (text: string): string => text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign)
