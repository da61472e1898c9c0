import type pg from 'pg'
import type { AgingCards } from '../ports/aging-cards.ts'
import type { Clock } from '../ports/clock.ts'
import { owePushes } from './hot/outbox.ts'
import { inTransaction } from './transaction.ts'

const living = `stamps_expire_at IS NOT NULL AND state IN ('active', 'paused')`

/** Whether there is something to expire or to warn of; $1 is the present, warned 14 days ahead. */
export const agingText = `SELECT 1 FROM card WHERE ${living} AND stamps_expire_at <= $1::timestamptz + interval '14 days'
  AND (stamps_expire_at <= $1 OR stamps_warned_of IS DISTINCT FROM stamps_expire_at)`

export function createAgingCards(pool: pg.Pool, clock: Clock): AgingCards {
  return {
    async expired(limit) {
      const { rows } = await pool.query<{ merchant_id: string; id: string }>(
        `SELECT merchant_id, id FROM card WHERE ${living} AND stamps_expire_at <= $1 ORDER BY stamps_expire_at LIMIT $2`,
        [new Date(clock()), limit],
      )
      return rows.map((row) => ({ merchantId: row.merchant_id, id: row.id }))
    },
    async warn(until, limit) {
      const now = clock()
      return inTransaction(pool, async (client) => {
        const { rows } = await client.query<{ merchant_id: string; id: string }>(
          `WITH due AS (
            SELECT merchant_id, id FROM card WHERE ${living} AND stamps_expire_at <= $1 AND stamps_expire_at > $3
              AND stamps_warned_of IS DISTINCT FROM stamps_expire_at
            ORDER BY stamps_expire_at LIMIT $2 FOR UPDATE SKIP LOCKED)
          UPDATE card c SET stamps_warned_of = c.stamps_expire_at, revision = c.revision + 1,
              modified_second = greatest(c.modified_second + 1, $4::bigint)
            FROM due WHERE c.merchant_id = due.merchant_id AND c.id = due.id RETURNING c.merchant_id, c.id`,
          [new Date(until), limit, new Date(now), Math.floor(now / 1000)],
        )
        await owePushes(
          client,
          rows.map((row) => ({ merchantId: row.merchant_id, id: row.id })),
          now,
        )
        return rows.length
      })
    },
  }
}
