import { setTimeout as pause } from 'node:timers/promises'
import type pg from 'pg'
import type { Key } from '../ports/keys.ts'
import { ProviderError } from '../ports/provider-error.ts'
import type { TillTurns } from '../ports/till-turns.ts'
import { newId } from '../secrets/random-id.ts'

/** Longer than a call may take, extended while the work goes on. */
const turnMs = 20_000
const extendEveryMs = 5_000
const lookEveryMs = 100
const longestWaitMs = 30_000

/** Turns are counted by the database's clock, so that those of the machines need not agree. */
export function createTillTurns(pool: pg.Pool): TillTurns {
  return {
    async within(till, work) {
      const holder = newId(Date.now())
      await take(pool, till, holder)
      const timer = setInterval(() => {
        extend(pool, till, holder).catch(() => undefined)
      }, extendEveryMs)
      try {
        return await work()
      } finally {
        clearInterval(timer)
        // Not given back, it ends by itself.
        await release(pool, till, holder).catch(() => undefined)
      }
    },
  }
}

async function take(pool: pg.Pool, till: Key, holder: string): Promise<void> {
  for (let waited = 0; waited < longestWaitMs; waited += lookEveryMs) {
    const { rowCount } = await pool.query({
      name: 'till-turn-take',
      text: `INSERT INTO till_lane AS l (merchant_id, till_id, holder, held_until)
        VALUES ($1, $2, $3, clock_timestamp() + $4 * interval '1 ms')
        ON CONFLICT (merchant_id, till_id) DO UPDATE SET holder = excluded.holder, held_until = excluded.held_until
          WHERE l.held_until IS NULL OR l.held_until <= clock_timestamp()`,
      values: [till.merchantId, till.id, holder, turnMs],
    })
    if (rowCount === 1) return
    await pause(lookEveryMs)
  }
  throw new ProviderError('till', 'Another process is still writing to this till.', {
    retryable: true,
    throttled: true,
    reason: 'busy',
    retryAfterMs: 1000,
  })
}

const extend = (pool: pg.Pool, till: Key, holder: string) =>
  pool.query(
    `UPDATE till_lane SET held_until = clock_timestamp() + $4 * interval '1 ms'
      WHERE merchant_id = $1 AND till_id = $2 AND holder = $3`,
    [till.merchantId, till.id, holder, turnMs],
  )

const release = (pool: pg.Pool, till: Key, holder: string) =>
  pool.query(
    'UPDATE till_lane SET held_until = NULL, holder = NULL WHERE merchant_id = $1 AND till_id = $2 AND holder = $3',
    [till.merchantId, till.id, holder],
  )
