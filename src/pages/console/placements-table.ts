import type { VNode } from 'preact'
import { usualPlacements } from '../../domain/placement.ts'
import { formatCount } from '../../messages/formats.ts'
import type { PlacementCount } from '../../ports/placements.ts'
import { html } from '../html.ts'
import { ActionButton, Field, Form } from './form.ts'
import type { ConsoleContext } from './frame.ts'
import { type PlacementsView, placeName } from './placements-view.ts'
import { Table } from './table.ts'

/** Every place with what came of it: the merchant's own and the usual ones always, others once they were scanned. */
export function PlaceTable(context: ConsoleContext, { program, counts }: PlacementsView): VNode {
  const { speech } = context
  const { print: t, ...texts } = speech.texts.console
  const rows = [...counts, ...unseen(counts)]
  return Table<PlacementCount>({
    label: t.all,
    rows,
    columns: [
      { head: texts.placement, kind: 'main', cell: (row) => placeName(context, row) },
      { head: texts.views, kind: 'number', cell: (row) => formatCount(speech, row.views) },
      { head: texts.joins, kind: 'number', cell: (row) => formatCount(speech, row.joins) },
      { head: texts.joinQr, cell: (row) => Links(context, program, row) },
    ],
  })
}

const unseen = (counts: PlacementCount[]): PlacementCount[] =>
  usualPlacements
    .filter((key) => !counts.some((count) => count.key === key))
    .map((key) => ({ key, name: null, views: 0, joins: 0 }))

function Links(context: ConsoleContext, program: PlacementsView['program'], row: PlacementCount): VNode {
  const t = context.speech.texts.console.print
  const place = placeName(context, row)
  const sheets = new URLSearchParams({ program: program.id, place: row.key })
  return html`<span class="row">
    <a
      href=${`/console/programs/${program.id}/qr.svg?p=${row.key}`}
      download=${`join-${program.slug}-${row.key}.svg`}
      >${t.codeOnly}<span class="unseen">: ${place}</span></a
    >
    ${
      row.name !== null &&
      html`<a href=${`/console/placements?${sheets}`}>${t.sheets}<span class="unseen">: ${place}</span></a>
      ${ActionButton(context, {
        action: `/console/placements/${program.id}/places/${row.key}/remove`,
        label: t.remove,
        kind: 'quiet',
      })}`
    }
  </span>`
}

export function OwnPlace(context: ConsoleContext, { program, form }: PlacementsView): VNode {
  const t = context.speech.texts.console.print
  return html`<div class="sheet own-place" id="own">
    <h3>${t.own}</h3>
    ${Form(context, {
      action: `/console/placements/${program.id}/places`,
      form,
      submit: t.add,
      body: Field(form, {
        name: 'name',
        label: t.ownName,
        hint: t.ownHint,
        required: true,
        more: { maxlength: 40, autocomplete: 'off' },
      }),
    })}
  </div>`
}
