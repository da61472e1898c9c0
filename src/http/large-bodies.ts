import type { Request, RequestHandler } from 'express'
import { AppError } from '../app-error.ts'

/** Nearly every delivery is smaller. */
const small = 64 * 1024

/**
 * Nobody has shown a signature while a body is read, and each is held until its end: so large ones have only so much room
 * together, and small ones always come in. Mount before the parser.
 * @param mostOfOne what the parser takes; a body that does not tell its length counts as this
 * @param together bytes of large bodies that this process reads at once
 */
export function roomForLarge(mostOfOne: number, together: number): RequestHandler {
  let held = 0
  return (request, response, next) => {
    const bytes = lengthOf(request) ?? mostOfOne
    // The parser refuses what is beyond its limit before it reads any of it.
    if (bytes <= small || bytes > mostOfOne) return next()
    if (held + bytes > together) return next(noRoom())
    held += bytes
    response.once('close', () => {
      held -= bytes
    })
    next()
  }
}

function lengthOf(request: Request): number | null {
  const told = request.get('content-length')
  return told === undefined ? null : Number(told)
}

const noRoom = () =>
  new AppError({
    code: 'busy',
    status: 503,
    expose: true,
    userText: 'Too many large bodies are being read at once. Send it again.',
    headers: { 'Retry-After': '5' },
  })
