import type { TraceRow } from '../domain/trace.ts'

/** One purchase of a card, one scan that no order has joined, with what the rules said; or something refused. */
export type CardTraceRecord = {
  kind: 'order' | 'scan' | 'refusal'
  /** The order's id in its till; the scan's or refusal's own. */
  id: string
  tillId: string | null
  tillName: string | null
  locationId: string | null
  number: string | null
  at: number
  total: { amount: number; currency: string } | null
  outcome: string
  evidence: string | null
  given: number
  trace: TraceRow[]
}

/** What may be seen of one purchase or scan; what may not is missing. */
export type SeenTrace = {
  kind: CardTraceRecord['kind']
  at: number
  /** As it stands on the receipt. */
  number: string | null
  location: string | null
  total: { amount: number; currency: string } | null
  outcome: string
  given: number
  trace: TraceRow[]
  evidence?: string | null
  till?: string | null
  /** For the merchant's programs. */
  source?: { tillId: string | null; id: string }
}

export type CardTraceCursor = { at: number; kind: string; id: string }

export type CardTraces = {
  /** Newest first. Repeats of a scan, and scans whose order came, are told by what they joined. */
  list(
    merchantId: string,
    cardId: string,
    page: { after: CardTraceCursor | null; limit: number },
  ): Promise<CardTraceRecord[]>
  /** Codes that coupons of the card have or had, among those given. */
  ownCodes(merchantId: string, cardId: string, codes: string[]): Promise<Set<string>>
}
