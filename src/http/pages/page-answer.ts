import type { Request, Response } from 'express'
import type { VNode } from 'preact'
import { speechFor } from '../../messages/messages.ts'
import { renderDocument } from '../../pages/html.ts'
import type { PageContext } from '../../pages/page-context.ts'
import { nonceOf } from '../security-headers.ts'
import type { Assets } from './assets.ts'

/** How a page is drawn for this reader; `merchantLocale` where we know whose page it is. */
export function contextFor(
  request: Request,
  response: Response,
  assets: Assets,
  merchantLocale?: string,
): PageContext {
  return {
    speech: speechFor(request.get('accept-language'), merchantLocale),
    asset: assets.address,
    nonce: nonceOf(response),
  }
}

/** Pages are for one reader: shared caches keep none of them. */
export function sendPage(response: Response, page: VNode, status = 200): void {
  response.status(status).set('Cache-Control', 'private, no-cache').vary('Accept-Language')
  response.type('html').send(renderDocument(page))
}
