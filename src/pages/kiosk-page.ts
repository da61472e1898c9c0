import type { VNode } from 'preact'
import type { Look } from '../domain/card-face.ts'
import { ownName } from '../messages/formats.ts'
import { languages } from '../messages/messages.ts'
import { staffWords } from '../messages/staff-words.ts'
import { BarcodePanel } from './barcode-panel.ts'
import { Document } from './document.ts'
import { html } from './html.ts'
import { Icon, type IconName } from './icons.ts'
import { LookStyle } from './look-style.ts'
import type { PageContext } from './page-context.ts'
import { Emblem } from './pass-card.ts'
import { ScanVideo } from './scan-video.ts'
import { SoundButton } from './sound-button.ts'

export type KioskProps = {
  shopName: string
  look: Look
  logoUrl: string | null
  csrf: string
  /** The language that it speaks when nobody chose one. */
  home: string
  /** The code of these 30 seconds. */
  qrSvg: string
}

const tones: Record<string, IconName> = { good: 'check', again: 'clock', saved: 'check', no: 'warning' }

/** One purpose, two ways: the customer's card before the camera, or the kiosk's code before the customer's phone. No links. */
export function KioskPage(context: PageContext, props: KioskProps): VNode {
  const { kiosk } = context.speech.texts
  return Document(context, {
    title: `${kiosk.title} · ${props.shopName}`,
    styles: ['base.css', 'kiosk.css', 'kiosk-answer.css'],
    scripts: ['signals.js', 'press.js', 'scan.js', 'kiosk.js'],
    head: [
      LookStyle(props.look, context.nonce),
      // Where no script runs: a new code in time, and the shop's language again for the next customer.
      html`<noscript><meta http-equiv="refresh" content="25; url=/kiosk" /></noscript>`,
    ],
    bodyClass: 'kiosk-page',
    body: html`<main
      class="kiosk"
      data-kiosk
      data-csrf=${props.csrf}
      data-language=${context.speech.language}
      data-home=${props.home}
    >
      <header class="kiosk-head">
        ${Emblem(props.shopName, props.logoUrl)}
        <div><p>${props.shopName}</p><h1>${kiosk.ready}</h1></div>
      </header>
      <p class="kiosk-away" role="status" data-away hidden>${Icon('warning')} ${kiosk.offline}</p>
      <div class="kiosk-ways">
        ${Camera(context)}
        <p class="kiosk-or" aria-hidden="true">${kiosk.or}</p>
        <section class="kiosk-way" aria-labelledby="scan-title">
          <h2 id="scan-title">${kiosk.scan}</h2>
          <div class="kiosk-qr" data-qr>${BarcodePanel(props.qrSvg, 'square')}</div>
          <div class="kiosk-bar" aria-hidden="true"><span data-bar></span></div>
          <p>${kiosk.scanHint}</p>
        </section>
      </div>
      <div class="kiosk-tools">
        ${Languages(context)}
        <button type="button" data-lower hidden>
          <span data-when="high">${kiosk.lower}</span><span data-when="low">${kiosk.raise}</span>
        </button>
        ${SoundButton(staffWords(context.speech).sound)}
      </div>
      <div class="kiosk-answer" data-answer role="status" aria-live="assertive" hidden>
        ${Object.entries(tones).map(([tone, icon]) => html`<span class="kiosk-sign" data-sign=${tone} hidden>${Icon(icon)}</span>`)}
        <p class="kiosk-said" data-title></p>
        <p class="kiosk-details" data-details></p>
        <p class="kiosk-dots" data-dots aria-hidden="true"></p>
      </div>
      <template data-offline data-title=${kiosk.offline} data-hint=${kiosk.offlineHint}></template>
    </main>`,
  })
}

/** Each by its own name, as its speakers look for it. */
const Languages = ({ speech }: PageContext): VNode =>
  html`<form class="kiosk-languages" method="get" action="/kiosk" aria-label=${speech.texts.kiosk.language} data-languages>
    ${Object.keys(languages).map(
      (code) =>
        html`<button name="lang" value=${code} lang=${code} aria-current=${code === speech.language ? 'true' : null}>
          ${ownName(code)}
        </button>`,
    )}
  </form>`

const Camera = (context: PageContext): VNode => {
  const { kiosk } = context.speech.texts
  return html`<section class="kiosk-way" aria-labelledby="camera-title">
    <h2 id="camera-title">${kiosk.camera}</h2>
    <div class="kiosk-camera">${ScanVideo(context, staffWords(context.speech).camera.label)}</div>
    <p data-camera-hint>${kiosk.cameraHint}</p>
    <p data-camera-problem hidden>${kiosk.noCamera}</p>
    <button type="button" data-start hidden>${Icon('camera')}<span>${kiosk.start}</span></button>
  </section>`
}
