import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import type { Clock } from '../ports/clock.ts'
import type { Key } from '../ports/keys.ts'
import type {
  HooksNote,
  ReconciliationState,
  Reconciliations,
  SearchLease,
  SearchProgress,
} from '../ports/reconciliation.ts'
import type { Provider } from '../ports/till.ts'

/** How long the till of a process that died stands still; a living one keeps its lease long before. */
const leaseMs = 60_000

/** Whether any till is to be searched now; `$1` is the time. Those that ended leave the index when they are met. */
export const searchDueText = `SELECT 1 FROM till_reconciliation r
  WHERE r.next_at <= $1::timestamptz AND (r.runner_until IS NULL OR r.runner_until <= $1::timestamptz)`

type LeaseRow = {
  merchant_id: string
  till_id: string
  provider: Provider
  orders_since: Date
  reconciled_until: Date
  swept_at: Date | null
  progress: SearchProgress | null
  failures: number
  has_codes: boolean
  hooks_checked_at: Date | null
  hooks_note: HooksNote | null
}

/** Changes the row as long as this runner holds it. `$1` to `$4`: merchant, till, runner, time. */
const mine = 'WHERE merchant_id = $1 AND till_id = $2 AND runner = $3 AND runner_until > $4::timestamptz'
const letGo = 'runner = NULL, runner_until = NULL'

export function createReconciliations(pool: pg.Pool, clock: Clock): Reconciliations {
  const asMine = async (lease: SearchLease, set: string, ...more: unknown[]): Promise<boolean> => {
    const { till, runner } = lease
    const { rowCount } = await pool.query(`UPDATE till_reconciliation SET ${set} ${mine}`, [
      till.merchantId,
      till.id,
      runner,
      new Date(clock()),
      ...more,
    ])
    return rowCount === 1
  }
  return {
    lease: () => lease(pool, clock()),
    keep: (held) => asMine(held, 'runner_until = $5', new Date(clock() + leaseMs)),
    advance: (held, progress, { lastOrderAt, missed }) =>
      asMine(
        held,
        `runner_until = $5, progress = $6, last_order_at = greatest(last_order_at, $7), missed = missed + $8::int,
          last_missed_at = CASE WHEN $8::int > 0 THEN $4::timestamptz ELSE last_missed_at END`,
        new Date(clock() + leaseMs),
        JSON.stringify(progress),
        lastOrderAt === null ? null : new Date(lastOrderAt),
        missed,
      ),
    async pause(held, nextAt) {
      await asMine(held, `next_at = $5, last_run_at = $4, ${letGo}`, new Date(nextAt))
    },
    async finish(held, { until, sweep }, nextAt) {
      await asMine(
        held,
        `reconciled_until = greatest(reconciled_until, $5), swept_at = CASE WHEN $6 THEN $5 ELSE swept_at END,
          progress = NULL, next_at = $7, failures = 0, last_error = NULL, last_run_at = $4, ${letGo}`,
        new Date(until),
        sweep,
        new Date(nextAt),
      )
    },
    async fail(held, progress, error, nextAt) {
      await asMine(
        held,
        `progress = $5, last_error = $6, next_at = $7, failures = failures + 1, last_run_at = $4, ${letGo}`,
        progress && JSON.stringify(progress),
        error.slice(0, 500),
        new Date(nextAt),
      )
    },
    async rest(held) {
      await asMine(held, `next_at = NULL, ${letGo}`)
    },
    known: (till, orderIds) => known(pool, till, orderIds),
    async heardSince({ merchantId, id }, since) {
      const { rowCount } = await pool.query(
        `SELECT 1 FROM delivery WHERE merchant_id = $1 AND till_id = $2 AND received_at >= $3
          AND topic NOT LIKE 'stampbridge.%' LIMIT 1`,
        [merchantId, id, new Date(since)],
      )
      return rowCount === 1
    },
    async lastMissedAt({ merchantId, id }) {
      return (await states(pool, merchantId, [id]))[0]?.lastMissedAt ?? null
    },
    async noteHooks(held, note) {
      await asMine(held, 'hooks_checked_at = $4, hooks_note = $5', note)
    },
    async lookBack({ merchantId, id }, since) {
      await pool.query(
        `UPDATE till_reconciliation SET orders_since = least(orders_since, $3),
          reconciled_until = least(reconciled_until, $3), swept_at = NULL, progress = NULL, next_at = $4, ${letGo}
          WHERE merchant_id = $1 AND till_id = $2 AND orders_since > $3`,
        [merchantId, id, new Date(since), new Date(clock())],
      )
    },
    states: (merchantId, tillIds) => states(pool, merchantId, tillIds),
  }
}

/**
 * The till was connected (again): it is searched from now on. The time since the last search is made up for, unless the
 * till had ended meanwhile.
 */
