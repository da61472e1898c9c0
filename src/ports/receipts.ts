import type { Instant } from '../domain/order.ts'
import type { Key } from './keys.ts'

/** Which keys are good for the links on a till's receipts. The keys themselves are derived, and kept nowhere. */
export type ReceiptKeyState = {
  /** Counts from 1. */
  version: number
  /** Until when links under the version before are good; null: not any more, or there is none. */
  oldUntil: Instant | null
}

export type ReceiptKeys = {
  find(till: Key): Promise<ReceiptKeyState>
  /** The next version signs from now on. Each call is one more. */
  rotate(till: Key, oldUntil: Instant): Promise<ReceiptKeyState>
}
