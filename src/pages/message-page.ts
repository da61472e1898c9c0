import type { VNode } from 'preact'
import { Document } from './document.ts'
import { html } from './html.ts'
import type { PageContext } from './page-context.ts'

/** One plain thing to say: not found, too many at once, something broke. */
export function MessagePage(
  context: PageContext,
  props: { title: string; message: string; home?: { href: string; label: string } | undefined },
): VNode {
  return Document(context, {
    title: props.title,
    styles: ['base.css'],
    bodyClass: 'message-page',
    body: html`<main class="message">
      <svg class="message-mark" viewBox="0 0 120 80" aria-hidden="true">
        <rect x="8" y="8" width="104" height="64" rx="12" />
        <circle cx="38" cy="40" r="12" /><circle cx="82" cy="40" r="12" />
      </svg>
      <h1>${props.title}</h1>
      <p>${props.message}</p>
      ${props.home && html`<a class="button" href=${props.home.href}>${props.home.label}</a>`}
    </main>`,
  })
}
