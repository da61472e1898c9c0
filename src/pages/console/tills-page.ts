import type { VNode } from 'preact'
import { mayAs } from '../../domain/role.ts'
import { roomTexts } from '../../messages/rooms.ts'
import { type Child, html } from '../html.ts'
import { Icon } from '../icons.ts'
import { type ConsoleContext, ConsoleFrame } from './frame.ts'
import { Empty } from './table.ts'
import { TillBadge, TillFacts, TillTroubles, type TillView, tillPath } from './tills-view.ts'

export const tillStyles = ['console-tills.css']

/** Every till, how it is, and the ways to connect another. */
export function TillsPage(context: ConsoleContext, tills: TillView[]): VNode {
  const { speech } = context
  const texts = roomTexts(speech).tills
  return ConsoleFrame(context, {
    place: 'tills',
    title: speech.texts.console.nav.tills,
    styles: tillStyles,
    body: [
      html`<p class="lead">${texts.lead}</p>`,
      tills.length === 0
        ? Empty(texts.none)
        : html`<div class="till-list">${tills.map((till) => Till(context, till))}</div>`,
      mayAs(context.role, 'owner') && Connect(context),
    ],
  })
}

function Till(context: ConsoleContext, till: TillView): VNode {
  const texts = roomTexts(context.speech).tills
  const places = till.locations.map((place) => place.name ?? place.externalId).join(', ')
  return html`<article class="sheet till">
    <h2><a href=${tillPath(till.id)}>${till.name}</a> ${TillBadge(context, till)}</h2>
    <p class="small">${texts.providers[till.provider]}${till.externalId && till.externalId !== till.name && ` · ${till.externalId}`}${places && ` · ${places}`}</p>
    ${TillTroubles(context, till)} ${till.state === 'active' && TillFacts(context, till)}
  </article>`
}

const Connect = (context: ConsoleContext): Child => {
  const texts = roomTexts(context.speech).tills
  return html`<section>
    <h2>${texts.connect}</h2>
    <ul class="till-ways">
      ${(['shopify', 'square', 'open'] as const).map(
        (way) =>
          html`<li><a href=${`/console/tills/connect/${way}`}>
            ${Icon('plug')}<span><b>${texts.connectNames[way]}</b><small>${texts.connectHints[way]}</small></span>
          </a></li>`,
      )}
    </ul>
  </section>`
}
