import type { VNode } from 'preact'
import { mayAs } from '../../domain/role.ts'
import { decimalMark, formatMoment } from '../../messages/formats.ts'
import { roomTexts } from '../../messages/rooms.ts'
import type { OrderDetail } from '../../ports/console-orders.ts'
import type { TillDelivery } from '../../ports/till-desk.ts'
import { type Child, html } from '../html.ts'
import { OutcomeBadge, TraceList } from '../trace-list.ts'
import { OrderLink, StateBadge, When } from './cells.ts'
import { emptyForm, Field, Form, type FormState } from './form.ts'
import { type ConsoleContext, ConsoleFrame } from './frame.ts'
import { Empty } from './table.ts'
import { LookBack, Sample } from './tills-connect-page.ts'
import { type ReceiptSetup, type RewardLimits, TillCoupons, TillReceipts } from './tills-coupons.ts'
import { type PlaceForm, TillLocations } from './tills-locations.ts'
import { tillStyles } from './tills-page.ts'
import {
  Pair,
  standingOf,
  TillBadge,
  TillFacts,
  TillTroubles,
  type TillView,
  tillPath,
} from './tills-view.ts'
import { Told, ToldNote } from './told.ts'

export type TillForms = Partial<Record<'test' | 'lookBack' | 'disconnect', FormState>> & {
  place?: PlaceForm | undefined
}

export type TillDetail = {
  till: TillView
  webhookUrl: string
  claimUrl: string
  /** Null for readers who may not see the key. */
  receipts: ReceiptSetup | null
  rewards: RewardLimits[]
  deliveries: TillDelivery[]
  /** A test sale that was just sent; `order` is null while it is being read. */
  test: { order: OrderDetail | null } | null
  /** The merchant's, for a test sale. */
  currency: string
  squareSignIn: boolean
  forms: TillForms
}

/** One till: how it is, what it can, what it sent, and everything that can be done at it. */
export function TillDetailPage(context: ConsoleContext, detail: TillDetail): VNode {
  const { till } = detail
  const texts = roomTexts(context.speech).tills
  const active = till.state === 'active'
  return ConsoleFrame(context, {
    place: 'tills',
    title: till.name,
    styles: tillStyles,
    back: { path: '/console/tills', label: context.speech.texts.console.nav.tills },
    action: TillBadge(context, till),
    body: [
      detail.test && TestResult(context, detail.test.order),
      html`<section class="sheet">
        ${TillTroubles(context, till)}
        ${TillFacts(context, till, MoreFacts(context, detail))}
        ${till.search?.lastError && html`<p class="small">${texts.lastError}: ${Told(context.speech, till.search.lastError)}</p>`}
        ${standingOf(till) !== 'active' && Again(context, detail)}
      </section>`,
      active && till.provider === 'open' && Address(context, detail),
      active && TillCoupons(context, till.provider, detail.rewards),
      active && TillReceipts(context, { till, claimUrl: detail.claimUrl, setup: detail.receipts }),
      TillLocations(context, till, detail.forms.place ?? null),
      Deliveries(context, till.id, detail.deliveries),
      active && mayAs(context.role, 'owner') && Owner(context, detail),
    ],
  })
}

function MoreFacts(context: ConsoleContext, { till }: TillDetail): Child {
  const texts = roomTexts(context.speech).tills
  const { square } = context.speech.texts
  const { accessExpiresAt, scopes } = till.token
  const until =
    accessExpiresAt !== null && formatMoment(context.speech, accessExpiresAt, context.merchant.timeZone)
  return [
    Pair(texts.connectedSince, When(context, till.createdAt)),
    till.externalId && Pair(texts.providers[till.provider] ?? '', till.externalId),
    (until || scopes.length > 0) &&
      Pair(
        square.permissions,
        html`${until && square.until(until)} <code class="scopes">${scopes.join(' ')}</code>`,
      ),
  ]
}

function Again(context: ConsoleContext, { till, squareSignIn }: TillDetail): Child {
  if (!mayAs(context.role, 'owner')) return null
  const signIn = till.provider === 'square' && squareSignIn
  const path = signIn ? '/square/connect' : `/console/tills/connect/${till.provider}`
  return html`<p><a class="button primary" href=${path}>${roomTexts(context.speech).tills.reconnect}</a></p>`
}

