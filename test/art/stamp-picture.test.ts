import { describe, expect, test } from 'vitest'
import { paletteOf, readableVeil } from '../../src/art/palette.ts'
import { posterPicture, stampPicture } from '../../src/art/stamp-picture.ts'
import { stampShapes } from '../../src/domain/card-face.ts'
import { contrast } from '../../src/domain/contrast.ts'

const look = { background: '#12394a', foreground: '#ffffff', accent: '#ffb54a' }
const strip = (goal: number, stamps: number, milestones: number[] = [goal]) =>
  stampPicture({ look, goal, milestones }, stamps, { width: 375, height: 144 })
const hero = (goal: number) =>
  stampPicture({ look, goal, milestones: [goal] }, 0, { width: 1032, height: 336 })
const count = (svg: string, part: string) => svg.split(part).length - 1
const { mark, stamp } = paletteOf(look)
const check = `stroke="${mark}" stroke-width="9.5"`
const gift = (color: string) => `stroke="${color}" stroke-width="4.6"`

describe('the picture of stamps', () => {
  test('shows a check for each stamp, and gifts where there is something to win', () => {
    const svg = strip(10, 7, [5, 10])
    expect(count(svg, check)).toBe(6)
    expect(count(svg, gift(mark))).toBe(1)
    expect(count(svg, gift(stamp))).toBe(1)
    expect(count(svg, 'stroke-dasharray')).toBe(2)
  })

  test.each([1, 2, 3, 5, 7, 8, 10, 12, 13, 20, 37, 40])('keeps all %i places within its bounds', (goal) => {
    for (const [svg, height] of [
      [strip(goal, 0), 144],
      [hero(goal), 122],
    ] as const) {
      const places = [...svg.matchAll(/translate\(([\d.]+) ([\d.]+)\) rotate\(\S+\) scale\(([\d.]+)\)/g)]
      expect(places).toHaveLength(goal)
      for (const [, x, y, scale] of places) {
        const radius = Number(scale) * 50
        expect(Number(x) - radius).toBeGreaterThan(8)
        expect(Number(x) + radius).toBeLessThan(375 - 8)
        expect(Number(y) - radius).toBeGreaterThan(8)
        expect(Number(y) + radius).toBeLessThan(height - 8)
        expect(radius).toBeGreaterThan(8)
      }
    }
  })

  test('becomes a bar when there are too many to be told apart', () => {
    expect(count(strip(100, 62, [50, 100]), 'stroke-width="18"')).toBe(2)
    expect(count(strip(100, 0, [100]), 'stroke-width="18"')).toBe(1)
  })
})

test.each([
  ['#3b2417', '#fff4e6', '#e8a13c'],
  ['#ffffff', '#1d2b26', '#0f7b5f'],
  ['#ffd54d', '#2b2b2b', '#ffe9a8'],
  ['#101418', '#f2f5f7', '#101418'],
])(
  'stamps can be told from the ground and their marks from them: %s %s %s',
  (background, foreground, accent) => {
    const colors = paletteOf({ background, foreground, accent })
    expect(contrast(colors.stamp, colors.ground)).toBeGreaterThanOrEqual(3)
    expect(contrast(colors.ring, colors.ground)).toBeGreaterThanOrEqual(3)
    expect(contrast(colors.mark, colors.stamp)).toBeGreaterThanOrEqual(4.5)
  },
)

describe('the merchant’s choices', () => {
  const size = { width: 375, height: 144 }
  const logo = Buffer.from([0x89, 0x50])
  const photo = Buffer.from([0xff, 0xd8])
  const drawn = (changes: object, stamps = 7) =>
    stampPicture({ look: { ...look, ...changes }, goal: 10, milestones: [5, 10] }, stamps, size)

  test('every shape looks different, and keeps its checks and gifts', () => {
    const pictures = stampShapes.map((shape) => drawn({ stamp: shape, logo }))
    expect(new Set(pictures).size).toBe(stampShapes.length)
    for (const [index, svg] of pictures.entries()) {
      expect(count(svg, check)).toBe(stampShapes[index] === 'logo' ? 0 : 6)
      expect(count(svg, gift(mark))).toBe(1)
    }
  })

  test('a logo is drawn once and shown in each stamp; without one, stamps are round', () => {
    const svg = drawn({ stamp: 'logo', logo })
    expect(count(svg, 'data:image/png;base64,iVA=')).toBe(1)
    expect(count(svg, '<use href="#logo"/>')).toBe(6)
    expect(drawn({ stamp: 'logo' })).toBe(drawn({ stamp: 'circle' }))
  })

  test('on a photograph each place has a backing; the photograph is shown once', () => {
    const svg = drawn({ photo })
    expect(count(svg, 'data:image/jpeg;base64,/9g=')).toBe(1)
    const { ground } = paletteOf(look)
    expect(
      count(svg, `fill="${ground}" fill-opacity="${readableVeil(paletteOf({ ...look, photo }))}"/>`),
    ).toBe(10)
  })

  test.each([
    ['#3b2417', '#fff4e6', '#e8a13c'],
    ['#ffffff', '#1d2b26', '#0f7b5f'],
    ['#777777', '#ffffff', '#808080'],
  ])(
    'stamps stand out on the darkest and on the brightest photograph: %s',
    (background, foreground, accent) => {
      const colors = paletteOf({ background, foreground, accent, photo })
      const veil = readableVeil(colors)
      const part = (color: string, at: number) => Number.parseInt(color.slice(at, at + 2), 16)
      for (const extreme of ['#000000', '#ffffff']) {
        const under = [1, 3, 5].map((at) =>
          Math.round(part(extreme, at) + (part(colors.ground, at) - part(extreme, at)) * veil),
        )
        const seen = `#${under.map((value) => value.toString(16).padStart(2, '0')).join('')}`
        if (veil < 1) expect(contrast(colors.stamp, seen)).toBeGreaterThanOrEqual(3)
      }
    },
  )

  test('on a poster the stamps leave the lower half to text and barcode', () => {
    const svg = posterPicture({ look, goal: 10, milestones: [10] }, 7, { width: 358, height: 448 })
    const bottoms = [...svg.matchAll(/translate\([\d.]+ ([\d.]+)\) rotate\(\S+\) scale\(([\d.]+)\)/g)].map(
      ([, y, scale]) => Number(y) + Number(scale) * 50,
    )
    expect(bottoms).toHaveLength(10)
    expect(Math.max(...bottoms)).toBeLessThan(((375 * 448) / 358) * 0.56)
  })
})
