import type { VNode } from 'preact'
import { BarcodePanel } from '../barcode-panel.ts'
import { type Child, html } from '../html.ts'
import type { ConsoleContext } from './frame.ts'
import { Onwards, SetupFrame, type SetupProps } from './setup-frame.ts'

type Done = Pick<SetupProps, 'done'>

/** Till, phones, or codes made elsewhere: each leads to its own room and back. */
export function SetupTillsPage(
  context: ConsoleContext,
  props: Done & { tills: string[]; pool: boolean },
): VNode {
  const t = context.speech.texts.console.setup
  const way = ([title = '', words = '']: readonly string[], path: string, label: string, note: Child) =>
    html`<article class="sheet">
      <h2>${title}</h2>
      <p>${words}</p>
      ${note}
      <p><a class="button" href=${path}>${label}</a></p>
    </article>`
  const connected =
    props.tills.length > 0 && html`<p class="all-well">${t.connected} · ${props.tills.join(', ')}</p>`
  return SetupFrame(context, {
    ...props,
    step: 'tills',
    body: html`<p class="lead">${t.tillsLead}</p>
      <div class="ways">
        ${way(t.ways.connect, '/console/tills', t.toTills, connected)}
        ${way(t.ways.staff, '/console/team', t.toTeam, null)}
        ${way(t.ways.noTill, props.pool ? '/console/pools' : '/console/setup/reward?source=pool', t.toPools, null)}
      </div>
      <p class="form-end">${Onwards(context, 'tills', props.tills.length > 0)}</p>`,
  })
}

/** The join QR, and the room where it is printed. */
export function SetupPlacementsPage(
  context: ConsoleContext,
  props: Done & { join: { url: string; qr: string } | null },
): VNode {
  const t = context.speech.texts.console.setup
  return SetupFrame(context, {
    ...props,
    step: 'placements',
    body: html`<p class="lead">${t.placementsLead}</p>
      ${
        props.join
          ? html`<div class="sheet join-qr">
              ${BarcodePanel(props.join.qr, 'square')}
              <p class="actions">
                <a class="button primary" href="/console/placements">${t.toPlacements}</a>
                <a class="button" href=${props.join.url} target="_blank" rel="noopener">${t.openJoin}</a>
              </p>
            </div>`
          : html`<p class="empty">${t.testNeedsProgram}</p>`
      }
      <p class="form-end">${Onwards(context, 'placements', props.join !== null)}</p>`,
  })
}
