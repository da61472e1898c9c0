import type pg from 'pg'
import type { Coupon } from '../../domain/coupon.ts'

/** The last codes may be kept for coupons that were earned (`code_pool.reserve`): vouchers, of milestone 0, leave them. */
const keptBack = `CASE WHEN c.milestone = 0 THEN coalesce((SELECT reserve FROM code_pool s
    WHERE s.merchant_id = c.merchant_id AND s.reward_id = c.reward_id), 0) ELSE 0 END`

/** Whether there is a code for coupon `c`. */
export const hasPoolCode = `EXISTS (SELECT 1 FROM pool_code f
    WHERE f.merchant_id = c.merchant_id AND f.reward_id = c.reward_id AND f.state = 'free'
    ORDER BY f.position OFFSET ${keptBack} LIMIT 1)`

/** First imported, first given; two coupons never get the same. */
export async function takePoolCode(
  client: pg.PoolClient,
  merchantId: string,
  rewardId: string,
  couponId: string,
  now: number,
): Promise<string | null> {
  const { rows } = await client.query<{ code: string }>(
    `UPDATE pool_code SET state = 'assigned', coupon_id = $3, assigned_at = $4
      WHERE NOT EXISTS (SELECT 1 FROM coupon c WHERE c.merchant_id = $1 AND c.id = $3 AND NOT ${hasPoolCode}) AND (merchant_id, reward_id, code) = (
        SELECT merchant_id, reward_id, code FROM pool_code
        WHERE merchant_id = $1 AND reward_id = $2 AND state = 'free' ORDER BY position LIMIT 1 FOR UPDATE SKIP LOCKED)
      RETURNING code`,
    [merchantId, rewardId, couponId, new Date(now)],
  )
  return rows[0]?.code ?? null
}

/** A pool's code goes the way of its coupon: used, or retired unused. Neither is ever given again. */
export async function settlePoolCodes(client: pg.PoolClient, coupons: Coupon[]): Promise<void> {
  const ended = coupons.filter(
    ({ reward, code, state }) =>
      reward.codeSource === 'pool' && code !== null && state !== 'issuing' && state !== 'active',
  )
  if (ended.length === 0) return
  const isUsed = ({ state, flag }: Coupon) => state === 'redeemed' || flag === 'used-after-end'
  await client.query({
    name: 'pool-codes-settle',
    text: `UPDATE pool_code p SET state = u.state
      FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::text[]) AS u(merchant_id, reward_id, code, coupon_id, state)
      WHERE p.merchant_id = u.merchant_id AND p.reward_id = u.reward_id AND p.code = u.code AND p.coupon_id = u.coupon_id`,
    values: [
      ended.map((each) => each.merchantId),
      ended.map((each) => each.reward.id),
      ended.map((each) => each.code),
      ended.map((each) => each.id),
      ended.map((each) => (isUsed(each) ? 'used' : 'retired')),
    ],
  })
}
