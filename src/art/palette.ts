import type { Look } from '../domain/card-face.ts'
import { contrast as contrastOf } from '../domain/contrast.ts'

type Rgb = [number, number, number]

/** The colours of the drawn images, all derived from the merchant's three, each readable on what lies below it. */
export type Palette = {
  /** The strip behind the stamps: near the card's own background, yet apart from it. */
  ground: string
  /** A filled stamp, its inner disc, and what is drawn on it. */
  stamp: string
  bright: string
  mark: string
  /** Outline of a place still empty. */
  ring: string
}

/** 3:1 is what WCAG 2.2 asks of graphics (1.4.11). */
const graphicContrast = 3

export function paletteOf(look: Look): Palette {
  const background = parse(look.background)
  const foreground = parse(look.foreground)
  const accent = parse(look.accent)
  const ground = mix(mix(background, foreground, 0.05), accent, 0.06)
  const stamp = contrast(accent, ground) >= graphicContrast ? accent : foreground
  const inks: Rgb[] = [background, foreground, [255, 255, 255], [20, 20, 20]]
  const mark =
    inks.find((ink) => contrast(ink, stamp) >= 4.5) ??
    inks.toSorted((a, b) => contrast(b, stamp) - contrast(a, stamp))[0]!
  // Away from the mark, so that the mark stands out more.
  const black: Rgb = [0, 0, 0]
  const away: Rgb = contrast(mark, black) > contrast(stamp, black) ? black : [255, 255, 255]
  return {
    ground: hex(ground),
    stamp: hex(stamp),
    bright: hex(mix(stamp, away, 0.1)),
    mark: hex(mark),
    // Over a photograph a quiet tone would be lost.
    ring: hex(look.photo ? foreground : firstReadable(ground, foreground)),
  }
}

/** The quietest mixture towards the foreground that can still be seen. */
function firstReadable(ground: Rgb, foreground: Rgb): Rgb {
  for (let share = 0.3; share < 1; share += 0.1) {
    const tone = mix(ground, foreground, share)
    if (contrast(tone, ground) >= graphicContrast) return tone
  }
  return foreground
}

/**
 * How much of the ground's colour must lie over a photograph, from 0.4 to 1, so that stamps and empty places stand out
 * from whatever it shows: judged on its worst, pure white and pure black.
 */
export function readableVeil({ ground, stamp, ring }: Palette): number {
  const [base, ...inks] = [ground, stamp, ring].map(parse) as [Rgb, Rgb, Rgb]
  const extremes: Rgb[] = [
    [0, 0, 0],
    [255, 255, 255],
  ]
  const readable = (share: number) =>
    extremes.every((extreme) =>
      inks.every((ink) => contrast(ink, mix(extreme, base, share)) >= graphicContrast),
    )
  for (let percent = 40; percent < 100; percent += 5) if (readable(percent / 100)) return percent / 100
  return 1
}

/** Colours of pass.json, in the only notation it has: `rgb(r, g, b)`. */
export type PassColors = { backgroundColor: string; foregroundColor: string; labelColor: string }

/** Labels are small text: they have the accent only where it can be read (4.5:1, WCAG 2.2, 1.4.3). */
export function passColors({ background, foreground, accent }: Look): PassColors {
  const label = contrastOf(accent, background) >= 4.5 ? accent : foreground
  const notation = (color: string) => `rgb(${parse(color).join(', ')})`
  return {
    backgroundColor: notation(background),
    foregroundColor: notation(foreground),
    labelColor: notation(label),
  }
}

const parse = (color: string): Rgb =>
  [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16)) as Rgb
const hex = (color: Rgb) => `#${color.map((part) => part.toString(16).padStart(2, '0')).join('')}`
const mix = (a: Rgb, b: Rgb, share: number) =>
  a.map((part, index) => Math.round(part + (b[index]! - part) * share)) as Rgb

const contrast = (a: Rgb, b: Rgb) => contrastOf(hex(a), hex(b))
