import type pg from 'pg'
import { z } from 'zod'
import { normalCode, type RedeemedBy } from '../domain/coupon.ts'
import type { Reward } from '../domain/program.ts'
import type { CouponDetail, CouponRow, CouponsQuery } from '../ports/console-coupons.ts'
import type { Page } from '../ports/console-reads.ts'
import { beyondReach, pageOf, pageSize, reach, readCursor } from './console-cursor.ts'
import { firstIdOf } from './first-id.ts'

type Row = {
  id: string
  card_id: string
  card_serial: string
  title: string
  kind: string
  state: string
  code: string | null
  issued_at: Date
  expires_at: Date | null
  redeemed_at: Date | null
  flag: string | null
  placements: CouponRow['placements'] | null
}
type DetailRow = Row & {
  reward: Reward
  cycle: number
  milestone: number
  redeemed_by: RedeemedBy | null
  ended_at: Date | null
  end_reason: string | null
  issue_reason: string | null
}

const couponText = (
  coupons: string,
  more = '',
) => `SELECT k.id, k.card_id, c.serial AS card_serial, k.reward->>'title' AS title, k.reward->>'kind' AS kind,
    k.state, k.code, k.issued_at, k.expires_at, k.redeemed_at, k.flag${more},
    (SELECT json_agg(json_build_object('tillId', t.id, 'tillName', t.name, 'state', p.state, 'lastError', p.last_error, 'drift', p.drift)
        ORDER BY t.name)
      FROM code_placement p JOIN till t ON t.merchant_id = p.merchant_id AND t.id = p.till_id
      WHERE p.merchant_id = k.merchant_id AND p.coupon_id = k.id) AS placements
  FROM ${coupons} k JOIN card c ON c.merchant_id = k.merchant_id AND c.id = k.card_id
  WHERE k.merchant_id = $1`

const next = 'SELECT * FROM coupon WHERE merchant_id = $1 AND ($2::uuid IS NULL OR id < $2)'
const inTurn = (most: number) => `(${next} ORDER BY id DESC LIMIT ${most})`
const byCode = `(${next} AND code = $5::text)`
const filters = `($3::text IS NULL OR k.state = $3)
  AND CASE $4::text WHEN 'voucher' THEN k.milestone = 0 WHEN 'flagged' THEN k.flag IS NOT NULL ELSE true END`

const cursorShape = z.tuple([z.uuid()])

/** Ids grow with time, so newest first is by id. */
export async function readCoupons(
  pool: pg.Pool,
  merchantId: string,
  { cursor, state, only, search }: CouponsQuery,
): Promise<Page<CouponRow>> {
  const [after] = readCursor(cursor, cursorShape) ?? [null]
  const { rows } = await pool.query<Row>(
    `${couponText(search ? byCode : inTurn(state || only ? reach : pageSize + 1))} AND ${filters} ORDER BY k.id DESC LIMIT ${pageSize + 1}`,
    [merchantId, after, state ?? null, only ?? null, ...(search ? [normalCode(search)] : [])],
  )
  const page = pageOf(rows.map(asCoupon), (coupon) => [coupon.id])
  if (search || page.next || !(state || only)) return page
  return { ...page, next: await beyondReach(pool, 'coupon', merchantId, after) }
}

const couponsOfCard =
  '(SELECT * FROM coupon WHERE merchant_id = $1 AND card_id = $2 ORDER BY id DESC LIMIT 50)'

export async function readCouponsOfCard(
  pool: pg.Pool,
  merchantId: string,
  cardId: string,
): Promise<CouponRow[]> {
  const { rows } = await pool.query<Row>(`${couponText(couponsOfCard)} ORDER BY k.id DESC`, [
    merchantId,
    cardId,
  ])
  return rows.map(asCoupon)
}

const details = ', k.reward, k.cycle, k.milestone, k.redeemed_by, k.ended_at, k.end_reason, k.issue_reason'

/** @param since uses at a counter from then on can be taken back still */
export async function readCoupon(
  pool: pg.Pool,
  merchantId: string,
  couponId: string,
  since: number,
): Promise<CouponDetail | null> {
  const { rows } = await pool.query<DetailRow>(`${couponText('coupon', details)} AND k.id = $2`, [
    merchantId,
    couponId,
  ])
  const row = rows[0]
  if (!row) return null
  return {
    ...asCoupon(row),
    reward: row.reward,
    cycle: row.cycle,
    milestone: row.milestone,
    redeemedBy: row.redeemed_by,
    endedAt: row.ended_at?.getTime() ?? null,
    endReason: row.end_reason,
    issueReason: row.issue_reason,
    lastUse: row.state === 'redeemed' ? await readLastUse(pool, merchantId, couponId, since) : null,
  }
}

async function readLastUse(
  pool: pg.Pool,
  merchantId: string,
  couponId: string,
  since: number,
): Promise<CouponDetail['lastUse']> {
  // Ids of actions grow with time: only the last minutes are looked at.
  const { rows } = await pool.query<{ actionId: string; counter: string }>(
    `SELECT id AS "actionId", counter FROM counter_action
      WHERE merchant_id = $1 AND id >= $2::uuid AND coupon_id = $3 AND kind = 'redemption' AND undone_at IS NULL
      ORDER BY id DESC LIMIT 1`,
    [merchantId, firstIdOf(since), couponId],
  )
  return rows[0] ?? null
}

const asCoupon = (row: Row): CouponRow => ({
  id: row.id,
  cardId: row.card_id,
  cardSerial: row.card_serial,
  title: row.title,
  kind: row.kind,
  state: row.state,
  code: row.code,
  issuedAt: row.issued_at.getTime(),
  expiresAt: row.expires_at?.getTime() ?? null,
  redeemedAt: row.redeemed_at?.getTime() ?? null,
  flag: row.flag,
  placements: row.placements ?? [],
})
