import type { Sale } from './order.ts'
import type { Evidence } from './order-record.ts'
import type { EarnChannel, ProgramRules } from './program.ts'
import { row, type TraceRow } from './trace.ts'

/** A claim is a way of its own to stamps; everything else about an order is the till's doing, or the merchant's will. */
export const channelOf = (evidence: Evidence | null): EarnChannel =>
  evidence === 'claimed' ? 'claim' : 'till'

/** Asks whether a program earns by this channel at this location; says nothing of what it does not restrict. */
export function askWhere(sale: Sale, channel: EarnChannel, rules: ProgramRules): TraceRow[] {
  const asked = channelRow(rules, channel)
  return [...(asked ? [asked] : []), ...locationRows(rules, sale.locationId)]
}

/** Null where the program earns by every channel. */
export function channelRow({ channels }: ProgramRules, channel: EarnChannel): TraceRow | null {
  return channels ? row('channel', channels.includes(channel), { channel }) : null
}

function locationRows({ locations }: ProgramRules, location: string | undefined): TraceRow[] {
  if (!locations) return []
  const allowed = location !== undefined && locations.includes(location)
  return [row('location', allowed, location === undefined ? {} : { location })]
}
