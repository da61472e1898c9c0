import { conflict, notFound } from '../../app-error.ts'
import type { LiveCodes } from '../../ports/live-codes.ts'

/** The serial in what a scanner read, or a problem that says why it is not taken. */
export async function serialOf(
  liveCodes: Pick<LiveCodes, 'read'>,
  merchantId: string,
  text: string,
  at: number,
): Promise<string> {
  const read = await liveCodes.read(merchantId, text, at)
  if (read.ok) return read.serial
  if (read.reason === 'unknown-card') throw notFound('card')
  throw conflict(
    'code-expired',
    'This code has expired: it is a picture, or the phone is offline. Ask for the card itself, and scan it again.',
  )
}