export async function beginSearch(pool: pg.Pool, till: Key, now: number): Promise<void> {
  await pool.query(
    `INSERT INTO till_reconciliation AS r (merchant_id, till_id, orders_since, reconciled_until, next_at)
      SELECT t.merchant_id, t.id, $3, $3, $3 FROM till t
        WHERE t.merchant_id = $1 AND t.id = $2 AND t.provider <> 'open'
      ON CONFLICT (merchant_id, till_id) DO UPDATE SET next_at = $3, failures = 0, last_error = NULL,
        orders_since = CASE WHEN r.next_at IS NULL THEN $3 ELSE r.orders_since END,
        reconciled_until = CASE WHEN r.next_at IS NULL THEN $3 ELSE r.reconciled_until END,
        progress = CASE WHEN r.next_at IS NULL THEN NULL ELSE r.progress END`,
    [till.merchantId, till.id, new Date(now)],
  )
}

/** A till that ended meanwhile leaves the queue, and the next one is taken. */
async function lease(pool: pg.Pool, now: number): Promise<SearchLease | null> {
  for (;;) {
    const runner = randomUUID()
    const { rows } = await pool.query<LeaseRow & { state: string }>({
      name: 'reconciliation-lease',
      text: `WITH due AS MATERIALIZED (
          SELECT r.merchant_id, r.till_id, t.provider, t.state FROM till_reconciliation r
          JOIN till t ON t.merchant_id = r.merchant_id AND t.id = r.till_id
          WHERE r.next_at <= $1 AND (r.runner_until IS NULL OR r.runner_until <= $1)
          ORDER BY r.next_at LIMIT 1 FOR UPDATE OF r SKIP LOCKED)
        UPDATE till_reconciliation r SET runner = CASE WHEN due.state = 'active' THEN $2::uuid END,
          runner_until = CASE WHEN due.state = 'active' THEN $3::timestamptz END,
          next_at = CASE WHEN due.state = 'active' THEN r.next_at END
        FROM due
        WHERE r.merchant_id = due.merchant_id AND r.till_id = due.till_id
        RETURNING r.merchant_id, r.till_id, due.provider, due.state, r.orders_since, r.reconciled_until, r.swept_at,
          r.progress, r.failures, r.hooks_checked_at, r.hooks_note,
          EXISTS (SELECT 1 FROM code_placement p
            WHERE p.merchant_id = r.merchant_id AND p.till_id = r.till_id AND p.state = 'placed') AS has_codes`,
      values: [new Date(now), runner, new Date(now + leaseMs)],
    })
    const row = rows[0]
    if (!row) return null
    if (row.state === 'active') return asLease(row, runner)
  }
}

const asLease = (row: LeaseRow, runner: string): SearchLease => ({
  till: { merchantId: row.merchant_id, id: row.till_id },
  provider: row.provider,
  runner,
  ordersSince: row.orders_since.getTime(),
  reconciledUntil: row.reconciled_until.getTime(),
  sweptAt: row.swept_at?.getTime() ?? null,
  progress: row.progress,
  failures: row.failures,
  hasCodes: row.has_codes,
  hooksCheckedAt: row.hooks_checked_at?.getTime() ?? null,
  hooksNote: row.hooks_note,
})

async function known(pool: pg.Pool, till: Key, orderIds: string[]) {
  if (orderIds.length === 0) return new Map<string, number>()
  const { rows } = await pool.query<{ external_id: string; as_of: number }>({
    name: 'reconciliation-known',
    text: `SELECT external_id, greatest(0, (facts ->> 'saleAsOf')::float8) AS as_of FROM till_order
      WHERE merchant_id = $1 AND till_id = $2 AND external_id = ANY($3::text[])`,
    values: [till.merchantId, till.id, orderIds],
  })
  return new Map(rows.map((row) => [row.external_id, row.as_of]))
}

type StateRow = {
  till_id: string
  reconciled_until: Date
  last_run_at: Date | null
  last_order_at: Date | null
  failures: number
  last_error: string | null
  missed: number
  last_missed_at: Date | null
  hooks_note: HooksNote | null
}

async function states(pool: pg.Pool, merchantId: string, tillIds: string[]): Promise<ReconciliationState[]> {
  if (tillIds.length === 0) return []
  const { rows } = await pool.query<StateRow>(
    `SELECT till_id, reconciled_until, last_run_at, last_order_at, failures, last_error, missed, last_missed_at, hooks_note
      FROM till_reconciliation WHERE merchant_id = $1 AND till_id = ANY($2::uuid[])`,
    [merchantId, tillIds],
  )
  return rows.map((row) => ({
    tillId: row.till_id,
    reconciledUntil: row.reconciled_until.getTime(),
    lastRunAt: row.last_run_at?.getTime() ?? null,
    lastOrderAt: row.last_order_at?.getTime() ?? null,
    failures: row.failures,
    lastError: row.last_error,
    missed: row.missed,
    lastMissedAt: row.last_missed_at?.getTime() ?? null,
    hooksNote: row.hooks_note,
  }))
}

/** The till whose search is furthest behind, in seconds; 0 when none is searched. */
export async function searchLag(pool: pg.Pool, now: number): Promise<number> {
  const { rows } = await pool.query<{ lag: number }>(
    `SELECT coalesce(extract(epoch FROM $1::timestamptz - min(r.reconciled_until)), 0)::float8 AS lag
      FROM till_reconciliation r JOIN till t ON t.merchant_id = r.merchant_id AND t.id = r.till_id
      WHERE r.next_at IS NOT NULL AND t.state = 'active'`,
    [new Date(now)],
  )
  return Math.max(0, rows[0]?.lag ?? 0)
}
