import type { VNode } from 'preact'
import { mayAs } from '../../domain/role.ts'
import { formatCount } from '../../messages/formats.ts'
import { tellReason } from '../../messages/own-reasons.ts'
import type { CardDetails } from '../../ports/card-details.ts'
import type { SeenTrace } from '../../ports/card-trace.ts'
import type { CardDetail, LedgerRow, MergeRow } from '../../ports/console-cards.ts'
import { type Child, html } from '../html.ts'
import { CardDeeds, type CardDeedsProps } from './card-deeds.ts'
import { CardEvents } from './card-events.ts'
import { StampsOf } from './cards-list.ts'
import { CardLink, Fact, orderPath, StateBadge, When } from './cells.ts'
import { CouponTable } from './coupons-list.ts'
import { Refused } from './deeds.ts'
import { ActionButton } from './form.ts'
import { type ConsoleContext, ConsoleFrame } from './frame.ts'
import { Empty, Table } from './table.ts'

export type CardPageProps = CardDeedsProps & {
  webCard: string | null
  /** What the customer told; null where the reader may not see it. */
  told: Pick<CardDetails, 'name' | 'email' | 'phone'> | null
  events: { rows: SeenTrace[]; next: string | null; first: boolean }
}

export function CardPage(context: ConsoleContext, props: CardPageProps): VNode {
  const { card } = props
  const texts = context.speech.texts.console
  return ConsoleFrame(context, {
    place: 'cards',
    title: texts.day.cards.title(card.serial.slice(-4)),
    back: { path: '/console/cards', label: texts.nav.cards },
    styles: ['console-day.css'],
    action:
      props.webCard &&
      html`<a class="button" href=${props.webCard} target="_blank" rel="noopener noreferrer">${texts.webCard}</a>`,
    body: [
      Refused(props.failed),
      Facts(context, props),
      CardDeeds(context, props),
      card.links.length > 0 && Section(texts.links, Links(context, card)),
      card.merges.length > 0 && Section(texts.day.cards.merges, Merges(context, card)),
      Section(
        texts.nav.coupons,
        card.coupons.length === 0 ? Empty(texts.empty.cardCoupons) : CouponTable(context, card.coupons, true),
      ),
      Section(texts.day.cards.why, CardEvents(context, card.id, props.events)),
      Section(
        texts.ledger,
        card.ledger.length === 0 ? Empty(texts.empty.cardLedger) : Ledger(context, card.ledger),
      ),
    ],
  })
}

const Section = (title: string, body: Child): VNode => html`<section><h2>${title}</h2>${body}</section>`

function Facts(context: ConsoleContext, { card, told }: CardPageProps): VNode {
  const texts = context.speech.texts.console
  const { name, email, phone } = texts.day.cards
  return html`<dl class="facts">
    ${Fact(texts.serial, html`<code>${card.serial}</code>`, 'wide')} ${Fact(texts.program, card.programName)}
    ${Fact(texts.stamps, StampsOf(context, card))} ${Fact(texts.state, StateBadge(context, card.state, 'card'))}
    ${Fact(texts.since, When(context, card.createdAt))} ${Fact(texts.lastStamp, When(context, card.lastStampAt))}
    ${card.placement && Fact(texts.placement, card.placementName ?? texts.places[card.placement] ?? card.placement)}
    ${told?.name && Fact(name, told.name)} ${told?.email && Fact(email, told.email)}
    ${told?.phone && Fact(phone, told.phone)}
  </dl>`
}

const Links = (context: ConsoleContext, card: CardDetail): VNode =>
  html`<ul class="plain">
    ${card.links.map(
      ({ tillId, tillName, customerId }) =>
        html`<li>
          <span>${tillName}: <code>${customerId}</code></span>
          ${
            mayAs(context.role, 'manager') &&
            ActionButton(context, {
              action: `/console/cards/${card.id}/unlink`,
              label: context.speech.texts.console.day.cards.unlink,
              kind: 'quiet',
              fields: { tillId, customerId },
            })
          }
        </li>`,
    )}
  </ul>`

const Merges = (context: ConsoleContext, card: CardDetail): VNode =>
  html`<ul class="plain">
    ${card.merges.map((merge) => html`<li>${Merge(context, card, merge)}</li>`)}
  </ul>`

function Merge(context: ConsoleContext, card: CardDetail, merge: MergeRow): Child {
  const { texts } = context.speech
  const { mergedFrom, mergedInto, undo, undone } = texts.console.day.cards
  const gone = merge.from.id === card.id
  const other = gone ? merge.into : merge.from
  const stamps = texts.stamps(merge.stamps)
  return [
    html`<span>${gone ? mergedInto(stamps) : mergedFrom(stamps)} ${CardLink(other.id, other.serial)}</span>`,
    html`<span class="small">${When(context, merge.mergedAt)}</span>`,
    merge.undoneAt !== null
      ? html`<span class="badge">${undone}</span>`
      : mayAs(context.role, 'manager') &&
        ActionButton(context, {
          action: `/console/cards/${card.id}/unmerge`,
          label: undo,
          kind: 'quiet',
          fields: { mergeId: merge.id },
        }),
  ]
}

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
      { head: texts.balance, kind: 'number', cell: (row) => formatCount(context.speech, row.balance) },
      { head: texts.channel, cell: (row) => texts.channels[row.channel] ?? row.channel },
      {
        head: texts.reason,
        cell: (row) =>
          row.tillId && row.orderId
            ? html`<a href=${orderPath(row.tillId, row.orderId)}>${tellReason(context.speech, row.reason)}</a>`
            : tellReason(context.speech, row.reason),
      },
    ],
  })
}
