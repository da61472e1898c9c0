import sharp from 'sharp'
import { describe, expect, it, vi } from 'vitest'
import { drawHeroImage, drawProgramLogo } from '../../../adapters/google-wallet/hero-image.ts'
import { createHeroImages } from '../../../adapters/google-wallet/hero-images.ts'
import type { StampDesign } from '../../../src/art/stamp-picture.ts'

const look = { background: '#1e3a5f', foreground: '#ffffff', accent: '#ffb703' }
const design: StampDesign = { look, goal: 10, milestones: [5, 10] }

/** Share of the picture that is in the accent's colour. */
async function accentShare(png: Buffer): Promise<number> {
  const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true })
  let count = 0
  for (let i = 0; i < data.length; i += 3)
    if (Math.abs(data[i]! - 0xff) + Math.abs(data[i + 1]! - 0xb7) + Math.abs(data[i + 2]! - 0x03) < 30)
      count++
  return count / (info.width * info.height)
}

describe('drawHeroImage', () => {
  it('is as large as Google asks for', async () => {
    const { width, height, format } = await sharp(await drawHeroImage(design, 3)).metadata()
    expect({ width, height, format }).toEqual({ width: 1032, height: 336, format: 'png' })
  })

  it.each([1, 2, 5, 10, 20, 33, 40, 41, 100])('fills up as stamps come, with a goal of %i', async (goal) => {
    const states = [0, Math.ceil(goal / 2), goal]
    const shares = await Promise.all(
      states.map(async (n) => accentShare(await drawHeroImage({ look, goal, milestones: [goal] }, n))),
    )
    expect(shares[1]).toBeGreaterThan(shares[0] ?? 1)
    expect(shares[2]).toBeGreaterThanOrEqual(shares[1] ?? 1)
    expect(shares[2]).toBeLessThan(0.6)
  })

  it('draws the same state alike, byte for byte', async () => {
    expect(await drawHeroImage(design, 4)).toEqual(await drawHeroImage(design, 4))
  })
})

describe('drawProgramLogo', () => {
  it('is square, and keeps the whole logo inside the circle that Google cuts', async () => {
    const wide = await sharp({ create: { width: 800, height: 100, channels: 3, background: '#ff0000' } })
      .jpeg()
      .toBuffer()
    for (const logo of [undefined, new Uint8Array(wide)]) {
      const png = await drawProgramLogo({ ...look, logo })
      const { width, height } = await sharp(png).metadata()
      expect([width, height]).toEqual([660, 660])
      const cut = sharp(png).removeAlpha().extract({ left: 0, top: 0, width: 90, height: 90 })
      // Taken from the finished piece, because `stats` looks at its input alone.
      const corner = await sharp(await cut.png().toBuffer()).stats()
      expect(corner.channels.map(({ min, max }) => [min, max])).toEqual([
        [0x1e, 0x1e],
        [0x3a, 0x3a],
        [0x5f, 0x5f],
      ])
    }
  })
})

describe('createHeroImages', () => {
  const request = { merchantId: 'm', programId: 'p', version: 1 }

  it('knows no more stamps than the goal, and no strange programs', async () => {
    const imageFor = createHeroImages({ designOf: async (m) => (m === 'm' ? design : null) })
    expect(await imageFor({ ...request, part: 10 })).toBeInstanceOf(Buffer)
    expect(await imageFor({ ...request, part: 'logo' })).toBeInstanceOf(Buffer)
    expect(await imageFor({ ...request, part: 11 })).toBeNull()
    expect(await imageFor({ ...request, merchantId: 'other', part: 1 })).toBeNull()
  })

  it('draws a picture once, and anew when the look changes', async () => {
    const designOf = vi.fn(async () => design)
    const imageFor = createHeroImages({ designOf })
    const first = await imageFor({ ...request, part: 2 })
    expect(await imageFor({ ...request, part: 2 })).toBe(first)
    designOf.mockResolvedValue({ ...design, look: { ...look, accent: '#00ff00' } })
    expect(await imageFor({ ...request, part: 2 })).not.toEqual(first)
  })
})
