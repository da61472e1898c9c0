/** Figures that need a look at many rows. They are counted beside the page, and told with the time they were counted. */
export type Figures = {
  cards: number
  /** Active cards at most two stamps from their goal. */
  near: number
  couponsOpen: number
  /** What open coupons take off, where it can be told without the sale. Minor units by currency. */
  outstanding: Record<string, number>
  /** Open coupons whose worth depends on the sale. */
  outstandingUnknown: number
  /** Stamps that led to no reward yet, at their share of the goal's reward. Minor units by currency. */
  inFlight: Record<string, number>
  /** Cards that earned in the last 28 days, and those of them that did on two days or more. */
  seen: number
  returned: number
  /** Cards that earned, by day of the merchant's clock (YYYY-MM-DD), oldest first; 90 days, the last one today. */
  visits: { day: string; cards: number }[]
  /** Orders of the last 28 days that earned, used a coupon or were judged for a card, and those without one. */
  matched: number
  unmatched: number
  /** When each till was heard from last, by its id. */
  heard: Record<string, number>
}

export type CountedFigures = { figures: Figures; countedAt: number }

export type FiguresBook = {
  /**
   * The figures as counted last; null before the first time. Those of a small shop are counted at once when they are old,
   * those of a large one are asked for, and the jobs count them.
   */
  read(merchantId: string): Promise<CountedFigures | null>
  /** Counts for one merchant whose figures are asked for; false when nobody's are. Safe beside others doing the same. */
  countNext(): Promise<boolean>
}
