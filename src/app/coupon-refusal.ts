import type { Coupon, Refusal, RefusalReason } from '../domain/coupon.ts'
import type { CardTransaction } from '../ports/store.ts'

/** Why a coupon cannot be used or changed, with when and where as people say them. */
export type CouponRefusal<Reason extends string = RefusalReason> = {
  ok: false
  reason: Reason
  redeemedAt?: number | undefined
  /** Where it was used: the name of the place, where it has one. */
  location?: string | undefined
  /** When it expired or was revoked. */
  endedAt?: number | undefined
  /** IANA; of the shop, so that a time can be said as it was there. */
  timeZone?: string | undefined
}

/** Adds to a refusal what only the shop knows: its time zone, and what it calls the place. */
export async function explain(
  tx: Pick<CardTransaction, 'placeName'>,
  coupon: Coupon,
  refusal: Refusal,
  timeZone: string,
): Promise<CouponRefusal> {
  const { redeemedBy, merchantId } = coupon
  const place =
    refusal.reason === 'already-redeemed' && redeemedBy ? await tx.placeName(merchantId, redeemedBy) : null
  return { ...refusal, location: place ?? refusal.location, timeZone }
}
