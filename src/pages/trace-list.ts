import type { VNode } from 'preact'
import type { TraceRow } from '../domain/trace.ts'
import type { Speech } from '../messages/messages.ts'
import { traceWords } from '../messages/trace-words.ts'
import { html } from './html.ts'
import { Icon } from './icons.ts'

/** Why there is a stamp, or none: every rule that was asked, in the reader's language. */
export function TraceList(speech: Speech, trace: TraceRow[], timeZone: string): VNode {
  const { texts } = speech
  if (trace.length === 0) return html`<p class="small">${texts.console.noTrace}</p>`
  return html`<ul class="trace">
    ${trace.map(
      (row) =>
        html`<li class=${row.passed ? 'passed' : 'refused'}>
          ${Icon(row.passed ? 'check' : 'cross')}
          <span><span class="unseen">${row.passed ? texts.trace.yes : texts.trace.no}: </span>${traceWords(speech, row, timeZone)}</span>
        </li>`,
    )}
  </ul>`
}

export const outcomeWords = (speech: Speech, outcome: string): string =>
  (speech.texts.outcome as Record<string, string>)[outcome] ?? outcome

export const OutcomeBadge = (speech: Speech, outcome: string, given: number): VNode =>
  html`<span class=${`badge badge-${outcome}`}>${outcomeWords(speech, outcome)}${given > 0 && ` +${given}`}</span>`
