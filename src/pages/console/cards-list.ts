import type { VNode } from 'preact'
import { mayAs } from '../../domain/role.ts'
import type { CardRow } from '../../ports/console-cards.ts'
import type { Page } from '../../ports/console-reads.ts'
import { type Child, html } from '../html.ts'
import { CardLink, StateBadge, stateWord, When } from './cells.ts'
import { emptyForm, Select } from './form.ts'
import { type ConsoleContext, ConsoleFrame } from './frame.ts'
import { Empty, EmptyRoom, NothingFound, Pager, Table } from './table.ts'

export const cardStates = ['active', 'paused', 'merged'] as const

export type CardsFilter = {
  search?: string | undefined
  state?: string | undefined
  program?: string | undefined
  near?: '1' | undefined
  coupon?: '1' | undefined
}

type CardsProps = {
  page: Page<CardRow>
  filter: CardsFilter
  cursor: string | undefined
  programs: { id: string; name: string }[]
}

export function CardsPage(context: ConsoleContext, props: CardsProps): VNode {
  const { page, filter, cursor } = props
  const texts = context.speech.texts.console
  const asked = Object.values(filter).some(Boolean)
  return ConsoleFrame(context, {
    place: 'cards',
    title: texts.nav.cards,
    styles: ['console-day.css'],
    body: [
      (asked || cursor || page.rows.length > 0) && Filters(context, props),
      page.rows.length > 0
        ? CardTable(context, page.rows)
        : NoCards(context, { asked, further: page.next !== null }),
      Pager(context.speech, {
        path: '/console/cards',
        query: filter,
        cursor,
        next: page.next,
        ...(page.rows.length === 0 && { nextLabel: texts.day.lookFurther }),
      }),
    ],
  })
}

function NoCards(context: ConsoleContext, { asked, further }: { asked: boolean; further: boolean }): VNode {
  const texts = context.speech.texts.console
  if (further) return Empty(texts.day.further)
  if (asked) return NothingFound(context, '/console/cards')
  const print = { path: '/console/placements', label: texts.empty.cards.act }
  return EmptyRoom(texts.empty.cards, mayAs(context.role, 'manager') ? print : null)
}

function Filters(context: ConsoleContext, { filter, programs }: CardsProps): VNode {
  const { texts } = context.speech
  const { cards } = texts.console.day
  return html`<form class="filter-bar" role="search" action="/console/cards">
    <div class="field">
      <label for="search">${texts.console.find}</label>
      <p class="hint" id="search-hint">${cards.search}</p>
      <div class="wide">
        <input id="search" name="search" type="search" value=${filter.search ?? ''} maxlength="254" aria-describedby="search-hint" />
        <button class="primary">${cards.show}</button>
      </div>
    </div>
    ${Select(emptyForm, {
      name: 'state',
      label: texts.console.state,
      value: filter.state ?? '',
      choices: [
        { value: '', label: cards.anyState },
        ...cardStates.map((state) => ({ value: state, label: stateWord(context, state, 'card') })),
      ],
    })}
    ${
      programs.length > 1 &&
      Select(emptyForm, {
        name: 'program',
        label: texts.console.program,
        value: filter.program ?? '',
        choices: [
          { value: '', label: cards.anyProgram },
          ...programs.map(({ id, name }) => ({ value: id, label: name })),
        ],
      })
    }
    ${Tick('near', cards.near, filter.near)} ${Tick('coupon', cards.withCoupon, filter.coupon)}
  </form>`
}

const Tick = (name: string, label: string, on: string | undefined): VNode =>
  html`<label class="tick"><input type="checkbox" name=${name} value="1" checked=${on === '1'} /> ${label}</label>`

function CardTable(context: ConsoleContext, rows: CardRow[]): VNode {
  const heads = context.speech.texts.console
  return Table<CardRow>({
    label: heads.nav.cards,
    rows,
    columns: [
      { head: heads.serial, kind: 'main', cell: (card) => CardLink(card.id, card.serial) },
      {
        head: heads.program,
        cell: (card) => [
          card.programName,
          card.cycle > 1 &&
            html` <span class="small no-break">${context.speech.texts.card.cycle(card.cycle)}</span>`,
        ],
      },
      {
        head: heads.stamps,
        kind: 'number',
        cell: (card) => context.speech.texts.progress(card.stamps, card.goal),
      },
      { head: heads.state, cell: (card) => StateBadge(context, card.state, 'card') },
      { head: heads.since, cell: (card) => When(context, card.createdAt) },
      { head: heads.lastStamp, cell: (card) => When(context, card.lastStampAt) },
    ],
  })
}

export const StampsOf = (
  context: ConsoleContext,
  card: Pick<CardRow, 'stamps' | 'goal' | 'cycle'>,
): Child => [
  html`<span class="no-break">${context.speech.texts.progress(card.stamps, card.goal)}</span>`,
  card.cycle > 1 && html` <span class="small no-break">${context.speech.texts.card.cycle(card.cycle)}</span>`,
]
