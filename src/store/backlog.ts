import type pg from 'pg'
import { type OutboxKind, outboxKinds } from '../ports/store.ts'

type Row = { kind: OutboxKind; owed: number; retrying: number; deliveries: number }

/** How much is still to be done, over all merchants. */
export type Backlog = {
  deliveries: number
  owed: Record<OutboxKind, number>
  /** Of those, what was tried and failed. */
  retrying: Record<OutboxKind, number>
}

/** All figures are of one moment. */
export async function readBacklog(pool: pg.Pool): Promise<Backlog> {
  const { rows } = await pool.query<Row>({
    name: 'backlog',
    text: `SELECT k.kind, count(o.kind)::int AS owed, (count(o.kind) FILTER (WHERE o.attempts > 0))::int AS retrying,
        (SELECT count(*)::int FROM delivery WHERE state = 'pending') AS deliveries
      FROM unnest($1::text[]) AS k(kind)
      LEFT JOIN outbox o ON o.kind = k.kind AND o.version > o.sent_version GROUP BY k.kind`,
    values: [outboxKinds],
  })
  const each = (figure: (row: Row) => number) =>
    Object.fromEntries(rows.map((row) => [row.kind, figure(row)])) as Record<OutboxKind, number>
  return {
    deliveries: rows[0]?.deliveries ?? 0,
    owed: each((row) => row.owed),
    retrying: each((row) => row.retrying),
  }
}
