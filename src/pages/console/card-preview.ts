import type { VNode } from 'preact'
import { contrast } from '../../domain/contrast.ts'
import type { ApplePreview, GooglePreview, PreviewField } from '../../ports/card-preview.ts'
import { BarcodePanel, barcodeShape } from '../barcode-panel.ts'
import { type Child, html } from '../html.ts'
import type { ConsoleContext } from './frame.ts'

export type PreviewState = 'collecting' | 'reward'

/** What both wallets would show, with their barcodes drawn; null while the draft makes no sense. */
export type DrawnPreview = {
  apple: ApplePreview
  google: GooglePreview
  /** Null for a code that is shown as text alone. */
  appleCode: string | null
  googleCode: string | null
  state: PreviewState
}

/**
 * The pane beside a form: both wallets' cards. It is a form's part, so that its buttons send what was typed; a script
 * fetches it anew as one types.
 * @param form id of the form that the buttons belong to
 */
export function PreviewPane(context: ConsoleContext, drawn: DrawnPreview | null, form: string): VNode {
  const t = context.speech.texts.console.editor
  const state = drawn?.state ?? 'collecting'
  return html`<aside class="preview" aria-label=${t.previewTitle} data-preview=${form}>
    <details class="preview-fold" open>
      <summary><span class="preview-glance" hidden=${drawn === null}></span>${t.previewTitle}</summary>
      <div class="preview-states" role="group" aria-label=${t.previewTitle}>
        ${(['collecting', 'reward'] as const).map(
          (each) =>
            html`<label class="preview-state">
              <input type="radio" name="preview" value=${each} checked=${each === state} form=${form} />
              <span>${t.previewStates[each]}</span>
            </label>`,
        )}
      </div>
      <div class="preview-cards" aria-live="polite">${PreviewCards(context, drawn)}</div>
      <button class="preview-now" name="act" value="preview" form=${form}>${t.previewNow}</button>
    </details>
  </aside>`
}

/** The cards alone: what the script puts in place of those before. */
export function PreviewCards(context: ConsoleContext, drawn: DrawnPreview | null): VNode {
  const t = context.speech.texts.console.editor
  if (!drawn) return html`<p class="hint preview-wrong">${t.previewWrong}</p>`
  return html`<div class="preview-drawn" ...${coloursOf(drawn)}>
    ${Apple(context, drawn)}
    ${Google(context, drawn)}
  </div>`
}

/** Colours as data: the page's own style sheet may not be added to, but a script may set them. */
const coloursOf = ({ apple, google }: DrawnPreview) => ({
  'data-apple-bg': apple.background,
  'data-apple-fg': apple.foreground,
  'data-apple-labels': apple.labels,
  'data-google-bg': google.background,
  'data-google-fg': inkOn(google.background),
})

/** Google takes white or black, whichever is read better. */
const inkOn = (background: string): string =>
  contrast(background, '#ffffff') >= contrast(background, '#1f1f1f') ? '#ffffff' : '#1f1f1f'

const hex = /^#[0-9a-f]{6}$/i

/** The same colours for the page as it first comes. Only `#rrggbb` gets through: this text is not escaped. */
export function PreviewStyle(drawn: DrawnPreview | null, nonce: string): Child {
  if (!drawn) return null
  const { apple, google } = drawn
  const pairs = [
    ['--apple-bg', apple.background],
    ['--apple-fg', apple.foreground],
    ['--apple-labels', apple.labels],
    ['--google-bg', google.background],
    ['--google-fg', inkOn(google.background)],
  ].filter(([, value]) => hex.test(value ?? ''))
  const css = `:root{${pairs.map(([name, value]) => `${name}:${value}`).join(';')}}`
  return html`<style nonce=${nonce} dangerouslySetInnerHTML=${{ __html: css }}></style>`
}

const png = (bytes: Uint8Array): string => `data:image/png;base64,${Buffer.from(bytes).toString('base64')}`

function Apple(context: ConsoleContext, { apple, appleCode }: DrawnPreview): VNode {
  const t = context.speech.texts.console.editor
  return html`<figure class="wallet">
    <figcaption>${t.previewApple}</figcaption>
    <div class="apple-pass">
      <div class="apple-head">
        <img class="apple-logo" src=${png(apple.logo)} alt="" />
        <b class="apple-name">${apple.logoText}</b>
        <dl>${apple.header.map(PassField)}</dl>
      </div>
      <img class="apple-strip" src=${png(apple.strip)} alt=${t.previewStrip} width="750" height="288" />
      <dl class="apple-fields">${apple.front.map(PassField)}</dl>
      ${Code(apple.code, appleCode)}
    </div>
    <details class="pass-back">
      <summary>${t.previewBack}</summary>
      <dl>${apple.back.map(PassField)}</dl>
    </details>
  </figure>`
}

function Google(context: ConsoleContext, { google, googleCode }: DrawnPreview): VNode {
  const t = context.speech.texts.console.editor
  return html`<figure class="wallet">
    <figcaption>${t.previewGoogle}</figcaption>
    <div class="google-pass">
      <div class="google-head">
        <img class="google-logo" src=${png(google.logo)} alt="" width="660" height="660" />
        <span>${google.shopName}</span>
      </div>
      <p class="google-name">${google.programName}</p>
      <dl class="google-points">${PassField(google.points)}</dl>
      ${Code(google.code, googleCode)}
      <img class="google-hero" src=${png(google.hero)} alt=${t.previewStrip} width="1032" height="336" />
    </div>
    <details class="pass-back">
      <summary>${t.previewBack}</summary>
      <dl>${google.modules.map(PassField)}</dl>
    </details>
  </figure>`
}

const PassField = ({ label, value }: PreviewField): VNode =>
  html`<div><dt>${label}</dt><dd>${value}</dd></div>`

const Code = (code: ApplePreview['code'], svg: string | null): VNode =>
  html`<div class="pass-code">
    ${svg ? BarcodePanel(svg, barcodeShape(code.symbology)) : null}
    <p>${svg ? code.text : code.value}</p>
  </div>`
