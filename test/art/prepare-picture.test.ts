import sharp from 'sharp'
import { expect, test } from 'vitest'
import { preparePicture } from '../../src/art/prepare-picture.ts'

const plain = (width: number, height = width) =>
  sharp({ create: { width, height, channels: 3, background: '#b0452a' } })

const text = (svg: string) => Buffer.from(svg)
const drawing =
  '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><rect width="20" height="10"/></svg>'
/** The head of what an iPhone keeps; its first bytes are all that is read of it. */
const heic = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypheic'), Buffer.alloc(2000)])

/** Two pictures in one file. */
const moving = () =>
  sharp(Buffer.concat([Buffer.alloc(200 * 200 * 3, 10), Buffer.alloc(200 * 200 * 3, 240)]), {
    raw: { width: 200, height: 400, channels: 3, pageHeight: 200 },
  })
    .gif({ delay: [100, 100] })
    .toBuffer()

const longerSide = async (kind: 'logo' | 'photo', bytes: Buffer) => {
  const prepared = await preparePicture(kind, bytes)
  if (!prepared.ok) return prepared.reason
  const { width = 0, height = 0, format } = await sharp(prepared.bytes).metadata()
  return `${format} ${Math.max(width, height)}`
}

test.each([
  ['logo', 'a PNG', () => plain(900).png().toBuffer(), 'png 600'],
  ['logo', 'a WebP, as websites have it', () => plain(300).webp().toBuffer(), 'png 300'],
  ['logo', 'a still GIF', () => plain(300).gif().toBuffer(), 'png 300'],
  ['logo', 'a small drawing, which has no pixels', async () => text(drawing), 'png 600'],
  ['photo', 'a phone’s 48 megapixels', () => plain(8064, 6048).jpeg().toBuffer(), 'jpeg 1200'],
] as const)('takes as %s %s', async (kind, _what, file, result) => {
  expect(await longerSide(kind, await file())).toBe(result)
})

test.each([
  ['logo', 'wrong bytes', async () => Buffer.from('MZ not a picture'), 'foreign'],
  ['logo', 'no bytes', async () => Buffer.alloc(0), 'foreign'],
  ['photo', 'a HEIC', async () => heic, 'heic'],
  ['photo', 'a drawing', async () => text(drawing), 'drawing'],
  ['logo', 'entities', async () => text('<!DOCTYPE svg [<!ENTITY a "aa">]><svg/>'), 'unsafe'],
  ['logo', 'an animation', moving, 'moving'],
  ['logo', 'a favicon', () => plain(32).png().toBuffer(), 'tiny'],
  ['photo', 'a thumbnail', () => plain(320, 200).jpeg().toBuffer(), 'tiny'],
  ['photo', 'more pixels than a phone has', () => plain(9000, 8000).png().toBuffer(), 'huge'],
  ['logo', 'half a file', async () => (await plain(900).png().toBuffer()).subarray(0, 200), 'broken'],
] as const)('refuses as %s %s, and says which it is', async (kind, _what, file, reason) => {
  expect(await longerSide(kind, await file())).toBe(reason)
})
