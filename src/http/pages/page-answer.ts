import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import type { Request, Response } from 'express'
import type { VNode } from 'preact'
import { speechFor } from '../../messages/messages.ts'
import { renderDocument } from '../../pages/html.ts'
import type { PageContext } from '../../pages/page-context.ts'
import { nonceOf } from '../security-headers.ts'
import { type Encoding, wishedEncoding } from '../wished-encoding.ts'
import type { Assets } from './assets.ts'

/** How a page is drawn for this reader; `merchantLocale` where we know whose page it is. */
export function contextFor(
  request: Request,
  response: Response,
  assets: Assets,
  merchantLocale?: string,
): PageContext {
  const speech = speechFor(request.get('accept-language'), merchantLocale)
  return {
    speech,
    asset: assets.address,
    badge: (wallet) => assets.badges.of(wallet, speech.language),
    nonce: nonceOf(response),
  }
}

/** Pages are for one reader: shared caches keep none of them. */
export function sendPage(response: Response, page: VNode, status = 200): void {
  const plain = renderDocument(page)
  const encoding = encodingFor(response.req)
  response.status(status).set('Cache-Control', 'private, no-cache')
  response.vary('Accept-Language').vary('Accept-Encoding').type('html')
  if (encoding) response.set('Content-Encoding', encoding)
  response.send(encoding ? encoders[encoding](plain) : plain)
}

/** At once: at these levels it takes less time than drawing the page did. */
const encoders = {
  br: (text: string) => brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }),
  gzip: (text: string) => gzipSync(text),
}

/**
 * The length of a compressed page tells whether two of its parts are alike. Another website could send somebody's browser
 * to addresses with guesses in them and learn piece by piece what the page says of that person (BREACH). So pages are
 * compressed for those who sent no cookie, and see nothing of anybody that the address does not give away, and for those
 * who came by themselves: by a scanned or typed address, or from a page of ours.
 */
function encodingFor(request: Request): Encoding | null {
  const site = request.get('sec-fetch-site')
  const ownWish = site === 'same-origin' || site === 'none'
  if (!ownWish && request.get('cookie') !== undefined) return null
  return wishedEncoding(request)
}
