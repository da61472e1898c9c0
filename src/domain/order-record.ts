import { type Instant, type OrderFacts, unknownOrder } from './order.ts'
import type { EarnChannel } from './program.ts'
import type { TallyKeys } from './tally.ts'
import type { TraceRow } from './trace.ts'

/** How the card of an order was found, best evidence first. */
export type Evidence = 'scanned' | 'linked' | 'contact' | 'claimed' | 'assigned'

/** Fixed when the order is first judged: later changes are judged by the same measure. */
export type Judgement = {
  version: number
  timeZone: string
  keys: TallyKeys
  /** Inside another order's cool-down: earns nothing, whatever becomes of it. */
  cooled: boolean
  /** What it is counted with now: stamps, or money for carry-over. */
  value: number
  /** The channel that lets it earn, where it is not what its evidence says: the scan that it was joined to. */
  channel?: EarnChannel | undefined
  /** The card by whose windows it is judged, where others were merged into that one. */
  on?: string | undefined
  /** Transitions that moved stamps, as often as they did: effect keys are made of them. */
  entered?: string[] | undefined
}

/** A coupon that the order used; `reversed` when the order was given back and the coupon replaced. */
export type Redemption = { couponId: string; cardId: string; code: string; reversed: boolean }

export type Outcome = 'waiting' | 'unmatched' | 'stamped' | 'redeemed' | 'no-stamp' | 'reversed'

/** One purchase as it now stands, and what was made of it. */
export type OrderRecord = {
  merchantId: string
  tillId: string
  externalId: string
  facts: OrderFacts
  cardId: string | null
  evidence: Evidence | null
  judgement: Judgement | null
  given: number
  outcome: Outcome
  trace: TraceRow[]
  redemptions: Redemption[]
  firstJudgedAt: Instant | null
  /** Shared codes in the sale that no card in it holds. Left out where the sale has none; kept in a list of its own. */
  unassigned?: string[] | undefined
  /** The scan that was found to be of the same purchase. */
  scanId?: string | null | undefined
  /** How often it was taken from a card. */
  releases?: number | undefined
}

/** The record of an order that nothing is known of yet but its key. */
export const unheardOrder = (key: {
  merchantId: string
  tillId: string
  externalId: string
}): OrderRecord => ({
  ...key,
  facts: unknownOrder,
  cardId: null,
  evidence: null,
  judgement: null,
  given: 0,
  outcome: 'waiting',
  trace: [],
  redemptions: [],
  firstJudgedAt: null,
})
