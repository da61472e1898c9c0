import type { Response } from 'express'

/**
 * Answers a finished pass; to HEAD the headers alone. `Last-Modified` is what a phone quotes when it asks again.
 * @param pass the file, in pieces
 * @param modifiedSecond seconds since 1970
 */
export function sendPass(response: Response, pass: readonly Uint8Array[], modifiedSecond: number): void {
  response.status(200).set({
    'Content-Type': 'application/vnd.apple.pkpass',
    'Content-Length': String(pass.reduce((sum, piece) => sum + piece.length, 0)),
    'Content-Disposition': 'inline; filename="card.pkpass"',
    'Last-Modified': lastModified(modifiedSecond),
    // It holds the pass's secret token.
    'Cache-Control': 'private, no-cache',
    'X-Content-Type-Options': 'nosniff',
  })
  // All pieces leave in one call to the system.
  response.cork()
  if (response.req.method !== 'HEAD') for (const piece of pass) response.write(piece)
  response.uncork()
  response.end()
}

/** @param modifiedSecond seconds since 1970 */
export const lastModified = (modifiedSecond: number): string => new Date(modifiedSecond * 1000).toUTCString()

/** Whether what a phone has, by the date it quotes, is what there is (RFC 9110 §13.1.3). An unreadable date says nothing. */
export function isUnchanged(ifModifiedSince: string | undefined, modifiedSecond: number): boolean {
  const since = ifModifiedSince === undefined ? Number.NaN : Date.parse(ifModifiedSince)
  return Math.floor(since / 1000) >= modifiedSecond
}
