import type { VNode } from 'preact'
import { type ExportProgress, exportProgress, mayStart } from '../../domain/export-progress.ts'
import { formatCount, formatPercent } from '../../messages/formats.ts'
import type { ExportRun } from '../../ports/export-runs.ts'
import { type Child, html } from '../html.ts'
import { ActionButton } from './form.ts'
import { type ConsoleContext, ConsoleFrame } from './frame.ts'

type RunProps = { run: ExportRun; now: number }

/** How far a download is. A script reads it anew each second; without one, the page does so itself. */
export function ExportRunPage(context: ConsoleContext, { run, now }: RunProps): VNode {
  const texts = context.speech.texts.console
  const words = texts.export
  const progress = exportProgress(run, now)
  const again = { ordered: '5', running: '2' }[progress.state as string]
  return ConsoleFrame(context, {
    place: 'export',
    title: words.run.title,
    back: { path: '/console/export', label: texts.nav.export },
    styles: ['console-export.css'],
    scripts: ['progress.js'],
    head: again !== undefined && html`<noscript><meta http-equiv="refresh" content=${again} /></noscript>`,
    body: html`<section class="sheet export-run" data-progress=${progress.state}>
      <h2>${run.what === 'all' ? words.all : words.kinds[run.what]} · ${words.formats[run.format]}</h2>
      <p role="status" class=${`run-${progress.state}`}>${words.run.states[progress.state]}</p>
      ${progress.state !== 'over' && Bar(context, run, progress)}
      ${mayStart(run, now) && Start(context, run, progress)}
      ${progress.state === 'over' && html`<p><a class="button" href="/console/export">${words.run.another}</a></p>`}
    </section>`,
  })
}

function Bar(context: ConsoleContext, run: ExportRun, { state, percent }: ExportProgress): Child {
  const words = context.speech.texts.console.export.run
  const n = (count: number) => formatCount(context.speech, count)
  const said =
    run.expected === null || state === 'done'
      ? words.rows(run.written, n(run.written))
      : words.rowsOf(n(run.written), n(Math.max(run.expected, run.written)))
  const share = percent === null ? null : formatPercent(context.speech, percent / 100)
  return html`<div class="bar-of-rows">
    <progress max="100" value=${percent} aria-label=${words.label}></progress>
    <p class="row small"><span>${said}</span><b>${share}</b></p>
  </div>`
}

const Start = (context: ConsoleContext, { id }: ExportRun, { state }: ExportProgress): VNode => {
  const words = context.speech.texts.console.export.run
  return html`<div data-start=${state === 'ordered' ? 'now' : null}>
    ${ActionButton(context, {
      action: `/console/export/${id}/file`,
      label: state === 'ordered' ? words.start : words.again,
      kind: state === 'done' ? 'quiet' : 'primary',
      // In a tab of its own, which the download closes: in this one it would end the page's reading itself anew.
      target: '_blank',
    })}
  </div>`
}
