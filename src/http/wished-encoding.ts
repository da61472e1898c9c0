import type { Request } from 'express'

export type Encoding = 'br' | 'gzip'

/** The smallest encoding that the browser takes: most name gzip first, out of habit and not as a wish. */
export function wishedEncoding(request: Request): Encoding | null {
  if (request.acceptsEncodings('br') === 'br') return 'br'
  return request.acceptsEncodings('gzip') === 'gzip' ? 'gzip' : null
}
