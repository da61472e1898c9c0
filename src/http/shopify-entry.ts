import { type Request, type Response, Router } from 'express'
import type { InstallShop } from '../app/install-shop.ts'
import type { CreateSignInLink } from '../app/sign-in.ts'
import { type Speech, speechFor } from '../messages/messages.ts'
import { renderDocument } from '../pages/html.ts'
import { MessagePage } from '../pages/message-page.ts'
import { appName, ShopifyEntryPage } from '../pages/shopify/entry-page.ts'
import { ShopifyStatusPanel, ShopifyTrouble } from '../pages/shopify/status-panel.ts'
import { ProviderError } from '../ports/provider-error.ts'
import type { ShopApp } from '../ports/shop-app.ts'
import { locale } from './api/fields.ts'
import type { Assets } from './pages/assets.ts'
import { contextFor, sendPage } from './pages/page-answer.ts'
import { perMinute } from './per-minute.ts'
import { nonceOf } from './security-headers.ts'

export type ShopifyEntryDeps = {
  assets: Assets
  app: Pick<ShopApp, 'clientId' | 'readEntry'>
  installShop: InstallShop
  createSignInLink: CreateSignInLink
  /** Shopify could not be asked; the visitor was told so. */
  onUnreachable(error: ProviderError): void
}

/**
 * `/shopify`: the app inside Shopify's admin. `GET` is the page, empty; its script asks `POST /shopify/session` with a
 * session token, which connects the shop where that is needed and answers how it stands.
 */
export function shopifyEntry(deps: ShopifyEntryDeps): Router {
  const router = Router()
  router.get('/shopify', async (request, response) => {
    const context = speaking(request, contextFor(request, response, deps.assets))
    const entry = await deps.app.readEntry(queryOf(request))
    allowFrame(response, entry.ok ? entry.shop : null)
    if (entry.ok) {
      const statusPath = `/shopify/session?locale=${encodeURIComponent(localeOf(request))}`
      sendPage(response, ShopifyEntryPage(context, { clientId: deps.app.clientId, statusPath }))
      return
    }
    const { shopify, missing } = context.speech.texts
    const words = { unsigned: shopify.outside, old: shopify.old, forged: missing.refused }
    const message = { title: appName, message: words[entry.reason] }
    sendPage(response, MessagePage(context, message), entry.reason === 'unsigned' ? 400 : 401)
  })
  router.post('/shopify/session', attempts, (request, response) => answerSession(deps, request, response))
  return router
}

async function answerSession(deps: ShopifyEntryDeps, request: Request, response: Response): Promise<void> {
  const { speech } = speaking(request, { speech: speechFor(request.get('accept-language')) })
  const { shopify } = speech.texts
  response.set('Cache-Control', 'no-store')
  const sessionToken = /^Bearer ([\w.-]{20,4000})$/.exec(request.get('authorization') ?? '')?.[1]
  try {
    const installed = sessionToken
      ? await deps.installShop({ sessionToken, locale: localeOf(request) })
      : ({ ok: false, reason: 'refused' } as const)
    if (!installed.ok) {
      response.status(installed.reason === 'refused' ? 401 : 503)
      response.type('html').send(fragment(ShopifyTrouble(shopify[installed.reason])))
      return
    }
    const { shop } = installed
    const consolePath = await deps.createSignInLink(shop.till.merchantId, shop.role)
    const panel = ShopifyStatusPanel(speech, { ...shop, merchantName: shop.name, consolePath })
    response.type('html').send(fragment(panel))
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error
    deps.onUnreachable(error)
    response
      .status(503)
      .type('html')
      .send(fragment(ShopifyTrouble(shopify.unreachable)))
  }
}

const fragment = (node: Parameters<typeof renderDocument>[0]): string =>
  renderDocument(node).replace(/^<!doctype html>/, '')

const queryOf = (request: Request): URLSearchParams =>
  new URL(request.originalUrl, 'http://localhost').searchParams

/** The language of the admin around the page, where Shopify says it. */
function localeOf(request: Request): string {
  const read = locale.safeParse(queryOf(request).get('locale'))
  return read.success ? read.data : 'en'
}

function speaking<T extends { speech: Speech }>(request: Request, context: T): T {
  const asked = queryOf(request).get('locale')
  return asked ? { ...context, speech: speechFor(asked, context.speech.tag) } : context
}

/**
 * Of all pages this one alone runs a script of another host, App Bridge, and stands in a frame: that of the shop's own
 * admin. https://shopify.dev/docs/apps/build/security/set-up-iframe-protection
 */
function allowFrame(response: Response, shop: string | null): void {
  response.removeHeader('X-Frame-Options')
  response.removeHeader('Cross-Origin-Resource-Policy')
  response.set('Content-Security-Policy', policy(nonceOf(response), shop))
}

const policy = (nonce: string, shop: string | null): string =>
  [
    "default-src 'self'",
    "script-src 'self' https://cdn.shopify.com",
    "connect-src 'self' https://cdn.shopify.com https://*.shopifysvc.com",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: https://cdn.shopify.com",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    `frame-ancestors ${shop ? `https://${shop} ` : ''}https://admin.shopify.com`,
  ].join('; ')

const attempts = perMinute(120)
