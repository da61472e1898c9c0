import type pg from 'pg'
import type { Clock } from '../ports/clock.ts'
import type { Outbox, PendingWork } from '../ports/outbox.ts'
import { type OutboxKind, outboxKinds } from '../ports/store.ts'
import { newId } from '../secrets/random-id.ts'
import { agingText } from './aging-cards.ts'
import { overdueText, poolText, readyText, warnText } from './codes.ts'
import { extend, lease, postpone, settle } from './hot/outbox.ts'
import { leaseByTill } from './hot/till-lanes.ts'
import { searchDueText } from './reconciliations.ts'

/** How long the work of a process that died lies still; a living one extends its leases long before. */
const leaseMs = 15_000

export function createOutbox(pool: pg.Pool, clock: Clock): Outbox {
  return {
    lease: (kind, limit) => lease(pool, kind, limit, clock(), leaseMs),
    leaseByTill: (query) => leaseByTill(pool, query, clock(), leaseMs),
    extend: (rows) => extend(pool, rows, clock() + leaseMs),
    settle: (rows) => settle(pool, rows, clock()),
    postpone: (row, retryAt, error) => postpone(pool, row, retryAt, error.slice(0, 500), clock()),
    async recordAttempt(row, ok, detail) {
      await pool.query(
        'INSERT INTO outgoing_attempt (merchant_id, id, kind, key, at, ok, detail) VALUES ($1, $2, $3, $4, $5, $6, $7)',
        [
          row.merchantId,
          newId(clock()),
          row.kind,
          row.key,
          new Date(clock()),
          ok,
          detail?.slice(0, 500) ?? null,
        ],
      )
    },
  }
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
