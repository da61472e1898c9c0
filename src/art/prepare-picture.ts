import sharp from 'sharp'

/** Bytes of a picture as cards keep it. */
const mostBytes = 512 * 1024

/**
 * Brings a merchant's picture to the size that cards need, upright and without its metadata: a logo as PNG within
 * 600 x 600, a photograph as JPEG within 1200 x 1200. A logo may be an SVG. Null when it is nothing that can be read.
 */
export async function preparePicture(kind: 'logo' | 'photo', bytes: Uint8Array): Promise<Buffer | null> {
  const png = bytes[0] === 0x89 && bytes[1] === 0x50
  const jpeg = bytes[0] === 0xff && bytes[1] === 0xd8
  const svg = !png && !jpeg && kind === 'logo' && isSvg(bytes)
  if (!png && !jpeg && !svg) return null
  try {
    if (svg) return await prepareDrawing(bytes)
    return kind === 'logo' ? await prepareLogo(bytes) : await preparePhoto(bytes)
  } catch {
    // Broken, or so many pixels that reading it would harm the others.
    return null
  }
}

/** Entities can grow without end, and no drawing program needs them. */
function isSvg(bytes: Uint8Array): boolean {
  const text = Buffer.from(bytes).toString('utf8')
  return (
    /^\uFEFF?\s*<(\?xml|!--|!DOCTYPE svg|svg)[\s>]/i.test(text) &&
    /<svg[\s>]/i.test(text) &&
    !/<!ENTITY/i.test(text)
  )
}

/** Drawn as large as it is needed: nothing of the file itself is kept, so no script of it ever reaches a browser. */
async function prepareDrawing(bytes: Uint8Array): Promise<Buffer> {
  const { width = 600, height = 600 } = await sharp(bytes).metadata()
  const density = Math.min(2400, Math.max(1, (72 * 600) / Math.max(width, height, 1)))
  return sharp(bytes, { density, limitInputPixels: 40_000_000 })
    .resize({ width: 600, height: 600, fit: 'inside' })
    .png({ compressionLevel: 9 })
    .toBuffer()
}

const read = (bytes: Uint8Array, edge: number) =>
  sharp(bytes, { limitInputPixels: 40_000_000 })
    .rotate()
    .resize({ width: edge, height: edge, fit: 'inside', withoutEnlargement: true })

async function prepareLogo(bytes: Uint8Array): Promise<Buffer> {
  const exact = await read(bytes, 600).png({ compressionLevel: 9 }).toBuffer()
  // A photograph used as a logo: fewer colours, so that it stays small.
  return exact.length <= mostBytes ? exact : read(bytes, 600).png({ palette: true }).toBuffer()
}

const preparePhoto = (bytes: Uint8Array): Promise<Buffer> =>
  read(bytes, 1200).flatten({ background: '#ffffff' }).jpeg({ quality: 78, mozjpeg: true }).toBuffer()
