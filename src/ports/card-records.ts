import type { Discount } from '../domain/program.ts'

/** One thing that happened to a card, as its holder may see it. */
export type CardEvent =
  | { kind: 'stamps'; at: number; count: number; channel: string; tillName: string | null }
  | { kind: 'coupon-used'; at: number; title: string; location: string | null }
  | { kind: 'coupon-expired'; at: number; title: string }

/** Reads for the web card; never more than a screenful. */
export type CardRecords = {
  /** Newest first. */
  history(merchantId: string, cardId: string, limit: number): Promise<CardEvent[]>
  /** Revisions of many cards at once, by card id; unknown cards are left out. */
  revisions(cards: readonly { merchantId: string; cardId: string }[]): Promise<Map<string, number>>
}

/** What an open till is told when it asks whether a code is good. */
export type CodeAnswer = { state: string; title: string; discount: Discount | null; couponId: string }
