import type { VNode } from 'preact'
import { formatMoment } from '../../messages/formats.ts'
import type { DeliveryRow, Page } from '../../ports/console-reads.ts'
import { html } from '../html.ts'
import { StateBadge } from './cells.ts'
import { type ConsoleContext, ConsoleFrame } from './frame.ts'
import { EmptyRoom, Pager } from './table.ts'
import { ToldNote } from './told.ts'

/** Deliveries that need a person: nothing that a till sent is thrown away because we did not understand it. */
export function DeliveriesPage(
  context: ConsoleContext,
  { page, cursor }: { page: Page<DeliveryRow>; cursor: string | undefined },
): VNode {
  const { speech } = context
  const texts = speech.texts.console
  return ConsoleFrame(context, {
    place: 'deliveries',
    title: texts.nav.deliveries,
    body: [
      page.rows.length === 0
        ? EmptyRoom(texts.empty.deliveries)
        : [
            html`<p class="lead">${texts.deliveriesIntro}</p>`,
            page.rows.map((row) => Delivery(context, row)),
          ],
      Pager(speech, { path: '/console/deliveries', cursor, next: page.next }),
    ],
  })
}

const Delivery = (context: ConsoleContext, row: DeliveryRow): VNode =>
  html`<article class="sheet">
    <p class="row">
      <b>${row.tillName ?? row.provider}</b> <code>${row.topic}</code> ${StateBadge(context, row.state)}
      <span class="small">${formatMoment(context.speech, row.receivedAt, context.merchant.timeZone)} · ${context.speech.texts.console.attempts(row.attempts)}</span>
    </p>
    ${row.note && html`<p>${ToldNote(context.speech, row)}</p>`}
    <details>
      <summary>${context.speech.texts.console.body}</summary>
      <pre tabindex="0"><code>${row.excerpt}</code></pre>
    </details>
  </article>`
