import type { VNode } from 'preact'
import { formatCount } from '../../messages/formats.ts'
import type { Figures } from '../../ports/console-figures.ts'
import type { Overview } from '../../ports/console-reads.ts'
import { html } from '../html.ts'
import { DayBars, type DayCount, Meter } from './charts.ts'
import type { ConsoleContext } from './frame.ts'
import { placeName } from './placements-view.ts'
import { Empty, Table } from './table.ts'

const spans = [28, 90] as const

/** Visits by day as bars, and the same as a table for whoever does not see them. It needs no script. */
export function Visits(context: ConsoleContext, all: Figures['visits'], shown: number): VNode {
  const own = context.speech.texts.console.day.overview
  const days = all.map(({ day, cards }) => ({ day, count: cards }))
  const n = (count: number) => formatCount(context.speech, count)
  const named = (day: string) => dayName(context, day)
  const label = own.visitsTitle(n(shown))
  return html`<section>
    <div class="row section-head">
      <h2>${own.visits}</h2>
      <nav class="filters" aria-label=${own.visits}>
        ${spans.map(
          (span) =>
            html`<a href=${`/console?days=${span}`} class=${span === shown ? 'chosen' : null} aria-current=${span === shown ? 'true' : null}>${own.days(n(span))}</a>`,
        )}
      </nav>
    </div>
    <div class="chart-box">
      <p class="row small"><span>${own.visitsHint}</span><span class="key-average">${own.average}</span></p>
      ${DayBars({
        ...{ days, shown, label, dayName: named, countName: n },
        today: own.today,
        dayTitle: ({ day, count }) => `${named(day)}: ${n(count)}`,
      })}
      <details>
        <summary>${own.asTable}</summary>
        ${Table<DayCount>({
          label,
          rows: days.slice(-shown).toReversed(),
          columns: [
            { head: own.day, kind: 'main', cell: ({ day }) => named(day) },
            { head: own.visits, kind: 'number', cell: ({ count }) => n(count) },
          ],
        })}
      </details>
    </div>
  </section>`
}

/** "3 Nov" for a day of the shop's calendar. */
const dayName = (context: ConsoleContext, day: string): string =>
  new Intl.DateTimeFormat(context.speech.tag, { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(
    new Date(`${day}T12:00:00Z`),
  )

/** Where cards come from: each printed or shown QR code with how often it was seen, and how often that made a card. */
export function Joins(context: ConsoleContext, joins: Overview['joins']): VNode {
  const { speech } = context
  const own = speech.texts.console.day.overview
  const most = Math.max(...joins.map((each) => each.joins))
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
              each.joins,
              most,
            ),
          )}
        </div>`
    }
  </section>`
}

export function Matching(context: ConsoleContext, figures: Figures, mayAssign: boolean): VNode {
  const { speech } = context
  const own = speech.texts.console.day.overview
  const all = figures.matched + figures.unmatched
  const n = (count: number) => formatCount(speech, count)
  return html`<section>
    <h2>${own.matching}</h2>
    <div class="chart-box meters">
      ${Meter(own.matched, n(figures.matched), figures.matched, all)}
      ${Meter(own.unmatched, n(figures.unmatched), figures.unmatched, all)}
      ${mayAssign && figures.unmatched > 0 && html`<p><a href="/console/orders?only=unmatched">${own.assignThem}</a></p>`}
    </div>
  </section>`
}
