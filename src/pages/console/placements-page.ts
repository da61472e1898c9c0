import type { VNode } from 'preact'
import type { UsualPlacement } from '../../domain/placement.ts'
import { formatCount } from '../../messages/formats.ts'
import { type PrintFormat, type PrintKind, printKinds } from '../../ports/print.ts'
import { html } from '../html.ts'
import { Icon } from '../icons.ts'
import { emptyForm, Select } from './form.ts'
import { type ConsoleContext, ConsoleFrame } from './frame.ts'
import { OwnPlace, PlaceTable } from './placements-table.ts'
import { type PlacementsView, placeName } from './placements-view.ts'

/** Where each sheet counts unless another place was chosen for it. */
export const usualPlace: Record<PrintKind, UsualPlacement> = {
  'counter-card': 'counter',
  'table-tent': 'table',
  'receipt-footer': 'receipt',
  'label-round': 'packaging',
  'label-square': 'packaging',
  'bag-insert': 'bag',
  'window-poster': 'window',
}

export function PlacementsPage(context: ConsoleContext, view: PlacementsView): VNode {
  const t = context.speech.texts.console.print
  return ConsoleFrame(context, {
    place: 'placements',
    title: context.speech.texts.console.nav.placements,
    styles: ['console-placements.css'],
    body: html`<p class="intro">${t.intro}</p>
      ${view.unprintable.length > 0 && html`<p class="note" role="alert">${t.unprintable(view.unprintable.join(' '))}</p>`}
      ${Chooser(context, view)}
      <ul class="prints">
        ${printKinds.map((kind) => Sheet(context, view, kind))}
      </ul>
      <section class="places">
        <h2>${t.all}</h2>
        <p class="small">${t.allHint}</p>
        ${PlaceTable(context, view)}
        ${OwnPlace(context, view)}
      </section>`,
  })
}

export const NoPlacements = (context: ConsoleContext): VNode =>
  ConsoleFrame(context, {
    place: 'placements',
    title: context.speech.texts.console.nav.placements,
    body: html`<div class="empty">
      <p>${context.speech.texts.console.print.noProgram}</p>
      <p><a class="button primary" href="/console/programs">${context.speech.texts.console.print.toPrograms}</a></p>
    </div>`,
  })

function Chooser(context: ConsoleContext, view: PlacementsView): VNode {
  const t = context.speech.texts.console.print
  const own = view.counts.filter((count) => count.name !== null)
  return html`<form class="prints-for" method="get">
    ${
      view.programs.length > 1 &&
      Select(emptyForm, {
        name: 'program',
        label: t.program,
        value: view.program.id,
        choices: view.programs.map(({ id, name }) => ({ value: id, label: name })),
      })
    }
    ${Select(emptyForm, {
      name: 'place',
      label: t.where,
      hint: t.whereHint,
      value: view.place ?? '',
      choices: [
        { value: '', label: t.usual },
        ...own.map((count) => ({ value: count.key, label: placeName(context, count) })),
      ],
    })}
    ${Select(emptyForm, {
      name: 'lang',
      label: t.language,
      hint: t.languageHint,
      value: view.language,
      choices: view.languages.map(({ code, name }) => ({ value: code, label: name })),
    })}
    <button>${t.show}</button>
  </form>`
}

function Sheet(context: ConsoleContext, view: PlacementsView, kind: PrintKind): VNode {
  const { speech } = context
  const t = speech.texts.console.print
  const title = t.kinds[kind]
  const key = view.place ?? usualPlace[kind]
  const count = view.counts.find((each) => each.key === key) ?? { key, name: null, views: 0, joins: 0 }
  const file = (format: PrintFormat) => {
    const query = new URLSearchParams({ p: key, lang: view.language, v: view.digest(kind, format) })
    return `/console/placements/${view.program.id}/${kind}.${format}?${query}`
  }
  const download = (format: 'pdf' | 'png') =>
    html`<a class="button" href=${file(format)} download aria-label=${t.download(title, format.toUpperCase())}
      >${Icon(format === 'pdf' ? 'print' : 'save')}${format.toUpperCase()}</a
    >`
  return html`<li class="print">
    <a class="print-view" href=${file('pdf')} tabindex="-1" aria-hidden="true">
      <img class=${`print-${kind}`} src=${file('svg')} alt="" loading="lazy" decoding="async" />
    </a>
    <div class="print-words">
      <h2>${title}</h2>
      <p class="small">${t.about[kind]}</p>
      <p class="print-count">
        <b>${placeName(context, count)}</b>
        <span>${t.counted(formatCount(speech, count.views), formatCount(speech, count.joins))}</span>
      </p>
      <p class="actions">${download('pdf')} ${download('png')}</p>
    </div>
  </li>`
}
