import type { Speech } from '../messages/messages.ts'

/** What every page is drawn with. */
export type PageContext = {
  speech: Speech
  /** Address of a file in `assets/`, with the hash of its content. */
  asset(name: string): string
  /** Allows the page's one inline <style>, which holds the merchant's colours. */
  nonce: string
}
