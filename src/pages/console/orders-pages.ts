import type { VNode } from 'preact'
import { formatMoney } from '../../messages/formats.ts'
import type { OrderDetail, OrderRow, Page } from '../../ports/console-reads.ts'
import { type Child, html } from '../html.ts'
import { OutcomeBadge, TraceList } from '../trace-list.ts'
import { CardLink, Fact, OrderLink, Total, When } from './cells.ts'
import { type ConsoleContext, ConsoleFrame } from './frame.ts'
import { Empty, Pager, Table } from './table.ts'

export function OrdersPage(
  context: ConsoleContext,
  { page, cursor }: { page: Page<OrderRow>; cursor: string | undefined },
): VNode {
  const { speech } = context
  const texts = speech.texts.console
  const table = Table<OrderRow>({
    label: texts.nav.orders,
    rows: page.rows,
    columns: [
      { head: texts.order, kind: 'main', cell: OrderLink },
      { head: texts.when, cell: (order) => When(context, order.placedAt ?? order.updatedAt) },
      { head: texts.till, cell: (order) => order.tillName },
      { head: texts.total, kind: 'number', cell: (order) => Total(context, order) },
      { head: texts.outcome, cell: (order) => OutcomeBadge(speech, order.outcome, order.given) },
    ],
  })
  return ConsoleFrame(context, {
    place: 'orders',
    title: texts.nav.orders,
    body: [
      page.rows.length === 0 ? Empty(texts.noOrders) : table,
      Pager(speech, { path: '/console/orders', cursor, next: page.next }),
    ],
  })
}

/** One order: what it was, and rule by rule why it earned what it earned. */
export function OrderPage(context: ConsoleContext, order: OrderDetail): VNode {
  const { speech } = context
  const texts = speech.texts.console
  return ConsoleFrame(context, {
    place: 'orders',
    title: `${texts.order} #${order.number ?? order.externalId}`,
    body: [
      html`<dl class="facts">
        ${Fact(texts.outcome, OutcomeBadge(speech, order.outcome, order.given))}
        ${Fact(texts.total, Total(context, order))} ${Fact(texts.till, order.tillName)}
        ${Fact(texts.when, When(context, order.placedAt ?? order.updatedAt))}
        ${order.cardId && order.cardSerial && Fact(texts.card, CardLink(order.cardId, order.cardSerial))}
        ${order.evidence && Fact(texts.evidence, texts.evidenceKinds[order.evidence] ?? order.evidence)}
      </dl>`,
      html`<section><h2>${texts.traceTitle}</h2>${TraceList(speech, order.trace, context.merchant.timeZone)}</section>`,
      Contents(context, order),
    ],
  })
}

function Contents(context: ConsoleContext, order: OrderDetail): Child {
  const texts = context.speech.texts.console
  const { sale, refunds, cancelled } = order.facts
  const currency = order.currency
  const money = (amount: number) =>
    currency ? formatMoney(context.speech, { amount, currency }) : String(amount)
  const given = Object.values(refunds)
  return html`<section>
    <h2>${texts.lines}</h2>
    <ul class="plain">
      ${(sale?.lines ?? []).map(
        (line) =>
          html`<li><span>${line.quantity} × ${line.name}</span><span class="money">${money(line.total)}</span></li>`,
      )}
    </ul>
    ${cancelled && html`<p><span class="badge badge-reversed">${texts.cancelled}</span></p>`}
    ${
      given.length > 0 &&
      html`<h2>${texts.refunds}</h2>
        <ul class="plain">
          ${given.map((refund) => html`<li><code>${refund.id}</code><span class="money">−${money(refund.amount)}</span></li>`)}
        </ul>`
    }
  </section>`
}
