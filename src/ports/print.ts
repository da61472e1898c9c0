import type { Look } from '../domain/card-face.ts'

/** What a shop puts up or gives out with a join QR on it. */
export const printKinds = [
  'counter-card',
  'table-tent',
  'receipt-footer',
  'label-round',
  'label-square',
  'bag-insert',
  'window-poster',
] as const
export type PrintKind = (typeof printKinds)[number]

/** Short texts in the sheet's one language. Signs that the typefaces lack are left out: see `unprintable`. */
export type PrintWords = {
  shopName: string
  /** What there is to be had, as large as it fits: "Free coffee". */
  reward: string
  /** The rule in one sentence. */
  rule: string
  /** What to do: "Scan with your phone's camera". */
  scan: string
  /** Why it is no trouble: "No app, no form". */
  easy: string
}

export type Placement = {
  kind: PrintKind
  words: PrintWords
  look: Look
  /** Stamps to the reward; as many are drawn where there is room for them. */
  goal: number
  /** Held by the QR code: the join address with the placement's key. */
  url: string
  /** BCP 47, of the words; programs that read the sheet aloud go by it. */
  language: string
}

/**
 * `pdf`: vector, fonts embedded, no transparency, with 3 mm bleed and crop marks where the sheet is trimmed.
 * `png`: the trimmed sheet at 300 dpi (150 the poster, 203 the receipt, of which printers have as many dots).
 * `svg`: the trimmed sheet for the screen, texts drawn as outlines.
 */
export type PrintFormat = 'pdf' | 'png' | 'svg'

/** Cards with one code each, to be cut and put into bags. */
export type InsertSheet = {
  /** A page holds ten. */
  codes: { /** Held by the QR code. */ url: string /** As it is typed. */; text: string }[]
  /** A4 with ten cards of 85 × 54 mm, or Letter with ten of 3.5 × 2 inches: both are bought ready to be broken. */
  paper: 'a4' | 'letter'
  words: PrintWords & {
    /** Below the QR, e.g. until when the code is good; may be empty. */
    small: string
  }
  look: Look
  language: string
}

export type Print = {
  /**
   * @throws RangeError when the address is too long for a QR code that can still be read from paper (300 characters)
   */
  drawPlacement(placement: Placement, format: PrintFormat): Promise<Buffer>
  /** Short, and another one whenever the sheet would look different: for addresses that browsers may keep. */
  digestOf(placement: Placement, format: PrintFormat): string
  /** The signs of a text that no sheet can show, each once. */
  unprintable(text: string): string[]
  /** A PDF. Long runs let other work through between two pages. @throws RangeError as above */
  drawInsertSheet(sheet: InsertSheet): Promise<Buffer>
}
