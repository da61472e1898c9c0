import { toSVG } from 'bwip-js/node'
import type { Canvas } from './canvas.ts'

/** Outlines of the dark modules as one path, to be filled by the even-odd rule; two units are one module. */
export type QrCode = { path: string; modules: number }

/** Light modules around it: part of the symbol. */
const quietModules = 4

/** Longer ones would have modules too fine for a sticker. */
const longest = 300

const unitsPerModule = 2
const recipe = { bcid: 'qrcode', eclevel: 'M', scale: 1 }

/** @throws RangeError when the address is too long */
export function qrCode(url: string): QrCode {
  if (url.length > longest) throw new RangeError(`A printed QR code holds at most ${longest} characters.`)
  const svg = toSVG({ text: url, ...recipe })
  const path = /<path d="([^"]+)"/.exec(svg)?.[1]
  const width = /viewBox="0 0 (\d+) /.exec(svg)?.[1]
  if (!path || !width) throw new Error('the QR code could not be drawn')
  return { path, modules: Number(width) / unitsPerModule }
}

/** Draws the code with its quiet zone into a square; what lies below must be white already. */
export function drawQr(canvas: Canvas, { path, modules }: QrCode, x: number, y: number, edge: number): void {
  const module = edge / (modules + 2 * quietModules)
  const corner = { x: x + quietModules * module, y: y + quietModules * module }
  canvas.path(path, { ...corner, scale: module / unitsPerModule }, { fill: 'black' })
}
