import type { VNode } from 'preact'
import type { CardFace } from '../domain/card-face.ts'
import { Document } from './document.ts'
import { type Child, html } from './html.ts'
import { Icon } from './icons.ts'
import { LookStyle } from './look-style.ts'
import type { PageContext } from './page-context.ts'

/** What stands in the form; consents as they are given now. */
export type HolderForm = {
  name: string
  email: string
  phone: string
  day: string
  month: string
  byEmail: boolean
  bySms: boolean
  byPush: boolean
}

export type SettingsProps = {
  face: CardFace
  /** `/card/{token}`. */
  path: string
  /** The whole address of the card. */
  address: string
  form: HolderForm
  errors: Partial<Record<'email' | 'phone' | 'birthday', string>>
  said: 'saved' | 'new-address' | null
}

/** What the holder may tell, take back, move and delete. Works without scripts. */
export function CardSettingsPage(context: PageContext, props: SettingsProps): VNode {
  const { mine } = context.speech.texts
  return Document(context, {
    title: `${props.face.shopName} · ${mine.title}`,
    styles: ['base.css', 'customer.css', 'holder.css'],
    scripts: ['holder.js'],
    head: LookStyle(props.face.look, context.nonce),
    bodyClass: 'holder-page',
    body: html`<main class="holder">
      ${Back(context, props.path)}
      <h1>${mine.title}</h1>
      ${props.said === 'saved' && html`<p class="flash flash-yes" role="status">${mine.saved}</p>`}
      ${props.said === 'new-address' && html`<p class="flash flash-yes" role="status">${mine.newAddressDone}</p>`}
      ${props.said === 'new-address' && Address(context, props.address)}
      ${!props.face.voided && Details(context, props)}
      ${props.face.movedTo === undefined && Recovery(context, props)}
      <section class="panel">
        <h2>${mine.remove}</h2>
        <p class="small">${mine.removeHint}</p>
        <a class="button" href=${`${props.path}/delete`}>${mine.remove}</a>
      </section>
    </main>`,
  })
}

const Back = ({ speech }: PageContext, path: string): VNode =>
  html`<a class="back" href=${path}>${Icon('back')}<span>${speech.texts.mine.screen.back}</span></a>`

function Details(context: PageContext, props: SettingsProps): VNode {
  const { mine } = context.speech.texts
  const { form, errors, face } = props
  return html`<form class="panel" method="post" action=${`${props.path}/settings`}>
    <h2>${mine.details}</h2>
    <p class="small">${mine.intro} ${mine.detailsHint(face.shopName)}</p>
    ${Text({ name: 'name', label: mine.name, value: form.name, autocomplete: 'name', most: 200 })}
    ${Text({ name: 'email', label: mine.email, value: form.email, autocomplete: 'email', most: 254, type: 'email', error: errors.email })}
    ${Text({ name: 'phone', label: mine.phone, value: form.phone, autocomplete: 'tel', most: 30, type: 'tel', hint: mine.phoneHint, error: errors.phone })}
    ${Birthday(context, form, errors.birthday)}
    <fieldset>
      <legend>${mine.consent(face.shopName)}</legend>
      <p class="small">${mine.consentHint} ${PrivacyLink(context, face)}</p>
      ${Tick('byEmail', mine.byEmail, form.byEmail)} ${Tick('bySms', mine.bySms, form.bySms)}
      ${Tick('byPush', mine.byPush, form.byPush)}
    </fieldset>
    <button class="primary">${mine.save}</button>
  </form>`
}

const PrivacyLink = ({ speech }: PageContext, { contact }: CardFace): Child =>
  contact?.privacyUrl !== undefined &&
  html`<a href=${contact.privacyUrl} rel="noreferrer">${speech.texts.mine.privacy}</a>`

type TextProps = {
  name: string
  label: string
  value: string
  autocomplete: string
  most: number
  type?: string
  hint?: string
  error?: string | undefined
}

