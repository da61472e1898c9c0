import type { VNode } from 'preact'
import { Document } from './document.ts'
import { html } from './html.ts'
import type { PageContext } from './page-context.ts'

/** Where the demo begins: the three places that belong together. */
export function HomePage(context: PageContext, { joinPath }: { joinPath: string }): VNode {
  const { till, console: merchant } = context.speech.texts
  return Document(context, {
    title: 'Stampbridge',
    styles: ['base.css'],
    bodyClass: 'message-page',
    body: html`<main class="message">
      <img src=${context.asset('icon.svg')} alt="" width="72" height="72" />
      <h1>Stampbridge</h1>
      <a class="button primary" href=${joinPath}>${till.join}</a>
      <a class="button" href="/till">${till.title}</a>
      <a class="button" href="/console">${merchant.title}</a>
    </main>`,
  })
}
