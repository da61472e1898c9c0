import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type pg from 'pg'
import type { OutboxKind } from '../../ports/store.ts'
import { inTransaction } from '../transaction.ts'
import { owe, owePushes } from './outbox.ts'

/** Cards of one transaction: so few that a sale which wants one of them hardly waits. */
const sliceSize = 10
/** Cards that whoever changed something touches before the answer; beyond that the worker goes on. */
const touchedAtOnce = 100
/**
 * The worker's pace: a hundred cards a second. Each phone that is told asks and fetches at once, and all of them
 * together must not hold up those who sell.
 */
const sliceEveryMs = 100
/** So long the worker goes on with one change before the others get their turn. */
const slicesOfTurn = 10
/** A process that died on the way is replaced after this. */
const patienceMs = 30_000

/** No card has it, and all come after it. */
const beforeAll = '00000000-0000-0000-0000-000000000000'

/** @param programId null: all cards of the merchant */
export type TouchedCards = { merchantId: string; programId: string | null }

const kind = 'touch-cards' as const

/**
 * Makes a change that shows on all cards (colours, name): each gets a new revision, and a push for those that a wallet
 * holds. What is to be done is written down before the change, so that a process which dies leaves it to a worker.
 * @param shows whether the change, by its result, shows on cards at all
 */
export async function touchingCards<Result>(
  { pool, now }: { pool: pg.Pool; now: number },
  cards: TouchedCards,
  change: () => Promise<Result>,
  shows: (result: Result) => boolean,
): Promise<Result> {
  // A row for each change: one that ends early says nothing of another.
  const row = { merchantId: cards.merchantId, kind, key: `${cards.programId ?? ''}/${randomUUID()}` }
  await oweLater(pool, row, now)
  const result = await change()
  let after: string | null = null
  if (shows(result)) {
    await dropLeft(pool, cards)
    after = beforeAll
  }
  for (let touched = 0; after !== null && touched < touchedAtOnce; touched += sliceSize)
    after = (await touchSlice(pool, cards, after, now)).last
  if (after === null) await drop(pool, row)
  else await goOnAfter(pool, row, after, now)
  return result
}

const drop = (pool: pg.Pool, { merchantId, key }: { merchantId: string; key: string }) =>
  pool.query('DELETE FROM outbox WHERE merchant_id = $1 AND kind = $2 AND key = $3', [merchantId, kind, key])

/**
 * Earlier changes that were left on the way need not go on: this one comes to all of their cards. Before its first card,
 * so that each is touched after all of these changes.
 */
const dropLeft = (pool: pg.Pool, { merchantId, programId }: TouchedCards) =>
  pool.query(
    `DELETE FROM outbox WHERE merchant_id = $1 AND kind = $2 AND split_part(key, '/', 3) <> ''
      AND ($3::text IS NULL OR split_part(key, '/', 1) = $3)`,
    [merchantId, kind, programId],
  )

async function oweLater(pool: pg.Pool, row: Parameters<typeof owe>[1][number], now: number): Promise<void> {
  const client = await pool.connect()
  try {
    await owe(client, [row], now + patienceMs)
  } finally {
    client.release()
  }
}

/**
 * A worker's turn with an outbox row of this kind, at its pace. A row that is not done by then is due again at once, from
 * where it was left; a turn that dies is taken anew, which does no harm.
 * @param told of the kinds of effects that a slice owes
 * @returns whether all cards are done
 */
export async function touchOn(
  pool: pg.Pool,
  { merchantId, key }: { merchantId: string; key: string },
  clock: () => number,
  told: (owed: OutboxKind[]) => void,
): Promise<boolean> {
  const [programId, , left] = key.split('/')
  let after = left ?? beforeAll
  for (let slice = 0; slice < slicesOfTurn; slice++) {
    const began = performance.now()
    const { last, owed } = await touchSlice(
      pool,
      { merchantId, programId: programId || null },
      after,
      clock(),
    )
    told(owed)
    if (last === null) return true
    after = last
    const took = performance.now() - began
    await pause(Math.max(sliceEveryMs - took, took))
  }
  await goOnAfter(pool, { merchantId, key }, after, clock())
  return false
}

/** The row says from now on where to go on, and is free for whoever comes first. */
async function goOnAfter(
  pool: pg.Pool,
  { merchantId, key }: { merchantId: string; key: string },
  after: string,
  now: number,
): Promise<void> {
  const change = key.split('/').slice(0, 2).join('/')
  await pool.query(
    `UPDATE outbox SET key = $4, due_at = $5, leased_until = NULL, attempts = 0
      WHERE merchant_id = $1 AND kind = $2 AND key = $3`,
    [merchantId, kind, key, `${change}/${after}`, new Date(now)],
  )
}

/** @returns the last card touched, after which to go on: null when there are no more */
async function touchSlice(
  pool: pg.Pool,
  { merchantId, programId }: TouchedCards,
  after: string,
  now: number,
): Promise<{ last: string | null; owed: OutboxKind[] }> {
  const values: unknown[] = [merchantId, programId, after, Math.floor(now / 1000)]
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ id: string }>({ name: 'touch-cards', text: sliceText, values })
    const ids = rows.map(({ id }) => id)
    const owed = await owePushes(
      client,
      ids.map((id) => ({ merchantId, id })),
      now,
    )
    return { last: ids.length < sliceSize ? null : ids.reduce((a, b) => (a > b ? a : b)), owed }
  })
}

/** Cards are taken in the order in which everybody takes them. */
const sliceText = `UPDATE card SET revision = revision + 1, modified_second = greatest(modified_second + 1, $4::bigint)
  WHERE merchant_id = $1 AND id = ANY(ARRAY(
    SELECT id FROM card WHERE merchant_id = $1 AND id > $3 AND state <> 'erased' AND ($2::uuid IS NULL OR program_id = $2)
      ORDER BY id LIMIT ${sliceSize} FOR UPDATE))
  RETURNING id`
