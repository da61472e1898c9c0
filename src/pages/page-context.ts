import type { Speech } from '../messages/messages.ts'

export type WalletName = 'apple' | 'google'

type BadgePicture = { address: string; width: number; height: number }

/** A wallet's official button. `dark`: its form for dark grounds, where the operator has it. */
export type Badge = { light: BadgePicture; dark: BadgePicture | null }

/** What every page is drawn with. */
export type PageContext = {
  speech: Speech
  /** Address of a file in `assets/`, with the hash of its content. */
  asset(name: string): string
  /** The wallet's own button in the reader's language; null where the operator has none. */
  badge(wallet: WalletName): Badge | null
  /** Allows the page's one inline <style>, which holds the merchant's colours. */
  nonce: string
}
