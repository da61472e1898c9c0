import type pg from 'pg'
import type { Key } from '../../ports/keys.ts'

/**
 * What waited for a till waits no longer: the merchant has just connected it again. How often each was tried stays,
 * because it tells whether an answer may have been lost.
 */
export async function wakeTill(pool: pg.Pool, till: Key, now: Date): Promise<void> {
  const values = [till.merchantId, till.id]
  await pool.query('DELETE FROM till_hold WHERE merchant_id = $1 AND till_id = $2', values)
  const waiting = `merchant_id = $1 AND version > sent_version AND due_at > $3`
  await pool.query(
    `UPDATE outbox SET due_at = $3 WHERE ${waiting} AND kind = 'place-code' AND split_part(key, '/', 2) = $2::text`,
    [...values, now],
  )
  await pool.query(
    `UPDATE outbox SET due_at = $3 WHERE ${waiting} AND kind = 'fetch-order' AND split_part(key, '/', 1) = $2::text`,
    [...values, now],
  )
}
