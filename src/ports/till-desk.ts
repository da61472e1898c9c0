import type { Key } from './keys.ts'

/** What a merchant wants to know of a till at a glance, beside how far its orders were searched. */
export type TillStanding = {
  tillId: string
  /** Null when none of the merchant's latest thousand deliveries is its. */
  lastDeliveryAt: number | null
  /** The till is not called at the moment. */
  hold: { reason: 'down' | 'throttled'; since: number; until: number; error: string } | null
  /** Codes of open coupons that the till has otherwise than it should. */
  drifted: number
  /** Codes that it would not make. */
  refused: number
  /** Coupons that wait for this till to make their code. */
  waiting: number
}

export type TillDelivery = {
  id: string
  topic: string
  deliveryId: string
  state: string
  note: string | null
  /** Order that it was about, once that was understood. */
  orderId: string | null
  receivedAt: number
  attempts: number
  /** The first 4000 bytes as they came; empty once the body was let go. */
  excerpt: string
}

export type TillDesk = {
  standings(merchantId: string): Promise<TillStanding[]>
  /** Among the merchant's latest five thousand; the newest first, at most `limit`. */
  deliveries(till: Key, limit: number): Promise<TillDelivery[]>
}

/**
 * Secrets that open tills sign with. A new one is good at once, and the one before it for as long as said; any older
 * one ends. False when the merchant has no such open till that is active.
 */
export type WebhookSecrets = {
  rotate(till: Key, next: { secret: string; oldUntil: number }): Promise<boolean>
}
