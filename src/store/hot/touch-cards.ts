import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type pg from 'pg'
import { inTransaction } from '../transaction.ts'
import { owe, owePushes } from './outbox.ts'

/** Cards of one transaction: so few that a sale, of one of them or not, waits for some thousandths of a second. */
const sliceSize = 50
/** After each it rests for twice as long as that took, up to the longest: sales come in between. */
const rest = 2
const longestRestMs = 250
/** Cards that whoever changed something touches before the answer; beyond that the worker goes on. */
const touchedAtOnce = 1000
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
  const done = !shows(result) || (await touchCards(pool, cards, now, touchedAtOnce))
  if (done)
    await pool.query(
      'DELETE FROM outbox WHERE merchant_id = $1 AND kind = $2 AND key = $3',
      Object.values(row),
    )
  else
    await pool.query('UPDATE outbox SET due_at = $4 WHERE merchant_id = $1 AND kind = $2 AND key = $3', [
      ...Object.values(row),
      new Date(now),
    ])
  return result
}

async function oweLater(pool: pg.Pool, row: Parameters<typeof owe>[1][number], now: number): Promise<void> {
  const client = await pool.connect()
  try {
    await owe(client, [row], now + patienceMs)
  } finally {
    client.release()
  }
}

/** The cards that an outbox row of this kind is about. */
export const cardsOfRow = ({ merchantId, key }: { merchantId: string; key: string }): TouchedCards => ({
  merchantId,
  programId: key.split('/')[0] || null,
})

/** Touches cards slice by slice, each in a transaction of its own. Repeating it does no harm. @returns whether all are done */
export async function touchCards(
  pool: pg.Pool,
  { merchantId, programId }: TouchedCards,
  now: number,
  most = Number.POSITIVE_INFINITY,
): Promise<boolean> {
  let after = beforeAll
  for (let touched = 0; touched < most; touched += sliceSize) {
    const values: unknown[] = [merchantId, programId, after, Math.floor(now / 1000)]
    const began = performance.now()
    const slice: string[] = await inTransaction(pool, async (client) => {
      const { rows } = await client.query<{ id: string }>({ name: 'touch-cards', text: sliceText, values })
      const ids = rows.map((row) => row.id)
      await owePushes(
        client,
        ids.map((id) => ({ merchantId, id })),
        now,
      )
      return ids
    })
    if (slice.length < sliceSize) return true
    await pause(Math.min((performance.now() - began) * rest, longestRestMs))
    after = slice.reduce((last, id) => (id > last ? id : last))
  }
  return false
}

/** Cards are taken in the order in which everybody takes them. */
const sliceText = `UPDATE card SET revision = revision + 1, modified_second = greatest(modified_second + 1, $4::bigint)
  WHERE merchant_id = $1 AND id = ANY(ARRAY(
    SELECT id FROM card WHERE merchant_id = $1 AND id > $3 AND state <> 'erased' AND ($2::uuid IS NULL OR program_id = $2)
      ORDER BY id LIMIT ${sliceSize} FOR UPDATE))
  RETURNING id`
