import type { VNode } from 'preact'
import { privacyDueAt } from '../../domain/privacy-due.ts'
import { formatCount, formatDay } from '../../messages/formats.ts'
import { privacyTexts } from '../../messages/privacy.ts'
import type { PrivacyRecord } from '../../ports/privacy.ts'
import { type Child, html } from '../html.ts'
import { Fact, When } from './cells.ts'
import { ActionButton } from './form.ts'
import { type ConsoleContext, ConsoleFrame } from './frame.ts'
import { EmptyRoom, Pager, Table } from './table.ts'

/** A request with its till's name, where the till is still known. */
export type PrivacyView = PrivacyRecord & { tillName: string | null }

export const privacyPath = (id: string): string => `/console/privacy/${id}`

/** Everything that was asked for, newest first; what waits for an answer says until when. */
export function PrivacyPage(
  context: ConsoleContext,
  props: { requests: PrivacyView[]; cursor: string | undefined; next: string | null; now: number },
): VNode {
  const texts = privacyTexts(context.speech)
  const title = context.speech.texts.console.nav.privacy
  return ConsoleFrame(context, {
    place: 'privacy',
    title,
    body: [
      html`<p class="lead">${texts.lead}</p>`,
      props.requests.length === 0
        ? EmptyRoom(context.speech.texts.console.empty.privacy)
        : List(context, title, props),
      Pager(context.speech, { path: '/console/privacy', cursor: props.cursor, next: props.next }),
    ],
  })
}

function List(
  context: ConsoleContext,
  label: string,
  { requests, now }: { requests: PrivacyView[]; now: number },
): VNode {
  const texts = privacyTexts(context.speech)
  return Table<PrivacyView>({
    label,
    rows: requests,
    columns: [
      {
        head: texts.request,
        kind: 'main',
        cell: (row) => html`<a href=${privacyPath(row.id)}>${texts.kinds[row.request]}</a>`,
      },
      { head: texts.till, cell: (row) => row.tillName ?? '–' },
      { head: texts.came, cell: (row) => When(context, row.receivedAt) },
      { head: texts.due, cell: (row) => (row.doneAt === null ? Due(context, row, now) : '–') },
      { head: context.speech.texts.console.state, cell: (row) => Badge(context, row) },
    ],
  })
}

function Badge(context: ConsoleContext, { doneAt, skipped }: PrivacyView): VNode {
  const { states } = privacyTexts(context.speech)
  if (doneAt === null) return html`<span class="badge badge-waiting">${states.open}</span>`
  return html`<span class="badge badge-done">${skipped ? states.skipped : states.done}</span>`
}

function Due({ speech, merchant }: ConsoleContext, { receivedAt }: PrivacyView, now: number): Child {
  const due = privacyDueAt(receivedAt)
  const day = html`<time datetime=${new Date(due).toISOString()}>${formatDay(speech, due, merchant.timeZone)}</time>`
  return due < now ? html`<b>${day} (${privacyTexts(speech).late})</b>` : day
}

/** One request: what came of it, and how it is answered while it is open. */
export function PrivacyRequestPage(
  context: ConsoleContext,
  { request, cards, now }: { request: PrivacyView; cards: { id: string; serial: string }[]; now: number },
): VNode {
  const { speech } = context
  const texts = privacyTexts(speech)
  const { tillName, receivedAt, doneAt, customerId } = request
  return ConsoleFrame(context, {
    place: 'privacy',
    title: texts.kinds[request.request],
    back: { path: '/console/privacy', label: speech.texts.console.nav.privacy },
    action: Badge(context, request),
    styles: ['console-day.css'],
    body: [
      html`<dl class="facts">
        ${Fact(texts.till, tillName ?? '–')} ${Fact(texts.came, When(context, receivedAt))}
        ${doneAt === null ? Fact(texts.due, Due(context, request, now)) : Fact(texts.answeredAt, When(context, doneAt))}
        ${customerId !== null && Fact(texts.customer, html`<code>${customerId}</code>`)}
        ${Fact(texts.orders, formatCount(speech, request.orders))}
        ${request.cards.length > 0 && Fact(texts.cards, Cards(context, cards))}
      </dl>`,
      doneAt === null && Answer(context, request.id),
    ],
  })
}

const Cards = ({ speech }: ConsoleContext, cards: { id: string; serial: string }[]): Child =>
  cards.length === 0
    ? privacyTexts(speech).cardsErased
    : cards.map(({ id, serial }) => html`<a href=${`/console/cards/${id}`}>…${serial.slice(-4)}</a> `)

function Answer(context: ConsoleContext, id: string): VNode {
  const texts = privacyTexts(context.speech)
  return html`<section class="sheet">
    <h2>${texts.how}</h2>
    <ol>${texts.steps.map((step) => html`<li>${step}</li>`)}</ol>
    <div class="actions">
      ${ActionButton(context, { action: `${privacyPath(id)}/data.json`, label: texts.download, kind: 'primary' })}
      ${ActionButton(context, { action: `${privacyPath(id)}/answered`, label: texts.answered })}
    </div>
  </section>`
}
