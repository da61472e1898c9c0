import type { CardFace } from '../domain/card-face.ts'
import type { CodeDisplay } from '../domain/program.ts'

export type PreviewField = { label: string; value: string }
export type PreviewCode = { symbology: CodeDisplay; value: string; text: string | null }

/** What is in a pass, taken out of the pass's own parts. Colours as `#rrggbb`, pictures as PNG. */
export type ApplePreview = {
  background: string
  foreground: string
  labels: string
  logo: Uint8Array
  /** Null where the logo says it already. */
  logoText: string | null
  header: PreviewField[]
  strip: Uint8Array
  front: PreviewField[]
  code: PreviewCode
  back: PreviewField[]
}

/** What Google is told of a card, and the pictures that it would fetch. */
export type GooglePreview = {
  background: string
  logo: Uint8Array
  shopName: string
  programName: string
  points: PreviewField
  hero: Uint8Array
  code: PreviewCode
  modules: PreviewField[]
}

/** Draws a card with the very parts that make real ones, and sends it to nobody. */
export type CardPreviews = {
  apple(face: CardFace): Promise<ApplePreview>
  google(face: CardFace): Promise<GooglePreview>
}
