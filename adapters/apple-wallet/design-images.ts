import { crc32 } from 'node:zlib'
import { createBoundedCache } from '../../src/art/bounded-cache.ts'
import { type PassColors, passColors } from '../../src/art/palette.ts'
import { posterPicture, type StampDesign, stampPicture } from '../../src/art/stamp-picture.ts'
import type { CardFace, Look } from '../../src/domain/card-face.ts'
import { type BrandImages, brandImages, file, rasterize, scales } from './brand-images.ts'
import { type PassFile, type ZipBlock, zipBlock } from './zip.ts'

/** Everything of a pass that its design alone decides. */
export type DesignImages = {
  /** Tells this design and number of stamps from all others of the installation. */
  key: string
  /** Laid out for the archive. */
  block: ZipBlock
  /** Their lines of manifest.json, ready to be put between braces. */
  manifest: string
  /** The logo holds the shop's name, so that it need not be set beside it. */
  logoShowsName: boolean
  colors: PassColors
}

/** All images of a card, drawn and hashed once per (design, number of stamps). */
export function createDesignImages(
  cacheBytes = 64 * 1024 * 1024,
): (face: CardFace) => DesignImages | Promise<DesignImages> {
  const brands = createBoundedCache<BrandImages>(cacheBytes / 4, (brand) => weightOf(brand.files))
  const whole = createBoundedCache<DesignImages>(cacheBytes, ({ block }) => block.data.length)
  return (face) => {
    const brandKey = lookKey(face.merchantId, face.look)
    const design = designOf(face)
    const ladder = design.milestones.join(',')
    const stamps = Math.max(0, Math.min(face.stamps, face.goal))
    const key = `${brandKey}|${design.goal}|${ladder}|${stamps}`
    return whole.get(key, async () => {
      const [brand, strips] = await Promise.all([
        brands.get(brandKey, () => brandImages(face.look)),
        drawStates(design, stamps),
      ])
      const files = [...brand.files, ...strips]
      return {
        key,
        block: zipBlock(files),
        manifest: manifestLines(files),
        logoShowsName: brand.showsName,
        colors: passColors(face.look),
      }
    })
  }
}

/** `"name":"sha1"` of each file, as in manifest.json. File names are our own and need no escaping. */
export function manifestLines(files: readonly PassFile[]): string {
  return files.map(({ name, sha1 }) => `"${name}":"${sha1}"`).join(',')
}

/** A store card's strip and a poster's artwork, in points. */
const stripSize = { width: 375, height: 144 }
const artworkSize = { width: 358, height: 448 }

/** No phone that knows posters has a screen of one pixel per point. */
const artworkScales = scales.filter((scale) => scale > 1)

function drawStates(design: StampDesign, stamps: number): Promise<PassFile[]> {
  const dither = design.look.photo ? 1 : 0
  const strip = stampPicture(design, stamps, stripSize)
  const artwork = posterPicture(design, stamps, artworkSize)
  return Promise.all([
    ...scales.map((scale) => file('strip', scale, rasterize(strip, scale, dither))),
    ...artworkScales.map((scale) => file('artwork', scale, rasterize(artwork, scale, dither))),
  ])
}

/** The strip alone, twice the points: the same drawing that goes into passes, for a preview. */
export function previewStrip(face: CardFace): Promise<Buffer> {
  const design = designOf(face)
  return rasterize(stampPicture(design, face.stamps, stripSize), 2, design.look.photo ? 1 : 0)
}

const designOf = ({ look, goal, milestones }: CardFace): StampDesign => ({
  look,
  goal,
  milestones: milestones.map(({ at }) => at),
})

/** A CRC is enough to notice that a merchant changed their own picture; nobody else's is under the same key. */
function lookKey(merchantId: string, { background, foreground, accent, stamp, logo, photo }: Look): string {
  return `${merchantId}|${background}${foreground}${accent}|${stamp ?? ''}|${mark(logo)}|${mark(photo)}`
}

const marks = new WeakMap<Uint8Array, string>()

/** Worked out once for each picture in memory, not for each pass. */
function mark(picture: Uint8Array | undefined): string {
  if (!picture) return ''
  const known = marks.get(picture)
  if (known !== undefined) return known
  const made = `${picture.length}.${crc32(picture)}`
  marks.set(picture, made)
  return made
}

const weightOf = (files: readonly PassFile[]) => files.reduce((sum, each) => sum + each.bytes.length, 0)
