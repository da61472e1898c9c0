import type pg from 'pg'
import type { Screens } from '../ports/counter.ts'
import { digest } from '../secrets/random-id.ts'

/** Screens of self-redemptions, found by the digest of their token. */
export function createScreens(pool: pg.Pool): Screens {
  return {
    async byScreen(merchantId, screenToken) {
      const { rows } = await pool.query<{
        coupon_id: string
        title: string
        redeemed_at: Date
        until: Date
        taken_back: boolean
      }>(
        `SELECT s.coupon_id, c.reward->>'title' AS title, s.redeemed_at, s.until,
            (c.state <> 'redeemed' OR coalesce(c.flag, '') IN ('undone', 'redemption-refunded')) AS taken_back
          FROM redeem_screen s JOIN coupon c ON c.merchant_id = s.merchant_id AND c.id = s.coupon_id
          WHERE s.merchant_id = $1 AND s.screen_hash = $2 AND s.until IS NOT NULL`,
        [merchantId, Buffer.from(digest(screenToken))],
      )
      const row = rows[0]
      return row
        ? {
            couponId: row.coupon_id,
            title: row.title,
            redeemedAt: row.redeemed_at.getTime(),
            until: row.until.getTime(),
            takenBack: row.taken_back,
          }
        : null
    },
  }
}
