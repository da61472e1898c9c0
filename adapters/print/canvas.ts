import type { Weight } from './typeface.ts'

/** All measures are in points of 1/72 inch from the sheet's upper left corner; y grows downwards. */
export type Box = { x: number; y: number; width: number; height: number }

/** Colours are `#rrggbb`; `black` is the one ink of a press, with nothing below it that could be out of place. */
export type Paint = string

/** A drawing around the origin, set down somewhere. */
export type Spot = { x: number; y: number; scale: number; turn?: number }

export type PathStyle = { fill: Paint } | { stroke: Paint; width: number; dash?: number }

export type TextLine = {
  text: string
  x: number
  baseline: number
  size: number
  weight: Weight
  fill: Paint
}

/** A PNG or JPEG without transparency, already of its box's proportions. */
export type Picture = { bytes: Buffer; type: 'png' | 'jpeg'; width: number; height: number }

/** What sheets are drawn on. Nothing on it is transparent: printing presses flatten that each in their own way. */
export type Canvas = {
  rect(box: Box, style: PathStyle, radius?: number): void
  /** @param path in SVG's notation; filled by the even-odd rule */
  path(path: string, spot: Spot, style: PathStyle): void
  text(line: TextLine): void
  image(picture: Picture, box: Box): void
  /** Draws turned by 180 degrees around a point. */
  upsideDown(x: number, y: number, draw: () => void): void
}

/** Points of so many millimetres. */
export const mm = (millimetres: number): number => (millimetres * 72) / 25.4

export const inset = ({ x, y, width, height }: Box, by: number): Box => ({
  x: x + by,
  y: y + by,
  width: width - 2 * by,
  height: height - 2 * by,
})
