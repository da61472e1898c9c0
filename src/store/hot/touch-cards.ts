import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import { owe } from './outbox.ts'

/** Cards of one transaction: so few that a sale which wants one of them waits for some hundredths of a second. */
const sliceSize = 500
/** Cards that whoever changed something touches before the answer; beyond that the worker goes on. */
const touchedAtOnce = 10_000
/** A process that died on the way is replaced after this. */
const patienceMs = 30_000

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

type Slice = { count: number; last: string | null }

/** Touches cards slice by slice, each in a transaction of its own. Repeating it does no harm. @returns whether all are done */
export async function touchCards(
  pool: pg.Pool,
  { merchantId, programId }: TouchedCards,
  now: number,
  most = Number.POSITIVE_INFINITY,
): Promise<boolean> {
  let after: string | null = null
  for (let touched = 0; touched < most; touched += sliceSize) {
    const values: unknown[] = [merchantId, programId, after, Math.floor(now / 1000), new Date(now)]
    const { rows } = await pool.query<Slice>({
      name: 'touch-cards',
      text: sliceText,
      values,
    })
    const slice: Slice | undefined = rows[0]
    if (!slice || slice.count < sliceSize) return true
    after = slice.last
  }
  return false
}

/** Cards and rows of the outbox are taken in the order in which everybody takes them. */
const sliceText = `WITH slice AS (
    SELECT id FROM card WHERE merchant_id = $1 AND state <> 'erased' AND ($2::uuid IS NULL OR program_id = $2)
      AND ($3::uuid IS NULL OR id > $3) ORDER BY id LIMIT ${sliceSize} FOR UPDATE),
  touched AS (
    UPDATE card c SET revision = revision + 1, modified_second = greatest(modified_second + 1, $4::bigint)
      FROM slice WHERE c.merchant_id = $1 AND c.id = slice.id RETURNING c.merchant_id, c.id),
  owed AS (
    INSERT INTO outbox AS o (merchant_id, kind, key, due_at, updated_at)
      SELECT t.merchant_id, 'push-pass', t.id, $5::timestamptz, $5::timestamptz FROM touched t
      WHERE EXISTS (SELECT 1 FROM apple_registration a WHERE a.merchant_id = t.merchant_id AND a.card_id = t.id)
        OR EXISTS (SELECT 1 FROM google_object g WHERE g.merchant_id = t.merchant_id AND g.card_id = t.id)
      ORDER BY t.id
    ON CONFLICT (merchant_id, kind, key) DO UPDATE SET version = o.version + 1,
      due_at = CASE WHEN o.version > o.sent_version THEN o.due_at ELSE excluded.due_at END)
  SELECT count(*)::int AS count, (array_agg(id ORDER BY id DESC))[1] AS last FROM slice`
