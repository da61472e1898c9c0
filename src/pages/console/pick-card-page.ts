import type { VNode } from 'preact'
import type { CardRow } from '../../ports/console-cards.ts'
import { type Child, html } from '../html.ts'
import { StampsOf } from './cards-list.ts'
import { CardLink, StateBadge } from './cells.ts'
import { ActionButton } from './form.ts'
import { type ConsoleContext, ConsoleFrame } from './frame.ts'
import type { ConsolePlace } from './places.ts'
import { Empty } from './table.ts'

type PickCardProps = {
  place: ConsolePlace
  title: string
  hint: string
  back: { path: string; label: string }
  /** Of this page; the search goes back to it. */
  path: string
  search: string
  /** Each card found, with what choosing it would do; empty before anything was searched. */
  cards: { card: CardRow; note: Child }[]
  /** Where choosing a card posts to, and what the button says. */
  action: string
  label: string
  /** The field that carries the chosen card. */
  field: string
  intent: string
  /** Why the choice made last could not be carried out. */
  refused: string | null
}

/** Finds a card and does one thing with it, after showing what that would do. */
export function PickCardPage(context: ConsoleContext, props: PickCardProps): VNode {
  const texts = context.speech.texts.console
  return ConsoleFrame(context, {
    place: props.place,
    title: props.title,
    back: props.back,
    styles: ['console-day.css'],
    body: [
      html`<p class="lead">${props.hint}</p>`,
      props.refused && html`<p class="flash flash-no" role="alert">${props.refused}</p>`,
      html`<form class="filter-bar" role="search" action=${props.path}>
        <div class="field">
          <label for="search">${texts.day.cards.search}</label>
          <div class="wide">
            <input id="search" name="search" type="search" value=${props.search} maxlength="254" required />
            <button class="primary">${texts.find}</button>
          </div>
        </div>
      </form>`,
      props.search !== '' && props.cards.length === 0 && Empty(texts.noneFound),
      props.cards.length > 0 &&
        html`<ul class="candidates">${props.cards.map((each) => Candidate(context, props, each))}</ul>`,
    ],
  })
}

const Candidate = (
  context: ConsoleContext,
  { action, label, field, intent }: PickCardProps,
  { card, note }: PickCardProps['cards'][number],
): VNode =>
  html`<li>
    <b>${CardLink(card.id, card.serial)}</b>
    <span class="small">${card.programName}</span>
    ${StampsOf(context, card)} ${StateBadge(context, card.state, 'card')} <span>${note}</span>
    ${ActionButton(context, { action, label, fields: { [field]: card.id, intent } })}
  </li>`
