import sharp from 'sharp'
import type { PictureProblem } from '../domain/picture-problem.ts'
import { type PictureFormat, pictureFormat } from './picture-format.ts'

/** Bytes of a picture as cards keep it. */
const mostBytes = 512 * 1024
/** A phone's 48 megapixels fit; beyond, reading one picture would harm the others. */
const mostPixels = 64_000_000
/** Of the longer side: below, the sharpest phones would show it blurred. */
const leastEdge = { logo: 80, photo: 480 }

export type PreparedPicture = { ok: true; bytes: Buffer } | { ok: false; reason: PictureProblem }

const refused = (reason: PictureProblem): PreparedPicture => ({ ok: false, reason })

/**
 * Brings a merchant's picture to the size that cards need, upright and without its metadata: a logo as PNG within
 * 600 x 600, a photograph as JPEG within 1200 x 1200. A logo may be an SVG.
 */
export async function preparePicture(kind: 'logo' | 'photo', bytes: Uint8Array): Promise<PreparedPicture> {
  const format = pictureFormat(bytes)
  if (format === 'heic' || format === 'foreign') return refused(format)
  if (format === 'svg' && kind === 'photo') return refused('drawing')
  // Entities can grow without end, and no drawing program needs them.
  if (format === 'svg' && /<!ENTITY/i.test(Buffer.from(bytes).toString('utf8'))) return refused('unsafe')
  try {
    const reason = await problemOf(kind, format, bytes)
    if (reason) return refused(reason)
    const draw = format === 'svg' ? prepareDrawing : kind === 'logo' ? prepareLogo : preparePhoto
    return { ok: true, bytes: await draw(bytes) }
  } catch {
    // It begins like a picture, and the library cannot read on.
    return refused('broken')
  }
}

/** What its head tells, before its pixels are read. */
async function problemOf(
  kind: 'logo' | 'photo',
  format: PictureFormat,
  bytes: Uint8Array,
): Promise<PictureProblem | null> {
  const { width = 0, height = 0, pages = 1 } = await sharp(bytes, { limitInputPixels: false }).metadata()
  if (pages > 1) return 'moving'
  // A drawing has no pixels of its own.
  if (format === 'svg') return null
  if (width * height > mostPixels) return 'huge'
  return Math.max(width, height) < leastEdge[kind] ? 'tiny' : null
}

/** Drawn as large as it is needed: nothing of the file itself is kept, so no script of it ever reaches a browser. */
async function prepareDrawing(bytes: Uint8Array): Promise<Buffer> {
  const { width = 600, height = 600 } = await sharp(bytes).metadata()
  const density = Math.min(2400, Math.max(1, (72 * 600) / Math.max(width, height, 1)))
  return sharp(bytes, { density, limitInputPixels: mostPixels })
    .resize({ width: 600, height: 600, fit: 'inside' })
    .png({ compressionLevel: 9 })
    .toBuffer()
}

const read = (bytes: Uint8Array, edge: number) =>
  sharp(bytes, { limitInputPixels: mostPixels })
    .rotate()
    .resize({ width: edge, height: edge, fit: 'inside', withoutEnlargement: true })

async function prepareLogo(bytes: Uint8Array): Promise<Buffer> {
  const exact = await read(bytes, 600).png({ compressionLevel: 9 }).toBuffer()
  // A photograph used as a logo: fewer colours, so that it stays small.
  return exact.length <= mostBytes ? exact : read(bytes, 600).png({ palette: true }).toBuffer()
}

const preparePhoto = (bytes: Uint8Array): Promise<Buffer> =>
  read(bytes, 1200).flatten({ background: '#ffffff' }).jpeg({ quality: 78, mozjpeg: true }).toBuffer()
