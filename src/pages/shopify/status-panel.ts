import type { VNode } from 'preact'
import type { Speech } from '../../messages/messages.ts'
import { html } from '../html.ts'

export type ShopStatus = {
  merchantName: string
  /** `name.myshopify.com` */
  shop: string
  missingScopes: string[]
  lastOrderAt: number | null
  /** One-time link to the console. */
  consolePath: string
}

/** How the shop stands, and the way to the console. */
export function ShopifyStatusPanel(speech: Speech, status: ShopStatus): VNode {
  const texts = speech.texts.shopify
  const whole = status.missingScopes.length === 0
  return html`<div>
    <p class=${whole ? 'flash flash-yes' : 'flash flash-no'} role=${whole ? null : 'alert'}>
      ${whole ? texts.connected : texts.limited}
    </p>
    <dl class="shopify-facts">
      <div><dt>${texts.shop}</dt><dd>${status.merchantName}<br /><small>${status.shop}</small></dd></div>
      <div><dt>${texts.permissions}</dt><dd>${whole ? texts.allGranted : Missing(speech, status.missingScopes)}</dd></div>
      <div><dt>${texts.lastOrder}</dt><dd>${status.lastOrderAt === null ? texts.noOrder : when(speech, status.lastOrderAt)}</dd></div>
    </dl>
    <p class="shopify-open">
      <a class="button primary" data-console href=${status.consolePath} target="_blank" rel="noopener">${texts.open}</a>
      <small>${texts.openNote}</small>
    </p>
  </div>`
}

function Missing({ texts }: Speech, scopes: string[]): VNode {
  const words = texts.shopify
  return html`<span>
    ${words.missing}:
    <ul>${scopes.map((scope) => html`<li>${words.scopes[scope] ?? scope}</li>`)}</ul>
    <small>${words.missingHelp}</small>
  </span>`
}

/** In the reader's own zone, which only the browser knows: the script writes it anew. */
const when = ({ tag }: Speech, at: number): VNode =>
  html`<time datetime=${new Date(at).toISOString()} data-when>${new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' }).format(at)} UTC</time>`

/** Why there is nothing to show. */
export const ShopifyTrouble = (message: string): VNode =>
  html`<p class="flash flash-no" role="alert">${message}</p>`
