import type { VNode } from 'preact'
import { type Look, stampShapes } from '../../domain/card-face.ts'
import { contrast } from '../../domain/contrast.ts'
import { mayAs } from '../../domain/role.ts'
import type { Speech } from '../../messages/messages.ts'
import { pictureTexts } from '../../messages/pictures.ts'
import { html } from '../html.ts'
import { LookStyle } from '../look-style.ts'
import { ActionButton, Choices, Field, type FormState } from './form.ts'
import type { ConsoleContext } from './frame.ts'
import { acceptedPictures } from './picture-forms.ts'
import { OwnerForm, SettingsFrame } from './settings-page.ts'
import type { ShapeDrawings } from './setup-forms.ts'

/** "4.6", as a reader writes it; never rounded up to what would be enough. */
export const ratioText = (speech: Speech, ratio: number): string =>
  new Intl.NumberFormat(speech.tag, { maximumFractionDigits: 1 }).format(Math.floor(ratio * 10) / 10)

type LookProps = { shapes: ShapeDrawings; look: Look; hasLogo: boolean; form: FormState; logoForm: FormState }

/** Colours and logo, with the saved look beside them. */
export function LookSettingsPage(context: ConsoleContext, props: LookProps): VNode {
  const texts = context.speech.texts.console
  const words = texts.settings
  const { look, form } = props
  return SettingsFrame(context, 'look', [
    LookStyle(look, context.nonce),
    html`<p class="lead">${words.lookIntro}</p>`,
    Sample(context, props),
    OwnerForm(context, {
      action: '/console/settings/look',
      form,
      submit: texts.form.save,
      body: [
        html`<div class="fields colours">
          ${(['background', 'foreground', 'accent'] as const).map((name) =>
            Field(form, { name, label: words[name], type: 'color', value: look[name] }),
          )}
        </div>`,
        Choices(form, {
          name: 'stamp',
          label: words.stamp,
          value: look.stamp ?? 'seal',
          choices: stampShapes
            .filter((shape) => shape !== 'logo' || props.hasLogo)
            .map((shape) => ({
              value: shape,
              label: words.stamps[shape],
              drawing: props.shapes[shape],
            })),
        }),
      ],
    }),
    Logo(context, props),
  ])
}

/** The colours and the stamp as they are saved, and how well they read. */
function Sample(context: ConsoleContext, { look, hasLogo, shapes }: LookProps): VNode {
  const words = context.speech.texts.console.settings
  const ratio = contrast(look.background, look.foreground)
  const stamp = html`<svg viewBox="-50 -50 100 100"><path d=${shapes[look.stamp ?? 'seal']} /></svg>`
  return html`<div class="look-sample">
      ${hasLogo && html`<img src="/console/settings/logo" alt=${words.logoNow} />`}
      <p>${context.merchant.name}</p>
      <span class="look-stamps" aria-hidden="true">${[stamp, stamp, stamp]}</span>
    </div>
    <p>
      ${words.contrast(ratioText(context.speech, ratio))}${' '}
      ${ratio >= 7 ? words.contrastGreat : ratio >= 4.5 && words.contrastGood}
    </p>`
}

function Logo(context: ConsoleContext, { hasLogo, logoForm }: LookProps): VNode | null {
  const words = context.speech.texts.console.settings
  if (!mayAs(context.role, 'owner')) return null
  return html`<section class="apart">
    <h2>${words.logo}</h2>
    ${OwnerForm(context, {
      action: '/console/settings/logo',
      form: logoForm,
      submit: words.logoSave,
      upload: true,
      body: Field(logoForm, {
        name: 'file',
        label: words.logoFile,
        hint: pictureTexts(context.speech).logoHint,
        required: true,
        more: { type: 'file', accept: acceptedPictures.logo },
      }),
    })}
    ${hasLogo && ActionButton(context, { action: '/console/settings/logo/remove', label: words.logoRemove, kind: 'quiet' })}
  </section>`
}
