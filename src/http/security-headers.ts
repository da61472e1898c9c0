import { randomBytes } from 'node:crypto'
import type { RequestHandler, Response } from 'express'

const nonces = new WeakMap<Response, string>()

/** Allows one inline <style> of this answer. */
export const nonceOf = (response: Response): string => nonces.get(response) ?? ''

/**
 * What browsers must not do with our pages: run or load anything from elsewhere, frame them, guess types, or tell
 * other hosts where somebody came from.
 * @param options.secure the public address is https
 */
export function securityHeaders({ secure }: { secure: boolean }): RequestHandler {
  return (_request, response, next) => {
    const nonce = randomBytes(16).toString('base64url')
    nonces.set(response, nonce)
    response.set({
      'Content-Security-Policy': policy(nonce),
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Resource-Policy': 'same-origin',
      'Permissions-Policy': 'camera=(self), microphone=(), geolocation=(), payment=()',
      'Referrer-Policy': 'same-origin',
      'X-Content-Type-Options': 'nosniff',
      'X-Frame-Options': 'DENY',
      'X-Robots-Tag': 'noindex',
    })
    if (secure) response.set('Strict-Transport-Security', 'max-age=31536000')
    next()
  }
}

/** Lets this one answer compile WebAssembly: pages that read barcodes with the camera. */
export function allowWebAssembly(response: Response): void {
  response.set(
    'Content-Security-Policy',
    `${policy(nonceOf(response))}; script-src 'self' 'wasm-unsafe-eval'`,
  )
}

const policy = (nonce: string): string =>
  [
    "default-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
