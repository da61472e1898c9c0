import type { Instant } from '../domain/order.ts'

/** What was asked of a card and refused; the same again counts on the same note. */
export type RefusalNote = {
  merchantId: string
  cardId: string
  kind: RefusalKind
  /** Stable name of the reason; its words are in src/messages. */
  reason: string
  /** The coupon that it was about; '' for the card itself. */
  subject: string
  channel: string
  /** What the words rest on: `title` of the coupon, `at` (milliseconds) and `place` of its use. Nothing personal. */
  figures: Record<string, string | number>
  id: string
  at: Instant
}
export type RefusalKind = 'redemption' | 'scan' | 'claim' | 'undo'

export type RefusalTransaction = {
  /** Notes it, or counts it once more where it is noted already; nothing for a card that is unknown or erased. */
  note(refusal: RefusalNote): Promise<void>
}
