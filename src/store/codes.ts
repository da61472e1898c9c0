import type pg from 'pg'
import type { Clock } from '../ports/clock.ts'
import type { CodeRecords } from '../ports/codes.ts'
import type { Key } from '../ports/store.ts'
import type { Keyring } from '../secrets/keyring.ts'
import { asCoupon, type CouponRow, couponColumns } from './hot/coupon-row.ts'
import { hasPoolCode } from './hot/pool-codes.ts'
import { beginSearch } from './reconciliations.ts'
import { credentialsOf, type TillRow, tillColumns } from './till-credentials.ts'

/** A till that is down holds a coupon up for this long at most, if another till has its code. */
const patience = '60 seconds'

/** A code that was just made is looked at for the first time after so long. */
const firstCheck = '6 hours'

const activeTillsOf = `code_placement p JOIN till t ON t.merchant_id = p.merchant_id AND t.id = p.till_id AND t.state = 'active'
  WHERE p.merchant_id = c.merchant_id AND p.coupon_id = c.id`

export const readyText = `SELECT c.merchant_id, c.id FROM coupon c
  WHERE c.state = 'issuing' AND c.code IS NOT NULL AND (
    NOT EXISTS (SELECT 1 FROM ${activeTillsOf} AND p.state IN ('pending', 'failed'))
    OR (c.issued_at <= $1::timestamptz - interval '${patience}' AND EXISTS (SELECT 1 FROM ${activeTillsOf} AND p.state = 'placed')))`

export const poolText = `SELECT c.merchant_id, c.id FROM coupon c
  WHERE c.state = 'issuing' AND c.code IS NULL AND ${hasPoolCode}`

export const overdueText = `SELECT c.merchant_id, c.id FROM coupon c
  WHERE c.state IN ('issuing', 'active') AND c.expires_at <= $1::timestamptz`

export const warnText = `SELECT c.merchant_id, c.id FROM coupon c
  WHERE c.state = 'active' AND c.warned_at IS NULL AND c.warn_at <= $1::timestamptz AND c.expires_at > $1::timestamptz`

type PlaceRow = CouponRow & {
  placement_state: 'pending' | 'placed' | 'drifted' | 'removing' | 'removed' | 'failed'
  placement_external_id: string | null
  told_until: Date | null
} & TillRow
/** Coupons' codes in the tills, and the coupons that wait for something. */
export function createCodeRecords(pool: pg.Pool, keyring: Keyring, clock: Clock): CodeRecords {
  const keysOf = async (text: string, limit: number, values: unknown[]): Promise<Key[]> => {
    const { rows } = await pool.query<{ merchant_id: string; id: string }>(
      `${text} ORDER BY c.issued_at LIMIT ${limit}`,
      values,
    )
    return rows.map((row) => ({ merchantId: row.merchant_id, id: row.id }))
  }
  return {
    async find(merchantId, couponId, tillId) {
      const { rows } = await pool.query<PlaceRow>(
        `SELECT ${couponColumns}, p.state AS placement_state, p.external_id AS placement_external_id, p.told_until, ${tillColumns}
          FROM code_placement p
          JOIN coupon c ON c.merchant_id = p.merchant_id AND c.id = p.coupon_id
          JOIN till t ON t.merchant_id = p.merchant_id AND t.id = p.till_id
          JOIN merchant m ON m.id = p.merchant_id
          WHERE p.merchant_id = $1 AND p.coupon_id = $2 AND p.till_id = $3`,
        [merchantId, couponId, tillId],
      )
      const row = rows[0]
      if (!row) return null
      return {
        coupon: asCoupon(row),
        placement: {
          state: row.placement_state,
          externalId: row.placement_external_id,
          toldUntil: row.told_until?.getTime() ?? null,
        },
        credentials: credentialsOf(keyring, merchantId, row),
      }
    },
    async record(merchantId, couponId, tillId, result) {
      await pool.query(
        `UPDATE code_placement SET state = $4, external_id = coalesce($5, external_id), last_error = $6, updated_at = $7,
            told_until = CASE WHEN $4 = 'placed' THEN $8::timestamptz ELSE told_until END,
            drift = CASE WHEN $4 = 'placed' THEN drift END,
            check_at = CASE WHEN $4 = 'placed' THEN $7::timestamptz + interval '${firstCheck}' END
          WHERE merchant_id = $1 AND coupon_id = $2 AND till_id = $3`,
        [
          merchantId,
          couponId,
          tillId,
          result.state,
          result.externalId ?? null,
          result.error?.slice(0, 500) ?? null,
          new Date(clock()),
          result.toldUntil == null ? null : new Date(result.toldUntil),
        ],
      )
    },
    async credentials(till) {
      const { rows } = await pool.query<TillRow>(
        `SELECT ${tillColumns} FROM till t JOIN merchant m ON m.id = t.merchant_id WHERE t.merchant_id = $1 AND t.id = $2`,
        [till.merchantId, till.id],
      )
      return rows[0] ? credentialsOf(keyring, till.merchantId, rows[0]) : null
    },
    async coverTill(till) {
      await coverTill(pool, till, new Date(clock()))
      await beginSearch(pool, till, clock())
    },
    ready: (limit) => keysOf(readyText, limit, [new Date(clock())]),
    async isReady(coupon) {
      const { rowCount } = await pool.query(`${readyText} AND c.merchant_id = $2 AND c.id = $3`, [
        new Date(clock()),
        coupon.merchantId,
        coupon.id,
      ])
      return rowCount === 1
    },
    waitingForPool: (limit) => keysOf(poolText, limit, []),
    toWarn: (limit) => keysOf(warnText, limit, [new Date(clock())]),
    overdue: (limit) => keysOf(overdueText, limit, [new Date(clock())]),
  }
}

async function coverTill(pool: pg.Pool, till: Key, now: Date): Promise<void> {
  const values = [till.merchantId, till.id, now]
  // What waited for the merchant to connect it again waits no longer.
  await pool.query('DELETE FROM till_hold WHERE merchant_id = $1 AND till_id = $2', values.slice(0, 2))
  await pool.query(
    `UPDATE outbox SET due_at = $3 WHERE merchant_id = $1 AND version > sent_version AND due_at > $3
      AND ((kind = 'place-code' AND split_part(key, '/', 2) = $2::uuid::text)
        OR (kind = 'fetch-order' AND split_part(key, '/', 1) = $2::uuid::text))`,
    values,
  )
  await pool.query(
    `WITH placed AS (
      INSERT INTO code_placement AS p (merchant_id, coupon_id, till_id, state, updated_at)
      SELECT c.merchant_id, c.id, t.id, CASE WHEN t.provider = 'open' THEN 'placed' ELSE 'pending' END, $3
        FROM coupon c JOIN till t ON t.merchant_id = c.merchant_id AND t.id = $2
        WHERE c.merchant_id = $1 AND c.state IN ('issuing', 'active') AND c.reward->>'codeSource' = 'minted' AND c.code IS NOT NULL
      ON CONFLICT (merchant_id, coupon_id, till_id) DO UPDATE SET state = 'pending', updated_at = $3
        WHERE p.state = 'failed'
      RETURNING p.merchant_id, p.coupon_id, p.state)
    INSERT INTO outbox AS o (merchant_id, kind, key, due_at, updated_at)
      SELECT merchant_id, 'place-code', coupon_id || '/' || $2::uuid, $3, $3 FROM placed WHERE state = 'pending'
      ON CONFLICT (merchant_id, kind, key) DO UPDATE SET version = o.version + 1, attempts = 0, due_at = $3`,
    values,
  )
}
