import type pg from 'pg'
import type { CallLane } from '../ports/call-lane.ts'

/** One row per provider account; a statement moves it for all calls that wait in a process, so that it never gets hot. */
export function createCallLane(pool: pg.Pool, name: string): CallLane {
  return {
    async reserve({ count, intervalMs, patienceMs }) {
      const taken = await pool.query<{ wait: number }>({
        name: 'call-lane-reserve',
        text: reserveSql,
        values: [name, count * intervalMs, patienceMs],
      })
      if (taken.rows[0]) return { ok: true, waitMs: Math.max(0, taken.rows[0].wait) }
      const { rows } = await pool.query<{ wait: number }>(
        'SELECT (extract(epoch FROM next_at - clock_timestamp()) * 1000)::float8 AS wait FROM call_lane WHERE name = $1',
        [name],
      )
      return { ok: false, waitMs: Math.max(0, rows[0]?.wait ?? 0) }
    },
    async pause(ms) {
      await pool.query({
        name: 'call-lane-pause',
        text: `INSERT INTO call_lane AS l (name, next_at) VALUES ($1, clock_timestamp() + $2 * interval '1 millisecond')
          ON CONFLICT (name) DO UPDATE SET next_at = greatest(l.next_at, excluded.next_at)`,
        values: [name, ms],
      })
    },
  }
}

// By the clock and not by the transaction's time: a statement that waited for the row sees how late it is by now.
const reserveSql = `
  INSERT INTO call_lane AS l (name, next_at) VALUES ($1, clock_timestamp() + $2 * interval '1 millisecond')
  ON CONFLICT (name) DO UPDATE
    SET next_at = greatest(l.next_at, clock_timestamp()) + $2 * interval '1 millisecond'
    WHERE l.next_at <= clock_timestamp() + $3 * interval '1 millisecond'
  RETURNING (extract(epoch FROM next_at - clock_timestamp()) * 1000 - $2)::float8 AS wait`
