import type { VNode } from 'preact'
import { formatCount } from '../../messages/formats.ts'
import { roomTexts } from '../../messages/rooms.ts'
import type { PoolImport } from '../../ports/pool-desk.ts'
import { type Child, html } from '../html.ts'
import { PageCut } from '../page-cut.ts'
import { When } from './cells.ts'
import { type ConsoleContext, ConsoleFrame } from './frame.ts'
import { poolPath } from './pools-view.ts'
import { StepProgress } from './step-progress.ts'
import { Table } from './table.ts'
import { tillStyles } from './tills-page.ts'

export type RefusedRow = { line: string; code: string; reason: string }

/** What came of an import. */
export type ImportReport = {
  report: PoolImport
  /** The first of the codes that were not taken. */
  rows: RefusedRow[]
}

/** A report under its own address, for as long as it is kept. */
export function PoolImportPage(context: ConsoleContext, props: ImportReport & { title: string }): VNode {
  const { report, title } = props
  return ConsoleFrame(context, {
    place: 'pools',
    title: roomTexts(context.speech).pools.reportTitle,
    styles: tillStyles,
    back: { path: poolPath(report.rewardId), label: title },
    body: Report(context, props),
  })
}

/** A long import while it goes on. It is sent as it comes: progress first, then what came of it. */
export function PoolImportRunPage(
  context: ConsoleContext,
  { rewardId, title }: { rewardId: string; title: string },
): VNode {
  return ConsoleFrame(context, {
    place: 'pools',
    title: roomTexts(context.speech).pools.import,
    styles: [...tillStyles, 'console-steps.css'],
    back: { path: poolPath(rewardId), label: title },
    inParts: true,
    body: html`<div class="steps">${PageCut()}</div>`,
  })
}

export function ImportProgress({ speech }: ConsoleContext, read: number, of: number): VNode {
  const t = roomTexts(speech).pools
  const counts = t.importProgress(formatCount(speech, read), formatCount(speech, of))
  return StepProgress(speech, { wait: t.importWait, done: read, of, counts })
}

/** @param added how many codes are known to be in the pool now. */
export function ImportFailed({ speech }: ConsoleContext, rewardId: string, added: number): VNode {
  const t = roomTexts(speech).pools
  return html`<div class="steps-end">
    <p class="note" role="alert">${added === 0 ? t.importFailedFirst : t.importFailed(added, formatCount(speech, added))}</p>
    <p><a class="button primary" href=${poolPath(rewardId)}>${t.importAgain}</a></p>
  </div>`
}

export function ImportOutcome(context: ConsoleContext, props: ImportReport): VNode {
  const t = roomTexts(context.speech).pools
  const { report } = props
  return html`<div class="steps-end">
    <h2 role="status">${t.reportTitle}</h2>
    ${Report(context, props)}
    <p class="small"><a href=${`${poolPath(report.rewardId)}/imports/${report.id}`}>${t.reportLink}</a></p>
  </div>`
}

function Report(context: ConsoleContext, { report, rows }: ImportReport): Child {
  const texts = roomTexts(context.speech).pools
  const n = (count: number) => formatCount(context.speech, count)
  const left = report.refusedCount - rows.length
  return [
    html`<p class="small">${report.fileName ?? texts.typed} · ${When(context, report.at)}</p>`,
    html`<dl class="figures">
      <div class="figure"><dt>${texts.added}</dt><dd>${n(report.added)}</dd></div>
      <div class="figure"><dt>${texts.refused}</dt><dd>${n(report.refusedCount)}</dd></div>
    </dl>`,
    rows.length > 0 &&
      html`<p><a class="button" href=${`${poolPath(report.rewardId)}/imports/${report.id}.csv`} download>${texts.report}</a></p>`,
    rows.length > 0 &&
      Table({
        label: texts.refused,
        rows,
        columns: [
          { head: texts.line, kind: 'number', cell: ({ line }) => line },
          { head: texts.code, kind: 'main', cell: ({ code }) => html`<code>${code}</code>` },
          { head: texts.why, cell: ({ reason }) => texts.reasons[reason] ?? reason },
        ],
      }),
    left > 0 && html`<p class="small">${texts.more(n(left))}</p>`,
  ]
}
