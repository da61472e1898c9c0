import type { Instant } from './order.ts'

/** What tells whether a scan and an order, or two scans, are one purchase. */
export type ScanSight = {
  id: string
  cardId: string
  channel: string
  tillId: string | null
  locationId: string | null
  at: Instant
  joinMinutes: number
}
export type OrderSight = {
  tillId: string
  externalId: string
  locationId: string | null
  /** Null while nobody is known to have bought it. */
  cardId: string | null
  placedAt: Instant
}

/** How long before or after a scan a till's order is the same purchase, unless the program says. */
export const defaultJoinMinutes = 10

/** No program joins over a longer time. */
export const maxJoinMinutes = 240

const minuteMs = 60_000

type Place = { tillId: string | null; locationId: string | null }

/** `unknown`: nothing speaks against it, and nothing for it. Location ids are the tills' own and alike in one till only. */
function samePlace(one: Place, other: Place): 'same' | 'other' | 'unknown' {
  if (one.tillId !== null && other.tillId !== null && one.tillId !== other.tillId) return 'other'
  if (one.locationId !== null && other.locationId !== null)
    return one.locationId === other.locationId ? 'same' : 'other'
  return one.tillId !== null && other.tillId !== null ? 'same' : 'unknown'
}

/**
 * Whether the order may be the purchase at which the card was scanned: of the same card, or of nobody yet, within the
 * set time, and not elsewhere. An order of nobody is taken only where the place is known to be the same.
 */
export function mayBeOne(scan: ScanSight, order: OrderSight): boolean {
  if (scan.joinMinutes === 0 || Math.abs(scan.at - order.placedAt) > scan.joinMinutes * minuteMs) return false
  if (order.cardId !== null && order.cardId !== scan.cardId) return false
  const place = samePlace(scan, order)
  return place === 'same' || (place === 'unknown' && order.cardId !== null)
}

/** The order that a scan joins: one of its own card before one of nobody, then the nearest in time. */
export const orderFor = <Order extends OrderSight>(scan: ScanSight, orders: readonly Order[]): Order | null =>
  best(
    orders.filter((order) => mayBeOne(scan, order)),
    (order) => [
      order.cardId === null ? 1 : 0,
      Math.abs(scan.at - order.placedAt),
      `${order.tillId}/${order.externalId}`,
    ],
  )

/** The scan that an order joins: the nearest in time. */
export const scanFor = <Scan extends ScanSight>(order: OrderSight, scans: readonly Scan[]): Scan | null =>
  best(
    scans.filter((scan) => mayBeOne(scan, order)),
    (scan) => [0, Math.abs(scan.at - order.placedAt), scan.id],
  )

/**
 * The scan that this one repeats: one card, shown at one place by two ways (to staff and to the kiosk) within the set
 * time, is one purchase. The same way twice is two purchases, each of which may have an order of its own.
 */
export const repeatedBy = <Scan extends ScanSight>(scan: ScanSight, earlier: readonly Scan[]): Scan | null =>
  best(
    earlier.filter(
      (other) =>
        other.id !== scan.id &&
        other.cardId === scan.cardId &&
        other.channel !== scan.channel &&
        samePlace(other, scan) !== 'other' &&
        Math.abs(other.at - scan.at) <= Math.min(other.joinMinutes, scan.joinMinutes) * minuteMs &&
        scan.joinMinutes > 0,
    ),
    (other) => [0, Math.abs(other.at - scan.at), other.id],
  )

type Rank = [class_: number, distance: number, name: string]

function best<T>(candidates: readonly T[], rankOf: (each: T) => Rank): T | null {
  let found: { each: T; rank: Rank } | null = null
  for (const each of candidates) {
    const rank = rankOf(each)
    if (found === null || isBefore(rank, found.rank)) found = { each, rank }
  }
  return found?.each ?? null
}

const isBefore = ([a, b, c]: Rank, [x, y, z]: Rank): boolean =>
  a < x || (a === x && (b < y || (b === y && c < z)))
