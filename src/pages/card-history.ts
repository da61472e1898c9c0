import type { VNode } from 'preact'
import type { CardFace } from '../domain/card-face.ts'
import type { Messages } from '../messages/en.ts'
import { formatMoment } from '../messages/formats.ts'
import type { CardEvent } from '../ports/card-records.ts'
import { html } from './html.ts'
import type { PageContext } from './page-context.ts'

/** The card's story in plain words, newest first. */
export function History(context: PageContext, face: CardFace, events: CardEvent[]): VNode {
  const texts = context.speech.texts.card
  return html`<section class="panel history">
    <h2>${texts.history}</h2>
    ${
      events.length === 0
        ? html`<p class="small">${texts.noHistory}</p>`
        : html`<ol>
            ${events.map((event) => Entry(context, face.timeZone, event))}
          </ol>`
    }
  </section>`
}

const Entry = (context: PageContext, timeZone: string, event: CardEvent): VNode =>
  html`<li>
    ${Change(event)}
    <span class="what">${eventWords(context.speech.texts, event)}</span>
    <time datetime=${new Date(event.at).toISOString()}>${formatMoment(context.speech, event.at, timeZone)}</time>
  </li>`

const Change = (event: CardEvent): VNode =>
  event.kind === 'stamps'
    ? html`<span class=${event.count < 0 ? 'change minus' : 'change plus'}><bdi dir="ltr">${signed(event.count)}</bdi></span>`
    : html`<span class="change">${event.kind === 'coupon-used' ? '★' : '–'}</span>`

/** With a real minus sign, which screen readers say. */
const signed = (count: number): string => (count < 0 ? `−${-count}` : `+${count}`)

function eventWords(texts: Messages, event: CardEvent): string {
  const words = texts.card.events
  switch (event.kind) {
    case 'coupon-used':
      return [words.couponUsed(event.title), event.location].filter(Boolean).join(' · ')
    case 'coupon-expired':
      return words.couponExpired(event.title)
    case 'stamps':
      return [stampWords(words, event.channel, event.count), event.tillName].filter(Boolean).join(' · ')
  }
}

/** What a merchant wrote beside a change is for the shop; the customer reads what kind of change it was. */
function stampWords(words: Messages['card']['events'], channel: string, count: number): string {
  if (channel === 'order') return count < 0 ? words.correction : words.purchase
  if (channel === 'counter' || channel === 'staff') return count < 0 ? words.taken : words.visit
  const own = {
    claim: words.claim,
    kiosk: words.kiosk,
    expiry: words.expiry,
    merge: count < 0 ? words.mergedAway : words.merge,
    undo: words.undo,
  }
  if (Object.hasOwn(own, channel)) return own[channel as keyof typeof own]
  return count < 0 ? words.taken : words.shop
}
