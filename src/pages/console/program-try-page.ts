import type { VNode } from 'preact'
import type { CardReplay, ReplayTotals } from '../../domain/replay.ts'
import { formatCount } from '../../messages/formats.ts'
import { html } from '../html.ts'
import { PageCut } from '../page-cut.ts'
import { type ConsoleContext, ConsoleFrame, Csrf } from './frame.ts'
import { editPath } from './program-edit-page.ts'
import { StepProgress } from './step-progress.ts'
import { Empty, Table } from './table.ts'

export type TryProps = {
  program: { id: string; name: string }
  /** The draft as it was typed: it goes back to its form. */
  values: Record<string, string>
}

export type TryResult = {
  complete: boolean
  totals: ReplayTotals
  cards: (CardReplay & { serial: string | null })[]
}

/** What the last 30 days would have been under a draft. It is sent as it comes: progress first, then the result. */
export function ProgramTryPage(context: ConsoleContext, { program, values }: TryProps): VNode {
  const t = context.speech.texts.console.editor
  return ConsoleFrame(context, {
    place: 'programs',
    title: t.tryTitle(program.name),
    styles: ['console-steps.css'],
    inParts: true,
    body: html`<form class="action" method="post" action=${editPath(program.id)}>
        ${Csrf(context)}
        ${Object.entries(values).map(([name, value]) => html`<input type="hidden" name=${name} value=${value} />`)}
        <button name="act" value="back">${t.backToDraft}</button>
      </form>
      <div class="steps">${PageCut()}</div>`,
  })
}

export function TryProgress({ speech }: ConsoleContext, judged: number, of: number): VNode {
  const t = speech.texts.console.editor
  const counts = t.tryProgress(formatCount(speech, judged), formatCount(speech, of))
  return StepProgress(speech, { wait: t.tryWait, done: judged, of, counts })
}

export const TryFailed = ({ speech }: ConsoleContext): VNode =>
  html`<p class="steps-end note" role="alert">${speech.texts.console.editor.tryFailed}</p>`

export function TryOutcome(context: ConsoleContext, { totals, cards, complete }: TryResult): VNode {
  const { speech } = context
  const t = speech.texts.console.editor
  const n = (count: number) => formatCount(speech, count)
  if (totals.orders === 0) return html`<div class="steps-end">${Empty(t.tryNone)}</div>`
  return html`<div class="steps-end">
    <p class="lead" role="status">${t.tryWords(n(totals.orders), n(totals.cards))}</p>
    ${!complete && html`<p class="note">${t.tryPart}</p>`}
    ${Sums(context, totals)}
    <section>
      <h2>${t.tryCards}</h2>
      ${cards.length === 0 ? Empty(t.trySame) : Cards(context, cards)}
    </section>
  </div>`
}

const signed = (context: ConsoleContext, count: number): string =>
  new Intl.NumberFormat(context.speech.tag, { signDisplay: 'exceptZero' }).format(count)

function Sums(context: ConsoleContext, totals: ReplayTotals): VNode {
  const t = context.speech.texts.console.editor
  const n = (count: number) => formatCount(context.speech, count)
  const rows: [string, string][] = [
    [t.given, n(totals.given)],
    [t.draft, n(totals.draft)],
    [t.difference, signed(context, totals.difference)],
    [t.rewardsMade, n(totals.rewards)],
    [t.more, n(totals.more)],
    [t.fewer, n(totals.fewer)],
    [t.same, n(totals.same)],
  ]
  return html`<dl class="figures">
    ${rows.map(([label, value]) => html`<div class="figure"><dt>${label}</dt><dd>${value}</dd></div>`)}
  </dl>`
}

function Cards(context: ConsoleContext, cards: TryResult['cards']): VNode {
  const texts = context.speech.texts.console
  const t = texts.editor
  const n = (count: number) => formatCount(context.speech, count)
  return Table<TryResult['cards'][number]>({
    label: t.tryCards,
    rows: cards,
    columns: [
      {
        head: texts.card,
        kind: 'main',
        cell: (row) =>
          html`<a href=${`/console/cards/${row.cardId}`}><code>${(row.serial ?? row.cardId).slice(0, 10)}…</code></a>`,
      },
      { head: texts.orders, kind: 'number', cell: (row) => n(row.orders) },
      { head: t.given, kind: 'number', cell: (row) => n(row.given) },
      { head: t.draft, kind: 'number', cell: (row) => n(row.draft) },
      {
        head: t.difference,
        kind: 'number',
        cell: (row) =>
          html`<b class=${row.difference > 0 ? 'plus' : 'minus'}>${signed(context, row.difference)}</b>`,
      },
      { head: t.rewardsMade, kind: 'number', cell: (row) => n(row.rewards) },
    ],
  })
}
