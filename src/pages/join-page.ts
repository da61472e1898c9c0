import type { VNode } from 'preact'
import type { JoinOffer } from '../ports/join-offers.ts'
import { BarcodePanel } from './barcode-panel.ts'
import { Document } from './document.ts'
import { type Child, html } from './html.ts'
import { Icon } from './icons.ts'
import { LookStyle } from './look-style.ts'
import type { PageContext } from './page-context.ts'
import { Emblem, PassCard } from './pass-card.ts'
import { earnWords, lastMilestone, limitWords } from './program-words.ts'
import { type Device, WalletSubmit, walletsFor } from './wallet-buttons.ts'

export type OwnCard = { path: string; stamps: number; goal: number }

export type JoinProps = {
  offer: JoinOffer
  device: Device
  /** An app's built-in browser, which cannot save passes. */
  inApp: boolean
  /** Where the form goes, placement included. */
  action: string
  /** Names what the form makes: sent twice, it makes one card. */
  intent: string
  /** This browser's card of the program. */
  own: OwnCard | null
  logoUrl: string | null
  /** The join address as a QR, for devices that are not a phone. */
  qr: string | null
  /** Opens this page in Chrome, from an Android app's browser. */
  chromeLink: string | null
}

/** From scan to saved in two taps: this page's button, and the wallet's own. */
export function JoinPage(context: PageContext, props: JoinProps): VNode {
  const { offer } = props
  const texts = context.speech.texts.join
  return Document(context, {
    title: texts.title(offer.shopName),
    styles: ['base.css', 'customer.css', 'pass.css', 'join.css'],
    head: [
      LookStyle(offer.look, context.nonce),
      html`<meta name="description" content=${earnWords(context.speech, offer.rules)} />`,
    ],
    bodyClass: 'join-page',
    body: html`<main class=${props.qr ? 'join join-wide' : 'join'}>
      <header class="shop">${Emblem(offer.shopName, props.logoUrl)}<p>${offer.shopName}</p></header>
      ${Pitch(context, offer)}
      <div class="join-preview">${Preview(context, offer)}</div>
      <div class="join-actions">${props.own && Own(context, props.own, offer.open)} ${offer.open ? Actions(context, props) : Closed(context)}</div>
      ${SmallPrint(context, offer)}
    </main>`,
  })
}

function Pitch({ speech }: PageContext, { rules, programName }: JoinOffer): VNode {
  const reward = lastMilestone(rules)?.reward.title ?? programName
  return html`<section class="pitch">
    <p class="kicker">${speech.texts.join.kicker}</p>
    <h1>${reward}</h1>
    <p class="rule">${earnWords(speech, rules)}. ${speech.texts.rule.goal(rules.goal, reward)}.</p>
  </section>`
}

/** What else is to be known, below the button: it must not push it off a small phone. */
function SmallPrint({ speech }: PageContext, { rules }: JoinOffer): Child {
  const earlier = rules.milestones.slice(0, -1)
  const limits = limitWords(speech, rules)
  if (earlier.length === 0 && limits.length === 0) return null
  return html`<section class="small-print">
    ${
      earlier.length > 0 &&
      html`<h2 id="on-the-way">${speech.texts.join.onTheWay}</h2>
        <ol aria-labelledby="on-the-way">
          ${earlier.map((each) => html`<li><b>${each.at}</b><span>${each.reward.title}</span></li>`)}
        </ol>`
    }
    ${limits.length > 0 && html`<ul class="small">${limits.map((words) => html`<li>${words}</li>`)}</ul>`}
  </section>`
}

const Preview = (context: PageContext, offer: JoinOffer): VNode => {
  const milestones = offer.rules.milestones.map((each) => ({ at: each.at, title: each.reward.title }))
  return PassCard(context, {
    shopName: offer.shopName,
    programName: offer.programName,
    stamps: 0,
    goal: offer.rules.goal,
    milestones,
    nextReward: milestones[0] ?? { at: offer.rules.goal, title: offer.programName },
    progress: null,
    cycle: null,
    logoUrl: null,
  })
}

function Actions(context: PageContext, props: JoinProps): Child {
  const texts = context.speech.texts.join
  const [first, other] = walletsFor(props.device)
  if (props.inApp) return InApp(context, props)
  if (!props.qr)
    return html`<form method="post" action=${props.action}>
      ${Intent(props)}
      ${WalletSubmit(context, first, props.own ? 'other' : 'first')} ${WalletSubmit(context, other, 'other')}
      <button class="quiet" name="wallet" value="web">${texts.web}</button>
      <p class="promise">${Icon('check')}${texts.promise}</p>
    </form>`
  return html`<div class="panel scan">
      <h2>${texts.scan}</h2>
      ${BarcodePanel(props.qr, 'square')}
      <p class="small">${texts.scanHint}</p>
    </div>
    <form method="post" action=${props.action}>
      ${Intent(props)}
      <p class="divider">${texts.here}</p>
      <div class="pair">${WalletSubmit(context, first, 'other')} ${WalletSubmit(context, other, 'other')}</div>
      <button class="quiet" name="wallet" value="web">${texts.web}</button>
      <p class="promise">${Icon('check')}${texts.promise}</p>
    </form>`
}

function InApp(context: PageContext, props: JoinProps): Child {
  const texts = context.speech.texts.join
  return html`<div class="panel">
      <h2>${texts.inApp}</h2>
      <p>${texts.inAppHint}</p>
      ${props.chromeLink && html`<a class="wallet wallet-first" href=${props.chromeLink}><span>${Icon('open')}${texts.inAppChrome}</span></a>`}
    </div>
    <form method="post" action=${props.action}>
      ${Intent(props)}
      <button class="wallet wallet-other" name="wallet" value="web"><span>${Icon('phone')}${texts.inAppStay}</span></button>
    </form>`
}

const Closed = (context: PageContext): VNode =>
  html`<div class="panel">
    <h2>${context.speech.texts.join.closedTitle}</h2>
    <p>${context.speech.texts.join.closed}</p>
  </div>`

const Intent = ({ intent }: JoinProps): VNode => html`<input type="hidden" name="intent" value=${intent} />`

/** Whoever has the card already wants that one; a second is a tap away still. */
const Own = ({ speech }: PageContext, { path, stamps, goal }: OwnCard, open: boolean): VNode =>
  html`<div class="join-own">
    <p><b>${speech.texts.join.own}</b> <span>${speech.texts.progress(stamps, goal)}</span></p>
    <a class="wallet wallet-first" href=${path}><span>${Icon('card')}${speech.texts.join.openOwn}</span></a>
    ${open && html`<p class="divider">${speech.texts.join.another}</p>`}
  </div>`
