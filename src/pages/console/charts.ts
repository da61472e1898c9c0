import { max, mean } from 'd3-array'
import { scaleBand, scaleLinear, scaleUtc } from 'd3-scale'
import { curveMonotoneX, line } from 'd3-shape'
import type { VNode } from 'preact'
import { html } from '../html.ts'

/** One day of the shop's calendar (YYYY-MM-DD). */
export type DayCount = { day: string; count: number }

type DayBarsProps = {
  /** Oldest first; the last one is today. `shown` at most are drawn, those before them only lead to the first averages. */
  days: DayCount[]
  shown: number
  label: string
  today: string
  dayName(day: string): string
  /** "22 Nov: 5", for whoever points at a bar. */
  dayTitle(day: DayCount): string
  countName(count: number): string
}

/**
 * Across in percent and down in pixels: so it is as wide as its place without a script, and its letters stay as they are.
 */
const [top, bottom, height] = [20, 172, 200]
const averaged = 7

/** Bars by day with the average of seven days over them. Whoever does not see it reads the table beside it. */
export function DayBars(props: DayBarsProps): VNode {
  const days = props.days.slice(-props.shown)
  const x = scaleBand<string>()
    .domain(days.map(({ day }) => day))
    .range([0, 100])
    .paddingInner(days.length > 40 ? 0.3 : 0.45)
    .paddingOuter(0.2)
  const trend = averages(props)
  const most = Math.max(1, max(days, ({ count }) => count) ?? 0, max(trend, ({ average }) => average) ?? 0)
  const y = scaleLinear().domain([0, most]).nice(4).range([bottom, top])
  const left = (day: string) => x(day) ?? 0
  const trendLine = line<Average>()
    .x(({ day }) => left(day) + x.bandwidth() / 2)
    .y(({ average }) => y(average))
    .curve(curveMonotoneX)
  return html`<svg class="chart" width="100%" height=${height} role="img" aria-label=${props.label}>
    ${y
      .ticks(4)
      .filter(Number.isInteger)
      .map(
        (count) => html`<g class=${count === 0 ? 'base' : 'grid'}>
          <line x1="0" x2="100%" y1=${y(count)} y2=${y(count)} />
          ${count > 0 && html`<text x="0" y=${y(count) - 5}>${props.countName(count)}</text>`}
        </g>`,
      )}
    ${days.map(
      (each, index) => html`<g class=${index === days.length - 1 ? 'bar-today' : null}>
        <title>${props.dayTitle(each)}</title>
        <rect class="reach" x=${percent(left(each.day) - (x.step() - x.bandwidth()) / 2)} width=${percent(x.step())} y=${top} height=${bottom - top} />
        <rect class="bar-day" x=${percent(left(each.day))} width=${percent(x.bandwidth())} y=${y(each.count)} height=${bottom - y(each.count)} rx="2" />
      </g>`,
    )}
    <svg viewBox=${`0 0 100 ${height}`} width="100%" height=${height} preserveAspectRatio="none" aria-hidden="true">
      <path class="average" d=${trendLine(trend)} />
    </svg>
    ${dayTicks(days, 1 - 0.1 - props.today.length * 0.025).map((day) => html`<text x=${percent(left(day) + x.bandwidth() / 2)} y=${height - 8} text-anchor="middle">${props.dayName(day)}</text>`)}
    <text class="today" x="100%" y=${height - 8} text-anchor="end">${props.today}</text>
  </svg>`
}

const percent = (share: number): string => `${Number(share.toFixed(3))}%`

type Average = { day: string; average: number }

const averages = ({ days, shown }: DayBarsProps): Average[] =>
  days
    .map(({ day }, index) => ({
      day,
      average: mean(days.slice(Math.max(0, index + 1 - averaged), index + 1), ({ count }) => count) ?? 0,
    }))
    .slice(-shown)

/**
 * Mondays or firsts of a month, whichever fit; none so near either end that its words would not.
 * @param room the share of the width that "today" leaves them, on a phone
 */
function dayTicks(days: DayCount[], room: number): string[] {
  const noon = (at: number) => new Date(`${days.at(at)?.day}T00:00:00Z`)
  if (days.length < 2) return []
  const known = days.map(({ day }) => day)
  return scaleUtc()
    .domain([noon(0), noon(-1)])
    .ticks(4)
    .map((date) => date.toISOString().slice(0, 10))
    .filter((day) => known.indexOf(day) >= days.length * 0.05 && known.indexOf(day) < days.length * room)
}

/** A share of the whole as a bar; the words beside it say the same. */
export function Meter(name: VNode | string, note: string, value: number, whole: number): VNode {
  const x = scaleLinear()
    .domain([0, Math.max(1, whole)])
    .range([0, 100])
  return html`<div>
    <div class="row"><span>${name}</span><span class="small">${note}</span></div>
    <svg class="meter" width="100%" height="6" aria-hidden="true">
      <rect class="rest" width="100%" height="6" rx="3" />
      ${value > 0 && html`<rect width=${percent(x(value))} height="6" rx="3" />`}
    </svg>
  </div>`
}
