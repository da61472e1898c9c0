import type { VNode } from 'preact'
import { type Child, html } from './html.ts'
import { Icon } from './icons.ts'
import type { PageContext, WalletName } from './page-context.ts'

/** What kind of device asks; a Mac may be an iPad, which says it is one. */
export type Device = 'iphone' | 'mac' | 'android' | 'desktop'

/** The wallet that fits the device, then the other one. */
export const walletsFor = (device: Device): [WalletName, WalletName] =>
  device === 'android' || device === 'desktop' ? ['google', 'apple'] : ['apple', 'google']

const walletFile = { apple: 'apple.pkpass', google: 'google' } as const

type Rank = 'first' | 'other'

/** Submits the form around it; the card's page then opens that wallet. */
export function WalletSubmit(context: PageContext, wallet: WalletName, rank: Rank): VNode {
  const { look, face } = lookOf(context, wallet, rank)
  return html`<button class=${look} name="wallet" value=${wallet}>${face}</button>`
}

/** A plain link, so that it works without scripts. `download` is absent on purpose: Wallet opens what is shown inline. */
export function WalletLink(context: PageContext, cardPath: string, wallet: WalletName, rank: Rank): VNode {
  const { look, face } = lookOf(context, wallet, rank)
  return html`<a class=${look} href=${`${cardPath}/${walletFile[wallet]}`} data-wallet=${wallet} rel="nofollow">${face}</a>`
}

/** The wallet's own picture, which must not be altered, or a button of ours in its place. */
function lookOf(context: PageContext, wallet: WalletName, rank: Rank): { look: string; face: Child } {
  const badge = context.badge(wallet)
  const words = context.speech.texts.join[wallet]
  if (!badge) return { look: `wallet wallet-${rank}`, face: html`<span>${Icon('card')}${words}</span>` }
  const { light, dark } = badge
  const img = html`<img src=${light.address} alt=${words} width=${light.width} height=${light.height} />`
  if (!dark) return { look: 'wallet-badge wallet-badge-light', face: img }
  return {
    look: 'wallet-badge',
    face: html`<picture>
      <source
        media="(prefers-color-scheme: dark)"
        srcset=${dark.address}
        width=${dark.width}
        height=${dark.height}
      />
      ${img}
    </picture>`,
  }
}
