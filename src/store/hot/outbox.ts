import type pg from 'pg'
import type { Coupon } from '../../domain/coupon.ts'
import type { LeasedRow } from '../../ports/outbox.ts'
import { type Key, keyText, type OutboxKind, type OutboxRow } from '../../ports/store.ts'

/** Pushes of one card keep this distance, so that changes within seconds become one. */
const pushSpacing = '2 seconds'

/** What waits already gets a new version; `excluded` is the row as it would be. */
const again = `ON CONFLICT (merchant_id, kind, key) DO UPDATE SET version = o.version + 1,
        due_at = CASE WHEN o.version > o.sent_version THEN o.due_at
          WHEN o.kind IN ('push-pass', 'push-google')
            THEN greatest(excluded.due_at, o.updated_at + interval '${pushSpacing}')
          ELSE excluded.due_at END`

/**
 * Owes effects: a row that waits already gets a new version, so that what is in flight now is not taken for the last word.
 * @returns the kinds of what is owed
 */
export async function owe(client: pg.PoolClient, rows: OutboxRow[], now: number): Promise<OutboxKind[]> {
  const byKey = new Map(rows.map((row) => [`${row.merchantId}/${row.kind}/${row.key}`, row]))
  if (byKey.size === 0) return []
  // In one order for all processes, so that none waits for another in a ring.
  const unique = [...byKey.keys()].sort().map((key) => byKey.get(key)!)
  await client.query({
    name: 'outbox-owe',
    text: `INSERT INTO outbox AS o (merchant_id, kind, key, due_at, updated_at)
      SELECT u.merchant_id, u.kind, u.key, $4::timestamptz, $4::timestamptz FROM unnest($1::uuid[], $2::text[], $3::text[]) AS u(merchant_id, kind, key)
      ${again}`,
    values: [
      unique.map((row) => row.merchantId),
      unique.map((row) => row.kind),
      unique.map((row) => row.key),
      new Date(now),
    ],
  })
  return [...new Set(unique.map(({ kind }) => kind))]
}

/**
 * Owes changed cards to the wallets that hold them; a card that is in none costs no row. Under the cards' locks, taken
 * by an earlier statement: whoever begins to hold a card waits for them, and so either is seen here or, being told
 * afterwards, sees the change.
 * @returns the kinds of what is owed
 */
export async function owePushes(client: pg.PoolClient, cards: Key[], now: number): Promise<OutboxKind[]> {
  const unique = [...new Map(cards.map((card) => [keyText(card), card])).values()]
  if (unique.length === 0) return []
  const { rows } = await client.query<{ kind: OutboxKind }>({
    name: 'outbox-owe-pushes',
    text: `WITH owed AS (INSERT INTO outbox AS o (merchant_id, kind, key, due_at, updated_at)
      SELECT held.merchant_id, held.kind, held.id::text, $3::timestamptz, $3::timestamptz FROM (
        SELECT u.*, 'push-pass' AS kind FROM unnest($1::uuid[], $2::uuid[]) AS u(merchant_id, id)
          WHERE EXISTS (SELECT FROM apple_registration r WHERE r.merchant_id = u.merchant_id AND r.card_id = u.id)
        UNION ALL
        SELECT u.*, 'push-google' FROM unnest($1::uuid[], $2::uuid[]) AS u(merchant_id, id)
          WHERE EXISTS (SELECT FROM google_object g WHERE g.merchant_id = u.merchant_id AND g.card_id = u.id)
      ) AS held ORDER BY held.merchant_id, held.kind, held.id::text COLLATE "C"
      ${again} RETURNING kind) SELECT DISTINCT kind FROM owed`,
    values: [unique.map((card) => card.merchantId), unique.map((card) => card.id), new Date(now)],
  })
  return rows.map(({ kind }) => kind)
}

/**
 * Codes to be made or taken away in tills that are called: whatever changed about the coupon, the till has to follow.
 * @returns the kinds of what is owed
 */
export async function oweCodes(client: pg.PoolClient, coupons: Coupon[], now: number): Promise<OutboxKind[]> {
  const minted = coupons.filter((coupon) => coupon.reward.codeSource === 'minted' && coupon.code !== null)
  if (minted.length === 0) return []
  const { rows } = await client.query<{ merchant_id: string; key: string }>({
    name: 'outbox-codes',
    text: `SELECT p.merchant_id, p.coupon_id || '/' || p.till_id AS key
      FROM unnest($1::uuid[], $2::uuid[], $3::bool[], $4::timestamptz[]) AS u(merchant_id, id, open, expires_at)
      JOIN code_placement p ON p.merchant_id = u.merchant_id AND p.coupon_id = u.id
      JOIN till t ON t.merchant_id = p.merchant_id AND t.id = p.till_id
      WHERE t.provider <> 'open' AND t.state = 'active'
        AND (CASE WHEN u.open THEN p.state = 'pending' OR (p.state = 'placed' AND p.told_until IS DISTINCT FROM u.expires_at)
          ELSE p.state IN ('pending', 'placed', 'drifted') END)`,
    values: [
      minted.map((coupon) => coupon.merchantId),
      minted.map((coupon) => coupon.id),
      minted.map((coupon) => coupon.state === 'issuing' || coupon.state === 'active'),
      minted.map((coupon) => (coupon.expiresAt === null ? null : new Date(coupon.expiresAt))),
    ],
  })
  return owe(
    client,
    rows.map((row) => ({ merchantId: row.merchant_id, kind: 'place-code', key: row.key })),
    now,
  )
}

