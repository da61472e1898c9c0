import type { VNode } from 'preact'
import { formatCount } from '../../messages/formats.ts'
import { roomTexts } from '../../messages/rooms.ts'
import type { PoolCodeRow, PoolImport } from '../../ports/pool-desk.ts'
import { type Child, html } from '../html.ts'
import { When } from './cells.ts'
import { ActionButton, emptyForm, Field, Form, type FormState, TextArea } from './form.ts'
import { type ConsoleContext, ConsoleFrame } from './frame.ts'
import { LevelBadge, PoolAlert, PoolFigures, type PoolView, poolPath } from './pools-view.ts'
import { Empty, Pager, Table } from './table.ts'
import { tillStyles } from './tills-page.ts'

export type PoolDetail = {
  pool: PoolView
  codes: { rows: PoolCodeRow[]; next: string | null; cursor: string | undefined; search: string }
  imports: PoolImport[]
  forms: Partial<Record<'import' | 'wishes' | 'remove', FormState>>
}

/** One pool: how long it lasts, more codes for it, and those that it has. */
export function PoolDetailPage(context: ConsoleContext, detail: PoolDetail): VNode {
  const { pool } = detail
  return ConsoleFrame(context, {
    place: 'pools',
    title: pool.reward.title,
    part: context.speech.texts.console.nav.pools,
    styles: tillStyles,
    back: { path: '/console/pools', label: context.speech.texts.console.nav.pools },
    action: LevelBadge(context, pool.forecast),
    body: [
      html`<section class="sheet">${PoolAlert(context, pool)} ${PoolFigures(context, pool)}</section>`,
      Import(context, detail),
      Wishes(context, detail),
      Codes(context, detail),
      Remove(context, detail),
    ],
  })
}

function Import(context: ConsoleContext, { pool, imports, forms }: PoolDetail): VNode {
  const texts = roomTexts(context.speech).pools
  const form = forms.import ?? emptyForm
  return html`<section class="sheet">
    <h2>${texts.import}</h2>
    ${Form(context, {
      action: `${poolPath(pool.reward.id)}/import`,
      form,
      submit: texts.import,
      upload: true,
      body: html`${TextArea(form, { name: 'codes', label: texts.paste, hint: texts.pasteHint, rows: 6 })}
        <div class="field">
          <label for="field-file">${texts.file}</label>
          <p class="hint" id="field-file-hint">${texts.fileHint}</p>
          <input id="field-file" name="file" type="file" accept=".csv,.txt,text/csv,text/plain" aria-describedby="field-file-hint" />
        </div>`,
    })}
    ${imports.length > 0 && Imports(context, pool.reward.id, imports)}
  </section>`
}

function Imports(context: ConsoleContext, rewardId: string, imports: PoolImport[]): VNode {
  const texts = roomTexts(context.speech).pools
  const n = (count: number) => formatCount(context.speech, count)
  return html`<details>
    <summary>${texts.imports}</summary>
    <ul class="plain">
      ${imports.map(
        (each) =>
          html`<li>
            <a href=${`${poolPath(rewardId)}/imports/${each.id}`}>${When(context, each.at)}</a>
            <span class="small">${each.fileName ?? texts.typed}</span>
            <span class="small">${texts.added}: ${n(each.added)} · ${texts.refused}: ${n(each.refusedCount)}</span>
          </li>`,
      )}
    </ul>
  </details>`
}

function Wishes(context: ConsoleContext, { pool, forms }: PoolDetail): VNode {
  const texts = roomTexts(context.speech).pools
  const form = forms.wishes ?? emptyForm
  const count = { type: 'number', more: { min: 0, max: 1_000_000, inputmode: 'numeric' } } as const
  const { lowWater, reserve } = pool.wishes
  return html`<section class="sheet">
    <h2>${texts.wishes}</h2>
    ${Form(context, {
      action: `${poolPath(pool.reward.id)}/wishes`,
      form,
      submit: context.speech.texts.console.form.save,
      body: html`<div class="fields">
        ${Field(form, { name: 'lowWater', label: texts.lowWater, hint: texts.lowWaterHint, value: lowWater, ...count })}
        ${Field(form, { name: 'reserve', label: texts.reserve, hint: texts.reserveHint, value: reserve, ...count })}
      </div>`,
    })}
  </section>`
}

function Codes(context: ConsoleContext, { pool, codes }: PoolDetail): VNode {
  const { speech } = context
  const texts = roomTexts(speech).pools
  const path = poolPath(pool.reward.id)
  const table = Table<PoolCodeRow>({
    label: texts.list,
    rows: codes.rows,
    columns: [
      { head: texts.code, kind: 'main', cell: ({ code }) => html`<code>${code}</code>` },
      { head: texts.state, cell: ({ state }) => texts.states[state] ?? state },
      { head: speech.texts.console.when, cell: ({ at }) => When(context, at) },
      { head: texts.remove, cell: (row) => RemoveOne(context, path, row) },
    ],
  })
  return html`<section id="codes" class="codes">
    <h2>${texts.list}</h2>
    <form class="search" role="search" method="get" action=${`${path}#codes`}>
      <input type="search" name="search" value=${codes.search} maxlength="64" aria-label=${texts.search} placeholder=${texts.search} autocomplete="off" />
      <button>${speech.texts.console.find}</button>
    </form>
    ${codes.rows.length === 0 ? Empty(codes.search ? speech.texts.console.noneFound : texts.noCodes) : table}
    ${Pager(speech, { path, query: { search: codes.search }, cursor: codes.cursor, next: codes.next })}
  </section>`
}

const RemoveOne = (context: ConsoleContext, path: string, { code, state }: PoolCodeRow): Child =>
  state !== 'free'
    ? '–'
    : ActionButton(context, {
        action: `${path}/remove`,
        label: roomTexts(context.speech).pools.remove,
        kind: 'quiet',
        fields: { code },
      })

function Remove(context: ConsoleContext, { pool, forms }: PoolDetail): Child {
  const texts = roomTexts(context.speech).pools
  const form = forms.remove ?? emptyForm
  if (pool.levels.free === 0) return null
  return html`<details class="sheet" open=${Object.keys(form.errors).length > 0}>
    <summary>${texts.removeAll}</summary>
    <p class="small">${texts.removeLead(formatCount(context.speech, pool.levels.free))}</p>
    ${Form(context, {
      action: `${poolPath(pool.reward.id)}/remove`,
      form,
      submit: texts.removeAll,
      danger: true,
      body: Field(form, {
        name: 'sure',
        label: texts.removeSure,
        required: true,
        more: { autocomplete: 'off' },
      }),
    })}
  </details>`
}
