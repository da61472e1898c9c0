import type { VNode } from 'preact'
import { formatCount, formatMoment } from '../../messages/formats.ts'
import type { Overview, OwedEffects } from '../../ports/console-reads.ts'
import { type Child, html } from '../html.ts'
import type { ConsoleContext } from './frame.ts'
import { Told } from './told.ts'

/** Something that needs a person, in words, and where to see to it. */
export type Alert = {
  words: string
  /** What the till said, or what was found. */
  detail: Child
  since: number | null
  path: string | null
}

export type AttentionProps = { overview: Overview; alerts: Alert[] }

/** What needs a look: nothing is kept, so what was put right is gone at the next look. */
export function Attention(context: ConsoleContext, { overview, alerts }: AttentionProps): VNode {
  const texts = context.speech.texts.console
  const n = (count: number) => formatCount(context.speech, count)
  const items: Child[] = [
    ...alerts.map((alert) => AlertItem(context, alert)),
    overview.unreadable > 0 &&
      html`<li class="warn"><a href="/console/deliveries">${texts.unreadable(n(overview.unreadable))}</a></li>`,
    overview.unassignedCodes > 0 &&
      html`<li><a href="/console/orders/codes">${texts.day.overview.openCodes(n(overview.unassignedCodes))}</a></li>`,
    overview.waiting > 0 && html`<li>${texts.waiting(n(overview.waiting))}</li>`,
    ...overview.owed.map((owed) => Owed(context, owed)),
  ].filter((item) => item !== false)
  return html`<section>
    <h2>${texts.attention}</h2>
    ${items.length === 0 ? html`<p class="all-well">${texts.allWell}</p>` : html`<ul class="attention">${items}</ul>`}
  </section>`
}

function AlertItem(context: ConsoleContext, { words, detail, since, path }: Alert): VNode {
  const { speech, merchant } = context
  const { overview } = speech.texts.console.day
  const at = since && overview.since(formatMoment(speech, since, merchant.timeZone))
  return html`<li class="warn">
    ${path ? html`<a href=${path}>${words}</a>` : words}
    ${(at || detail) && html`<br /><span class="small">${at}${at && detail && ' · '}${detail}</span>`}
  </li>`
}

function Owed(context: ConsoleContext, owed: OwedEffects): VNode {
  const { speech, merchant } = context
  const texts = speech.texts.console
  const since = formatMoment(speech, owed.oldestAt, merchant.timeZone)
  return html`<li class=${owed.retrying > 0 ? 'warn' : null}>
    ${texts.owed(formatCount(speech, owed.pending), texts.owedKind[owed.kind] ?? owed.kind)}
    ${owed.retrying > 0 && html`<br /><span class="small">${texts.retrying(formatCount(speech, owed.retrying), since)}${owed.lastError && [' · ', Told(speech, owed.lastError)]}</span>`}
  </li>`
}
