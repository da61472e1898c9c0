import type { VNode } from 'preact'
import type { MenuItem } from '../../domain/basket.ts'
import { formatMoney } from '../../messages/formats.ts'
import { Document } from '../document.ts'
import { html } from '../html.ts'
import type { PageContext } from '../page-context.ts'
import { BasketPanel } from './basket-panel.ts'
import { Sales } from './sales.ts'
import type { TillProps } from './till-props.ts'

/** The demo till: one plain form, which every button sends. The script only saves the page loads. */
export function TillPage(context: PageContext, props: TillProps): VNode {
  const texts = context.speech.texts.till
  return Document(context, {
    title: `${texts.title} · ${props.shopName}`,
    styles: ['base.css', 'parts.css', 'till.css', 'till-basket.css', 'till-sales.css'],
    scripts: ['press.js', 'till.js'],
    head: props.sending ? html`<noscript><meta http-equiv="refresh" content="2" /></noscript>` : null,
    bodyClass: 'till-page',
    body: html`<main id="till" data-pending=${props.sending ? 'yes' : null}>
      <header class="till-head">
        <div>
          <h1>${props.shopName}</h1>
          <p class="small">${texts.note}</p>
        </div>
        <nav>
          <a class="button" href=${props.joinPath}>${texts.join}</a>
          <a class="button" href="/console">${texts.console}</a>
        </nav>
      </header>
      <form class="counter" method="post" action="/till" autocomplete="off">
        <button class="unseen" name="do" value="apply" tabindex="-1" aria-hidden="true">${texts.apply}</button>
        <input type="hidden" name="basket" value=${props.basketText} />
        <section class="menu" aria-label=${texts.cashier}>
          ${props.menu.map((item) => Tile(context, props, item))}
        </section>
        ${BasketPanel(context, props)}
      </form>
      ${Sales(context, props)}
    </main>`,
  })
}

function Tile(context: PageContext, props: TillProps, item: MenuItem): VNode {
  const count = props.basket.lines.find((line) => line.item.id === item.id)?.quantity ?? 0
  return html`<button
    class=${`tile tile-${item.category}`}
    name="do"
    value=${`add:${item.id}`}
  >
    <svg class="tile-art" viewBox="0 0 48 48" aria-hidden="true"><path d=${art[item.category] ?? art.kitchen} /></svg>
    <span class="unseen">${context.speech.texts.till.add(item.name)}</span>
    <span class="tile-name" aria-hidden="true">${item.name}</span>
    <span class="tile-price">${formatMoney(context.speech, { amount: item.price, currency: props.currency })}</span>
    ${count > 0 && html`<span class="tile-count">${count}</span>`}
  </button>`
}

const art: Record<string, string> = {
  coffee:
    'M10 18h24v10a10 10 0 0 1-10 10h-4a10 10 0 0 1-10-10zM34 21h3a5 5 0 0 1 0 10h-3M17 6c-2 3 2 4 0 7M25 6c-2 3 2 4 0 7M8 43h28',
  tea: 'M8 18h24v8a12 12 0 0 1-24 0zM32 20h5a4 4 0 0 1 0 9h-5M6 42h28M20 18v8M17 26h6v6h-6z',
  bakery: 'M6 34l32-14a22 22 0 0 1 4 14zM6 34v7h36v-7M14 31v3M23 27v7M32 23v11',
  kitchen: 'M8 16c0-8 32-8 32 0 0 4-3 4-3 6v16H11V22c0-2-3-2-3-6zM18 25h12M18 31h8',
}
