import type { VNode } from 'preact'
import { formatMoney } from '../../messages/formats.ts'
import type { SeenTrace } from '../../ports/card-trace.ts'
import { type Child, html } from '../html.ts'
import { OutcomeBadge, TraceList } from '../trace-list.ts'
import { orderPath, When } from './cells.ts'
import type { ConsoleContext } from './frame.ts'
import { Empty } from './table.ts'

/** Why a card has its stamps, or has them not: newest first, a page at a time. */
export function CardEvents(
  context: ConsoleContext,
  cardId: string,
  { rows, next, first }: { rows: SeenTrace[]; next: string | null; first: boolean },
): Child {
  const { cards } = context.speech.texts.console.day
  const path = `/console/cards/${cardId}`
  return [
    rows.length === 0
      ? Empty(cards.nothing)
      : html`<ul class="events">${rows.map((row) => Event(context, row))}</ul>`,
    (next || !first) &&
      html`<p class="pager">
        ${!first && html`<a class="button" href=${path}>${cards.newest}</a>`}
        ${next && html`<a class="button" rel="next" href=${`${path}?before=${next}`}>${cards.older}</a>`}
      </p>`,
  ]
}

function Event(context: ConsoleContext, event: SeenTrace): VNode {
  const { speech, merchant } = context
  const places = [event.till, event.location].filter(Boolean).join(', ')
  return html`<li>
    <div class="row">
      <b>${Name(context, event)}</b>
      ${event.kind !== 'refusal' && OutcomeBadge(speech, event.outcome, event.given)}
      ${event.total && html`<span class="money">${formatMoney(speech, event.total)}</span>`}
      <span class="small">${When(context, event.at)}${places && ` · ${places}`}</span>
    </div>
    ${TraceList(speech, event.trace, merchant.timeZone)}
  </li>`
}

function Name(context: ConsoleContext, { kind, number, source }: SeenTrace): Child {
  const { cards } = context.speech.texts.console.day
  const { order } = context.speech.texts.console
  if (kind !== 'order') return kind === 'scan' ? cards.scan : cards.refusal
  const words = number === null ? order : `${order} #${number}`
  return source?.tillId ? html`<a href=${orderPath(source.tillId, source.id)}>${words}</a>` : words
}
