import type { Request } from 'express'

/** A token in a cookie; null when there is none, or it does not look like one of ours. */
export function readCookie(request: Request, name: string): string | null {
  for (const pair of (request.get('cookie') ?? '').slice(0, 8000).split(';')) {
    const [key, value] = pair.trim().split('=', 2)
    if (key === name && value && /^[\w-]{16,64}$/.test(value)) return value
  }
  return null
}
