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
      {
        head: texts.joinQr,
        cell: (row) =>
          html`<a
            href=${`/console/programs/${program.id}/qr.svg?p=${row.key}`}
            download=${`join-${program.slug}-${row.key}.svg`}
            >${t.codeOnly}<span class="unseen">: ${placeName(context, row)}</span></a
          >`,
      },
      { head: t.sheets, cell: (row) => row.name !== null && OwnLinks(context, program.id, row) },
    ],
  })
}

const unseen = (counts: PlacementCount[]): PlacementCount[] =>
  usualPlacements
    .filter((key) => !counts.some((count) => count.key === key))
    .map((key) => ({ key, name: null, views: 0, joins: 0 }))

function OwnLinks(context: ConsoleContext, programId: string, { key, name }: PlacementCount): VNode {
  const t = context.speech.texts.console.print
  const query = new URLSearchParams({ program: programId, place: key })
  return html`<span class="row">
    <a href=${`/console/placements?${query}`}>${t.show}<span class="unseen">: ${name}</span></a>
    ${ActionButton(context, {
      action: `/console/placements/${programId}/places/${key}/remove`,
      label: t.remove,
      kind: 'quiet',
    })}
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
