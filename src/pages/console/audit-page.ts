import type { VNode } from 'preact'
import type { AuditEntry, AuditVerdict } from '../../domain/audit-chain.ts'
import { formatCount } from '../../messages/formats.ts'
import { html } from '../html.ts'
import { When } from './cells.ts'
import { type ConsoleContext, ConsoleFrame } from './frame.ts'
import { Empty, Table } from './table.ts'

type AuditProps = {
  /** Newest first. */
  entries: AuditEntry[]
  before: number | undefined
  next: number | null
  /** Null when nobody asked to check the chain. */
  verdict: AuditVerdict | null
}

export function AuditPage(context: ConsoleContext, props: AuditProps): VNode {
  const texts = context.speech.texts.console
  const words = texts.audit
  return ConsoleFrame(context, {
    place: 'audit',
    title: texts.nav.audit,
    part: props.verdict ? words.check : undefined,
    action:
      props.entries.length > 0 && html`<a class="button" href="/console/audit/check">${words.check}</a>`,
    body: [
      html`<p class="lead">${words.intro}</p>`,
      props.verdict && Verdict(context, props.verdict),
      props.entries.length === 0 ? Empty(words.none) : Entries(context, props.entries),
      html`<p class="pager">
        ${props.before && html`<a class="button" href="/console/audit">${texts.first}</a>`}
        ${props.next && html`<a class="button" rel="next" href=${`/console/audit?before=${props.next}`}>${texts.next}</a>`}
      </p>`,
    ],
  })
}

function Verdict(context: ConsoleContext, verdict: AuditVerdict): VNode {
  const words = context.speech.texts.console.audit
  if (!verdict.ok)
    return html`<p class="flash flash-no" role="alert">${words.broken(formatCount(context.speech, verdict.sequence))}</p>`
  return html`<div class="flash flash-yes" role="status">
    <p>${words.holds(formatCount(context.speech, verdict.entries))}</p>
    <p class="small">${words.head} <code>${verdict.head}</code></p>
  </div>`
}

function Entries(context: ConsoleContext, entries: AuditEntry[]): VNode {
  const texts = context.speech.texts.console
  const words = texts.audit
  return Table<AuditEntry>({
    label: texts.nav.audit,
    rows: entries,
    columns: [
      { head: '#', kind: 'number', cell: (row) => formatCount(context.speech, row.sequence) },
      { head: texts.when, cell: (row) => When(context, row.at) },
      { head: words.who, cell: (row) => html`<code>${row.actor}</code>` },
      { head: words.what, kind: 'main', cell: (row) => html`<code>${row.action}</code>` },
      {
        head: words.where,
        cell: (row) =>
          html`<code>${row.subject}</code>${row.detail.fields && html`<br /><span class="small">${String(row.detail.fields)}</span>`}`,
      },
    ],
  })
}
