import type { StampShape } from '../domain/card-face.ts'

/** A stamp's form around the origin within a circle of radius 50. */
export type StampOutline = {
  path: string
  /** Radius of the brighter disc inside; 0 where there is no room for one. */
  disc: number
  /** Where the mark is set, and how large against that of a seal. */
  mark: { x: number; y: number; scale: number }
  /** May be set down askew, as a hand would. */
  askew: boolean
}

const middle = { x: 0, y: 0, scale: 1 }
const circle = 'M-47 0 a47 47 0 1 0 94 0 a47 47 0 1 0 -94 0 Z'

export const outlines: Record<StampShape, StampOutline> = {
  seal: { path: scallops(16, 46, 50), disc: 38.5, mark: middle, askew: true },
  circle: { path: circle, disc: 38.5, mark: middle, askew: false },
  square: {
    path: 'M-30 -44 H30 A14 14 0 0 1 44 -30 V30 A14 14 0 0 1 30 44 H-30 A14 14 0 0 1 -44 30 V-30 A14 14 0 0 1 -30 -44 Z',
    disc: 0,
    mark: middle,
    askew: true,
  },
  cup: {
    path: 'M-38 -34 H26 V-26 C50 -30 54 10 22 10 C16 26 8 30 -2 32 H34 V42 H-46 V32 H-10 C-30 28 -38 10 -38 -34 Z M26 -15 V0 C38 0 38 -18 26 -15 Z',
    disc: 0,
    mark: { x: -6, y: -4, scale: 0.72 },
    askew: false,
  },
  bean: {
    path: 'M-14 -47 C22 -54 44 -18 32 18 C24 44 -4 54 -24 40 C-48 22 -46 -38 -14 -47 Z',
    disc: 0,
    mark: { x: -4, y: 0, scale: 0.85 },
    askew: true,
  },
  star: { path: star(5, 29, 50), disc: 0, mark: { x: 0, y: 3, scale: 0.66 }, askew: true },
  heart: {
    path: 'M0 45 C-70 0 -50 -44 -22 -42 C-10 -41 -3 -34 0 -27 C3 -34 10 -41 22 -42 C50 -44 70 0 0 45 Z',
    disc: 0,
    mark: { x: 0, y: -5, scale: 0.8 },
    askew: false,
  },
  logo: { path: circle, disc: 41, mark: middle, askew: false },
}

/** The paths alone, for whoever shows which shapes there are. */
export const shapeDrawings = Object.fromEntries(
  Object.entries(outlines).map(([shape, { path }]) => [shape, path]),
) as Record<StampShape, string>

/** A circle with a wavy edge: quadratic arcs between points on the inner radius. */
function scallops(count: number, inner: number, outer: number): string {
  const bulge = outer * 2 - inner
  const arcs = Array.from(
    { length: count },
    (_, step) => `Q${onCircle((step + 0.5) / count, bulge)} ${onCircle((step + 1) / count, inner)}`,
  )
  return `M${onCircle(0, inner)} ${arcs.join(' ')} Z`
}

function star(points: number, inner: number, outer: number): string {
  const corners = Array.from({ length: points * 2 }, (_, index) =>
    onCircle(index / (points * 2), index % 2 === 0 ? outer : inner),
  )
  return `M${corners.join(' L')} Z`
}

/** @param turn 0 is the top, 1 once round */
function onCircle(turn: number, radius: number): string {
  const angle = turn * 2 * Math.PI
  return `${round(Math.sin(angle) * radius)} ${round(-Math.cos(angle) * radius)}`
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