const Text = (props: TextProps): VNode => {
  const about = [props.hint && `${props.name}-hint`, props.error && `${props.name}-error`].filter(Boolean)
  return html`<p class="field">
    <label for=${props.name}>${props.label}</label>
    <input
      id=${props.name}
      name=${props.name}
      type=${props.type ?? 'text'}
      value=${props.value}
      maxlength=${props.most}
      autocomplete=${props.autocomplete}
      aria-describedby=${about.length > 0 ? about.join(' ') : undefined}
      aria-invalid=${props.error ? 'true' : undefined}
    />
    ${props.hint && html`<span class="small" id=${`${props.name}-hint`}>${props.hint}</span>`}
    ${props.error && html`<span class="wrong" id=${`${props.name}-error`}>${props.error}</span>`}
  </p>`
}

/** Day and month alone: nobody needs the year to congratulate. */
function Birthday({ speech }: PageContext, form: HolderForm, error: string | undefined): VNode {
  const { mine } = speech.texts
  const name = new Intl.DateTimeFormat(speech.tag, { month: 'long', timeZone: 'UTC' })
  const days = Array.from({ length: 31 }, (_, index) => ({ value: two(index + 1), label: String(index + 1) }))
  const months = Array.from({ length: 12 }, (_, index) => ({
    value: two(index + 1),
    label: name.format(Date.UTC(2024, index, 15)),
  }))
  return html`<fieldset class="birthday">
    <legend>${mine.birthday}</legend>
    ${Pick('day', mine.day, form.day, days)} ${Pick('month', mine.month, form.month, months)}
    ${error && html`<span class="wrong" role="alert">${error}</span>`}
  </fieldset>`
}

const two = (n: number): string => String(n).padStart(2, '0')

const Pick = (
  name: string,
  label: string,
  chosen: string,
  choices: { value: string; label: string }[],
): VNode =>
  html`<p class="field">
    <label for=${name}>${label}</label>
    <select id=${name} name=${name}>
      <option value="">–</option>
      ${choices.map((each) => html`<option value=${each.value} selected=${each.value === chosen}>${each.label}</option>`)}
    </select>
  </p>`

const Tick = (name: string, label: string, on: boolean): VNode =>
  html`<label class="tick"><input type="checkbox" name=${name} value="1" checked=${on} /><span>${label}</span></label>`

const Address = ({ speech }: PageContext, address: string): VNode =>
  html`<p class="field address">
    <label for="address">${speech.texts.mine.recoveryLink}</label>
    <input id="address" readonly value=${address} />
    <button type="button" hidden data-copy=${address} data-copied=${speech.texts.card.copied}>
      ${Icon('copy')}<span>${speech.texts.mine.copyLink}</span>
    </button>
  </p>`

function Recovery(context: PageContext, props: SettingsProps): VNode {
  const { mine } = context.speech.texts
  return html`<section class="panel">
    <h2>${mine.recovery}</h2>
    <p class="small">${mine.recoveryHint}</p>
    ${props.said !== 'new-address' && Address(context, props.address)}
    ${
      !props.face.voided &&
      html`<details>
        <summary class="button">${mine.newAddress}</summary>
        <p class="small">${mine.newAddressHint}</p>
        <form method="post" action=${`${props.path}/new-address`}>
          <button class="danger">${mine.newAddressDo}</button>
        </form>
      </details>`
    }
  </section>`
}

/** The second of the two steps; the first one led here. */
export function DeleteCardPage(context: PageContext, props: { face: CardFace; path: string }): VNode {
  const { mine } = context.speech.texts
  const { face, path } = props
  const { stamps, coupons } = face
  const loses =
    (stamps > 0 || coupons.length > 0) &&
    mine.removeLoses(context.speech.texts.stamps(stamps), coupons.length)
  return Document(context, {
    title: mine.removeAsk,
    styles: ['base.css', 'customer.css', 'holder.css'],
    head: LookStyle(face.look, context.nonce),
    bodyClass: 'holder-page',
    body: html`<main class="holder">
      ${Back(context, path)}
      <h1>${mine.removeAsk}</h1>
      <form class="panel" method="post" action=${`${path}/delete`}>
        <p><b>${face.shopName} · ${face.programName}</b></p>
        ${loses && html`<p>${loses}</p>`}
        <p class="small">${mine.removeHint}</p>
        <div class="choices">
          <a class="button" href=${path}>${mine.keep}</a>
          <button class="danger">${mine.removeDo}</button>
        </div>
      </form>
    </main>`,
  })
}
