import type { VNode } from 'preact'
import { html } from './html.ts'

type StampsProps = {
  stamps: number
  goal: number
  /** Stamp numbers that earn something. */
  milestones: number[]
  /** "7 of 10", for those who don't see the drawing. */
  label: string
}

const cell = 64
/** More would be dots too small to count: drawn as a bar. */
const mostDrawn = 30
/** On the narrowest phone a number in one of so many would be too small to read: it is left out. */
const mostColumns = 8

/** The stamps as a drawing. Pure SVG with attributes and classes alone, since the pages allow no inline styles. */
export function Stamps(props: StampsProps): VNode {
  if (props.goal > mostDrawn) return Bar(props)
  const columns = columnsFor(props.goal)
  const rows = Math.ceil(props.goal / columns)
  const lastRow = props.goal - (rows - 1) * columns
  const places = Array.from({ length: props.goal }, (_, index) => {
    const row = Math.floor(index / columns)
    const inset = row === rows - 1 ? ((columns - lastRow) * cell) / 2 : 0
    return { x: (index % columns) * cell + cell / 2 + inset, y: row * cell + cell / 2, number: index + 1 }
  })
  return html`<svg
    class=${`stamps stamps-${columns}`}
    viewBox=${`0 0 ${columns * cell} ${rows * cell}`}
    role="img"
    aria-label=${props.label}
  >
    ${places.map(
      ({ x, y, number }) =>
        html`<g transform=${`translate(${x} ${y})`}>
        ${number <= props.stamps ? Filled(number, props) : Empty(number, props, columns < mostColumns)}
      </g>`,
    )}
  </svg>`
}

function columnsFor(goal: number): number {
  if (goal <= 5) return goal
  if (goal <= 10) return goal === 6 ? 3 : goal <= 8 ? 4 : 5
  if (goal <= 21) return goal <= 12 ? 6 : 7
  return Math.ceil(goal / Math.ceil(goal / mostColumns))
}

const Empty = (number: number, props: StampsProps, numbered: boolean): VNode =>
  html`<circle class="stamp-empty" r="25" />
    ${
      props.milestones.includes(number)
        ? Gift('stamp-gift')
        : numbered && html`<text class="stamp-number" text-anchor="middle" dy="6">${number}</text>`
    }`

/** A little turned each, as by hand; the same turn for the same stamp. */
const Filled = (number: number, props: StampsProps): VNode =>
  html`<g class="stamp-on" data-stamp=${number} transform=${`rotate(${((number * 47) % 25) - 12})`}>
    <path class="stamp-ink" d=${scallop} />
    ${
      props.milestones.includes(number)
        ? Gift('stamp-mark')
        : html`<path class="stamp-mark" d="M-10 1l7 7L11-7" />`
    }
  </g>`

const Gift = (className: string): VNode =>
  html`<path class=${className} d="M-10 -1H10V11H-10zM-12 -6H12V-1H-12zM0 -6V11M0 -6C-7 -6 -8 -13 -4 -13S0 -6 0 -6 0 -13 4 -13 7 -6 0 -6" />`

/** Edge of a rubber stamp: 16 soft teeth. */
const scallop = outline()

function outline(): string {
  const teeth = 16
  const point = (step: number, radius: number) => {
    const angle = (step * Math.PI) / teeth
    return `${(radius * Math.cos(angle)).toFixed(1)} ${(radius * Math.sin(angle)).toFixed(1)}`
  }
  let path = `M${point(0, 26)}`
  for (let tooth = 0; tooth < teeth; tooth += 1)
    path += `Q${point(tooth * 2 + 1, 30)} ${point(tooth * 2 + 2, 26)}`
  return `${path}z`
}

const Bar = (props: StampsProps): VNode =>
  html`<svg class="stamps stamps-bar" viewBox="0 0 400 28" role="img" aria-label=${props.label}>
    <rect class="bar-empty" x="1" y="1" width="398" height="26" rx="13" />
    ${
      props.stamps > 0 &&
      html`<rect
        class="bar-full"
        x="1"
        y="1"
        width=${Math.max(26, Math.round((398 * props.stamps) / props.goal))}
        height="26"
        rx="13"
      />`
    }
  </svg>`
