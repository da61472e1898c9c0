import type { VNode } from 'preact'
import { mayAs } from '../../domain/role.ts'
import { type CodeUseRow, type OrderRow, orderFilters } from '../../ports/console-orders.ts'
import type { Page } from '../../ports/console-reads.ts'
import { html } from '../html.ts'
import { OutcomeBadge, outcomeWords } from '../trace-list.ts'
import { OrderLink, orderPath, Total, When } from './cells.ts'
import { emptyForm, Select } from './form.ts'
import { type ConsoleContext, ConsoleFrame } from './frame.ts'
import { Empty, EmptyRoom, NothingFound, Pager, Table } from './table.ts'

type OrdersProps = {
  page: Page<OrderRow>
  filter: {
    search?: string | undefined
    only?: (typeof orderFilters)[number] | undefined
    till?: string | undefined
  }
  cursor: string | undefined
  tills: { id: string; name: string }[]
  mayAssign: boolean
}

export function OrdersPage(context: ConsoleContext, props: OrdersProps): VNode {
  const { page, filter, cursor } = props
  const texts = context.speech.texts.console
  const asked = Object.values(filter).some(Boolean)
  return ConsoleFrame(context, {
    place: 'orders',
    title: texts.nav.orders,
    styles: ['console-day.css'],
    action: html`<a href="/console/orders/codes">${texts.day.orders.codes}</a>`,
    body: [
      (asked || cursor || page.rows.length > 0) && Filters(context, props),
      page.rows.length > 0 ? OrderTable(context, props) : NoOrders(context, props, asked),
      Pager(context.speech, {
        ...{ path: '/console/orders', query: filter, cursor, next: page.next },
        ...(page.rows.length === 0 && { nextLabel: texts.day.lookFurther }),
      }),
    ],
  })
}

function NoOrders(context: ConsoleContext, { page, tills }: OrdersProps, asked: boolean): VNode {
  const texts = context.speech.texts.console
  if (page.next) return Empty(texts.day.further)
  if (asked) return NothingFound(context, '/console/orders')
  const { act, test } = texts.empty.orders
  const label = tills.length === 0 ? act : test
  return EmptyRoom(
    texts.empty.orders,
    mayAs(context.role, 'manager') ? { path: '/console/tills', label } : null,
  )
}

function Filters(context: ConsoleContext, { filter, tills }: OrdersProps): VNode {
  const { speech } = context
  const texts = speech.texts.console
  const { orders, cards } = texts.day
  return html`<form class="filter-bar" role="search" action="/console/orders">
    <div class="field">
      <label for="search">${orders.search}</label>
      <div class="wide">
        <input id="search" name="search" type="search" value=${filter.search ?? ''} maxlength="255" />
        <button class="primary">${cards.show}</button>
      </div>
    </div>
    ${Select(emptyForm, {
      ...{ name: 'only', label: texts.outcome, value: filter.only ?? '' },
      choices: [
        { value: '', label: orders.anyOutcome },
        ...orderFilters.map((only) => ({
          value: only,
          label: only === 'refunded' ? orders.refunded : outcomeWords(speech, only),
        })),
      ],
    })}
    ${
      tills.length > 1 &&
      Select(emptyForm, {
        ...{ name: 'till', label: texts.till, value: filter.till ?? '' },
        choices: [
          { value: '', label: orders.anyTill },
          ...tills.map(({ id, name }) => ({ value: id, label: name })),
        ],
      })
    }
  </form>`
}

function OrderTable(context: ConsoleContext, { page, filter, mayAssign }: OrdersProps): VNode {
  const { speech } = context
  const texts = speech.texts.console
  return Table<OrderRow>({
    label: texts.nav.orders,
    rows: page.rows,
    columns: [
      { head: texts.order, kind: 'main', cell: OrderLink },
      { head: texts.when, cell: (order) => When(context, order.placedAt ?? order.updatedAt) },
      { head: texts.till, cell: (order) => order.tillName },
      { head: texts.total, kind: 'number', cell: (order) => Total(context, order) },
      { head: texts.outcome, cell: (order) => OutcomeBadge(speech, order.outcome, order.given) },
      ...(mayAssign && filter.only === 'unmatched'
        ? [
            {
              head: texts.card,
              cell: (order: OrderRow) =>
                html`<a href=${`${orderPath(order.tillId, order.externalId)}/assign`}>${texts.day.orders.assign}</a>`,
            },
          ]
        : []),
    ],
  })
}

/** Uses of shared codes that belong to no card yet. */
export function CodeUsesPage(
  context: ConsoleContext,
  { page, cursor, mayAssign }: { page: Page<CodeUseRow>; cursor: string | undefined; mayAssign: boolean },
): VNode {
  const texts = context.speech.texts.console
  const { orders } = texts.day
  return ConsoleFrame(context, {
    place: 'orders',
    title: orders.codes,
    back: { path: '/console/orders', label: texts.nav.orders },
    body: [
      html`<p class="lead">${orders.codesIntro}</p>`,
      page.rows.length === 0 ? Empty(orders.noCodes) : CodeUses(context, page.rows, mayAssign),
      Pager(context.speech, { path: '/console/orders/codes', cursor, next: page.next }),
    ],
  })
}

function CodeUses(context: ConsoleContext, rows: CodeUseRow[], mayAssign: boolean): VNode {
  const texts = context.speech.texts.console
  const { orders } = texts.day
  return Table<CodeUseRow>({
    label: orders.codes,
    rows,
    columns: [
      { head: texts.code, kind: 'main', cell: (use) => html`<code>${use.code}</code>` },
      { head: texts.when, cell: (use) => When(context, use.usedAt) },
      { head: texts.till, cell: (use) => use.tillName },
      { head: orders.place, cell: (use) => use.location ?? '–' },
      {
        head: texts.order,
        cell: (use) => OrderLink({ tillId: use.tillId, externalId: use.orderId, number: use.orderNumber }),
      },
      ...(mayAssign
        ? [
            {
              head: texts.card,
              cell: (use: CodeUseRow) =>
                html`<a href=${`/console/orders/codes/${use.id}`}>${orders.whose}</a>`,
            },
          ]
        : []),
    ],
  })
}
