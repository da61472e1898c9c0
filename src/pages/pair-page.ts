import type { VNode } from 'preact'
import { Document } from './document.ts'
import { html } from './html.ts'
import { Icon } from './icons.ts'
import type { PageContext } from './page-context.ts'

/** Asks before a device is bound, so that a preview of the link does not use it up. */
export function PairPage(
  context: PageContext,
  {
    action,
    becomes,
    shop,
  }: { action: string; becomes: { device: string } | { person: string }; shop: string },
): VNode {
  const words = context.speech.texts.console.team
  return Document(context, {
    title: words.bindTitle,
    styles: ['base.css', 'sign-in.css'],
    bodyClass: 'sign-in-page',
    body: html`<main class="sign-in">
      ${Icon('device' in becomes ? 'plug' : 'phone')}
      <h1>${words.bindTitle}</h1>
      <p>
        ${'device' in becomes ? words.bindAs(becomes.device, shop) : words.bindFor(becomes.person, shop)}
      </p>
      <form method="post" action=${action}>
        <button class="primary big">${words.bind}</button>
      </form>
      <p class="small">${words.bindHint}</p>
    </main>`,
  })
}
