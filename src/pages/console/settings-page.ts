import type { VNode } from 'preact'
import { mayAs } from '../../domain/role.ts'
import type { MerchantRecord } from '../../ports/merchants.ts'
import { type Child, html } from '../html.ts'
import { type Choice, Field, Form, type FormState, Select } from './form.ts'
import { type ConsoleContext, ConsoleFrame } from './frame.ts'

const rooms = ['shop', 'look', 'places', 'keys', 'erase'] as const
export type SettingsRoom = (typeof rooms)[number]

const pathOf = (room: SettingsRoom): string =>
  room === 'shop' ? '/console/settings' : `/console/settings/${room}`

/** The frame of all settings: their rooms in a row, and who may change them. */
export function SettingsFrame(context: ConsoleContext, room: SettingsRoom, body: Child): VNode {
  const texts = context.speech.texts.console
  const words = texts.settings
  const owner = mayAs(context.role, 'owner')
  return ConsoleFrame(context, {
    place: 'settings',
    title: texts.nav.settings,
    part: room === 'shop' ? undefined : words[room],
    styles: ['console-settings.css'],
    body: [
      html`<nav class="filters" aria-label=${texts.nav.settings}>
        ${rooms
          .filter((each) => owner || each !== 'erase')
          .map(
            (each) =>
              html`<a href=${pathOf(each)} class=${each === room ? 'chosen' : null} aria-current=${each === room ? 'page' : null}>${words[each]}</a>`,
          )}
      </nav>`,
      !owner && html`<p class="flash">${words.onlyOwner}</p>`,
      body,
    ],
  })
}

/** A form for owners; for others the same fields, which cannot be changed. */
export function OwnerForm(
  context: ConsoleContext,
  props: { action: string; form: FormState; submit: string; body: Child; upload?: boolean; danger?: boolean },
): VNode {
  if (mayAs(context.role, 'owner')) return Form(context, props)
  return html`<fieldset class="form as-it-is" disabled>${props.body}</fieldset>`
}

type ShopProps = {
  merchant: MerchantRecord
  form: FormState
  locales: Choice[]
  countries: Choice[]
  currencies: Choice[]
  timeZones: Choice[]
}

export function ShopSettingsPage(context: ConsoleContext, props: ShopProps): VNode {
  const texts = context.speech.texts.console
  const words = texts.settings
  return SettingsFrame(context, 'shop', [
    html`<p class="lead">${words.intro}</p>`,
    OwnerForm(context, {
      action: '/console/settings',
      form: props.form,
      submit: texts.form.save,
      body: [Shop(context, props), Contact(context, props)],
    }),
  ])
}

function Shop(context: ConsoleContext, { merchant, form, ...choices }: ShopProps): VNode[] {
  const words = context.speech.texts.console.settings
  return [
    Field(form, {
      name: 'name',
      label: words.name,
      value: merchant.name,
      required: true,
      more: { maxlength: 100, autocomplete: 'organization' },
    }),
    Select(form, {
      name: 'locale',
      label: words.locale,
      hint: words.localeHint,
      value: merchant.locale,
      choices: choices.locales,
    }),
    Select(form, {
      name: 'country',
      label: words.country,
      value: merchant.country ?? '',
      choices: [{ value: '', label: words.countryNone }, ...choices.countries],
    }),
    Select(form, {
      name: 'currency',
      label: words.currency,
      hint: words.currencyHint,
      value: merchant.currency ?? '',
      choices: [
        ...(merchant.currency ? [] : [{ value: '', label: words.currencyNone }]),
        ...choices.currencies,
      ],
    }),
    Select(form, {
      name: 'timeZone',
      label: words.timeZone,
      hint: words.timeZoneHint,
      value: merchant.timeZone,
      choices: choices.timeZones,
    }),
  ]
}

function Contact(context: ConsoleContext, { merchant, form }: ShopProps): VNode {
  const words = context.speech.texts.console.settings
  const contact = merchant.contact ?? {}
  return html`<div>
      <h2>${words.contact}</h2>
      <p class="hint">${words.contactHint}</p>
    </div>
    ${Field(form, { name: 'email', label: words.email, type: 'email', value: contact.email ?? null, more: { maxlength: 254, autocomplete: 'email' } })}
    ${Field(form, { name: 'phone', label: words.phone, type: 'tel', value: contact.phone ?? null, more: { maxlength: 31, autocomplete: 'tel' } })}
    ${Field(form, { name: 'website', label: words.website, type: 'url', value: contact.website ?? null, more: { maxlength: 500 } })}
    ${Field(form, { name: 'privacyUrl', label: words.privacyUrl, hint: words.privacyUrlHint, type: 'url', value: contact.privacyUrl ?? null, more: { maxlength: 500 } })}`
}

/** The whole shop goes; asked with its name. */
export function ErasePage(context: ConsoleContext, form: FormState): VNode {
  const texts = context.speech.texts.console
  const words = texts.settings
  return SettingsFrame(context, 'erase', [
    html`<p class="lead">${words.eraseIntro}</p>
      <p><a href="/console/export">${words.eraseAdvice}</a></p>`,
    Form(context, {
      action: '/console/settings/erase',
      form,
      submit: words.eraseDo,
      danger: true,
      body: Field(form, {
        name: 'confirm',
        label: words.eraseConfirm(context.merchant.name),
        required: true,
        more: { autocomplete: 'off', maxlength: 100 },
      }),
    }),
  ])
}
