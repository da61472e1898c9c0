import type pg from 'pg'
import type { Key } from '../../ports/store.ts'
import { leadingTo } from './merges.ts'
import { owePushes } from './outbox.ts'

type Pair = { till_id: string; text: string }

/** Looking through a month of deliveries may take longer than a request usually waits. */
const patience = 60_000
const patiently = (client: pg.PoolClient, text: string, values: unknown[]) =>
  client.query({ text, values, query_timeout: patience } as pg.QueryConfig)

/**
 * Forgets the person behind a card and behind those merged into it; amounts and stamps stay. Web addresses stop working
 * at once; numbers and pass registrations stay for a while, so that the passes can turn void.
 */
export async function forgetPerson(client: pg.PoolClient, card: Key, now: number): Promise<void> {
  await client.query(`SET LOCAL statement_timeout = ${patience}`)
  const { merchantId } = card
  const led = await leadingTo(client, card)
  const cards = [card.id, ...led]
  const customers = await customersOf(client, merchantId, cards)
  const orders = await ordersOf(client, merchantId, cards, customers)
  await forgetOrders(client, merchantId, orders)
  await forgetMentions(client, merchantId, [...customers, ...orders])
  await client.query(
    `UPDATE claim c SET customer_id = NULL FROM unnest($2::uuid[], $3::text[]) AS u(till_id, customer_id)
      WHERE c.merchant_id = $1 AND c.till_id = u.till_id AND c.customer_id = u.customer_id`,
    [merchantId, customers.map((each) => each.till_id), customers.map((each) => each.text)],
  )
  for (const table of ['card_link', 'card_details', 'card_contact', 'refusal'])
    await client.query(`DELETE FROM ${table} WHERE merchant_id = $1 AND card_id = ANY($2::uuid[])`, [
      merchantId,
      cards,
    ])
  await client.query(
    `DELETE FROM directory WHERE kind = 'card-token' AND merchant_id = $1 AND target_id = ANY($2::uuid[])`,
    [merchantId, cards],
  )
  if (led.length > 0) await eraseLed(client, merchantId, led, now)
}

async function customersOf(client: pg.PoolClient, merchantId: string, cards: string[]): Promise<Pair[]> {
  const { rows } = await client.query<Pair>(
    `SELECT till_id, customer_id AS text FROM card_link WHERE merchant_id = $1 AND card_id = ANY($2::uuid[])
     UNION SELECT till_id, facts #>> '{sale,customerId}' FROM till_order
       WHERE merchant_id = $1 AND card_id = ANY($2::uuid[]) AND facts #>> '{sale,customerId}' IS NOT NULL`,
    [merchantId, cards],
  )
  return rows
}

/** Orders of the cards, and those of the same customers that no card was found for. */
async function ordersOf(
  client: pg.PoolClient,
  merchantId: string,
  cards: string[],
  customers: Pair[],
): Promise<Pair[]> {
  const { rows } = await client.query<Pair>(
    `SELECT till_id, external_id AS text FROM till_order WHERE merchant_id = $1 AND card_id = ANY($2::uuid[])
     UNION SELECT o.till_id, o.external_id FROM unnest($3::uuid[], $4::text[]) AS u(till_id, customer_id)
       JOIN till_order o ON o.merchant_id = $1 AND o.till_id = u.till_id
         AND o.facts->'sale'->>'customerId' = u.customer_id AND o.card_id IS NULL`,
    [merchantId, cards, customers.map((each) => each.till_id), customers.map((each) => each.text)],
  )
  return rows
}

/** Who bought goes from the orders, and what the till said of them is emptied. */
export async function forgetOrders(client: pg.PoolClient, merchantId: string, orders: Pair[]): Promise<void> {
  if (orders.length === 0) return
  const values = [merchantId, orders.map((each) => each.till_id), orders.map((each) => each.text)]
  await patiently(
    client,
    `UPDATE delivery d SET body = '', is_text = true, note = 'redacted'
      FROM unnest($2::uuid[], $3::text[]) AS u(till_id, order_id)
      WHERE d.merchant_id = $1 AND d.till_id = u.till_id AND d.order_id = u.order_id AND d.state <> 'pending'`,
    values,
  )
  await patiently(
    client,
    `UPDATE till_order o SET facts = (o.facts::jsonb #- '{sale,customerId}')::json
      FROM unnest($2::uuid[], $3::text[]) AS u(till_id, external_id)
      WHERE o.merchant_id = $1 AND o.till_id = u.till_id AND o.external_id = u.external_id
        AND o.facts #>> '{sale,customerId}' IS NOT NULL`,
    values,
  )
}

/** Deliveries that led to no order (unreadable, or of no consequence) may still name a customer or an order. */
export async function forgetMentions(
  client: pg.PoolClient,
  merchantId: string,
  names: Pair[],
): Promise<void> {
  if (names.length === 0) return
  await patiently(
    client,
    `UPDATE delivery d SET body = '', is_text = true, note = 'redacted'
      WHERE d.merchant_id = $1 AND d.order_id IS NULL AND d.state <> 'pending' AND d.is_text AND octet_length(d.body) > 0
        AND EXISTS (SELECT 1 FROM unnest($2::uuid[], $3::text[]) AS u(till_id, name)
          WHERE u.till_id = d.till_id AND position(u.name IN convert_from(d.body, 'UTF8')) > 0)`,
    [merchantId, names.map((each) => each.till_id), names.map((each) => each.text)],
  )
}

/** Cards that were merged into the erased one are the same person's. */
async function eraseLed(
  client: pg.PoolClient,
  merchantId: string,
  cards: string[],
  now: number,
): Promise<void> {
  const { rows } = await client.query<{ id: string }>(
    `UPDATE card SET state = 'erased', revision = revision + 1, modified_second = greatest(modified_second + 1, $3::bigint)
      WHERE merchant_id = $1 AND id = ANY($2::uuid[]) AND state <> 'erased' RETURNING id`,
    [merchantId, cards, Math.floor(now / 1000)],
  )
  await owePushes(
    client,
    rows.map(({ id }) => ({ merchantId, id })),
    now,
  )
}
