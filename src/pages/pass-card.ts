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
> & { cycle: number | null; logoUrl: string | null; voided?: boolean; ended?: boolean | undefined }

/** The card as it looks in a wallet. `code`: the barcode panel at its foot. */
export function PassCard(context: PageContext, picture: PassPicture, code: Child = null): VNode {
  const { texts } = context.speech
  const label = texts.progress(picture.stamps, picture.goal)
  const { at, title } = picture.nextReward
  const earns = !picture.voided && !picture.ended
  const again = picture.cycle !== null && picture.cycle > 1 && picture.cycle
  return html`<article class=${picture.voided ? 'pass void' : 'pass'}>
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
    ${earns && picture.progress && AmountProgress(context, picture.progress)}
    ${
      (earns || again) &&
      html`<footer class="pass-foot">
        ${earns && html`<p>${texts.card.next(Math.max(0, at - picture.stamps), title)}</p>`}
        ${again && html`<p class="pass-cycle">${texts.card.cycle(again)}</p>`}
      </footer>`
    }
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
