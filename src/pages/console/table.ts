import type { VNode } from 'preact'
import type { Speech } from '../../messages/messages.ts'
import { type Child, html } from '../html.ts'

type Column<Row> = { head: string; cell(row: Row): Child; kind?: 'number' | 'main' }

/** A list that becomes a stack of cards on a phone. */
export function Table<Row>(props: { label: string; columns: Column<Row>[]; rows: Row[] }): VNode {
  return html`<div class="table" role="region" aria-label=${props.label}>
    <table>
      <thead>
        <tr>
          ${props.columns.map((column) =>
            column.head === ''
              ? html`<td></td>`
              : html`<th scope="col" class=${column.kind}>${column.head}</th>`,
          )}
        </tr>
      </thead>
      <tbody>
        ${props.rows.map(
          (row) =>
            html`<tr>
              ${props.columns.map((column) => Cell(column, column.cell(row)))}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`
}

/** What is not there is a dash in a row, and nothing at all where a phone shows the row as a sheet. */
const Cell = <Row>({ head, kind }: Column<Row>, value: Child): VNode =>
  html`<td class=${[kind, value === '–' && 'none'].filter(Boolean).join(' ') || null} data-head=${head}><div>${value}</div></td>`

export const Empty = (words: string): VNode => html`<p class="empty">${words}</p>`

/** A room in which nothing stands yet: what will, and at most one thing to do for it. */
export const EmptyRoom = (
  { title, text }: { title: string; text: string },
  action: { path: string; label: string } | null = null,
): VNode =>
  html`<section class="empty empty-room">
    <h2>${title}</h2>
    <p>${text}</p>
    ${action && html`<a class="button primary" href=${action.path}>${action.label}</a>`}
  </section>`

/** A search or a choice that fits nothing, and the way out of it. */
export const NothingFound = ({ speech }: { speech: Speech }, path: string): VNode =>
  html`<section class="empty empty-room">
    <p>${speech.texts.console.noneFound}</p>
    <a class="button" href=${path}>${speech.texts.console.empty.showAll}</a>
  </section>`

/** The way to the next page, and back to the first. `query`: what else the address must keep. */
export function Pager(
  speech: Speech,
  props: {
    path: string
    query?: Record<string, string | undefined>
    cursor?: string | undefined
    next: string | null
    /** "Next page" unless said. */
    nextLabel?: string
  },
): Child {
  const kept = Object.entries(props.query ?? {}).filter((entry): entry is [string, string] =>
    Boolean(entry[1]),
  )
  const address = (more: Record<string, string>) => {
    const query = new URLSearchParams([...kept, ...Object.entries(more)])
    return query.size === 0 ? props.path : `${props.path}?${query}`
  }
  if (!props.cursor && !props.next) return null
  const texts = speech.texts.console
  return html`<p class="pager">
    ${props.cursor && html`<a class="button" href=${address({})}>${texts.first}</a>`}
    ${props.next && html`<a class="button" rel="next" href=${address({ cursor: props.next })}>${props.nextLabel ?? texts.next}</a>`}
  </p>`
}
