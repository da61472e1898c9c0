import type { Instant } from './order.ts'

/** What the marketplaces, and the law behind them, give a shop to answer. */
const answerWithinMs = 30 * 86_400_000

/** Until when a customer who asks for their data has to have it. */
export const privacyDueAt = (receivedAt: Instant): Instant => receivedAt + answerWithinMs
