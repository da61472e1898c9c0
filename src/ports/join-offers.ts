import type { Look } from '../domain/card-face.ts'
import type { ProgramRules } from '../domain/program.ts'

/** What a stranger with a join QR sees of a program. */
export type JoinOffer = {
  merchantId: string
  programId: string
  slug: string
  shopName: string
  programName: string
  look: Look
  /** BCP 47, of the merchant. */
  locale: string
  timeZone: string
  rules: ProgramRules
  /** False when the program is paused or ended: nobody can join then. */
  open: boolean
}

export type JoinOffers = {
  /** Null when there is no such program. */
  bySlug(slug: string): Promise<JoinOffer | null>
  /** A merchant's programs, open ones first, then the newest; at most ten. */
  ofMerchant(merchantId: string): Promise<JoinOffer[]>
  /** Counts one view of a placement's QR; a program keeps at most 200 placements, others are not counted. */
  countView(merchantId: string, programId: string, placement: string): Promise<void>
  /** Counts one card made from a placement's QR, under the same bound. */
  countJoin(merchantId: string, programId: string, placement: string): Promise<void>
}
