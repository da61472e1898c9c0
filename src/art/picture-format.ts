/** What a file says it is by its first bytes; its name and the sender's word for it count for nothing. */
export type PictureFormat = 'png' | 'jpeg' | 'gif' | 'webp' | 'svg' | 'heic' | 'foreign'

/** Brands of the container that Apple's phones keep photographs in; AVIF shares the container, and is none. */
const heicBrands = /^(?:hei[cxms]|hev[cxms]|mif1|msf1)$/

export function pictureFormat(bytes: Uint8Array): PictureFormat {
  const head = Buffer.from(bytes.subarray(0, 16)).toString('latin1')
  if (head.startsWith('\x89PNG')) return 'png'
  if (head.startsWith('\xff\xd8')) return 'jpeg'
  if (head.startsWith('GIF8')) return 'gif'
  if (head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP') return 'webp'
  if (head.slice(4, 8) === 'ftyp') return heicBrands.test(head.slice(8, 12)) ? 'heic' : 'foreign'
  return isSvg(bytes) ? 'svg' : 'foreign'
}

function isSvg(bytes: Uint8Array): boolean {
  // Some drawing programs write long comments first.
  const text = Buffer.from(bytes.subarray(0, 64 * 1024)).toString('utf8')
  return /^\uFEFF?\s*<(\?xml|!--|!DOCTYPE svg|svg)[\s>]/i.test(text) && /<svg[\s/>]/i.test(text)
}
