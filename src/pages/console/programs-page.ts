import type { VNode } from 'preact'
import { mayAs } from '../../domain/role.ts'
import { formatCount } from '../../messages/formats.ts'
import type { ProgramRow } from '../../ports/console-reads.ts'
import { BarcodePanel } from '../barcode-panel.ts'
import { html } from '../html.ts'
import { Icon } from '../icons.ts'
import { earnWords, limitWords } from '../program-words.ts'
import { StateBadge } from './cells.ts'
import { ActionButton } from './form.ts'
import { type ConsoleContext, ConsoleFrame } from './frame.ts'
import { Table } from './table.ts'

export type ProgramView = { program: ProgramRow; joinUrl: string; qr: string }

export function ProgramsPage(context: ConsoleContext, views: ProgramView[]): VNode {
  return ConsoleFrame(context, {
    place: 'programs',
    title: context.speech.texts.console.nav.programs,
    styles: ['console-programs.css'],
    // Where there is no program yet, whoever may is led to the set-up.
    action: html`<a class=${views.length === 0 && mayAs(context.role, 'owner') ? 'button' : 'button primary'} href="/console/programs/new">${Icon('plus')}${context.speech.texts.console.editor.new}</a>`,
    body: views.length === 0 ? NoProgram(context) : byState(context, views),
  })
}

function NoProgram(context: ConsoleContext): VNode {
  const t = context.speech.texts.console.editor
  return html`<div class="empty">
    <p>${t.none}</p>
    ${mayAs(context.role, 'owner') && html`<p><a class="button primary" href="/console/setup">${t.toSetup}</a></p>`}
  </div>`
}

/** Those that run come first; headings only where there is more than one kind. */
function byState(context: ConsoleContext, views: ProgramView[]): VNode[] {
  const { running, paused, ended } = context.speech.texts.console.editor
  const groups = [
    ['active', running],
    ['paused', paused],
    ['ended', ended],
  ].map(([state, title]) => ({ title, views: views.filter(({ program }) => program.state === state) }))
  const kept = groups.filter((group) => group.views.length > 0)
  return kept.map(
    (group) =>
      html`<section class="programs">
        ${kept.length > 1 && html`<h2>${group.title}</h2>`}
        ${group.views.map((view) => Program(context, view))}
      </section>`,
  )
}

function StateButtons(context: ConsoleContext, { id, state }: ProgramRow): VNode {
  const t = context.speech.texts.console.editor
  const button = (to: string, label: string) =>
    ActionButton(context, { action: `/console/programs/${id}/state`, label, fields: { state: to } })
  return html`<div class="actions">
    <a class="button" href=${`/console/programs/${id}/edit`}>${t.edit}</a>
    ${state === 'active' ? button('paused', t.pause) : button('active', t.resume)}
    ${state !== 'ended' && html`<a class="button quiet" href=${`/console/programs/${id}/end`}>${t.end}</a>`}
  </div>`
}

function Program(context: ConsoleContext, { program, joinUrl, qr }: ProgramView): VNode {
  const { speech } = context
  const texts = speech.texts.console
  return html`<article class="sheet program">
    <div>
      <h2>${program.name} ${StateBadge(context, program.state)}</h2>
      <p class="small">${texts.version(program.version)} · ${texts.editor.cards(program.cards, formatCount(speech, program.cards))}</p>
      <p>${earnWords(speech, program.rules)}.</p>
      <ul class="plain">
        ${program.rules.milestones.map(
          (each) => html`<li><span>${speech.texts.rule.goal(each.at, each.reward.title)}</span></li>`,
        )}
        ${limitWords(speech, program.rules).map((words) => html`<li><span class="small">${words}</span></li>`)}
      </ul>
      ${program.state === 'paused' && html`<p class="small">${texts.editor.pausedWords}</p>`}
      ${StateButtons(context, program)}
      ${program.placements.length > 0 && Placements(context, program)}
    </div>
    <div class="join-qr">
      <h3 class="small">${texts.joinQr}</h3>
      ${BarcodePanel(qr, 'square')}
      <p class="small"><a href=${joinUrl}>${joinUrl.replace(/^https?:\/\//, '')}</a></p>
      <p><a class="button" href=${`/console/placements?program=${program.id}`}>${Icon('print')}${texts.printQr}</a></p>
    </div>
  </article>`
}

function Placements(context: ConsoleContext, program: ProgramRow): VNode {
  const texts = context.speech.texts.console
  return Table<ProgramRow['placements'][number]>({
    label: texts.placement,
    rows: program.placements,
    columns: [
      {
        head: texts.placement,
        kind: 'main',
        cell: (row) => row.name ?? texts.places[row.key] ?? row.key,
      },
      { head: texts.views, kind: 'number', cell: (row) => formatCount(context.speech, row.views) },
      { head: texts.joins, kind: 'number', cell: (row) => formatCount(context.speech, row.joins) },
    ],
  })
}
