import type { CardBook, Desk } from './card-book.ts'
import { type Coupon, isGivenBack } from './coupon.ts'
import type { Position, RulesOf } from './ladder.ts'
import type { Tallies } from './tally.ts'

/** A coupon that was used for good, and the total of the card at which it was due. */
export type UsedMilestone = { coupon: Coupon; total: number; forgives: boolean }

/** Used coupons that the card's position justifies; those given back, and vouchers, stand for no stamps. */
export function usedMilestones(position: Position, coupons: Coupon[], rulesOf: RulesOf): UsedMilestone[] {
  const cycles = [...position.pastCycles, [position.version, position.cycleStart] as const]
  return coupons.flatMap((coupon) => {
    const cycle = cycles[coupon.cycle - 1]
    if (!cycle || coupon.milestone === 0) return []
    if (coupon.state !== 'redeemed' || isGivenBack(coupon)) return []
    const [version, start] = cycle
    const total = start + coupon.milestone
    return total <= position.total ? [{ coupon, total, forgives: rulesOf(version).debt === 'forgiven' }] : []
  })
}

/** As {@link usedMilestones}, of a whole book. */
export const usedOf = (book: CardBook, desk: Desk): UsedMilestone[] =>
  usedMilestones(book.card, book.coupons, (version) => desk.rulesOf(book.card.programId, version))

/** Policy `forgiven`: a coupon that was used stays earned, so the card does not fall below its milestone. */
export const forgivenFloor = (used: UsedMilestone[]): number =>
  used.reduce((floor, each) => (each.forgives ? Math.max(floor, each.total) : floor), 0)

const prefix = 'forgiven/'

/** What an order lost and the card kept is remembered by the order, so that the order cannot earn it a second time. */
export const forgivenKey = (cause: { tillId?: string | undefined; orderId?: string | undefined }): string =>
  `${prefix}${cause.tillId ?? ''}/${cause.orderId ?? ''}`

/** Takes up to `most` off what is remembered under the keys given; answers how much it was. Changes `tallies`. */
export function takeForgiven(tallies: Tallies, most: number, key?: string): number {
  let left = most
  for (const [each, value] of tallies) {
    if (key === undefined ? !each.startsWith(prefix) : each !== key) continue
    const taken = Math.min(left, value)
    tallies.set(each, value - taken)
    left -= taken
  }
  return most - left
}
