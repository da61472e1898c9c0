import type { VNode } from 'preact'
import type { MerchantHead } from '../../ports/console-reads.ts'
import { Document } from '../document.ts'
import { type Child, html } from '../html.ts'
import type { PageContext } from '../page-context.ts'

export const consolePlaces = ['overview', 'cards', 'orders', 'coupons', 'programs', 'deliveries'] as const
export type ConsolePlace = (typeof consolePlaces)[number]

/** What every page of the signed-in console needs. */
export type ConsoleContext = PageContext & {
  merchant: MerchantHead
  /** Goes into every form. */
  csrf: string
}

export const placePath = (place: ConsolePlace): string =>
  place === 'overview' ? '/console' : `/console/${place}`

export function ConsoleFrame(
  context: ConsoleContext,
  props: { place: ConsolePlace; title: string; body: Child },
): VNode {
  const texts = context.speech.texts.console
  return Document(context, {
    title: `${props.title} · ${context.merchant.name}`,
    styles: ['base.css', 'parts.css', 'console.css'],
    bodyClass: 'console-page',
    body: html`<a class="skip" href="#content">${props.title}</a>
      <header class="bar">
        <p class="bar-name"><span class="unseen">${texts.title}: </span>${context.merchant.name}</p>
        <nav aria-label=${texts.title}>
          ${consolePlaces.map(
            (place) =>
              html`<a href=${placePath(place)} aria-current=${place === props.place ? 'page' : null}>${texts.nav[place]}</a>`,
          )}
        </nav>
        <form method="post" action="/console/sign-out">
          <input type="hidden" name="csrf" value=${context.csrf} />
          <button class="quiet">${texts.signOut}</button>
        </form>
      </header>
      <main id="content" tabindex="-1">
        <h1>${props.title}</h1>
        ${props.body}
      </main>`,
  })
}
