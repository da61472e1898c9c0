import type pg from 'pg'
import type { Clock } from '../ports/clock.ts'
import type { TillHolds } from '../ports/till-holds.ts'

const firstPauseMs = 1000
const longestPauseMs = 60_000

/** @param random 0 <= n < 1; spreads the questions of many tills that went down together */
export function createTillHolds(pool: pg.Pool, clock: Clock, random: () => number): TillHolds {
  return {
    async down(till, error, probe) {
      const now = clock()
      await pool.query({
        name: 'till-hold-down',
        text: `INSERT INTO till_hold AS h (merchant_id, till_id, reason, since, until, failures, last_error)
          SELECT $1::uuid, $2::uuid, 'down', $3::timestamptz, $3::timestamptz + $4::float8 * interval '1 ms', 1, $5
          ON CONFLICT (merchant_id, till_id) DO UPDATE SET reason = 'down', last_error = excluded.last_error,
            since = CASE WHEN h.reason = 'down' THEN h.since ELSE excluded.since END,
            failures = CASE WHEN h.reason = 'down' THEN h.failures + 1 ELSE 1 END,
            until = $3::timestamptz + interval '1 ms' * least($6::float8,
              $4::float8 * power(2, CASE WHEN h.reason = 'down' THEN least(h.failures, 20) ELSE 0 END))
          WHERE h.reason <> 'down' OR $7`,
        values: [
          till.merchantId,
          till.id,
          new Date(now),
          firstPauseMs * (0.75 + random() / 2),
          error.slice(0, 500),
          longestPauseMs * (0.75 + random() / 4),
          probe,
        ],
      })
    },
    async throttled(till, error, pauseMs) {
      const now = clock()
      await pool.query({
        name: 'till-hold-throttled',
        text: `INSERT INTO till_hold AS h (merchant_id, till_id, reason, since, until, failures, last_error)
          VALUES ($1, $2, 'throttled', $3, $4, 1, $5)
          ON CONFLICT (merchant_id, till_id) DO UPDATE SET reason = 'throttled', last_error = excluded.last_error,
            since = CASE WHEN h.reason = 'throttled' AND h.until > $3 THEN h.since ELSE excluded.since END,
            until = greatest(CASE WHEN h.reason = 'throttled' THEN h.until END, excluded.until), failures = 1`,
        values: [till.merchantId, till.id, new Date(now), new Date(now + pauseMs), error.slice(0, 500)],
      })
    },
    async answered(till) {
      await pool.query({
        name: 'till-hold-end',
        text: `DELETE FROM till_hold WHERE merchant_id = $1 AND till_id = $2 AND reason = 'down'`,
        values: [till.merchantId, till.id],
      })
    },
    async notAsked(till) {
      await pool.query(
        `UPDATE till_hold SET until = $3 WHERE merchant_id = $1 AND till_id = $2 AND reason = 'down'`,
        [till.merchantId, till.id, new Date(clock())],
      )
    },
  }
}
