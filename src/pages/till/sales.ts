import type { VNode } from 'preact'
import { remainingOf } from '../../domain/remaining.ts'
import { formatMoney, formatTime } from '../../messages/formats.ts'
import type { OrderDetail } from '../../ports/console-orders.ts'
import { html } from '../html.ts'
import { Icon } from '../icons.ts'
import type { PageContext } from '../page-context.ts'
import { OutcomeBadge, TraceList } from '../trace-list.ts'
import type { TillProps } from './till-props.ts'

/** The latest sales and what Stampbridge made of each; the script fetches this part again and again. */
export function Sales(context: PageContext, props: TillProps): VNode {
  const texts = context.speech.texts.till
  return html`<section id="sales" class="sales" aria-label=${texts.recent}>
    <h2>${texts.recent}</h2>
    ${props.sending && html`<p class="sale sale-sending" role="status"><span class="pulse"></span>${texts.sending}</p>`}
    ${props.sales.length === 0 && !props.sending && html`<p class="small">${texts.noSales}</p>`}
    ${props.sales.map((sale, index) => Sale(context, props, sale, index === 0))}
  </section>`
}

function Sale(context: PageContext, props: TillProps, sale: OrderDetail, newest: boolean): VNode {
  const { speech } = context
  const texts = speech.texts.till
  const lines = sale.facts.sale?.lines ?? []
  return html`<article class="sale">
    <header>
      <b>#${sale.number ?? sale.externalId}</b>
      ${sale.placedAt !== null && html`<time>${formatTime(speech, sale.placedAt, props.timeZone)}</time>`}
      ${OutcomeBadge(speech, sale.outcome, sale.given)}
      <span class="money">${formatMoney(speech, { amount: sale.total ?? 0, currency: sale.currency ?? props.currency })}</span>
    </header>
    <p class="small">${lines.map((line) => `${line.quantity} × ${line.name}`).join(', ')}</p>
    <div class="sale-foot">
      <details data-keep=${sale.externalId} open=${newest}>
        <summary>${texts.outcomeNote}</summary>
        ${TraceList(speech, sale.trace, props.timeZone)}
      </details>
      ${Refund(context, props, sale)}
    </div>
  </article>`
}

function Refund(context: PageContext, props: TillProps, sale: OrderDetail): VNode {
  const texts = context.speech.texts.till
  const gone = sale.facts.sale && remainingOf(sale.facts.sale, sale.facts).nothingLeft
  if (gone) return html`<p class="note">${texts.refunded}</p>`
  return html`<form method="post" action="/till">
    <input type="hidden" name="basket" value=${props.basketText} />
    <input type="hidden" name="card" value=${props.card?.serial ?? ''} />
    <input type="hidden" name="customer" value=${props.customerId ?? ''} />
    <input type="hidden" name="code" value=${props.code} />
    <button class="small-button" name="do" value=${`refund:${sale.externalId}`}>${Icon('undo')}${texts.refund}</button>
  </form>`
}
