import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import type { TillRow } from '../../ports/outbox.ts'

/** Tills looked at in one go: each is one look into an index, whatever waits for it. */
const mostTills = 256

const tillOf = `split_part(key, '/', 2)`
const owed = `kind = 'place-code' AND version > sent_version`
const due = `${owed} AND due_at <= $1 AND (leased_until IS NULL OR leased_until <= $1)`

/**
 * Hops from till to till over the index, so that ten thousand rows of one cost the others nothing. Planned each time, as
 * `lease` of the outbox is: a plan kept from an empty table does not look into the index.
 */
const text = `WITH RECURSIVE hop AS (
    (SELECT merchant_id, ${tillOf} AS till FROM outbox WHERE ${owed} AND merchant_id >= $2
      ORDER BY merchant_id, ${tillOf} LIMIT 1)
    UNION ALL
    SELECT n.merchant_id, n.till FROM hop l CROSS JOIN LATERAL (
      SELECT merchant_id, ${tillOf} AS till FROM outbox
      WHERE ${owed} AND (merchant_id, ${tillOf}) > (l.merchant_id, l.till)
      ORDER BY merchant_id, ${tillOf} LIMIT 1) n),
  lane AS (SELECT * FROM hop LIMIT ${mostTills}),
  ready AS (
    SELECT l.merchant_id, l.till, coalesce(h.reason = 'down', false) AS down, t.provider FROM lane l
      JOIN till t ON t.merchant_id = l.merchant_id AND t.id::text = l.till AND t.sign_in_since IS NULL
      LEFT JOIN till_hold h ON h.merchant_id = l.merchant_id AND h.till_id::text = l.till
      WHERE (h.until IS NULL OR h.until <= $1) AND NOT (l.merchant_id || '/' || l.till = ANY($3::text[]))),
  probe AS (
    UPDATE till_hold h SET until = $6 FROM ready r
      WHERE r.down AND h.merchant_id = r.merchant_id AND h.till_id::text = r.till AND h.reason = 'down' AND h.until <= $1
        AND EXISTS (SELECT 1 FROM outbox WHERE ${due} AND merchant_id = r.merchant_id AND ${tillOf} = r.till)
      RETURNING h.merchant_id, h.till_id::text AS till),
  pick AS (
    SELECT d.merchant_id, d.key, r.down, r.provider FROM ready r CROSS JOIN LATERAL (
      SELECT merchant_id, key FROM outbox WHERE ${due} AND merchant_id = r.merchant_id AND ${tillOf} = r.till
        ORDER BY due_at LIMIT CASE WHEN r.down THEN 1 WHEN r.provider = 'square' THEN $7::int ELSE $4::int END FOR UPDATE SKIP LOCKED) d
      WHERE NOT r.down OR EXISTS (SELECT 1 FROM probe p WHERE p.merchant_id = r.merchant_id AND p.till = r.till)
      LIMIT $5)
  UPDATE outbox o SET leased_until = $6, attempts = o.attempts + (o.leased_until IS NOT NULL)::int FROM pick
    WHERE o.merchant_id = pick.merchant_id AND o.kind = 'place-code' AND o.key = pick.key
    RETURNING o.merchant_id, o.key, o.version, o.attempts, pick.down, pick.provider`

type Row = {
  merchant_id: string
  key: string
  version: number
  attempts: number
  down: boolean
  provider: string
}

/**
 * A few due rows of each till that may be called. Begins at a till drawn by lot, so that none is always last.
 * @param leaseMs how long the rows, and the right to ask a till that was down, are on loan
 */
export async function leaseByTill(
  pool: pg.Pool,
  query: { limit: number; perTill: number; perBatch: number; full: string[] },
  now: number,
  leaseMs: number,
): Promise<TillRow[]> {
  const from = async (start: string, limit: number) => {
    const until = new Date(now + leaseMs)
    const values = [new Date(now), start, query.full, query.perTill, limit, until, query.perBatch]
    return (await pool.query<Row>({ text, values })).rows
  }
  const rows = await from(randomUUID(), query.limit)
  if (rows.length < query.limit)
    rows.push(...(await from('00000000-0000-0000-0000-000000000000', query.limit - rows.length)))
  return rows.map((row) => ({
    merchantId: row.merchant_id,
    kind: 'place-code',
    key: row.key,
    version: row.version,
    attempts: row.attempts,
    probe: row.down,
    together: row.provider === 'square',
  }))
}
