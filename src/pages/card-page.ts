import type { VNode } from 'preact'
import type { CardFace } from '../domain/card-face.ts'
import { formatDay } from '../messages/formats.ts'
import type { CardEvent } from '../ports/card-records.ts'
import { BarcodePanel } from './barcode-panel.ts'
import { Coupons } from './card-coupons.ts'
import { History } from './card-history.ts'
import { Document } from './document.ts'
import { type Child, html } from './html.ts'
import { Icon } from './icons.ts'
import { LookStyle } from './look-style.ts'
import type { PageContext, WalletName } from './page-context.ts'
import { PassCard } from './pass-card.ts'
import { type Device, WalletLink, walletsFor } from './wallet-buttons.ts'

export type CardProps = {
  face: CardFace
  /** `/card/{token}`. */
  path: string
  device: Device
  /** The wallet chosen a moment ago: its button comes first and opens by itself. */
  adding: WalletName | null
  history: CardEvent[]
  /** The serial as a QR. */
  serialSvg: string
  /** Barcodes of the open coupons, by coupon id. */
  couponSvgs: Map<string, string>
  logoUrl: string | null
  /** The coupon that is about to be used, and the token that says yes. */
  using?: { couponId: string; confirm: string } | undefined
  /** A self-redemption of the last minutes, whose screen this browser may still show. */
  screen: { title: string; path: string } | null
  /** Why a coupon could not be used, in the reader's language. */
  refusal: string | null
}

/** The web card: everything that matters works without scripts; with them it is live. */
export function CardPage(context: PageContext, props: CardProps): VNode {
  const { face } = props
  return Document(context, {
    title: context.speech.texts.card.title(face.shopName),
    styles: ['base.css', 'customer.css', 'pass.css', 'coupon.css', 'code-sheet.css', 'card.css'],
    scripts: ['press.js', 'card.js'],
    head: [
      LookStyle(face.look, context.nonce),
      html`<meta name="theme-color" content=${face.look.background} />`,
      html`<link rel="manifest" href=${`${props.path}/manifest.webmanifest`} />`,
      html`<link rel="apple-touch-icon" href=${`${props.path}/icon-192.png`} />`,
      html`<noscript><meta http-equiv="refresh" content="30" /></noscript>`,
    ],
    bodyClass: 'card-page',
    body: html`<main class="card" data-card=${props.path} data-adding=${props.adding}>
      ${props.adding && Ready(context, props, props.adding)}
      <p class="offline" hidden data-offline>${context.speech.texts.card.offline}</p>
      ${Live(context, props)} ${Sheet(context)}
    </main>`,
  })
}

/** What changes with the card; the script swaps it when the revision grows. A coupon comes first: it is what one looks for. */
function Live(context: PageContext, props: CardProps): VNode {
  const { face } = props
  const texts = context.speech.texts.card
  const said = context.speech.texts.progress(face.stamps, face.goal)
  return html`<div id="live" data-revision=${face.revision} data-stamps=${face.stamps} data-cycle=${face.cycle}>
    <h1 class="unseen">${face.shopName} · ${face.programName}</h1>
    <p class="unseen" role="status" data-said>${said}</p>
    ${props.screen && Screen(context, props.screen)}
    ${props.refusal !== null && html`<p class="flash flash-no" role="status">${texts.notUsed} ${props.refusal}</p>`}
    ${OutOfUse(context, face)}
    ${!face.voided && StampsEnd(context, face)}
    <div class="columns">
      ${!face.voided && Coupons(context, props)}
      ${PassCard(context, { ...face, logoUrl: props.logoUrl }, SerialCode(context, props))}
      <div class="side">
        ${History(context, face, props.history)} ${!props.adding && !face.voided && KeepIt(context, props)}
        ${More(context, props)}
      </div>
    </div>
  </div>`
}

function OutOfUse({ speech }: PageContext, { voided, paused, movedTo, ended }: CardFace): Child {
  const { texts } = speech
  const said = [
    paused ? texts.card.paused : voided && texts.card.voided,
    movedTo !== undefined && texts.card.movedTo(movedTo),
    !voided && ended && texts.card.ended,
  ].filter(Boolean)
  return said.length > 0 && html`<p class="flash flash-no">${said.join(' ')}</p>`
}

/** The way back to what the team is to see. */
const Screen = ({ speech }: PageContext, { title, path }: NonNullable<CardProps['screen']>): VNode =>
  html`<p class="flash flash-yes lit">
    <span>${speech.texts.card.used(title)}</span>
    <a class="button" href=${path}>${speech.texts.mine.screen.again}</a>
  </p>`

/** Stamps end at a midnight: what one remembers is the day before it. */
const StampsEnd = ({ speech }: PageContext, { stampsExpireAt, timeZone }: CardFace): Child =>
  stampsExpireAt !== undefined &&
  html`<p class="small">${speech.texts.card.stampsUntil(formatDay(speech, stampsExpireAt - 1, timeZone))}</p>`

const SerialCode = (context: PageContext, props: CardProps): Child =>
  !props.face.voided &&
  html`<div class="pass-code">
    <div data-serial>${BarcodePanel(props.serialSvg, 'square')}</div>
    <p class="live-code" hidden data-live><span class="live-bar" aria-hidden="true"></span>${context.speech.texts.card.liveCode}</p>
    ${props.face.ended !== true && HowToShow(context)}
  </div>`

const HowToShow = ({ speech }: PageContext): VNode =>
  html`<div>
    <p><b>${speech.texts.card.show}</b></p>
    <p>${speech.texts.card.showHint}</p>
  </div>`

function Ready(context: PageContext, props: CardProps, adding: WalletName): VNode {
  const texts = context.speech.texts.card
  const other = adding === 'apple' ? 'google' : 'apple'
  return html`<section class="panel ready">
    <h2>${texts.ready}</h2>
    <p>${texts.readyHint}</p>
    <div class="pair">
      ${WalletLink(context, props.path, adding, 'first')} ${WalletLink(context, props.path, other, 'other')}
    </div>
  </section>`
}

function KeepIt(context: PageContext, props: CardProps): VNode {
  const [first, other] = walletsFor(props.device)
  return html`<section class="panel keep">
    <h2>${context.speech.texts.card.saveOther}</h2>
    <div class="pair">
      ${WalletLink(context, props.path, first, 'first')} ${WalletLink(context, props.path, other, 'other')}
    </div>
  </section>`
}

/** What nobody has to do: it stands below everything else. */
const More = ({ speech }: PageContext, { path, face }: CardProps): VNode =>
  html`<nav class="more">
    <a class="button" href=${`${path}/settings`}><span>${Icon('person')}${speech.texts.mine.link}</span></a>
    ${!face.voided && html`<a class="button" href="/claim"><span>${Icon('receipt')}${speech.texts.mine.receipt}</span></a>`}
  </nav>`

/** A coupon's code as large as the screen allows, on white; the script fills and opens it. */
const Sheet = ({ speech }: PageContext): VNode =>
  html`<dialog class="sheet" data-sheet aria-labelledby="sheet-title">
    <p class="sheet-title" id="sheet-title" data-sheet-title></p>
    <div class="sheet-code" data-sheet-code></div>
    <p class="sheet-text" data-sheet-text></p>
    <p class="sheet-hint">${speech.texts.mine.sheetHint}</p>
    <form method="dialog"><button class="sheet-close" autofocus>${speech.texts.mine.close}</button></form>
  </dialog>`
