import type { Response } from 'express'
import { notFound } from '../../app-error.ts'

/** A merchant's logo: PNG or JPEG by its first bytes, whatever it was called. */
export function sendLogo(response: Response, logo: Uint8Array | undefined): void {
  const type = logo && typeOf(logo)
  if (!logo || !type) throw notFound('logo')
  response.set({ 'Content-Type': type, 'Cache-Control': 'private, max-age=3600' }).send(Buffer.from(logo))
}

function typeOf(bytes: Uint8Array): string | null {
  if (bytes[0] === 0x89 && bytes[1] === 0x50) return 'image/png'
  return bytes[0] === 0xff && bytes[1] === 0xd8 ? 'image/jpeg' : null
}
