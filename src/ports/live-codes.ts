/** What a scanner read of a card. */
export type CardCodeReading =
  | { ok: true; serial: string }
  /** `code-expired`: a screenshot, or a page that was offline for long. */
  | { ok: false; reason: 'code-expired' | 'unknown-card' }

/** Codes of web cards that change every 30 seconds. */
export type LiveCodes = {
  /** The code to show at `at`; null when the card is unknown. */
  of(merchantId: string, cardId: string, at: number): Promise<string | null>
  /**
   * The serial behind a live code that is good at `at`. Any other text is taken for a plain serial, as wallets show it,
   * and handed back as it is.
   */
  read(merchantId: string, text: string, at: number): Promise<CardCodeReading>
}
