import { createBoundedCache } from '../../src/art/bounded-cache.ts'
import type { StampDesign } from '../../src/art/stamp-picture.ts'
import { drawHeroImage, drawProgramLogo } from './hero-image.ts'
import { designHash } from './image-address.ts'

/** Which picture: of a number of stamps, or the logo. */
export type WalletImage = { merchantId: string; programId: string; version: number; part: number | 'logo' }

const cacheBytes = 16 * 1024 * 1024

/**
 * The pictures behind {@link heroImagePath} and {@link logoPath} as PNG, the latest 16 MB of them kept. Null when the
 * merchant has no such program version, or its goal is lower.
 */
export function createHeroImages(deps: {
  designOf(merchantId: string, programId: string, version: number): Promise<StampDesign | null>
}): (image: WalletImage) => Promise<Buffer | null> {
  const images = createBoundedCache<Buffer>(cacheBytes, ({ length }) => length)
  return async ({ merchantId, programId, version, part }) => {
    const design = await deps.designOf(merchantId, programId, version)
    if (!design || (part !== 'logo' && part > design.goal)) return null
    return images.get(`${designHash(design)}/${part}`, () => draw(design, part))
  }
}

const draw = (design: StampDesign, part: number | 'logo'): Promise<Buffer> =>
  part === 'logo' ? drawProgramLogo(design.look) : drawHeroImage(design, part)
