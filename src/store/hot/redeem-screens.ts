import type pg from 'pg'
import type { RedeemScreen } from '../../ports/counter.ts'

type ScreenRow = {
  screen_hash: Buffer
  coupon_id: string
  confirm_until: Date
  redeemed_at: Date | null
  until: Date | null
}

export async function addScreen(client: pg.PoolClient, screen: RedeemScreen): Promise<void> {
  await client.query(
    `INSERT INTO redeem_screen (merchant_id, confirm_hash, screen_hash, coupon_id, confirm_until)
      VALUES ($1, $2, $3, $4, $5)`,
    [
      screen.merchantId,
      Buffer.from(screen.confirmHash),
      Buffer.from(screen.screenHash),
      screen.couponId,
      new Date(screen.confirmUntil),
    ],
  )
}

export async function findScreen(
  client: pg.PoolClient,
  merchantId: string,
  confirmHash: Uint8Array<ArrayBuffer>,
): Promise<RedeemScreen | null> {
  const { rows } = await client.query<ScreenRow>(
    `SELECT screen_hash, coupon_id, confirm_until, redeemed_at, until FROM redeem_screen
      WHERE merchant_id = $1 AND confirm_hash = $2`,
    [merchantId, Buffer.from(confirmHash)],
  )
  const row = rows[0]
  if (!row) return null
  return {
    merchantId,
    confirmHash,
    screenHash: new Uint8Array(row.screen_hash),
    couponId: row.coupon_id,
    confirmUntil: row.confirm_until.getTime(),
    redeemedAt: row.redeemed_at?.getTime() ?? null,
    until: row.until?.getTime() ?? null,
  }
}

export async function startScreen(client: pg.PoolClient, screen: RedeemScreen): Promise<void> {
  await client.query(
    'UPDATE redeem_screen SET redeemed_at = $3, until = $4 WHERE merchant_id = $1 AND confirm_hash = $2',
    [
      screen.merchantId,
      Buffer.from(screen.confirmHash),
      screen.redeemedAt === null ? null : new Date(screen.redeemedAt),
      screen.until === null ? null : new Date(screen.until),
    ],
  )
}
