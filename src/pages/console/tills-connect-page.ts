import type { VNode } from 'preact'
import { roomTexts } from '../../messages/rooms.ts'
import type { Provider } from '../../ports/till.ts'
import { type Child, html } from '../html.ts'
import { Field, Form, type FormState } from './form.ts'
import { type ConsoleContext, ConsoleFrame } from './frame.ts'
import { tillStyles } from './tills-page.ts'
import { tillPath } from './tills-view.ts'

type Ways = {
  /** Null: no app of Shopify's is configured here. */
  shopifyAppUrl: string | null
  squareSignIn: boolean
}

/** Connecting a till of one kind: by its own sign-in where there is one, and by a token. */
export function TillConnectPage(
  context: ConsoleContext,
  { way, form, ways }: { way: Provider; form: FormState; ways: Ways },
): VNode {
  const texts = roomTexts(context.speech).tills
  return ConsoleFrame(context, {
    place: 'tills',
    title: texts.connectNames[way],
    styles: tillStyles,
    back: { path: '/console/tills', label: context.speech.texts.console.nav.tills },
    body: [html`<p class="lead">${texts.connectHints[way]}</p>`, bodies[way](context, form, ways)],
  })
}

type Body = (context: ConsoleContext, form: FormState, ways: Ways) => Child

const bodies: Record<Provider, Body> = {
  shopify(context, form, { shopifyAppUrl }) {
    const texts = roomTexts(context.speech).tills
    return [
      shopifyAppUrl && html`<p class="sheet">${texts.shopifyInstalled}</p>`,
      html`<section><h2>${texts.byToken}</h2><p class="lead">${texts.shopifyToken}</p></section>`,
      ConnectForm(context, 'shopify', form, [
        Field(form, { name: 'shop', label: texts.shop, hint: texts.shopHint, required: true }),
        Token(context, form),
        LookBack(context, form),
      ]),
    ]
  },
  square(context, form, { squareSignIn }) {
    const texts = roomTexts(context.speech).tills
    return [
      squareSignIn
        ? html`<p><a class="button primary" href="/square/connect">${texts.squareButton}</a></p>`
        : html`<p class="small">${texts.squareMissing}</p>`,
      html`<section><h2>${texts.byToken}</h2><p class="lead">${texts.squareToken}</p></section>`,
      ConnectForm(context, 'square', form, [
        Field(form, { name: 'merchantId', label: texts.sellerId, required: true }),
        Token(context, form),
        LookBack(context, form),
      ]),
    ]
  },
  open(context, form) {
    const texts = roomTexts(context.speech).tills
    const name = { name: 'name', label: texts.name, hint: texts.nameHint, required: true }
    return [
      html`<p class="lead">${texts.openLead}</p>`,
      ConnectForm(context, 'open', form, Field(form, { ...name, more: { maxlength: 100 } })),
    ]
  },
}

const ConnectForm = (context: ConsoleContext, way: Provider, form: FormState, body: Child): VNode =>
  Form(context, {
    action: `/console/tills/connect/${way}`,
    form,
    submit: roomTexts(context.speech).tills.connect,
    body,
  })

const Token = (context: ConsoleContext, form: FormState): VNode =>
  Field(form, {
    name: 'accessToken',
    label: roomTexts(context.speech).tills.token,
    type: 'password',
    required: true,
    more: { autocomplete: 'off', spellcheck: false },
  })

export const LookBack = (context: ConsoleContext, form: FormState): VNode => {
  const texts = roomTexts(context.speech).tills
  return Field(form, {
    name: 'lookBackDays',
    label: `${texts.lookBack} (${texts.lookBackDays})`,
    hint: texts.lookBackHint,
    type: 'number',
    more: { min: 0, max: 60, inputmode: 'numeric' },
  })
}

/** The secret of an open till, once: as it was connected, or after it was changed. */
export function TillSecretPage(
  context: ConsoleContext,
  told: { tillId: string; title: string; webhookUrl: string; secret: string; note: string | null },
): VNode {
  const texts = roomTexts(context.speech).tills
  return ConsoleFrame(context, {
    place: 'tills',
    title: told.title,
    styles: tillStyles,
    back: { path: '/console/tills', label: context.speech.texts.console.nav.tills },
    body: [
      html`<p class="flash flash-yes" role="status">${texts.secretOnce}</p>`,
      told.note && html`<p class="lead">${told.note}</p>`,
      html`<section class="sheet">
        <h2>${texts.webhookUrl}</h2>
        <p class="copy"><code>${told.webhookUrl}</code></p>
        <h2>${texts.secret}</h2>
        <p class="copy"><code>${told.secret}</code></p>
      </section>`,
      html`<section class="sheet"><h2>${texts.sample}</h2>${Sample(told.webhookUrl, told.secret)}</section>`,
      html`<p><a class="button primary" href=${tillPath(told.tillId)}>${texts.toTill}</a></p>`,
    ],
  })
}

/** A sale that can be pasted into a terminal. @param secret in the text where it is told anyway */
export function Sample(webhookUrl: string, secret: string): VNode {
  const lines = [
    `URL='${webhookUrl}'`,
    `SECRET='${secret}'`,
    'ID=sale_$(date +%s); AT=$(date +%s)',
    `BODY='{"type":"order.paid","timestamp":"'$(date -u +%FT%TZ)'","data":{"id":"'$ID'","closedAt":"'$(date -u +%FT%TZ)'","currency":"EUR","total":380,"test":true}}'`,
    `KEY=$(printf %s "$SECRET" | sed 's/^whsec_//' | base64 -d | od -An -v -tx1 | tr -d ' \\n')`,
    'SIGN=$(printf %s "$ID.$AT.$BODY" | openssl dgst -sha256 -mac HMAC -macopt hexkey:$KEY -binary | base64)',
    'curl -i "$URL" -H "webhook-id: $ID" -H "webhook-timestamp: $AT" -H "webhook-signature: v1,$SIGN" -d "$BODY"',
  ]
  return html`<pre tabindex="0" class="sample"><code>${lines.join('\n')}</code></pre>`
}
