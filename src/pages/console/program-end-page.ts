import type { VNode } from 'preact'
import type { ProgramRow } from '../../ports/console-reads.ts'
import { html } from '../html.ts'
import { ActionButton } from './form.ts'
import { type ConsoleContext, ConsoleFrame } from './frame.ts'

/** Asks once more before a program ends. */
export function ProgramEndPage(context: ConsoleContext, program: Pick<ProgramRow, 'id' | 'name'>): VNode {
  const texts = context.speech.texts.console
  const t = texts.editor
  return ConsoleFrame(context, {
    place: 'programs',
    title: t.endTitle(program.name),
    back: { path: '/console/programs', label: texts.nav.programs },
    body: html`<p class="lead">${t.endWords}</p>
      <div class="actions">
        ${ActionButton(context, {
          action: `/console/programs/${program.id}/state`,
          label: t.endButton,
          kind: 'danger',
          fields: { state: 'ended' },
        })}
        <a class="button" href="/console/programs">${texts.form.cancel}</a>
      </div>`,
  })
}
