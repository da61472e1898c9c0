import type pg from 'pg'
import { maxJoinMinutes, type OrderSight } from '../../domain/join.ts'
import type { ScanChannel, ScanOutcome, ScanRecord, ScanState } from '../../domain/scan.ts'
import type { ScanTransaction } from '../../ports/scans.ts'

export type ScanRow = {
  merchant_id: string
  id: string
  client_id: string
  card_id: string
  channel: ScanChannel
  till_id: string | null
  location_id: string | null
  amount: string | null
  currency: string | null
  count: number | null
  at: Date
  join_minutes: number
  state: ScanState
  order_till_id: string | null
  order_id: string | null
  brought_card: boolean
  repeat_of: string | null
  judgement: ScanRecord['judgement']
  given: number
  outcome: ScanOutcome
  stamped: number
  trace: ScanRecord['trace']
  created_at: Date
}

export const scanColumns = `s.merchant_id, s.id, s.client_id, s.card_id, s.channel, s.till_id, s.location_id, s.amount, s.currency, s.count, s.at,
  s.join_minutes, s.state, s.order_till_id, s.order_id, s.brought_card, s.repeat_of, s.judgement, s.given, s.outcome,
  s.stamped, s.trace, s.created_at`

const minuteMs = 60_000

export function scansOn(client: pg.PoolClient): ScanTransaction {
  const one = async (where: string, values: unknown[]) => {
    const { rows } = await client.query<ScanRow>(`SELECT ${scanColumns} FROM scan s WHERE ${where}`, values)
    return rows[0] ? asScan(rows[0]) : null
  }
  return {
    peek: ({ merchantId, id }) => one('s.merchant_id = $1 AND s.id = $2', [merchantId, id]),
    find: ({ merchantId, id }) => one('s.merchant_id = $1 AND s.id = $2 FOR UPDATE', [merchantId, id]),
    ofClient: (merchantId, clientId) =>
      one('s.merchant_id = $1 AND s.client_id = $2', [merchantId, clientId]),
    async ordersNear(merchantId, scan) {
      const { from, to } = around(scan.at, scan.joinMinutes)
      // Both branches find their rows by (merchant, card, time).
      const branch = (card: string) => `SELECT o.till_id, o.external_id, o.location_id, o.card_id, o.placed_at
        FROM till_order o WHERE o.merchant_id = $1 AND o.card_id ${card} AND o.placed_at BETWEEN $3 AND $4
          AND o.scan_id IS NULL AND (o.facts->>'paid')::boolean AND NOT (o.facts->'sale'->>'test')::boolean`
      const { rows } = await client.query<{
        till_id: string
        external_id: string
        location_id: string | null
        card_id: string | null
        placed_at: Date
      }>(
        `SELECT * FROM (${branch('= $2')} UNION ALL ${branch('IS NULL')}) near
          ORDER BY (card_id IS NULL), abs(extract(epoch FROM placed_at - $5::timestamptz)) LIMIT 100`,
        [merchantId, scan.cardId, from, to, new Date(scan.at)],
      )
      return rows.map(
        (row): OrderSight => ({
          tillId: row.till_id,
          externalId: row.external_id,
          locationId: row.location_id,
          cardId: row.card_id,
          placedAt: row.placed_at.getTime(),
        }),
      )
    },
    async scansNear(merchantId, scan) {
      const { from, to } = around(scan.at, scan.joinMinutes)
      const { rows } = await client.query<ScanRow>(
        `SELECT ${scanColumns} FROM scan s WHERE s.merchant_id = $1 AND s.card_id = $2 AND s.at BETWEEN $3 AND $4
          AND s.state <> 'repeat' AND s.id <> $5`,
        [merchantId, scan.cardId, from, to, scan.id],
      )
      return rows.map(asScan)
    },
    async waiting(windows) {
      const { rows } = await client.query<ScanRow>({
        name: 'scans-waiting',
        text: `SELECT ${scanColumns} FROM unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[]) AS u(merchant_id, since, till)
          JOIN scan s ON s.merchant_id = u.merchant_id AND s.state = 'waiting' AND s.at BETWEEN u.since AND u.till
          ORDER BY s.merchant_id, s.id FOR UPDATE OF s`,
        values: [
          windows.map((each) => each.merchantId),
          windows.map((each) => new Date(each.from - maxJoinMinutes * minuteMs)),
          windows.map((each) => new Date(each.to + maxJoinMinutes * minuteMs)),
        ],
      })
      return rows.map(asScan)
    },
  }
}

