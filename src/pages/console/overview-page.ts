import type { VNode } from 'preact'
import { mayAs } from '../../domain/role.ts'
import { formatCount, formatMoment, formatMoney, formatPercent } from '../../messages/formats.ts'
import { roomTexts } from '../../messages/rooms.ts'
import type { CountedFigures, Figures } from '../../ports/console-figures.ts'
import type { Overview, TillHealth } from '../../ports/console-reads.ts'
import { type Child, html } from '../html.ts'
import { StateBadge } from './cells.ts'
import { type ConsoleContext, ConsoleFrame } from './frame.ts'
import { Attention, type AttentionProps } from './overview-attention.ts'
import { Joins, Matching, Visits } from './overview-charts.ts'
import { Empty } from './table.ts'

export type OverviewProps = Omit<AttentionProps, 'overview'> & {
  overview: Overview
  /** Null until they were counted for the first time. */
  counted: CountedFigures | null
  /** How many days the chart shows. */
  days: number
}

export function OverviewPage(context: ConsoleContext, props: OverviewProps): VNode {
  const texts = context.speech.texts.console
  const { overview, counted } = props
  return ConsoleFrame(context, {
    place: 'overview',
    title: texts.nav.overview,
    styles: ['console-day.css', 'console-charts.css'],
    body: [
      Today(context, overview, counted?.figures ?? null),
      Attention(context, props),
      counted === null
        ? html`<p class="lead">${texts.day.overview.counting}</p>`
        : Larger(context, props, counted),
      counted === null && Joins(context, overview.joins),
      Tills(context, overview.tills, counted?.figures ?? null),
    ],
  })
}

function Today(context: ConsoleContext, overview: Overview, figures: Figures | null): VNode {
  const texts = context.speech.texts.console
  const n = (count: number) => formatCount(context.speech, count)
  const open = figures && texts.couponsOpen(n(figures.couponsOpen))
  return html`<section aria-label=${texts.today}>
    <h2>${texts.today}</h2>
    <dl class="figures">
      ${Figure(texts.newCards, n(overview.cardsToday), figures && texts.cardsTotal(n(figures.cards)))}
      ${Figure(texts.orders, n(overview.ordersToday), null)}
      ${Figure(texts.stampsGiven, n(overview.stampsToday), null)}
      ${Figure(
        texts.couponsUsed,
        n(overview.couponsUsedToday),
        [texts.couponsIssued(n(overview.couponsIssuedToday)), open].filter(Boolean).join(' · '),
      )}
    </dl>
  </section>`
}

const Figure = (label: string, value: Child, note: Child): VNode =>
  html`<div class="figure"><dt>${label}</dt><dd>${value}</dd>${note && html`<dd class="small">${note}</dd>`}</div>`

function Larger(
  context: ConsoleContext,
  { overview, days }: OverviewProps,
  { figures, countedAt }: CountedFigures,
): Child {
  const { speech, merchant } = context
  const own = speech.texts.console.day.overview
  const n = (count: number) => formatCount(speech, count)
  const share = figures.seen === 0 ? '–' : formatPercent(speech, figures.returned / figures.seen)
  return [
    html`<section>
      <dl class="figures">
        ${Figure(own.near, html`<a href="/console/cards?near=1">${n(figures.near)}</a>`, own.nearHint)}
        ${Figure(own.returns, share, own.returnsHint(n(figures.returned), n(figures.seen)))}
        ${Figure(own.outstanding, html`<a href="/console/coupons?state=active">${n(figures.couponsOpen)}</a>`, Outstanding(context, figures))}
      </dl>
    </section>`,
    Visits(context, figures.visits, days),
    html`<div class="halves">
      ${Joins(context, overview.joins)} ${Matching(context, figures, mayAs(context.role, 'manager'))}
    </div>`,
    html`<p class="small">${own.asOf(formatMoment(speech, countedAt, merchant.timeZone))}</p>`,
  ]
}

/** What open rewards may cost. An estimate, and said to be one. */
function Outstanding(context: ConsoleContext, figures: Figures): Child {
  const own = context.speech.texts.console.day.overview
  const known = moneyList(context, figures.outstanding)
  const inFlight = moneyList(context, figures.inFlight)
  const unknown = figures.outstandingUnknown
  return [
    known !== '' ? own.outstandingKnown(known) : figures.couponsOpen > 0 ? own.outstandingNone : '',
    known !== '' && unknown > 0 && `; ${own.outstandingUnknown(formatCount(context.speech, unknown))}`,
    inFlight !== '' && html`<br />${own.inFlight(inFlight)}. ${own.inFlightHint}`,
  ]
}

const moneyList = (context: ConsoleContext, amounts: Record<string, number>): string =>
  Object.entries(amounts)
    .map(([currency, amount]) => formatMoney(context.speech, { amount, currency }))
    .join(' + ')

function Tills(context: ConsoleContext, tills: TillHealth[], figures: Figures | null): VNode {
  const { speech, merchant } = context
  const texts = speech.texts.console
  const manages = mayAs(context.role, 'manager')
  return html`<section>
    <h2>${manages ? html`<a href="/console/tills">${texts.tills}</a>` : texts.tills}</h2>
    ${tills.length === 0 && Empty(texts.noTills)}
    <ul class="tills">
      ${tills.map((till) => {
        const heard = till.lastDeliveryAt ?? figures?.heard[till.id] ?? null
        return html`<li>
          <b>${manages ? html`<a href=${`/console/tills/${till.id}`}>${till.name}</a>` : till.name}</b>
          <span class="small">${roomTexts(speech).tills.providers[till.provider] ?? till.provider}</span>
          ${StateBadge(context, till.state, 'till')}
          <span class="small heard">
            ${heard === null ? texts.neverHeard : texts.lastHeard(formatMoment(speech, heard, merchant.timeZone))}
          </span>
        </li>`
      })}
    </ul>
  </section>`
}
