import type { VNode } from 'preact'
import { formatCount } from '../../messages/formats.ts'
import { roomTexts } from '../../messages/rooms.ts'
import type { ClaimBatch } from '../../ports/claim-batches.ts'
import { type Child, html } from '../html.ts'
import { When } from './cells.ts'
import { Field, Form, type FormState } from './form.ts'
import { type ConsoleContext, ConsoleFrame } from './frame.ts'
import { Empty, Table } from './table.ts'
import { tillStyles } from './tills-page.ts'
import { Pair } from './tills-view.ts'

export type BatchView = ClaimBatch & { taken: number; state: 'open' | 'revoked' | 'expired' }

export const batchPath = (batchId: string): string => `/console/claims/${batchId}`

const badges = { open: 'active', revoked: 'revoked', expired: 'waiting' }

const BatchBadge = (context: ConsoleContext, { state }: BatchView): VNode =>
  html`<span class=${`badge badge-${badges[state]}`}>${roomTexts(context.speech).claims.states[state]}</span>`

/** Every batch of one-time codes, and a form that makes another. `newId` names it, so that a repeat makes no second one. */
export function ClaimsPage(
  context: ConsoleContext,
  { batches, form, newId }: { batches: BatchView[]; form: FormState; newId: string },
): VNode {
  const { speech } = context
  const texts = roomTexts(speech).claims
  return ConsoleFrame(context, {
    place: 'claims',
    title: speech.texts.console.nav.claims,
    styles: tillStyles,
    body: [
      html`<p class="lead">${texts.lead}</p>`,
      batches.length === 0 ? Empty(texts.none) : Batches(context, batches),
      html`<section class="sheet"><h2>${texts.make}</h2>${MakeForm(context, form, newId)}</section>`,
    ],
  })
}

function Batches(context: ConsoleContext, batches: BatchView[]): VNode {
  const texts = roomTexts(context.speech).claims
  const n = (count: number) => formatCount(context.speech, count)
  return Table<BatchView>({
    label: context.speech.texts.console.nav.claims,
    rows: batches,
    columns: [
      { head: texts.name, kind: 'main', cell: (row) => html`<a href=${batchPath(row.id)}>${row.name}</a>` },
      { head: texts.stamps, kind: 'number', cell: (row) => n(row.stamps) },
      { head: texts.taken, kind: 'number', cell: (row) => texts.of(n(row.taken), n(row.count)) },
      { head: texts.made, cell: (row) => When(context, row.createdAt) },
      {
        head: texts.until,
        cell: (row) => (row.expiresAt === null ? texts.noEnd : When(context, row.expiresAt)),
      },
      { head: context.speech.texts.console.state, cell: (row) => BatchBadge(context, row) },
    ],
  })
}

function MakeForm(context: ConsoleContext, form: FormState, newId: string): VNode {
  const texts = roomTexts(context.speech).claims
  const number = (min: number, max: number) =>
    ({ type: 'number', more: { min, max, inputmode: 'numeric' } }) as const
  return Form(context, {
    action: '/console/claims',
    form,
    submit: texts.make,
    body: html`<input type="hidden" name="id" value=${newId} />
      ${Field(form, { name: 'name', label: texts.name, hint: texts.nameHint, required: true, more: { maxlength: 100 } })}
      <div class="fields">
        ${Field(form, { name: 'stamps', label: texts.stamps, value: 1, required: true, ...number(1, 100) })}
        ${Field(form, { name: 'count', label: texts.count, hint: texts.countHint, value: 100, required: true, ...number(1, 2000) })}
        ${Field(form, { name: 'days', label: texts.days, hint: texts.daysHint, value: 90, ...number(1, 3650) })}
      </div>`,
  })
}

type BatchProps = {
  revoke: FormState
  /** Signs that its sheets cannot show. */
  unprintable: string[]
}

/** One batch: what became of it, its sheets, and its end. */
export function ClaimBatchPage(
  context: ConsoleContext,
  batch: BatchView,
  { revoke, unprintable }: BatchProps,
): VNode {
  const { speech } = context
  const texts = roomTexts(speech).claims
  const n = (count: number) => formatCount(speech, count)
  return ConsoleFrame(context, {
    place: 'claims',
    title: batch.name,
    styles: tillStyles,
    back: { path: '/console/claims', label: speech.texts.console.nav.claims },
    action: BatchBadge(context, batch),
    body: [
      html`<section class="sheet">
        <dl class="till-facts">
          ${Pair(texts.taken, texts.of(n(batch.taken), n(batch.count)))}
          ${batch.state === 'open' && Pair(texts.open, n(batch.count - batch.taken))}
          ${Pair(texts.stamps, texts.stampsEach(batch.stamps))} ${Pair(texts.made, When(context, batch.createdAt))}
          ${Pair(texts.until, batch.expiresAt === null ? texts.noEnd : When(context, batch.expiresAt))}
        </dl>
      </section>`,
      batch.state === 'open' && Sheets(context, batch.id, unprintable),
      batch.state === 'open' &&
        html`<details class="sheet">
          <summary>${texts.revoke}</summary>
          <p class="small">${texts.revokeLead}</p>
          ${Form(context, { action: `${batchPath(batch.id)}/revoke`, form: revoke, submit: texts.revokeSure, danger: true, body: null })}
        </details>`,
    ],
  })
}

const Sheets = (context: ConsoleContext, batchId: string, unprintable: string[]): Child => {
  const texts = roomTexts(context.speech).claims
  const path = batchPath(batchId)
  return html`<section class="sheet">
    <h2>${texts.sheets}</h2>
    <p>${texts.sheetsHint}</p>
    ${unprintable.length > 0 && html`<p class="note" role="alert">${context.speech.texts.console.print.unprintable(unprintable.join(' '))}</p>`}
    <p class="actions">
      <a class="button primary" href=${`${path}/sheets.pdf?paper=a4`} download>${texts.a4}</a>
      <a class="button" href=${`${path}/sheets.pdf?paper=letter`} download>${texts.letter}</a>
      <a class="button" href=${`${path}/codes.csv`} download>${texts.csv}</a>
    </p>
    <p class="small">${texts.secretHint}</p>
  </section>`
}
