import sharp from 'sharp'
import { paletteOf } from '../../src/art/palette.ts'
import { type StampDesign, stampPicture } from '../../src/art/stamp-picture.ts'
import { seal } from '../../src/art/stamp-shapes.ts'
import type { Look } from '../../src/domain/card-face.ts'

/** As large as Google asks for. */
const heroSize = { width: 1032, height: 336 }
const logoSize = 660

/** PNG of 1032 x 336: one place per stamp, `stamps` of them filled; gifts at the milestones. No text: no font needed. */
export async function drawHeroImage(design: StampDesign, stamps: number): Promise<Buffer> {
  return sharp(Buffer.from(stampPicture(design, stamps, heroSize)))
    .png({ compressionLevel: 9, palette: true })
    .toBuffer()
}

/** PNG of 660 x 660 with the logo inside the circle that Google cuts out; without a logo, a stamp in its colours. */
export async function drawProgramLogo(look: Look): Promise<Buffer> {
  const canvas = sharp({
    create: { width: logoSize, height: logoSize, channels: 4, background: look.background },
  })
  if (!look.logo)
    return canvas
      .composite([{ input: Buffer.from(stampLogoSvg(look)) }])
      .png({ palette: true })
      .toBuffer()
  // The largest square inside the circle, less a little air.
  const size = Math.floor(logoSize * 0.68)
  const logo = await sharp(look.logo, { limitInputPixels: 16_000_000 })
    .resize(size, size, { fit: 'inside', withoutEnlargement: false })
    .png()
    .toBuffer()
  return canvas
    .composite([{ input: logo, gravity: 'centre' }])
    .png()
    .toBuffer()
}

const stampLogoSvg = (look: Look): string => {
  const place = { x: logoSize / 2, y: logoSize / 2, diameter: logoSize * 0.68 }
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${logoSize}" height="${logoSize}">${seal(place, paletteOf(look))}</svg>`
}
