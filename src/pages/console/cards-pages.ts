import type { VNode } from 'preact'
import { formatMoment } from '../../messages/formats.ts'
import type { CardDetail, CardRow, LedgerRow, Page } from '../../ports/console-reads.ts'
import { type Child, html } from '../html.ts'
import { OutcomeBadge } from '../trace-list.ts'
import { CardLink, Fact, OrderLink, orderPath, StateBadge, Total, When } from './cells.ts'
import { CouponTable } from './coupons-page.ts'
import { type ConsoleContext, ConsoleFrame } from './frame.ts'
import { Empty, Pager, Table } from './table.ts'

type CardsProps = { page: Page<CardRow>; search: string; cursor: string | undefined }

export function CardsPage(context: ConsoleContext, { page, search, cursor }: CardsProps): VNode {
  const { speech } = context
  const texts = speech.texts.console
  return ConsoleFrame(context, {
    place: 'cards',
    title: texts.nav.cards,
    body: [
      html`<form class="search" role="search" action="/console/cards">
        <label class="unseen" for="search">${texts.search}</label>
        <input id="search" name="search" type="search" value=${search} placeholder=${texts.search} maxlength="64" />
        <button>${texts.find}</button>
      </form>`,
      page.rows.length === 0
        ? Empty(search ? texts.noneFound : texts.noCards)
        : CardTable(context, page.rows),
      Pager(speech, { path: '/console/cards', query: { search }, cursor, next: page.next }),
    ],
  })
}

function CardTable(context: ConsoleContext, rows: CardRow[]): VNode {
  const { texts } = context.speech
  const heads = texts.console
  return Table<CardRow>({
    label: heads.nav.cards,
    rows,
    columns: [
      { head: heads.serial, kind: 'main', cell: (card) => CardLink(card.id, card.serial) },
      { head: heads.program, cell: (card) => card.programName },
      { head: heads.stamps, kind: 'number', cell: (card) => StampsCell(context, card) },
      { head: heads.state, cell: (card) => StateBadge(context, card.state) },
      { head: heads.since, cell: (card) => When(context, card.createdAt) },
      { head: heads.lastStamp, cell: (card) => When(context, card.lastStampAt) },
    ],
  })
}

const StampsCell = (context: ConsoleContext, card: CardRow): Child => [
  context.speech.texts.progress(card.stamps, card.goal),
  card.cycle > 1 && html` <span class="small">${context.speech.texts.card.cycle(card.cycle)}</span>`,
]

export function CardDetailPage(context: ConsoleContext, card: CardDetail, webCard: string | null): VNode {
  const texts = context.speech.texts.console
  return ConsoleFrame(context, {
    place: 'cards',
    title: `${texts.card} ${card.serial.slice(0, 10)}…`,
    body: [
      html`<dl class="facts">
        ${Fact(texts.serial, html`<code>${card.serial}</code>`)} ${Fact(texts.program, card.programName)}
        ${Fact(texts.stamps, StampsCell(context, card))} ${Fact(texts.state, StateBadge(context, card.state))}
        ${Fact(texts.since, When(context, card.createdAt))}
        ${card.placement && Fact(texts.placement, texts.places[card.placement] ?? card.placement)}
        ${card.links.length > 0 && Fact(texts.links, card.links.map((link) => `${link.tillName}: ${link.customerId}`).join(', '))}
      </dl>`,
      webCard &&
        html`<p><a class="button" href=${webCard} target="_blank" rel="noopener noreferrer">${texts.webCard}</a></p>`,
      Section(
        texts.ledger,
        card.ledger.length === 0 ? Empty(context.speech.texts.card.noHistory) : Ledger(context, card.ledger),
      ),
      Section(texts.nav.coupons, card.coupons.length === 0 ? Empty('–') : CouponTable(context, card.coupons)),
      Section(texts.nav.orders, card.orders.length === 0 ? Empty('–') : Orders(context, card)),
    ],
  })
}

const Section = (title: string, body: Child): VNode => html`<section><h2>${title}</h2>${body}</section>`

function Ledger(context: ConsoleContext, rows: LedgerRow[]): VNode {
  const texts = context.speech.texts.console
  return Table<LedgerRow>({
    label: texts.ledger,
    rows,
    columns: [
      { head: texts.when, kind: 'main', cell: (row) => When(context, row.at) },
      {
        head: texts.change,
        kind: 'number',
        cell: (row) =>
          html`<b class=${row.count < 0 ? 'minus' : 'plus'}>${row.count < 0 ? `−${-row.count}` : `+${row.count}`}</b>`,
      },
      { head: texts.balance, kind: 'number', cell: (row) => row.balance },
      { head: texts.channel, cell: (row) => texts.channels[row.channel] ?? row.channel },
      {
        head: texts.reason,
        cell: (row) =>
          row.tillId && row.orderId
            ? html`<a href=${orderPath(row.tillId, row.orderId)}>${row.reason}</a>`
            : row.reason,
      },
    ],
  })
}

function Orders(context: ConsoleContext, card: CardDetail): VNode {
  const { speech } = context
  const texts = speech.texts.console
  return html`<ul class="plain">
    ${card.orders.map(
      (order) =>
        html`<li>
          ${OrderLink(order)} ${OutcomeBadge(speech, order.outcome, order.given)}
          <span>${Total(context, order)}</span>
          <span class="small">${order.tillName}${order.placedAt !== null && ` · ${formatMoment(speech, order.placedAt, context.merchant.timeZone)}`}</span>
          <a href=${orderPath(order.tillId, order.externalId)}>${texts.why}</a>
        </li>`,
    )}
  </ul>`
}