type LeaseRow = { merchant_id: string; key: string; version: number; attempts: number; abandoned: boolean }

/**
 * Takes due rows of one kind for a while; if the process dies, they come back when the lease ends. A lease that ended
 * so counts as a try: nobody knows what the dead process had done by then.
 *
 * The statement has no name, so that it is planned each time: the table is empty most of the time, and a plan kept from
 * then goes through all of it for each single row when thousands are owed. What is due is a CTE, which is
 * worked out once: a subquery may be run again and again, and each time lends more.
 */
export async function lease(
  pool: pg.Pool,
  kind: OutboxKind,
  limit: number,
  now: number,
  leaseMs: number,
  first: 'oldest' | 'newest' = 'oldest',
): Promise<LeasedRow[]> {
  const { rows } = await pool.query<LeaseRow>({
    text: `WITH due AS MATERIALIZED (
        SELECT merchant_id, kind, key, leased_until IS NOT NULL AS abandoned FROM outbox
        WHERE kind = $1 AND version > sent_version AND due_at <= $2 AND (leased_until IS NULL OR leased_until <= $2)
        ORDER BY due_at ${first === 'oldest' ? 'ASC' : 'DESC'} LIMIT $3 FOR UPDATE SKIP LOCKED)
      UPDATE outbox o SET leased_until = $4, attempts = o.attempts + (o.leased_until IS NOT NULL)::int FROM due
      WHERE o.merchant_id = due.merchant_id AND o.kind = due.kind AND o.key = due.key
      RETURNING o.merchant_id, o.key, o.version, o.attempts, due.abandoned`,
    values: [kind, new Date(now), limit, new Date(now + leaseMs)],
  })
  return rows.map((row) => ({
    merchantId: row.merchant_id,
    kind,
    key: row.key,
    version: row.version,
    attempts: row.attempts,
    abandoned: row.abandoned,
  }))
}

/** Keeps rows on loan for longer; those given back meanwhile stay given back. Locked in the order of {@link settle}. */
export async function extend(pool: pg.Pool, rows: LeasedRow[], until: number): Promise<void> {
  if (rows.length === 0) return
  await pool.query({
    name: 'outbox-extend',
    text: `UPDATE outbox o SET leased_until = $4
      FROM (SELECT l.merchant_id, l.kind, l.key FROM unnest($1::uuid[], $2::text[], $3::text[]) AS u(merchant_id, kind, key)
        JOIN outbox l ON l.merchant_id = u.merchant_id AND l.kind = u.kind AND l.key = u.key
        ORDER BY l.merchant_id, l.kind, l.key COLLATE "C" FOR UPDATE OF l) AS u
      WHERE o.merchant_id = u.merchant_id AND o.kind = u.kind AND o.key = u.key AND o.leased_until IS NOT NULL`,
    values: [
      rows.map((row) => row.merchantId),
      rows.map((row) => row.kind),
      rows.map((row) => row.key),
      new Date(until),
    ],
  })
}

/**
 * Ends the loan of rows that were sent; one that changed meanwhile stays due. Locked in the order in which they are
 * owed, so that neither waits for the other in a ring.
 */
export async function settle(pool: pg.Pool, rows: LeasedRow[], now: number): Promise<void> {
  if (rows.length === 0) return
  await pool.query({
    name: 'outbox-settle',
    text: `UPDATE outbox o SET sent_version = greatest(o.sent_version, u.version), attempts = 0, last_error = NULL, leased_until = NULL, updated_at = $5,
        due_at = CASE WHEN o.kind IN ('push-pass', 'push-google') AND o.version > u.version
          THEN greatest(o.due_at, $5::timestamptz + interval '${pushSpacing}') ELSE o.due_at END
      FROM (SELECT l.merchant_id, l.kind, l.key, u.version
        FROM unnest($1::uuid[], $2::text[], $3::text[], $4::int[]) AS u(merchant_id, kind, key, version)
        JOIN outbox l ON l.merchant_id = u.merchant_id AND l.kind = u.kind AND l.key = u.key
        ORDER BY l.merchant_id, l.kind, l.key COLLATE "C" FOR UPDATE OF l) AS u
      WHERE o.merchant_id = u.merchant_id AND o.kind = u.kind AND o.key = u.key`,
    values: [
      rows.map((row) => row.merchantId),
      rows.map((row) => row.kind),
      rows.map((row) => row.key),
      rows.map((row) => row.version),
      new Date(now),
    ],
  })
}

/** Keeps the row for another try at `retryAt`. */
export async function postpone(
  pool: pg.Pool,
  row: LeasedRow,
  retryAt: number,
  error: string,
  now: number,
): Promise<void> {
  await pool.query(
    `UPDATE outbox SET attempts = attempts + 1, last_error = $4, leased_until = NULL, due_at = $5, updated_at = $6
      WHERE merchant_id = $1 AND kind = $2 AND key = $3`,
    [row.merchantId, row.kind, row.key, error, new Date(retryAt), new Date(now)],
  )
}
