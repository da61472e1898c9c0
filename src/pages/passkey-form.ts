import type { VNode } from 'preact'
import type { AccountTexts } from '../messages/en/account.ts'
import { type Child, html } from './html.ts'

/** A form that assets/passkey.js carries out; without it there is nothing to press, and it says so. */
export const PasskeyForm = (
  words: AccountTexts,
  props: { does: 'add' | 'sign-in'; path: string; submit: string; body?: Child },
): VNode =>
  html`<form
      class="form"
      method="post"
      hidden
      data-passkey=${props.does}
      data-path=${props.path}
      data-unsupported=${words.unsupported}
      data-cancelled=${words.cancelled}
      data-failed=${props.does === 'sign-in' ? words.signInFailed : words.failed}
    >
      ${props.body}
      <p class="form-end"><button class="primary">${props.submit}</button></p>
      <p class="wrong" role="alert"></p>
    </form>
    <noscript><p class="small">${words.scriptless}</p></noscript>`
