import type pg from 'pg'
import type { Clock } from '../ports/clock.ts'
import type { CodeWatch, WatchedCode, WatchNote } from '../ports/code-watch.ts'
import type { Key } from '../ports/keys.ts'
import { asCoupon, type CouponRow, couponColumns } from './hot/coupon-row.ts'

const loanMs = 600_000

type Row = CouponRow & {
  till_id: string
  external_id: string
  told_until: Date | null
  drift: string | null
  repairs: number
}

const watched = `p.state IN ('placed', 'drifted') AND p.check_at <= $1`

export function createCodeWatch(pool: pg.Pool, clock: Clock): CodeWatch {
  return {
    async take(limit) {
      const now = clock()
      const { rows } = await pool.query<Row>({
        name: 'code-watch-take',
        text: `WITH first AS (
            SELECT p.merchant_id, p.till_id FROM code_placement p
              LEFT JOIN till_hold h ON h.merchant_id = p.merchant_id AND h.till_id = p.till_id AND h.until > $1
              WHERE ${watched} AND h.till_id IS NULL ORDER BY p.check_at LIMIT 1),
          page AS (
            SELECT p.merchant_id, p.coupon_id, p.till_id FROM code_placement p
              JOIN first f ON f.merchant_id = p.merchant_id AND f.till_id = p.till_id
              WHERE ${watched} ORDER BY p.check_at LIMIT $2 FOR UPDATE OF p SKIP LOCKED),
          taken AS (
            UPDATE code_placement p SET check_at = CASE WHEN c.state IN ('issuing', 'active') THEN $3::timestamptz END
              FROM page, coupon c
              WHERE p.merchant_id = page.merchant_id AND p.coupon_id = page.coupon_id AND p.till_id = page.till_id
                AND c.merchant_id = p.merchant_id AND c.id = p.coupon_id
              RETURNING p.*)
          SELECT ${couponColumns}, t.till_id, t.external_id, t.told_until, t.drift, t.repairs
            FROM taken t JOIN coupon c ON c.merchant_id = t.merchant_id AND c.id = t.coupon_id`,
        values: [new Date(now), limit, new Date(now + loanMs)],
      })
      const first = rows[0]
      if (!first) return null
      const open = rows.filter((row) => row.state === 'issuing' || row.state === 'active')
      return { till: { merchantId: first.merchant_id, id: first.till_id }, codes: open.map(asWatched) }
    },
    note: (till, notes) => note(pool, till, notes, new Date(clock())),
    async askRepair(coupon) {
      const { rowCount } = await pool.query(
        `UPDATE code_placement SET repairs = -1, check_at = $3
          WHERE merchant_id = $1 AND coupon_id = $2 AND state = 'drifted'`,
        [coupon.merchantId, coupon.id, new Date(clock())],
      )
      return (rowCount ?? 0) > 0
    },
  }
}

const asWatched = (row: Row): WatchedCode => ({
  coupon: asCoupon(row),
  externalId: row.external_id,
  toldUntil: row.told_until?.getTime() ?? null,
  drift: row.drift,
  repairs: row.repairs,
})

async function note(pool: pg.Pool, till: Key, notes: WatchNote[], now: Date): Promise<void> {
  if (notes.length === 0) return
  await pool.query({
    name: 'code-watch-note',
    text: `UPDATE code_placement p SET state = u.state, drift = u.drift, last_error = u.detail,
        external_id = coalesce(u.external_id, p.external_id), check_at = u.check_at,
        repairs = CASE WHEN u.repaired THEN greatest(p.repairs, 0) + 1 ELSE greatest(p.repairs, 0) END,
        updated_at = CASE WHEN p.state <> u.state OR p.drift IS DISTINCT FROM u.drift THEN $9 ELSE p.updated_at END
      FROM unnest($3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::timestamptz[], $10::bool[])
        AS u(coupon_id, state, drift, detail, external_id, check_at, repaired)
      WHERE p.merchant_id = $1 AND p.till_id = $2 AND p.coupon_id = u.coupon_id AND p.state IN ('placed', 'drifted')`,
    values: [
      till.merchantId,
      till.id,
      notes.map((each) => each.couponId),
      notes.map((each) => each.state),
      notes.map((each) => each.drift),
      notes.map((each) => each.detail?.slice(0, 500) ?? null),
      notes.map((each) => each.externalId ?? null),
      notes.map((each) => new Date(each.checkAt)),
      now,
      notes.map((each) => each.repaired),
    ],
  })
}
