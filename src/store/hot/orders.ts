import type pg from 'pg'
import type { OrderFacts } from '../../domain/order.ts'
import type { Evidence, Judgement, OrderRecord, Outcome, Redemption } from '../../domain/order-record.ts'
import type { TraceRow } from '../../domain/trace.ts'
import { type OrderKey, orderKeyText } from '../../ports/store.ts'

type OrderRow = {
  merchant_id: string
  till_id: string
  external_id: string
  facts: OrderFacts
  card_id: string | null
  evidence: Evidence | null
  judgement: Judgement | null
  given: number
  outcome: Outcome
  trace: TraceRow[]
  redemptions: Redemption[]
  first_judged_at: Date | null
  scan_id: string | null
  releases: number
}

const locks = { all: 'FOR UPDATE OF o', free: 'FOR UPDATE OF o SKIP LOCKED', none: '' }

/** Known orders among `keys`, locked in the order of their keys; `free`: those that nobody holds, `none`: without a lock. */
export async function lockOrders(
  client: pg.PoolClient,
  keys: OrderKey[],
  which: keyof typeof locks,
): Promise<Map<string, OrderRecord>> {
  if (keys.length === 0) return new Map()
  const { rows } = await client.query<OrderRow>({
    name: `orders-lock-${which}`,
    text: `SELECT o.merchant_id, o.till_id, o.external_id, o.facts, o.card_id, o.evidence, o.judgement, o.given,
        o.outcome, o.trace, o.redemptions, o.first_judged_at, o.scan_id, o.releases
      FROM till_order o JOIN unnest($1::uuid[], $2::uuid[], $3::text[]) AS u(merchant_id, till_id, external_id)
        ON o.merchant_id = u.merchant_id AND o.till_id = u.till_id AND o.external_id = u.external_id
      ORDER BY o.merchant_id, o.till_id, o.external_id ${locks[which]}`,
    values: [
      keys.map((key) => key.merchantId),
      keys.map((key) => key.tillId),
      keys.map((key) => key.externalId),
    ],
  })
  return new Map(
    rows.map((row) => {
      const order = asOrder(row)
      return [orderKeyText(order), order]
    }),
  )
}

const asOrder = (row: OrderRow): OrderRecord => ({
  merchantId: row.merchant_id,
  tillId: row.till_id,
  externalId: row.external_id,
  facts: row.facts,
  cardId: row.card_id,
  evidence: row.evidence,
  judgement: row.judgement,
  given: row.given,
  outcome: row.outcome,
  trace: row.trace,
  redemptions: row.redemptions,
  firstJudgedAt: row.first_judged_at?.getTime() ?? null,
  scanId: row.scan_id,
  releases: row.releases,
})

/**
 * Writes orders in one statement. Orders new to this transaction are inserted without a conflict clause: when another
 * worker was faster with the same order, the unique key stops this transaction, which then begins again and sees it.
 */
export async function saveOrders(
  client: pg.PoolClient,
  orders: OrderRecord[],
  known: ReadonlySet<string>,
  now: number,
): Promise<void> {
  await write(
    client,
    'orders-insert',
    insertText,
    orders.filter((order) => !known.has(orderKeyText(order))),
    now,
  )
  await write(
    client,
    'orders-update',
    updateText,
    orders.filter((order) => known.has(orderKeyText(order))),
    now,
  )
}

// One JSON parameter instead of an array for each column: nested documents would be escaped once more in each array.
const source = `json_to_recordset($1::json) AS u(merchant_id uuid, till_id uuid, external_id text, number text, facts json,
    placed_at timestamptz, location_id text, total bigint, currency text, card_id uuid, evidence text, judgement json,
    given int, outcome text, trace json, redemptions json, first_judged_at timestamptz,
    scan_id uuid, releases int)`

const insertText = `INSERT INTO till_order (merchant_id, till_id, external_id, number, facts, placed_at, location_id, total,
    currency, card_id, evidence, judgement, given, outcome, trace, redemptions, first_judged_at, scan_id, releases, updated_at)
  SELECT u.*, $2 FROM ${source}`

const updateText = `UPDATE till_order o SET number = u.number, facts = u.facts, placed_at = u.placed_at, location_id = u.location_id,
    total = u.total, currency = u.currency, card_id = u.card_id, evidence = u.evidence, judgement = u.judgement,
    given = u.given, outcome = u.outcome, trace = u.trace, redemptions = u.redemptions,
    first_judged_at = u.first_judged_at, scan_id = u.scan_id, releases = u.releases, updated_at = $2
  FROM ${source}
  WHERE o.merchant_id = u.merchant_id AND o.till_id = u.till_id AND o.external_id = u.external_id`

async function write(
  client: pg.PoolClient,
  name: string,
  text: string,
  orders: OrderRecord[],
  now: number,
): Promise<void> {
  if (orders.length === 0) return
  // In one order for all processes: two that meet at several new orders must not wait for each other in a ring.
  const byKey = new Map(orders.map((order) => [orderKeyText(order), order]))
  const rows = [...byKey.keys()].sort().map((key) => asRow(byKey.get(key)!))
  await client.query({ name, text, values: [JSON.stringify(rows), new Date(now)] })
}

const asRow = (order: OrderRecord) => ({
  merchant_id: order.merchantId,
  till_id: order.tillId,
  external_id: order.externalId,
  number: order.facts.sale?.number,
  facts: order.facts,
  placed_at: order.facts.sale && new Date(order.facts.sale.placedAt).toISOString(),
  location_id: order.facts.sale?.locationId,
  total: order.facts.sale?.total,
  currency: order.facts.sale?.currency,
  card_id: order.cardId,
  evidence: order.evidence,
  judgement: order.judgement ?? undefined,
  given: order.given,
  outcome: order.outcome,
  trace: order.trace,
  redemptions: order.redemptions,
  first_judged_at: order.firstJudgedAt === null ? undefined : new Date(order.firstJudgedAt),
  scan_id: order.scanId ?? undefined,
  releases: order.releases ?? 0,
})
