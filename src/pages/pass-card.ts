import type { VNode } from 'preact'
import type { CardFace } from '../domain/card-face.ts'
import { formatMoney } from '../messages/formats.ts'
import { type Child, html } from './html.ts'
import type { PageContext } from './page-context.ts'
import { Stamps } from './stamps.ts'

/** What a card's picture shows; a preview has no cycle and no code yet. */
export type PassPicture = Pick<
  CardFace,
  'shopName' | 'programName' | 'stamps' | 'goal' | 'milestones' | 'nextReward' | 'progress'
> & { cycle: number | null; logoUrl: string | null }

/** The card as it looks in a wallet. `code`: the barcode panel at its foot. */
export function PassCard(context: PageContext, picture: PassPicture, code: Child = null): VNode {
  const { texts } = context.speech
  const label = texts.progress(picture.stamps, picture.goal)
  return html`<article class="pass">
    <header class="pass-head">
      ${Emblem(picture.shopName, picture.logoUrl)}
      <div class="pass-names">
        <p class="pass-shop">${picture.shopName}</p>
        <p class="pass-program">${picture.programName}</p>
      </div>
      <p class="pass-count" aria-hidden="true"><b>${picture.stamps}</b>/${picture.goal}</p>
    </header>
    ${Stamps({
      stamps: picture.stamps,
      goal: picture.goal,
      milestones: picture.milestones.map((each) => each.at),
      label,
    })}
    ${picture.progress && AmountProgress(context, picture.progress)}
    <footer class="pass-foot">
      <p>${texts.card.next(Math.max(0, picture.nextReward.at - picture.stamps), picture.nextReward.title)}</p>
      ${picture.cycle !== null && picture.cycle > 1 && html`<p class="pass-cycle">${texts.card.cycle(picture.cycle)}</p>`}
    </footer>
    ${code}
  </article>`
}

/** The logo, or the shop's initial where there is none. */
export const Emblem = (shopName: string, logoUrl: string | null): VNode =>
  logoUrl
    ? html`<img class="emblem" src=${logoUrl} alt="" width="44" height="44" />`
    : html`<span class="emblem emblem-letter" aria-hidden="true">${[...shopName.trim()][0]?.toUpperCase() ?? '•'}</span>`

function AmountProgress(context: PageContext, progress: NonNullable<CardFace['progress']>): VNode {
  const { speech } = context
  const { amount, per, currency } = progress
  return html`<div class="pass-amount">
    <progress max=${per} value=${amount}></progress>
    <p>${speech.texts.card.amount(formatMoney(speech, { amount, currency }), formatMoney(speech, { amount: per, currency }))}</p>
  </div>`
}
