import type { VNode } from 'preact'
import { formatPercent } from '../../messages/formats.ts'
import type { Speech } from '../../messages/messages.ts'
import { html } from '../html.ts'

/** How far long work has come, on a page that is sent in parts; takes the place of the one before. */
export function StepProgress(
  speech: Speech,
  { wait, done, of, counts }: { wait: string; done: number; of: number; counts: string },
): VNode {
  const share = of === 0 ? 1 : done / of
  const percent = formatPercent(speech, Math.floor(share * 100) / 100)
  return html`<div class="step">
    <p>${wait}</p>
    <progress max="1" value=${share} aria-label=${wait}>${percent}</progress>
    <p class="small"><b>${percent}</b> ${counts}</p>
  </div>`
}
