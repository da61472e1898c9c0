import type pg from 'pg'
import type { PinTries } from '../ports/team.ts'

export function createPinTries(pool: pg.Pool): PinTries {
  return {
    async take(merchantId, subject, now, { free, firstLockMs, longestLockMs }) {
      // From the last free try on, each try locks for twice as long as the one before.
      const lock = `CASE WHEN t.failures + 1 < $4 THEN NULL
        ELSE $3::timestamptz + least($5::float8 * power(2, least(t.failures + 1 - $4, 30)), $6) * interval '1 millisecond' END`
      const { rowCount } = await pool.query(
        `INSERT INTO pin_try AS t (merchant_id, subject, failures, last_at) VALUES ($1, $2, 1, $3)
        ON CONFLICT (merchant_id, subject) DO UPDATE SET failures = t.failures + 1, last_at = $3, locked_until = ${lock}
          WHERE t.locked_until IS NULL OR t.locked_until <= $3`,
        [merchantId, subject, new Date(now), free, firstLockMs, longestLockMs],
      )
      if (rowCount) return null
      const { rows } = await pool.query<{ locked_until: Date | null }>(
        'SELECT locked_until FROM pin_try WHERE merchant_id = $1 AND subject = $2',
        [merchantId, subject],
      )
      return rows[0]?.locked_until?.getTime() ?? now
    },
    async forget(merchantId, subject) {
      await pool.query('DELETE FROM pin_try WHERE merchant_id = $1 AND subject = $2', [merchantId, subject])
    },
  }
}