function Address(context: ConsoleContext, detail: TillDetail): VNode {
  const texts = roomTexts(context.speech).tills
  const form = detail.forms.test ?? emptyForm
  return html`<section class="sheet">
    <h2>${texts.webhookUrl}</h2>
    <p class="copy"><code>${detail.webhookUrl}</code></p>
    <details>
      <summary>${texts.sample}</summary>
      ${Sample(detail.webhookUrl, 'whsec_…')}
    </details>
    <h2>${texts.test}</h2>
    <p class="small">${texts.testLead}</p>
    ${Form(context, {
      action: `${tillPath(detail.till.id)}/test`,
      form,
      submit: texts.testSend,
      body: html`<div class="fields">
        ${Field(form, { name: 'amount', label: `${texts.testAmount} (${detail.currency})`, value: `4${decimalMark(context.speech)}20`, required: true, more: { inputmode: 'decimal' } })}
        ${Field(form, { name: 'card', label: texts.testCard, hint: texts.testCardHint, more: { maxlength: 255, autocomplete: 'off' } })}
      </div>`,
    })}
  </section>`
}

function TestResult(context: ConsoleContext, order: OrderDetail | null): VNode {
  const texts = roomTexts(context.speech).tills
  if (!order) return html`<p class="flash" role="status">${texts.testWaiting}</p>`
  return html`<section class="sheet" role="status">
    <h2>${texts.testTitle} ${OutcomeBadge(context.speech, order.outcome, order.given)}</h2>
    ${TraceList(context.speech, order.trace, context.merchant.timeZone)}
    <p>${OrderLink(order)}</p>
  </section>`
}

function Deliveries(context: ConsoleContext, tillId: string, deliveries: TillDelivery[]): VNode {
  const texts = roomTexts(context.speech).tills
  return html`<section>
    <h2>${texts.deliveries}</h2>
    ${
      deliveries.length === 0
        ? Empty(texts.noDeliveries)
        : html`<div class="till-deliveries">${deliveries.map((each) => Delivery(context, tillId, each))}</div>`
    }
  </section>`
}

const Delivery = (context: ConsoleContext, tillId: string, row: TillDelivery): VNode =>
  html`<details class="sheet">
    <summary>
      <code>${row.topic || '–'}</code> ${StateBadge(context, row.state)}
      <span class="small">${When(context, row.receivedAt)}</span>
    </summary>
    ${row.note && html`<p>${ToldNote(context.speech, row)}</p>`}
    ${row.orderId && html`<p>${OrderLink({ tillId, externalId: row.orderId, number: null })}</p>`}
    ${
      row.excerpt === ''
        ? html`<p class="small">${roomTexts(context.speech).tills.bodyGone}</p>`
        : html`<pre tabindex="0"><code>${row.excerpt}</code></pre>`
    }
  </details>`

/** What only an owner may do, out of the way. */
function Owner(context: ConsoleContext, { till, forms }: TillDetail): VNode {
  const texts = roomTexts(context.speech).tills
  const path = tillPath(till.id)
  const lookBack = forms.lookBack ?? emptyForm
  const disconnect = forms.disconnect ?? emptyForm
  const open = (form: FormState) => Object.keys(form.errors).length > 0
  return html`<section class="till-owner">
    ${
      till.provider === 'open'
        ? html`<details class="sheet">
            <summary>${texts.rotate}</summary>
            <p class="small">${texts.rotateLead}</p>
            ${Form(context, { action: `${path}/secret`, form: emptyForm, submit: texts.rotate, body: null })}
          </details>`
        : html`<details class="sheet" open=${open(lookBack)}>
            <summary>${texts.lookBack}</summary>
            <p class="small">${texts.lookBackLead}</p>
            ${Form(context, { action: `${path}/look-back`, form: lookBack, submit: texts.lookBack, body: LookBack(context, lookBack) })}
          </details>`
    }
    <details class="sheet" open=${open(disconnect)}>
      <summary>${texts.disconnect}</summary>
      <p class="small">${texts.disconnectLead}</p>
      ${Form(context, {
        action: `${path}/disconnect`,
        form: disconnect,
        submit: texts.disconnect,
        danger: true,
        body: Field(disconnect, {
          name: 'sure',
          label: texts.disconnectName(till.name),
          required: true,
          more: { autocomplete: 'off' },
        }),
      })}
    </details>
  </section>`
}
