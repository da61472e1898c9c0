import type { VNode } from 'preact'
import { html } from './html.ts'
import { Icon } from './icons.ts'
import type { PageContext } from './page-context.ts'

/** What kind of device asks; a Mac may be an iPad, which says it is one. */
export type Device = 'iphone' | 'mac' | 'android' | 'desktop'

export type WalletName = 'apple' | 'google'

/** The wallet that fits the device, then the other one. */
export const walletsFor = (device: Device): [WalletName, WalletName] =>
  device === 'android' || device === 'desktop' ? ['google', 'apple'] : ['apple', 'google']

const walletFile = { apple: 'apple.pkpass', google: 'google' } as const

/** Submits the form around it; the card's page then opens that wallet. */
export const WalletSubmit = (context: PageContext, wallet: WalletName, look: 'first' | 'other'): VNode =>
  html`<button class=${`wallet wallet-${look}`} name="wallet" value=${wallet}>
    ${Icon('card')}<span>${context.speech.texts.join[wallet]}</span>
  </button>`

/** A plain link, so that it works without scripts. `download` is absent on purpose: Wallet opens what is shown inline. */
export const WalletLink = (
  context: PageContext,
  cardPath: string,
  wallet: WalletName,
  look: 'first' | 'other',
): VNode =>
  html`<a
    class=${`wallet wallet-${look}`}
    href=${`${cardPath}/${walletFile[wallet]}`}
    data-wallet=${wallet}
    rel="nofollow"
  >
    ${Icon('card')}<span>${context.speech.texts.join[wallet]}</span>
  </a>`
