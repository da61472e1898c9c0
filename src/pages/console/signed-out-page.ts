import type { VNode } from 'preact'
import { Document } from '../document.ts'
import { html } from '../html.ts'
import { Icon } from '../icons.ts'
import type { PageContext } from '../page-context.ts'
import { PasskeyForm } from '../passkey-form.ts'

/** Through which marketplaces merchants of this installation come in. */
export type WaysIn = { shopify: boolean; square: boolean }

/** `spent`: they came with a link that is good no more. */
type SignedOutProps = WaysIn & { spent: boolean }

/** For those who are not signed in: every way in that this installation has. */
export function SignedOutPage(context: PageContext, { spent, shopify, square }: SignedOutProps): VNode {
  const texts = context.speech.texts.console
  return Document(context, {
    title: texts.signedOutTitle,
    styles: ['base.css', 'parts.css', 'console-form.css', 'sign-in.css'],
    scripts: ['passkey.js'],
    bodyClass: 'sign-in-page',
    body: html`<main class="sign-in">
      ${Icon('key')}
      <div>
        <p class="kicker">Stampbridge</p>
        <h1>${texts.signedOutTitle}</h1>
      </div>
      ${spent && html`<p class="flash flash-no" role="alert">${texts.linkSpent}</p>`}
      ${PasskeyForm(texts.account, { does: 'sign-in', path: '/console/passkey', submit: texts.account.signIn })}
      ${square && html`<a class="button" href="/square/connect">${texts.signedOutSquare}</a>`}
      ${shopify && html`<p class="sign-in-note">${texts.signedOutShopify}</p>`}
      <section>
        <h2>${texts.signedOutHow}</h2>
        <p>${texts.signedOut}</p>
        <ul>
          <li>${texts.signedOutDemo}</li>
          <li>${texts.signedOutOwner}</li>
        </ul>
      </section>
    </main>`,
  })
}
