import type pg from 'pg'
import { z } from 'zod'
import type { CouponRow, Page } from '../ports/console-reads.ts'
import { pageOf, pageSize, readCursor } from './console-cursor.ts'

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

const couponText = `SELECT k.id, k.card_id, c.serial AS card_serial, k.reward->>'title' AS title, k.reward->>'kind' AS kind,
    k.state, k.code, k.issued_at, k.expires_at, k.redeemed_at, k.flag,
    (SELECT json_agg(json_build_object('tillId', t.id, 'tillName', t.name, 'state', p.state, 'lastError', p.last_error) ORDER BY t.name)
      FROM code_placement p JOIN till t ON t.merchant_id = p.merchant_id AND t.id = p.till_id
      WHERE p.merchant_id = k.merchant_id AND p.coupon_id = k.id) AS placements
  FROM coupon k JOIN card c ON c.merchant_id = k.merchant_id AND c.id = k.card_id
  WHERE k.merchant_id = $1`

const cursorShape = z.tuple([z.uuid()])

/** Ids grow with time, so newest first is by id. */
export async function readCoupons(
  pool: pg.Pool,
  merchantId: string,
  query: { cursor?: string | undefined; state?: string | undefined },
): Promise<Page<CouponRow>> {
  const [after] = readCursor(query.cursor, cursorShape) ?? [null]
  const { rows } = await pool.query<Row>(
    `${couponText} AND ($2::uuid IS NULL OR k.id < $2) AND ($3::text IS NULL OR k.state = $3)
      ORDER BY k.id DESC LIMIT ${pageSize + 1}`,
    [merchantId, after, query.state ?? null],
  )
  return pageOf(rows.map(asCoupon), (coupon) => [coupon.id])
}

export async function readCouponsOfCard(
  pool: pg.Pool,
  merchantId: string,
  cardId: string,
): Promise<CouponRow[]> {
  const { rows } = await pool.query<Row>(`${couponText} AND k.card_id = $2 ORDER BY k.id DESC LIMIT 50`, [
    merchantId,
    cardId,
  ])
  return rows.map(asCoupon)
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
