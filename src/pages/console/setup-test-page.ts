import type { VNode } from 'preact'
import type { CardFace } from '../../domain/card-face.ts'
import type { OrderDetail } from '../../ports/console-orders.ts'
import { BarcodePanel } from '../barcode-panel.ts'
import { type Child, html } from '../html.ts'
import { Icon } from '../icons.ts'
import { TraceList } from '../trace-list.ts'
import { ActionButton } from './form.ts'
import type { ConsoleContext } from './frame.ts'
import { Onwards, SetupFrame, type SetupProps, stepPath } from './setup-frame.ts'

export type TestCard = {
  cardId: string
  face: CardFace
  qr: string
  /** The till that the sale goes through; null while there is none. */
  tillId: string | null
  /** What the sale comes to, as it is said. */
  amount: string
  /** The sale that was sent: its id, and the order once it was judged. */
  sale: { orderId: string; order: OrderDetail | null } | null
  /** Where the card stood when the page was opened, as {@link standOf} writes it: a later stand came from another till. */
  seen: string | null
}

const standOf = ({ cycle, stamps }: CardFace): string => `${cycle}-${stamps}`

/** Whether the card has gained stamps since the page was opened. */
function gained({ cycle, stamps }: CardFace, seen: string | null): boolean {
  if (seen === null) return false
  const [seenCycle = 0, seenStamps = 0] = seen.split('-').map(Number)
  return cycle > seenCycle || (cycle === seenCycle && stamps > seenStamps)
}

export type TestProps = Pick<SetupProps, 'done'> & {
  /** Null: there is no program yet. */
  join: { url: string; qr: string; newest: string | null } | null
  card: TestCard | null
  notSent: boolean
}

/** A card, a sale, and the stamp as it arrives. */
export function SetupTestPage(context: ConsoleContext, props: TestProps): VNode {
  const t = context.speech.texts.console.setup
  const { card, join } = props
  return SetupFrame(context, {
    ...props,
    step: 'test',
    scripts: ['setup.js'],
    body: html`<p class="lead">${t.testLead}</p>
      ${props.notSent && html`<p class="flash flash-no" role="alert">${t.notSent}</p>`}
      ${card ? CardAndSale(context, card) : join ? MakeCard(context, join) : NoProgram(context)}
      <p class="form-end">${Onwards(context, 'test', props.done.has('test'))}</p>`,
  })
}

function NoProgram(context: ConsoleContext): VNode {
  const t = context.speech.texts.console.setup
  return html`<div class="empty">
    <p>${t.testNeedsProgram}</p>
    <p><a class="button" href=${stepPath('reward')}>${t.steps.reward}</a></p>
  </div>`
}

function MakeCard(context: ConsoleContext, join: NonNullable<TestProps['join']>): VNode {
  const t = context.speech.texts.console.setup
  return html`<div class="setup-test">
    <div class="actions">
      ${ActionButton(context, { action: '/console/setup/test/card', label: t.makeCard, kind: 'primary' })}
      ${join.newest && html`<a class="button" href=${`${stepPath('test')}?card=${join.newest}`}>${t.useNewest}</a>`}
    </div>
    <div class="sheet">
      <h2>${t.scanCard}</h2>
      ${BarcodePanel(join.qr, 'square')}
    </div>
  </div>`
}

function CardAndSale(context: ConsoleContext, card: TestCard): VNode {
  const t = context.speech.texts.console.setup
  return html`<div class="setup-test">
    ${LiveCard(context, card)}
    ${
      card.tillId === null
        ? html`<div class="sheet">
            <p>${t.needsTill}</p>
            <div>${ActionButton(context, { action: '/console/setup/test/till', label: t.makeTill, kind: 'primary', fields: { card: card.cardId } })}</div>
          </div>`
        : html`<div>${ActionButton(context, {
            action: '/console/setup/test/sale',
            label: t.sell(card.amount),
            kind: 'primary',
            fields: { card: card.cardId },
          })}
          <p class="small">${t.elsewhere}</p></div>`
    }
    <div class="sheet">
      <h2>${t.onPhone}</h2>
      ${BarcodePanel(card.qr, 'square')}
      <p class="small"><a href=${card.face.url} target="_blank" rel="noopener">${context.speech.texts.console.webCard}</a></p>
    </div>
  </div>`
}

/**
 * What a script reads anew: quickly while the sale is on its way, and now and then for stamps from other tills. Without
 * one, the page reads itself anew while it waits.
 */
export function LiveCard(context: ConsoleContext, { face, sale, seen }: TestCard): VNode {
  const { texts } = context.speech
  const waiting = sale !== null && !sale.order
  const arrived = sale === null && gained(face, seen)
  const good = arrived || (sale?.order && sale.order.given > 0)
  return html`<section class=${good ? 'live live-good' : 'live'} aria-live="polite" data-live=${waiting ? 'waiting' : 'listening'} data-stand=${standOf(face)}>
    <p class="live-count">${texts.progress(face.stamps, face.goal)}</p>
    <progress max=${face.goal} value=${face.stamps} aria-hidden="true"></progress>
    ${sale ? Verdict(context, sale.order) : arrived && Arrived(context)}
  </section>`
}

const Arrived = (context: ConsoleContext): VNode =>
  html`<p class="flash flash-yes">${Icon('check')} ${context.speech.texts.console.setup.arrived}</p>`

function Verdict(context: ConsoleContext, order: OrderDetail | null): Child {
  const t = context.speech.texts.console.setup
  if (!order)
    return html`<p class="working" role="status"><progress></progress>${t.waiting}</p>
      <noscript><meta http-equiv="refresh" content="2" /></noscript>`
  if (order.given > 0) return Arrived(context)
  return [
    html`<p class="flash flash-no">${t.noStamp}</p>`,
    TraceList(context.speech, order.trace, context.merchant.timeZone),
  ]
}
