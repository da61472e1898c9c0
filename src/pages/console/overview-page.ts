import type { VNode } from 'preact'
import { formatCount, formatMoment } from '../../messages/formats.ts'
import type { Overview, OwedEffects, TillHealth } from '../../ports/console-reads.ts'
import { type Child, html } from '../html.ts'
import { StateBadge } from './cells.ts'
import { type ConsoleContext, ConsoleFrame } from './frame.ts'
import { Empty } from './table.ts'

export function OverviewPage(context: ConsoleContext, overview: Overview): VNode {
  const texts = context.speech.texts.console
  return ConsoleFrame(context, {
    place: 'overview',
    title: texts.nav.overview,
    body: [Today(context, overview), Attention(context, overview), Tills(context, overview.tills)],
  })
}

function Today(context: ConsoleContext, overview: Overview): VNode {
  const texts = context.speech.texts.console
  const n = (count: number) => formatCount(context.speech, count)
  return html`<section aria-label=${texts.today}>
    <h2>${texts.today}</h2>
    <dl class="figures">
      ${Figure(texts.newCards, n(overview.cardsToday), texts.cardsTotal(n(overview.cards)))}
      ${Figure(texts.orders, n(overview.ordersToday), null)}
      ${Figure(texts.stampsGiven, n(overview.stampsToday), null)}
      ${Figure(
        texts.couponsUsed,
        n(overview.couponsUsedToday),
        `${texts.couponsIssued(n(overview.couponsIssuedToday))} · ${texts.couponsOpen(n(overview.couponsOpen))}`,
      )}
    </dl>
  </section>`
}

const Figure = (label: string, value: string, note: string | null): VNode =>
  html`<div class="figure"><dt>${label}</dt><dd>${value}</dd>${note && html`<dd class="small">${note}</dd>`}</div>`

function Attention(context: ConsoleContext, overview: Overview): VNode {
  const texts = context.speech.texts.console
  const n = (count: number) => formatCount(context.speech, count)
  const items: Child[] = [
    overview.unreadable > 0 &&
      html`<li class="warn"><a href="/console/deliveries">${texts.unreadable(n(overview.unreadable))}</a></li>`,
    overview.waiting > 0 && html`<li>${texts.waiting(n(overview.waiting))}</li>`,
    ...overview.owed.map((owed) => Owed(context, owed)),
  ].filter((item) => item !== false)
  return html`<section>
    <h2>${texts.attention}</h2>
    ${items.length === 0 ? html`<p class="all-well">${texts.allWell}</p>` : html`<ul class="attention">${items}</ul>`}
  </section>`
}

function Owed(context: ConsoleContext, owed: OwedEffects): VNode {
  const { speech, merchant } = context
  const texts = speech.texts.console
  const since = formatMoment(speech, owed.oldestAt, merchant.timeZone)
  return html`<li class=${owed.retrying > 0 ? 'warn' : null}>
    ${texts.owed(formatCount(speech, owed.pending), texts.owedKind[owed.kind] ?? owed.kind)}
    ${owed.retrying > 0 && html`<br /><span class="small">${texts.retrying(formatCount(speech, owed.retrying), since)}${owed.lastError && `: ${owed.lastError}`}</span>`}
  </li>`
}

function Tills(context: ConsoleContext, tills: TillHealth[]): VNode {
  const { speech, merchant } = context
  const texts = speech.texts.console
  return html`<section>
    <h2>${texts.tills}</h2>
    ${tills.length === 0 && Empty(texts.noTills)}
    ${context.role === 'owner' && html`<p><a href="/console/square">${speech.texts.square.title}</a></p>`}
    <ul class="tills">
      ${tills.map(
        (till) =>
          html`<li>
            <b>${till.name}</b> <span class="small">${providerNames[till.provider] ?? till.provider}</span>
            ${StateBadge(context, till.state)}
            <span class="small heard">
              ${till.lastDeliveryAt === null ? texts.neverHeard : texts.lastHeard(formatMoment(speech, till.lastDeliveryAt, merchant.timeZone))}
            </span>
          </li>`,
      )}
    </ul>
  </section>`
}

const providerNames: Record<string, string> = { shopify: 'Shopify', square: 'Square', open: 'Open till' }
