import type { VNode } from 'preact'
import { formatCount } from '../../messages/formats.ts'
import type { Figures } from '../../ports/console-figures.ts'
import type { Overview } from '../../ports/console-reads.ts'
import { type Child, html } from '../html.ts'
import type { ConsoleContext } from './frame.ts'
import { placeName } from './placements-view.ts'
import { Empty, Table } from './table.ts'

const spans = [28, 90] as const

/** Visits by day as bars, and the same as a table for whoever does not see them. Drawn here: it needs no script. */
export function Visits(context: ConsoleContext, all: Figures['visits'], days: number): VNode {
  const own = context.speech.texts.console.day.overview
  const visits = all.slice(-days)
  const n = (count: number) => formatCount(context.speech, count)
  const title = own.visitsTitle(n(days))
  return html`<section>
    <h2>${own.visits}</h2>
    <div class="chart-box">
      <div class="row">
        <span class="small">${own.visitsHint}</span>
        <nav class="filters" aria-label=${own.visits}>
          ${spans.map(
            (span) =>
              html`<a href=${`/console?days=${span}`} class=${span === days ? 'chosen' : null} aria-current=${span === days ? 'true' : null}>${own.days(n(span))}</a>`,
          )}
        </nav>
      </div>
      ${Bars(visits, title)}
      <div class="row small">
        <span>${dayName(context, visits[0]?.day)}</span><span>${own.most(n(Math.max(0, ...visits.map(({ cards }) => cards))))}</span>
        <span>${dayName(context, visits.at(-1)?.day)}</span>
      </div>
      <details>
        <summary>${own.asTable}</summary>
        ${Table<Figures['visits'][number]>({
          label: title,
          rows: visits.toReversed(),
          columns: [
            { head: own.day, kind: 'main', cell: ({ day }) => dayName(context, day) },
            { head: own.visits, kind: 'number', cell: ({ cards }) => n(cards) },
          ],
        })}
      </details>
    </div>
  </section>`
}

const [chartWidth, chartHeight] = [720, 160]

function Bars(visits: Figures['visits'], title: string): VNode {
  const most = Math.max(1, ...visits.map(({ cards }) => cards))
  const step = chartWidth / Math.max(1, visits.length)
  return html`<svg class="chart" viewBox=${`0 0 ${chartWidth} ${chartHeight}`} preserveAspectRatio="none" role="img" aria-label=${title}>
    ${visits.map(({ cards }, index) => {
      const height = (cards / most) * (chartHeight - 4)
      return html`<rect x=${round(index * step + step * 0.1)} y=${round(chartHeight - height)} width=${round(step * 0.8)} height=${round(height)} />`
    })}
    <line class="base" x1="0" y1=${chartHeight - 0.5} x2=${chartWidth} y2=${chartHeight - 0.5} />
  </svg>`
}

const round = (value: number): number => Math.round(value * 10) / 10

/** "3 Nov" for a day of the shop's calendar. */
const dayName = (context: ConsoleContext, day: string | undefined): string =>
  day === undefined
    ? ''
    : new Intl.DateTimeFormat(context.speech.tag, { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(
        new Date(`${day}T12:00:00Z`),
      )

/** A share of the whole as a bar; the words beside it say the same. */
const Meter = (name: Child, note: Child, share: number): VNode =>
  html`<div>
    <div class="row"><span>${name}</span><span class="small">${note}</span></div>
    <svg class="meter" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
      <rect class="rest" width="100" height="10" /><rect width=${round(100 * share)} height="10" />
    </svg>
  </div>`

/** Where cards come from: each printed or shown QR code with how often it was seen, and how often that made a card. */
export function Joins(context: ConsoleContext, joins: Overview['joins']): VNode {
  const { speech } = context
  const texts = speech.texts.console
  const own = texts.day.overview
  const most = Math.max(1, ...joins.map((each) => each.joins))
  return html`<section>
    <h2>${own.joins}</h2>
    ${
      joins.length === 0
        ? Empty(own.noJoins)
        : html`<div class="chart-box meters">
          ${joins.map((each) =>
            Meter(
              placeName(context, each),
              `${formatCount(speech, each.joins)} · ${own.seen(formatCount(speech, each.views))}`,
              each.joins / most,
            ),
          )}
        </div>`
    }
  </section>`
}

export function Matching(context: ConsoleContext, figures: Figures, mayAssign: boolean): VNode {
  const { speech } = context
  const own = speech.texts.console.day.overview
  const all = Math.max(1, figures.matched + figures.unmatched)
  const n = (count: number) => formatCount(speech, count)
  return html`<section>
    <h2>${own.matching}</h2>
    <div class="chart-box meters">
      ${Meter(own.matched, n(figures.matched), figures.matched / all)}
      ${Meter(own.unmatched, n(figures.unmatched), figures.unmatched / all)}
      ${mayAssign && figures.unmatched > 0 && html`<p><a href="/console/orders?only=unmatched">${own.assignThem}</a></p>`}
    </div>
  </section>`
}
