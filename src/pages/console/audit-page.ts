import type { VNode } from 'preact'
import type { AuditEntry, AuditVerdict } from '../../domain/audit-chain.ts'
import { formatCount } from '../../messages/formats.ts'
import { type Child, html } from '../html.ts'
import { deedWords } from './audit-deeds.ts'
import { When } from './cells.ts'
import { type ConsoleContext, ConsoleFrame } from './frame.ts'
import { Empty, Table } from './table.ts'

type AuditProps = {
  /** Newest first. */
  entries: AuditEntry[]
  /** Of people and API keys, by id; those that are gone are not in it. */
  names: ReadonlyMap<string, string>
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
      props.entries.length === 0 ? Empty(words.none) : Entries(context, props),
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

function Entries(context: ConsoleContext, { entries, names }: AuditProps): VNode {
  const texts = context.speech.texts.console
  const words = texts.audit
  return Table<AuditEntry>({
    label: texts.nav.audit,
    rows: entries,
    columns: [
      { head: '#', kind: 'number', cell: (row) => formatCount(context.speech, row.sequence) },
      { head: texts.when, cell: (row) => When(context, row.at) },
      {
        head: words.who,
        cell: (row) => html`<span class="audit-who">${Who(context, row.actor, names)}</span>`,
      },
      {
        head: words.what,
        kind: 'main',
        cell: (row) => What(context, row),
      },
      { head: words.where, cell: (row) => Where(row.subject) },
    ],
  })
}

/** In words; what exactly was called, and with which fields, for those who look it up. */
function What(context: ConsoleContext, { action, detail }: AuditEntry): Child {
  const words = deedWords(context.speech.texts.console.audit, action)
  const fields = detail.fields ? html`<span class="small">${String(detail.fields)}</span>` : null
  if (words === null) return html`<code>${action}</code> ${fields}`
  return html`<details class="audit-deed">
    <summary>${words}</summary>
    <code>${action}</code> ${fields}
  </details>`
}

/** "Ada · Manager", "API key Front till": whoever is gone is known by the end of their number. */
function Who(context: ConsoleContext, actor: string, names: ReadonlyMap<string, string>): Child {
  const { audit, team } = context.speech.texts.console
  const [kind = '', id] = actor.split(':', 2)
  const name = id === undefined ? null : (names.get(id) ?? `…${id.slice(-6)}`)
  if (kind === 'api-key') return audit.apiKey(name ?? '')
  if (kind === 'operator') return audit.operator
  return [name, team.roles[kind] ?? kind].filter(Boolean).join(' · ')
}

const uuid = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/g
const rooms = new Set(['cards', 'coupons', 'tills'])

/** The address with its long numbers cut to their ends, and a way to what it names. */
function Where(subject: string): Child {
  const parts = subject.replace(uuid, (id) => `…${id.slice(-6)}`).split('/')
  const words = html`<code>${parts.map((part, index) => (index === 0 ? part : html`/<wbr />${part}`))}</code>`
  const [room = '', id = ''] = subject
    .replace(/^\/console/, '')
    .split('/')
    .slice(1)
  return rooms.has(room) && id.search(uuid) === 0
    ? html`<a class="audit-where" href=${`/console/${room}/${id}`} title=${subject}>${words}</a>`
    : html`<span class="audit-where" title=${subject}>${words}</span>`
}
