import type { VNode } from 'preact'
import { Document } from '../document.ts'
import { html } from '../html.ts'
import type { PageContext } from '../page-context.ts'
import { PasskeyForm } from '../passkey-form.ts'

/** For those who are not signed in: how to get in. `spent`: they came with a link that is good no more. */
export function SignedOutPage(context: PageContext, { spent }: { spent: boolean }): VNode {
  const texts = context.speech.texts.console
  return Document(context, {
    title: texts.signedOutTitle,
    styles: ['base.css', 'parts.css', 'console-frame.css', 'console-form.css', 'console.css'],
    scripts: ['passkey.js'],
    bodyClass: 'message-page',
    body: html`<main class="signed-out">
      <h1>${texts.signedOutTitle}</h1>
      ${spent && html`<p class="flash flash-no" role="alert">${texts.linkSpent}</p>`}
      ${PasskeyForm(texts.account, { does: 'sign-in', path: '/console/passkey', submit: texts.account.signIn })}
      <p>${texts.signedOut}</p>
      <h2>${texts.signedOutHow}</h2>
      <ul>
        <li>${texts.signedOutDemo}</li>
        <li>${texts.signedOutOwner}</li>
      </ul>
    </main>`,
  })
}
