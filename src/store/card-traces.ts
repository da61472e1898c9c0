import type pg from 'pg'
import type { Figures, TraceRow } from '../domain/trace.ts'
import type { CardTraceRecord, CardTraces } from '../ports/card-trace.ts'

type Row = {
  kind: CardTraceRecord['kind']
  id: string
  till_id: string | null
  till_name: string | null
  location_id: string | null
  number: string | null
  at: Date
  total: string | null
  currency: string | null
  outcome: string
  evidence: string | null
  given: number
  trace: TraceRow[]
  refusal: { what: string; reason: string; times: number; figures: Figures } | null
}

// Short index ranges, one for each table, before they are merged.
const list = `SELECT u.*, t.name AS till_name FROM (
    (SELECT 'order' AS kind, external_id AS id, till_id, location_id, number, placed_at AS at, total, currency,
        outcome, evidence, given, trace, NULL::json AS refusal
      FROM till_order WHERE merchant_id = $1 AND card_id = $2 AND placed_at IS NOT NULL
        AND ($3::timestamptz IS NULL OR (placed_at, 'order', external_id) < ($3, $4::text, $5::text))
      ORDER BY placed_at DESC, external_id DESC LIMIT $6)
    UNION ALL
    (SELECT 'scan', id::text, till_id, location_id, NULL, at, amount, currency, outcome, NULL, given, trace, NULL
      FROM scan WHERE merchant_id = $1 AND card_id = $2 AND state NOT IN ('joined', 'repeat')
        AND ($3::timestamptz IS NULL OR (at, 'scan', id::text) < ($3, $4::text, $5::text))
      ORDER BY at DESC, id::text DESC LIMIT $6)
    UNION ALL
    (SELECT 'refusal', id::text, NULL, NULL, NULL, last_at, NULL, NULL, 'refused', NULL, 0, '[]'::json,
        json_build_object('what', kind, 'reason', reason, 'times', times, 'figures', figures)
      FROM refusal WHERE merchant_id = $1 AND card_id = $2
        AND ($3::timestamptz IS NULL OR (last_at, 'refusal', id::text) < ($3, $4::text, $5::text))
      ORDER BY last_at DESC, id::text DESC LIMIT $6)
  ) u LEFT JOIN till t ON t.merchant_id = $1 AND t.id = u.till_id
  ORDER BY u.at DESC, u.kind DESC, u.id DESC LIMIT $6`

export function createCardTraces(pool: pg.Pool): CardTraces {
  return {
    async list(merchantId, cardId, { after, limit }) {
      const from = after && new Date(after.at)
      const { rows } = await pool.query<Row>(list, [
        merchantId,
        cardId,
        from,
        after?.kind ?? null,
        after?.id ?? null,
        limit,
      ])
      return rows.map(asRecord)
    },
    async ownCodes(merchantId, cardId, codes) {
      if (codes.length === 0) return new Set()
      const { rows } = await pool.query<{ code: string }>(
        'SELECT DISTINCT code FROM coupon WHERE merchant_id = $1 AND card_id = $2 AND code = ANY($3::text[])',
        [merchantId, cardId, codes],
      )
      return new Set(rows.map(({ code }) => code))
    },
  }
}

const asRecord = (row: Row): CardTraceRecord => ({
  kind: row.kind,
  id: row.id,
  tillId: row.till_id,
  tillName: row.till_name,
  locationId: row.location_id,
  number: row.number,
  at: row.at.getTime(),
  total:
    row.total === null || row.currency === null
      ? null
      : { amount: Number(row.total), currency: row.currency },
  outcome: row.outcome,
  evidence: row.evidence,
  given: row.given,
  trace: row.refusal ? [refusedRow(row.refusal)] : row.trace,
})

const refusedRow = ({ what, reason, times, figures }: NonNullable<Row['refusal']>): TraceRow => ({
  rule: 'refused',
  passed: false,
  figures: { ...figures, what, reason, times },
})
