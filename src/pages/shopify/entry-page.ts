import type { VNode } from 'preact'
import { Document } from '../document.ts'
import { html } from '../html.ts'
import type { PageContext } from '../page-context.ts'

export const appName = 'Stampbridge'
const appBridge = 'https://cdn.shopify.com/shopifycloud/app-bridge.js'

/** The app inside Shopify's admin. It knows nothing yet: App Bridge tells the script who is there, and that asks the server. */
export function ShopifyEntryPage(
  context: PageContext,
  props: {
    /** The app's public id. */
    clientId: string
    /** Where the script asks how the shop stands. */
    statusPath: string
  },
): VNode {
  const texts = context.speech.texts.shopify
  return Document(context, {
    title: appName,
    styles: ['base.css', 'parts.css', 'shopify.css'],
    bodyClass: 'shopify-page',
    // App Bridge wants to be the first script of the page, and no deferred one.
    head: html`<meta name="shopify-api-key" content=${props.clientId} />
      <script src=${appBridge}></script>
      <script src=${context.asset('shopify.js')} defer></script>`,
    body: html`<main>
      <h1>${appName}</h1>
      <p class="lead">${texts.lead}</p>
      <section data-status=${props.statusPath} aria-live="polite" aria-busy="true">
        <p class="shopify-wait">${texts.connecting}</p>
      </section>
      <template data-outside><p class="flash flash-no" role="alert">${texts.outside}</p></template>
    </main>`,
  })
}
