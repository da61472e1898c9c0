/** One rule that was asked about an order: the answer to "why is there (no) stamp?". */
export type TraceRow = {
  /** Stable name of the rule. */
  rule: TraceRule
  passed: boolean
  /** What the answer rests on. The words are found when somebody reads, in the reader's language. */
  figures?: Figures | undefined
}

export type Figures = Record<string, string | number>

export type TraceRule =
  | 'test-order'
  | 'paid'
  | 'card'
  | 'card-active'
  | 'something-left'
  | 'something-paid'
  | 'only-redeems'
  | 'amount-unknown'
  | 'channel'
  | 'location'
  | 'currency'
  | 'minimum-spend'
  | 'amount'
  | 'items'
  | 'multiplier'
  | 'per-order'
  | 'cool-down'
  | 'per-location-day'
  | 'per-day'
  | 'stamps'
  | 'coupon'
  | 'refused'

export function row(rule: TraceRule, passed: boolean, figures?: Figures): TraceRow {
  return figures ? { rule, passed, figures } : { rule, passed }
}

/** Whether two rows say the same, whatever order their figures are in. */
export function sameRow(one: TraceRow, other: TraceRow): boolean {
  return one.rule === other.rule && one.passed === other.passed && figuresOf(one) === figuresOf(other)
}

const figuresOf = ({ figures = {} }: TraceRow): string =>
  JSON.stringify(Object.entries(figures).sort(([a], [b]) => (a < b ? -1 : 1)))
