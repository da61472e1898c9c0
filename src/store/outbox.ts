import type pg from 'pg'
import type { Clock } from '../ports/clock.ts'
import type { LeasedRow, Outbox, PendingWork } from '../ports/outbox.ts'
import { type OutboxKind, type OutboxRow, outboxKinds } from '../ports/store.ts'
import { newId } from '../secrets/random-id.ts'
import { agingText } from './aging-cards.ts'
import { overdueText, poolText, readyText, warnText } from './codes.ts'
import { grouped } from './grouped.ts'
import { extend, lease, postpone, settle } from './hot/outbox.ts'
import { leaseByTill } from './hot/till-lanes.ts'
import { searchDueText } from './reconciliations.ts'

/** How long the work of a process that died lies still; a living one extends its leases long before. */
const leaseMs = 15_000

/** Hundreds of phones are told at once: what is noted of each is written together. */
export function createOutbox(pool: pg.Pool, clock: Clock): Outbox {
  const settleTogether = grouped<LeasedRow>((rows) => settle(pool, rows, clock()))
  const recordTogether = grouped<Attempt>((attempts) => recordAttempts(pool, attempts))
  return {
    lease: (kind, limit, first) => lease(pool, kind, limit, clock(), leaseMs, first),
    leaseByTill: (query) => leaseByTill(pool, query, clock(), leaseMs),
    extend: (rows) => extend(pool, rows, clock() + leaseMs),
    settle: settleTogether,
    postpone: (row, retryAt, error) => postpone(pool, row, retryAt, storable(error), clock()),
    recordAttempt: (row, ok, detail) => recordTogether([{ row, ok, detail, at: clock() }]),
  }
}

/** What a provider says is not ours; Postgres keeps no NUL, and one must not fail what is written with it. */
const storable = (text: string): string => text.slice(0, 500).replaceAll('\0', '')

type Attempt = { row: OutboxRow; ok: boolean; detail: string | null; at: number }

async function recordAttempts(pool: pg.Pool, attempts: Attempt[]): Promise<void> {
  await pool.query({
    name: 'outbox-attempts',
    text: `INSERT INTO outgoing_attempt (merchant_id, id, kind, key, at, ok, detail)
      SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::timestamptz[], $6::bool[], $7::text[])`,
    values: [
      attempts.map(({ row }) => row.merchantId),
      attempts.map(({ at }) => newId(at)),
      attempts.map(({ row }) => row.kind),
      attempts.map(({ row }) => row.key),
      attempts.map(({ at }) => new Date(at)),
      attempts.map(({ ok }) => ok),
      attempts.map(({ detail }) => (detail === null ? null : storable(detail))),
    ],
  })
}

export function createPendingWork(pool: pg.Pool, clock: Clock): PendingWork {
  return {
    async due() {
      const now = new Date(clock())
      const { rows } = await pool.query<{
        inbox: boolean
        coupons: boolean
        searches: boolean
        outbox: OutboxKind[]
      }>({
        name: 'pending-work',
        text: `SELECT
          EXISTS (SELECT 1 FROM delivery WHERE state = 'pending' AND next_attempt_at <= $1) AS inbox,
          ARRAY(SELECT k FROM unnest($2::text[]) AS k WHERE EXISTS (
            SELECT 1 FROM outbox o WHERE o.kind = k AND o.version > o.sent_version AND o.due_at <= $1
              AND (o.leased_until IS NULL OR o.leased_until <= $1))) AS outbox,
          EXISTS (${readyText}) OR EXISTS (${poolText}) OR EXISTS (${overdueText}) OR EXISTS (${warnText})
            OR EXISTS (${agingText}) AS coupons,
          EXISTS (${searchDueText}) AS searches`,
        values: [now, outboxKinds],
      })
      return rows[0]!
    },
  }
}
