import type { VNode } from 'preact'
import type { CardFace } from '../domain/card-face.ts'
import { formatMoment, formatTime } from '../messages/formats.ts'
import { Document } from './document.ts'
import { html } from './html.ts'
import { Icon } from './icons.ts'
import { LookStyle } from './look-style.ts'
import type { PageContext } from './page-context.ts'
import { Emblem } from './pass-card.ts'

export type ScreenProps = {
  face: Pick<CardFace, 'look' | 'shopName' | 'timeZone'>
  /** `/card/{token}`. */
  path: string
  logoUrl: string | null
  title: string
  redeemedAt: number
  /** `over`: lit no more; `elsewhere`: another phone shows it; `taken-back`: the counter undid it. */
  state: 'lit' | 'over' | 'elsewhere' | 'taken-back'
  /** The server's clock. */
  now: number
  until: number
  wholeMs: number
  /** Answers with the state as it now is. */
  statePath: string
}

/** What the team looks at after a self-redemption: it moves, counts down and shows the server's time. */
export function RedeemScreen(context: PageContext, props: ScreenProps): VNode {
  const { screen } = context.speech.texts.mine
  const lit = props.state === 'lit'
  return Document(context, {
    title: screen.title(props.title),
    styles: ['base.css', 'redeem.css'],
    scripts: lit ? ['redeem.js'] : [],
    head: [
      LookStyle(props.face.look, context.nonce),
      lit && Pace(context, props),
      lit && html`<noscript><meta http-equiv="refresh" content="5" /></noscript>`,
    ],
    bodyClass: lit ? 'redeem-page redeem-lit' : 'redeem-page',
    body: html`<main class="redeem">
      <header class="redeem-shop">${Emblem(props.face.shopName, props.logoUrl)}<p>${props.face.shopName}</p></header>
      ${lit && Lit(context, props)} ${Over(context, props)}
      <a class="button" href=${props.path}>${screen.back}</a>
    </main>`,
  })
}

/** Where the moving parts stand now: a page loaded again goes on where it was. Numbers alone get into the style. */
const Pace = (context: PageContext, { now, until, wholeMs }: ScreenProps): VNode => {
  const gone = Math.round(wholeMs - (until - now))
  const css = `:root{--whole:${Math.round(wholeMs)}ms;--gone:-${Math.max(0, gone)}ms;--beat:-${Math.round(now % 2000)}ms}`
  return html`<style nonce=${context.nonce} dangerouslySetInnerHTML=${{ __html: css }}></style>`
}

function Lit(context: PageContext, props: ScreenProps): VNode {
  const { speech } = context
  const { screen } = speech.texts.mine
  return html`<section
    class="redeem-live"
    data-live
    data-now=${props.now}
    data-until=${props.until}
    data-state=${props.statePath}
    data-zone=${props.face.timeZone}
    data-tag=${speech.tag}
  >
    <p class="redeem-said" role="status">${Icon('check')}${screen.used}</p>
    <h1>${props.title}</h1>
    <div class="redeem-ring">
      <svg viewBox="0 0 120 120" aria-hidden="true">
        <circle class="ring-track" cx="60" cy="60" r="54" />
        <circle class="ring-left" cx="60" cy="60" r="54" pathLength="100" />
        <g class="ring-hand"><circle cx="60" cy="6" r="5" /></g>
      </svg>
      <p role="timer">
        <span class="small">${screen.left}</span>
        <b data-left>${clockText(props.until - props.now)}</b>
      </p>
    </div>
    <p class="redeem-clock">
      <span class="small">${screen.clock}</span>
      <time data-clock>${formatTime(speech, props.now, props.face.timeZone)}</time>
    </p>
    <p class="redeem-hint">${screen.hint}</p>
  </section>`
}

/** Shown at once where the screen is not lit, and by the script when it goes dark. */
function Over(context: PageContext, { state, title, redeemedAt, face }: ScreenProps): VNode {
  const { screen } = context.speech.texts.mine
  const said = {
    lit: screen.ended,
    over: screen.ended,
    elsewhere: screen.elsewhere,
    'taken-back': screen.takenBack,
  }
  return html`<section class="redeem-over" data-over hidden=${state === 'lit'}>
    ${Icon('clock')}
    <h1>${said[state]}</h1>
    <p><b>${title}</b></p>
    <p>${screen.usedAt(formatMoment(context.speech, redeemedAt, face.timeZone))}</p>
  </section>`
}

/** "2:59". */
const clockText = (ms: number): string => {
  const seconds = Math.max(0, Math.ceil(ms / 1000))
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
