import type { VNode } from 'preact'
import { mayAs } from '../../domain/role.ts'
import { formatMoney } from '../../messages/formats.ts'
import type { OrderDelivery, OrderDetail } from '../../ports/console-orders.ts'
import { type Child, html } from '../html.ts'
import { OutcomeBadge, TraceList } from '../trace-list.ts'
import { CardLink, Fact, orderPath, StateBadge, Total, When } from './cells.ts'
import { Deed, Deeds, type FailedDeed, Refused } from './deeds.ts'
import { type ConsoleContext, ConsoleFrame } from './frame.ts'
import { ToldNote } from './told.ts'

type OrderPageProps = {
  order: OrderDetail
  deliveries: OrderDelivery[]
  failed: FailedDeed | null
  intent: string
}

export const orderName = (order: Pick<OrderDetail, 'number' | 'externalId'>): string =>
  `#${(order.number ?? order.externalId).replace(/^#/, '')}`

/** One order: what it was, and rule by rule why it earned what it earned. */
export function OrderPage(context: ConsoleContext, props: OrderPageProps): VNode {
  const { order } = props
  const { speech } = context
  const texts = speech.texts.console
  return ConsoleFrame(context, {
    place: 'orders',
    title: `${texts.order} ${orderName(order)}`,
    back: { path: '/console/orders', label: texts.nav.orders },
    styles: ['console-day.css'],
    action: mayAs(context.role, 'manager') && AssignLink(context, order),
    body: [
      Refused(props.failed),
      html`<dl class="facts">
        ${Fact(texts.outcome, OutcomeBadge(speech, order.outcome, order.given))}
        ${Fact(texts.total, Total(context, order))} ${Fact(texts.till, order.tillName)}
        ${Fact(texts.when, When(context, order.placedAt ?? order.updatedAt))}
        ${order.cardId && order.cardSerial && Fact(texts.card, CardLink(order.cardId, order.cardSerial))}
        ${order.evidence && Fact(texts.evidence, texts.evidenceKinds[order.evidence] ?? order.evidence)}
      </dl>`,
      html`<section class="sheet"><h2>${texts.traceTitle}</h2>${TraceList(speech, order.trace, context.merchant.timeZone)}</section>`,
      html`<div class="halves">${Contents(context, order)} ${Deliveries(context, props.deliveries)}</div>`,
      order.cardId && mayAs(context.role, 'manager') && Release(context, props),
    ],
  })
}

function AssignLink(context: ConsoleContext, order: OrderDetail): Child {
  const { assign, reassign } = context.speech.texts.console.day.orders
  return html`<a class=${order.cardId ? 'button' : 'button primary'} href=${`${orderPath(order.tillId, order.externalId)}/assign`}>
    ${order.cardId ? reassign : assign}
  </a>`
}

function Release(context: ConsoleContext, { order, failed, intent }: OrderPageProps): Child {
  const { orders, cards } = context.speech.texts.console.day
  return Deeds(cards.deeds, [
    Deed(context, {
      ...{ name: 'release', title: orders.release, hint: orders.releaseHint, failed, intent, danger: true },
      ...{ action: `${orderPath(order.tillId, order.externalId)}/release`, submit: orders.releaseDo },
    }),
  ])
}

function Deliveries(context: ConsoleContext, deliveries: OrderDelivery[]): VNode {
  const { orders } = context.speech.texts.console.day
  return html`<section class="sheet">
    <h2>${orders.deliveries}</h2>
    ${
      deliveries.length === 0
        ? html`<p class="small">${orders.noDeliveries}</p>`
        : html`<ul class="plain">
          ${deliveries.map(
            (each) =>
              html`<li><code>${each.topic}</code> ${StateBadge(context, each.state)} ${each.note && html`<span class="small">${ToldNote(context.speech, each)}</span>`} <span class="small">${When(context, each.receivedAt)}</span></li>`,
          )}
        </ul>`
    }
  </section>`
}

function Contents(context: ConsoleContext, order: OrderDetail): Child {
  const texts = context.speech.texts.console
  const { sale, refunds, cancelled } = order.facts
  const currency = order.currency
  const money = (amount: number) =>
    currency ? formatMoney(context.speech, { amount, currency }) : String(amount)
  const given = Object.values(refunds)
  return html`<section class="sheet">
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
