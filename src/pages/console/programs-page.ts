import type { VNode } from 'preact'
import { formatCount } from '../../messages/formats.ts'
import type { ProgramRow } from '../../ports/console-reads.ts'
import { BarcodePanel } from '../barcode-panel.ts'
import { Document } from '../document.ts'
import { html } from '../html.ts'
import { Icon } from '../icons.ts'
import type { PageContext } from '../page-context.ts'
import { earnWords, limitWords } from '../program-words.ts'
import { StateBadge } from './cells.ts'
import { ActionButton } from './form.ts'
import { type ConsoleContext, ConsoleFrame } from './frame.ts'
import { Table } from './table.ts'

export type ProgramView = { program: ProgramRow; joinUrl: string; qr: string }

const places = ['counter', 'table', 'receipt', 'bag'] as const

export function ProgramsPage(context: ConsoleContext, views: ProgramView[]): VNode {
  return ConsoleFrame(context, {
    place: 'programs',
    title: context.speech.texts.console.nav.programs,
    styles: ['console-programs.css'],
    action: html`<a class="button primary" href="/console/programs/new">${Icon('plus')}${context.speech.texts.console.editor.new}</a>`,
    body: views.length === 0 ? NoProgram(context) : byState(context, views),
  })
}

function NoProgram(context: ConsoleContext): VNode {
  const t = context.speech.texts.console.editor
  return html`<div class="empty">
    <p>${t.none}</p>
    <p><a class="button primary" href="/console/setup">${t.toSetup}</a></p>
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
  return html`<p class="actions">
    <a class="button" href=${`/console/programs/${id}/edit`}>${t.edit}</a>
    ${state === 'active' ? button('paused', t.pause) : button('active', t.resume)}
    ${state !== 'ended' && html`<a class="button quiet" href=${`/console/programs/${id}/end`}>${t.end}</a>`}
  </p>`
}

function Program(context: ConsoleContext, { program, joinUrl, qr }: ProgramView): VNode {
  const { speech } = context
  const texts = speech.texts.console
  return html`<article class="sheet program">
    <div>
      <h2>${program.name} ${StateBadge(context, program.state)}</h2>
      <p class="small">${texts.version(program.version)} · ${texts.cardsTotal(formatCount(speech, program.cards))}</p>
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
      <h3>${texts.joinQr}</h3>
      ${BarcodePanel(qr, 'square')}
      <p class="small"><a href=${joinUrl}>${joinUrl.replace(/^https?:\/\//, '')}</a></p>
      ${places.map(
        (place) =>
          html`<p class="row">
            <b>${texts.places[place]}</b>
            <a href=${`/console/programs/${program.id}/print?p=${place}`}>${texts.printQr}</a>
            <a href=${`/console/programs/${program.id}/qr.svg?p=${place}`} download=${`join-${program.slug}-${place}.svg`}>${texts.downloadSvg}</a>
          </p>`,
      )}
    </div>
  </article>`
}

function Placements(context: ConsoleContext, program: ProgramRow): VNode {
  const texts = context.speech.texts.console
  return Table<ProgramRow['placements'][number]>({
    label: texts.placement,
    rows: program.placements,
    columns: [
      { head: texts.placement, kind: 'main', cell: (row) => texts.places[row.key] ?? row.key },
      { head: texts.views, kind: 'number', cell: (row) => formatCount(context.speech, row.views) },
      { head: texts.joins, kind: 'number', cell: (row) => formatCount(context.speech, row.joins) },
    ],
  })
}

/** A sheet to print and put up; in the merchant's language, because the customers read it. */
export function PrintPage(
  context: PageContext,
  props: { shopName: string; program: ProgramRow; qr: string },
): VNode {
  const texts = context.speech.texts.console
  const reward = props.program.rules.milestones.at(-1)?.reward.title ?? props.program.name
  return Document(context, {
    title: `${texts.joinQr} · ${props.shopName}`,
    styles: ['base.css', 'console.css'],
    bodyClass: 'print-page',
    body: html`<main class="poster">
      <p class="poster-shop">${texts.printTitle(props.shopName)}</p>
      <h1>${reward}</h1>
      <p>${earnWords(context.speech, props.program.rules)}. ${context.speech.texts.rule.goal(props.program.rules.goal, reward)}.</p>
      ${BarcodePanel(props.qr, 'square')}
      <p class="poster-hint">${texts.printHint}</p>
    </main>`,
  })
}
