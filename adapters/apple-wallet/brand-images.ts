import sharp from 'sharp'
import { paletteOf } from '../../src/art/palette.ts'
import { seal } from '../../src/art/stamp-shapes.ts'
import type { Look } from '../../src/domain/card-face.ts'
import { type PassFile, passFile } from './zip.ts'

/** Pixels per point; file names end in `@2x` and `@3x`. */
export const scales = [1, 2, 3] as const
const iconSize = 38
const logoBox = { width: 160, height: 50 }
/** Of a poster, in iOS 27. */
const primaryLogoBox = { width: 126, height: 30 }
/** Logos wider than this hold the shop's name as a rule; a symbol has it set beside it. */
const wordmark = 1.8

export type BrandImages = { files: PassFile[]; showsName: boolean }

/** Icon (lock screen, mail) and logo (top left) from the merchant's picture, or drawn in its colours when there is none. */
export async function brandImages(look: Look): Promise<BrandImages> {
  const picture = look.logo ? await readPicture(look.logo) : null
  if (!picture) return { files: await drawnBrand(look), showsName: false }
  const made = scales.map((scale) => [
    file('icon', scale, iconOf(picture.bytes, look.background, scale)),
    file('logo', scale, logoOf(picture.bytes, logoBox, scale)),
    file('primaryLogo', scale, logoOf(picture.bytes, primaryLogoBox, scale)),
  ])
  return { files: await Promise.all(made.flat()), showsName: picture.width / picture.height > wordmark }
}

/** `name@2x.png` with its hashes. */
export async function file(name: string, scale: number, png: Promise<Buffer>): Promise<PassFile> {
  return passFile(scale === 1 ? `${name}.png` : `${name}@${scale}x.png`, await png)
}

/** An SVG measured in points as PNG. Flat drawings lose nothing to be seen by a palette without dithering, and four fifths of their bytes. A photograph needs it. */
export function rasterize(svg: string, scale: number, dither = 0): Promise<Buffer> {
  return sharp(Buffer.from(svg), { density: 72 * scale, limitInputPixels: 16_000_000 })
    .png({ palette: true, quality: 75, dither, compressionLevel: 9 })
    .toBuffer()
}

/** Null when it is no PNG or JPEG that can be read: a card must never fail for its logo. */
export async function readPicture(
  bytes: Uint8Array,
): Promise<{ bytes: Uint8Array; width: number; height: number } | null> {
  const png = bytes[0] === 0x89 && bytes[1] === 0x50
  const jpeg = bytes[0] === 0xff && bytes[1] === 0xd8
  if (!png && !jpeg) return null
  try {
    const { data, info } = await sharp(bytes, { limitInputPixels: 16_000_000 })
      .rotate()
      .resize({ width: 960, height: 960, fit: 'inside', withoutEnlargement: true })
      .png()
      .toBuffer({ resolveWithObject: true })
    return { bytes: data, width: info.width, height: info.height }
  } catch {
    return null
  }
}

function iconOf(picture: Uint8Array, background: string, scale: number): Promise<Buffer> {
  const edge = Math.round(iconSize * scale * 0.1)
  const inner = iconSize * scale - 2 * edge
  return sharp(picture)
    .resize({ width: inner, height: inner, fit: 'contain', background: '#00000000' })
    .extend({ top: edge, bottom: edge, left: edge, right: edge, background: '#00000000' })
    .flatten({ background })
    .png()
    .toBuffer()
}

function logoOf(picture: Uint8Array, box: typeof logoBox, scale: number): Promise<Buffer> {
  return sharp(picture)
    .resize({ width: box.width * scale, height: box.height * scale, fit: 'inside' })
    .png()
    .toBuffer()
}

async function drawnBrand(look: Look): Promise<PassFile[]> {
  const colors = paletteOf(look)
  const square = (size: number, body: string) =>
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="0 0 ${size} ${size}">${body}</svg>`
  const motif = (size: number, diameter: number) =>
    seal({ x: size / 2, y: size / 2, diameter }, colors, look.stamp)
  const ground = `<rect width="100%" height="100%" fill="${colors.ground}"/>`
  const made = scales.map((scale) => [
    file('icon', scale, rasterize(square(iconSize, ground + motif(iconSize, 30)), scale)),
    file('logo', scale, rasterize(square(logoBox.height, motif(logoBox.height, 42)), scale)),
    file(
      'primaryLogo',
      scale,
      rasterize(square(primaryLogoBox.height, motif(primaryLogoBox.height, 28)), scale),
    ),
  ])
  return Promise.all(made.flat())
}
