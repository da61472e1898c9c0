import { writeFile } from 'node:fs/promises'
import sharp from 'sharp'
import { drawBarcode } from '../../adapters/barcode/barcode.ts'

/**
 * A recording of a phone that shows a QR, as Chromium's fake camera plays it over and over.
 * @param file ends in .mjpeg
 */
export async function recordQr(file: string, text: string): Promise<void> {
  const qr = await sharp(Buffer.from(drawBarcode('qr', text, 'card')), { density: 200 })
    .resize(300, 300)
    .flatten({ background: '#ffffff' })
    .extend({ top: 20, bottom: 20, left: 20, right: 20, background: '#ffffff' })
    .png()
    .toBuffer()
  const still = sharp({ create: { width: 640, height: 480, channels: 3, background: '#6b6157' } })
  const frame = await still
    .composite([{ input: qr, left: 150, top: 70 }])
    .jpeg({ quality: 92 })
    .toBuffer()
  await writeFile(file, Buffer.concat(Array.from({ length: 10 }, () => frame)))
}

/** How a browser is started that has this recording for a camera, and says yes when a page asks for it. */
export const cameraArguments = (file: string): string[] => [
  '--use-fake-ui-for-media-stream',
  '--use-fake-device-for-media-stream',
  `--use-file-for-fake-video-capture=${file}`,
]
