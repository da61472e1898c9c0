import type { VNode } from 'preact'
import type { CardFace } from '../domain/card-face.ts'
import { CardByLink, CardRadios, LinkForm } from './card-choice.ts'
import { ShopPage } from './claim-page.ts'
import { Document } from './document.ts'
import { type Child, html } from './html.ts'
import type { PageContext } from './page-context.ts'

export type OrderForm = {
  number: string
  total: string
  currency: string
  day: string
  time: string
  card: string
}

export type ClaimOrderProps = {
  /** Cards that this browser knows, of any shop. */
  cards: CardFace[]
  currencies: string[]
  form: OrderForm
  errors: Partial<Record<'number' | 'total' | 'time', string>>
  /** YYYY-MM-DD, by the shop's clock. */
  today: string
  linkUnknown: boolean
}

/** For those who have a receipt and no code: what is printed on it, for a card that this browser knows. */
export function ClaimOrderPage(context: PageContext, props: ClaimOrderProps): VNode {
  const { claim } = context.speech.texts
  const [first] = props.cards
  const link = { action: '/claim', linkUnknown: props.linkUnknown }
  if (!first)
    return Document(context, {
      title: claim.orderTitle,
      styles: ['base.css', 'customer.css', 'holder.css'],
      bodyClass: 'holder-page',
      body: html`<main class="holder">
        <h1>${claim.orderTitle}</h1>
        ${ByCode(context, 'primary')}
        <section class="panel">
          <h2>${claim.orOrder}</h2>
          <p><b>${claim.needCard}.</b> ${claim.needCardHint}</p>
          ${LinkForm(context, link)}
        </section>
      </main>`,
    })
  return ShopPage(context, { ...first, logoUrl: null }, claim.orderTitle, [
    html`<h1>${claim.orderTitle}</h1>`,
    html`<p>${claim.orderIntro}</p>`,
    ByCode(context),
    OrderFields(context, props),
    CardByLink(context, { ...link, open: props.linkUnknown, title: claim.elsewhere }),
  ])
}

const ByCode = ({ speech }: PageContext, look?: 'primary'): VNode =>
  html`<form class="panel" method="get" action="/claim">
    <p class="field">
      <label for="code">${speech.texts.claim.code}</label>
      <input id="code" name="code" autocomplete="off" autocapitalize="characters" maxlength="40" required />
    </p>
    <button class=${look}>${speech.texts.claim.codeDo}</button>
  </form>`

function OrderFields(context: PageContext, props: ClaimOrderProps): VNode {
  const { claim } = context.speech.texts
  const { form, errors, cards, today } = props
  return html`<form class="panel" method="post" action="/claim/order">
    <h2>${claim.orOrder}</h2>
    ${CardRadios(context, ordered(cards, form.card))}
    ${Input({ name: 'number', label: claim.number, value: form.number, error: errors.number })}
    <div class="pair-fields">
      ${Input({ name: 'total', label: claim.total, value: form.total, error: errors.total, inputmode: 'decimal' })}
      ${Currency(context, props)}
    </div>
    <div class="pair-fields">
      ${Input({ name: 'day', label: claim.day, value: form.day || today, type: 'date', max: today })}
      ${Input({ name: 'time', label: claim.time, value: form.time, type: 'time', hint: claim.timeHint, error: errors.time })}
    </div>
    <button class="primary">${claim.add}</button>
  </form>`
}

/** The chosen one first: it is the one that is ticked. */
const ordered = (cards: CardFace[], chosen: string): CardFace[] =>
  [...cards].sort((a, b) => Number(b.cardId === chosen) - Number(a.cardId === chosen))

function Currency({ speech }: PageContext, { currencies, form }: ClaimOrderProps): Child {
  if (currencies.length < 2)
    return html`<input type="hidden" name="currency" value=${currencies[0] ?? 'EUR'} />`
  return html`<p class="field">
    <label for="currency">${speech.texts.claim.currency}</label>
    <select id="currency" name="currency">
      ${currencies.map((each) => html`<option value=${each} selected=${each === form.currency}>${each}</option>`)}
    </select>
  </p>`
}

type InputProps = {
  name: string
  label: string
  value: string
  type?: string
  inputmode?: string
  max?: string
  hint?: string
  error?: string | undefined
}

const Input = ({ name, label, value, type = 'text', inputmode, max, hint, error }: InputProps): VNode => {
  const about = [hint && `${name}-hint`, error && `${name}-error`].filter(Boolean)
  return html`<p class="field">
    <label for=${name}>${label}</label>
    <input
      id=${name}
      name=${name}
      type=${type}
      value=${value}
      inputmode=${inputmode}
      max=${max}
      maxlength=${type === 'text' ? 100 : undefined}
      autocomplete="off"
      required
      aria-describedby=${about.length > 0 ? about.join(' ') : undefined}
      aria-invalid=${error ? 'true' : undefined}
    />
    ${hint && html`<span class="small" id=${`${name}-hint`}>${hint}</span>`}
    ${error && html`<span class="wrong" role="alert" id=${`${name}-error`}>${error}</span>`}
  </p>`
}
