import type { VNode } from 'preact'
import type { CardFace } from '../domain/card-face.ts'
import type { JoinOffer } from '../ports/join-offers.ts'
import { type Child, html } from './html.ts'
import type { PageContext } from './page-context.ts'
import { type Device, WalletSubmit, walletsFor } from './wallet-buttons.ts'

export type ChoiceProps = {
  /** Cards that this browser knows, of this shop. */
  cards: CardFace[]
  /** Programs that can be joined. */
  offers: JoinOffer[]
  device: Device
  /** Where the forms go. */
  action: string
  /** The pasted link led nowhere. */
  linkUnknown: boolean
}

/** Three ways to a card, the likeliest first: one of this browser, a new one, or one by its link. */
export const CardChoice = (context: PageContext, props: ChoiceProps): Child => [
  props.cards.length > 0 && KnownCards(context, props),
  props.offers.length > 0 && NewCard(context, props),
  CardByLink(context, { ...props, open: props.linkUnknown, title: context.speech.texts.claim.elsewhere }),
]

function KnownCards(context: PageContext, { cards, action }: ChoiceProps): VNode {
  const { claim } = context.speech.texts
  return html`<form class="panel" method="post" action=${action}>
    <h2>${claim.myCard}</h2>
    ${CardRadios(context, cards)}
    <button class="primary">${claim.take}</button>
  </form>`
}

/** One card is no question. */
export const CardRadios = ({ speech }: PageContext, cards: CardFace[]): VNode =>
  html`<fieldset>
    <legend class=${cards.length > 1 ? undefined : 'unseen'}>${speech.texts.claim.whichCard}</legend>
    ${cards.map(
      (card, index) =>
        html`<label class="pick-card">
          <input type="radio" name="card" value=${card.cardId} checked=${index === 0} />
          <span>
            <b>${card.programName}</b>
            <span class="small">
              <span>${speech.texts.progress(card.stamps, card.goal)}</span>
              <span>${speech.texts.claim.cardEnds(card.serial.slice(-4))}</span>
            </span>
          </span>
        </label>`,
    )}
  </fieldset>`

function NewCard(context: PageContext, { cards, offers, device, action }: ChoiceProps): VNode {
  const { claim } = context.speech.texts
  const [first, other] = walletsFor(device)
  const form = html`<form method="post" action=${action}>
    <p class="small">${claim.noCardHint}</p>
    ${Programs(context, offers)} ${WalletSubmit(context, first, 'first')} ${WalletSubmit(context, other, 'other')}
    <button class="quiet" name="wallet" value="web">${claim.web}</button>
  </form>`
  if (cards.length === 0) return html`<section class="panel"><h2>${claim.noCard}</h2>${form}</section>`
  return html`<details class="panel"><summary class="button">${claim.noCard}</summary>${form}</details>`
}

const Programs = ({ speech }: PageContext, offers: JoinOffer[]): VNode =>
  offers.length === 1
    ? html`<input type="hidden" name="program" value=${offers[0]?.programId} />`
    : html`<fieldset>
        <legend>${speech.texts.claim.whichCard}</legend>
        ${offers.map(
          (offer, index) =>
            html`<label class="pick-card">
              <input type="radio" name="program" value=${offer.programId} checked=${index === 0} />
              <b>${offer.programName}</b>
            </label>`,
        )}
      </fieldset>`

type LinkProps = { action: string; linkUnknown: boolean; open: boolean; title: string }

/** The link of a card goes in, and the page comes again with that card. */
export const CardByLink = (context: PageContext, props: LinkProps): VNode =>
  html`<details class="panel" open=${props.open}>
    <summary class="button">${props.title}</summary>
    ${LinkForm(context, props)}
  </details>`

export function LinkForm(
  { speech }: PageContext,
  { action, linkUnknown }: Pick<LinkProps, 'action' | 'linkUnknown'>,
): VNode {
  const { claim } = speech.texts
  return html`<form method="post" action="/claim/card">
    <input type="hidden" name="back" value=${action} />
    <p class="field">
      <label for="link">${claim.link}</label>
      <input
        id="link"
        name="link"
        type="text"
        inputmode="url"
        autocomplete="off"
        maxlength="300"
        required
        aria-describedby="link-hint"
        aria-invalid=${linkUnknown ? 'true' : undefined}
      />
      <span class="small" id="link-hint">${claim.linkHint}</span>
      ${linkUnknown && html`<span class="wrong" role="alert">${claim.linkUnknown}</span>`}
    </p>
    <button>${claim.linkDo}</button>
  </form>`
}