const around = (at: number, minutes: number) => ({
  from: new Date(at - minutes * minuteMs),
  to: new Date(at + minutes * minuteMs),
})

export const asScan = (row: ScanRow): ScanRecord => ({
  merchantId: row.merchant_id,
  id: row.id,
  clientId: row.client_id,
  cardId: row.card_id,
  channel: row.channel,
  tillId: row.till_id,
  locationId: row.location_id,
  amount:
    row.amount === null || row.currency === null
      ? null
      : { amount: Number(row.amount), currency: row.currency },
  count: row.count,
  at: row.at.getTime(),
  joinMinutes: row.join_minutes,
  state: row.state,
  order:
    row.order_till_id === null || row.order_id === null
      ? null
      : { tillId: row.order_till_id, externalId: row.order_id },
  broughtCard: row.brought_card,
  repeatOf: row.repeat_of,
  judgement: row.judgement,
  given: row.given,
  outcome: row.outcome,
  stamped: row.stamped,
  trace: row.trace,
  createdAt: row.created_at.getTime(),
})

/** One statement for any number. Two scans of one `clientId` stop the transaction, which begins again and finds the first. */
export async function saveScans(client: pg.PoolClient, scans: readonly ScanRecord[]): Promise<void> {
  if (scans.length === 0) return
  await client.query({
    name: 'scans-save',
    text: `INSERT INTO scan (merchant_id, id, client_id, card_id, channel, till_id, location_id, amount, currency, count, at, join_minutes,
        state, order_till_id, order_id, brought_card, repeat_of, judgement, given, outcome, stamped, trace, created_at)
      SELECT * FROM json_to_recordset($1::json) AS u(merchant_id uuid, id uuid, client_id text, card_id uuid, channel text,
        till_id uuid, location_id text, amount bigint, currency text, count int, at timestamptz, join_minutes int, state text,
        order_till_id uuid, order_id text, brought_card boolean, repeat_of uuid, judgement json, given int, outcome text,
        stamped int, trace json, created_at timestamptz)
      ON CONFLICT (merchant_id, id) DO UPDATE SET state = excluded.state, order_till_id = excluded.order_till_id,
        order_id = excluded.order_id, brought_card = excluded.brought_card, repeat_of = excluded.repeat_of,
        judgement = excluded.judgement, given = excluded.given, outcome = excluded.outcome, stamped = excluded.stamped,
        trace = excluded.trace`,
    values: [JSON.stringify(scans.map(asRow))],
  })
}

const asRow = (scan: ScanRecord) => ({
  merchant_id: scan.merchantId,
  id: scan.id,
  client_id: scan.clientId,
  card_id: scan.cardId,
  channel: scan.channel,
  till_id: scan.tillId,
  location_id: scan.locationId,
  amount: scan.amount?.amount,
  currency: scan.amount?.currency,
  count: scan.count ?? undefined,
  at: new Date(scan.at),
  join_minutes: scan.joinMinutes,
  state: scan.state,
  order_till_id: scan.order?.tillId,
  order_id: scan.order?.externalId,
  brought_card: scan.broughtCard,
  repeat_of: scan.repeatOf,
  judgement: scan.judgement ?? undefined,
  given: scan.given,
  outcome: scan.outcome,
  stamped: scan.stamped,
  trace: scan.trace,
  created_at: new Date(scan.createdAt),
})
