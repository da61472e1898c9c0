import type { Figures, TraceRow } from './trace.ts'

/** Who reads a trace. Customers see their own card and purchases, and nothing of other people or of the shop's inside. */
export const audiences = ['customer', 'staff', 'merchant'] as const
export type Audience = (typeof audiences)[number]

export type Sight = {
  audience: Audience
  /** Codes of the card's own coupons. */
  ownCodes: ReadonlySet<string>
  /** What people call a till's location; undefined where nobody named it. */
  nameOf(locationId: string): string | undefined
}

/** The rows of a trace that somebody may see, with places called by their names. */
export const seenBy = (sight: Sight, trace: TraceRow[]): TraceRow[] =>
  trace.flatMap((row) => {
    const seen = row.rule === 'coupon' ? couponSeenBy(sight, row) : row
    return seen ? [placeSeenBy(sight, seen)] : []
  })

/** Of somebody else's coupon a customer learns only that it could not be used. */
function couponSeenBy({ audience, ownCodes }: Sight, row: TraceRow): TraceRow | null {
  const { code, event, reason } = row.figures ?? {}
  if (audience !== 'customer' || ownCodes.has(String(code))) return row
  if (event !== 'refused') return null
  const figures: Figures = { event, ...(code === undefined ? {} : { code }) }
  // "Already used" is all there is to say; not when or where.
  if (reason !== undefined) figures.reason = reason
  return { ...row, figures }
}

/** Location ids are the tills' inner names: readers get the place's own, or none. */
function placeSeenBy({ audience, nameOf }: Sight, row: TraceRow): TraceRow {
  const { location, via, ...figures } = row.figures ?? {}
  // What somebody typed at a redemption is a name already.
  if (location === undefined || (row.rule === 'coupon' && via !== 'till')) return row
  const name = nameOf(String(location)) ?? (audience === 'merchant' ? String(location) : undefined)
  if (name !== undefined) return { ...row, figures: { ...figures, location: name } }
  return { ...row, figures: { ...figures, ...(row.rule === 'location' && { unnamed: 1 }) } }
}

/** Location ids that a trace speaks of. */
export const locationsIn = (trace: TraceRow[]): string[] =>
  trace.flatMap(({ rule, figures }) =>
    figures?.location !== undefined && (rule === 'location' || figures.via === 'till')
      ? [String(figures.location)]
      : [],
  )
