import type pg from 'pg'
import type { Key, PrivacyRequest } from '../../ports/store.ts'
import { forgetMentions, forgetOrders } from './forget.ts'

/** The till is no longer ours to call; its history stays. News that is older than its last connection comes too late. */
export async function endTill(
  client: pg.PoolClient,
  till: Key,
  state: 'revoked' | 'uninstalled',
  at: number,
): Promise<void> {
  await client.query(
    `UPDATE till SET state = $3, ended_at = $4
      WHERE merchant_id = $1 AND id = $2 AND state = 'active' AND coalesce(connected_at, created_at) <= $4`,
    [till.merchantId, till.id, state, new Date(at)],
  )
}

/** Permissions that the merchant gave or took away since the till was connected. */
export async function changeScopes(client: pg.PoolClient, till: Key, scopes: string[]): Promise<void> {
  await client.query('UPDATE till SET scopes = $3 WHERE merchant_id = $1 AND id = $2', [
    till.merchantId,
    till.id,
    scopes,
  ])
}

/** Cards linked to customers that the till merged belong to the one that is left; a link it has already stays. */
export async function mergeCustomers(
  client: pg.PoolClient,
  till: Key,
  from: string[],
  into: string,
): Promise<void> {
  await client.query(
    `INSERT INTO card_link (merchant_id, till_id, customer_id, card_id, created_at)
      SELECT merchant_id, till_id, $4, card_id, created_at FROM card_link
      WHERE merchant_id = $1 AND till_id = $2 AND customer_id = ANY($3::text[]) ORDER BY created_at LIMIT 1
      ON CONFLICT DO NOTHING`,
    [till.merchantId, till.id, from, into],
  )
  await client.query(
    'DELETE FROM card_link WHERE merchant_id = $1 AND till_id = $2 AND customer_id = ANY($3::text[])',
    [till.merchantId, till.id, from],
  )
  await client.query(
    'UPDATE claim SET customer_id = $4 WHERE merchant_id = $1 AND till_id = $2 AND customer_id = ANY($3::text[])',
    [till.merchantId, till.id, from, into],
  )
}

/**
 * Carries out a marketplace's privacy request and records it. Arithmetic (stamps, amounts) stays; the person goes:
 * links, customer ids in orders, and the bodies of deliveries that spoke of them.
 */
export async function carryOutPrivacy(
  client: pg.PoolClient,
  till: Key,
  request: PrivacyRequest & { id: string },
  now: number,
): Promise<void> {
  const cards = await heldCards(client, till, request)
  const skipped =
    request.request === 'shop-redact' && (await isBack(client, till, { endedAt: request.at, now }))
  if (request.request === 'customer-redact') await redactCustomer(client, till, request)
  if (request.request === 'shop-redact' && !skipped) await redactShop(client, till)
  const open = request.request === 'customer-data'
  const outcome = {
    ...{ tillId: till.id, orders: request.orderIds.length, cards },
    ...(skipped && { skipped }),
    // What is held is a card without a name: the merchant answers the customer, and has to know whom.
    ...(open && { customerId: request.customerId, orderIds: request.orderIds.slice(0, mostNamed) }),
  }
  await client.query(
    `INSERT INTO privacy_request (merchant_id, id, topic, outcome, received_at, done_at) VALUES ($1, $2, $3, $4, $5, $6)`,
    [
      till.merchantId,
      request.id,
      request.request,
      JSON.stringify(outcome),
      new Date(now),
      open ? null : new Date(now),
    ],
  )
}

/** More than anybody buys; the others are found by the customer. */
const mostNamed = 10_000

/**
 * The shop connected again after its end: what comes two days late, or later, is about the time before. Tokens that end
 * are renewed by the hour, and only while the app is installed: one that is good now says so, too.
 */
async function isBack(
  client: pg.PoolClient,
  till: Key,
  { endedAt, now }: { endedAt: number | undefined; now: number },
): Promise<boolean> {
  const { rowCount } = await client.query(
    `SELECT 1 FROM till WHERE merchant_id = $1 AND id = $2 AND state = 'active'
      AND (coalesce(connected_at, created_at) > $3 OR (access_expires_at > $4 AND sign_in_since IS NULL))`,
    [till.merchantId, till.id, endedAt === undefined ? null : new Date(endedAt), new Date(now)],
  )
  return rowCount === 1
}

async function heldCards(client: pg.PoolClient, till: Key, request: PrivacyRequest): Promise<string[]> {
  if (request.request !== 'customer-data' || request.customerId === undefined) return []
  const { rows } = await client.query<{ card_id: string }>(
    'SELECT card_id FROM card_link WHERE merchant_id = $1 AND till_id = $2 AND customer_id = $3',
    [till.merchantId, till.id, request.customerId],
  )
  return rows.map((row) => row.card_id)
}

async function redactCustomer(client: pg.PoolClient, till: Key, request: PrivacyRequest): Promise<void> {
  const { customerId = '', orderIds } = request
  const ids = [till.merchantId, till.id, customerId]
  await client.query(
    `DELETE FROM card_link WHERE merchant_id = $1 AND till_id = $2 AND customer_id = $3`,
    ids,
  )
  await client.query(
    'UPDATE claim SET customer_id = NULL WHERE merchant_id = $1 AND till_id = $2 AND customer_id = $3',
    ids,
  )
  // Whoever asked for their data before: nothing of it is left to answer with.
  await client.query(
    `UPDATE privacy_request SET outcome = outcome - 'customerId' - 'orderIds', done_at = coalesce(done_at, now())
      WHERE merchant_id = $1 AND outcome->>'tillId' = $2::text AND outcome->>'customerId' = $3`,
    ids,
  )
  const { rows } = await client.query<{ till_id: string; text: string }>(
    `SELECT till_id, external_id AS text FROM till_order
      WHERE merchant_id = $1 AND till_id = $2 AND (facts #>> '{sale,customerId}' = $3 OR external_id = ANY($4::text[]))`,
    [...ids, orderIds],
  )
  await forgetOrders(client, till.merchantId, rows)
  const names = [customerId, ...orderIds].filter((each) => each !== '')
  await forgetMentions(
    client,
    till.merchantId,
    names.map((text) => ({ till_id: till.id, text })),
  )
}

async function redactShop(client: pg.PoolClient, till: Key): Promise<void> {
  const ids = [till.merchantId, till.id]
  await client.query(
    `UPDATE till SET state = 'uninstalled', secrets = '' WHERE merchant_id = $1 AND id = $2`,
    ids,
  )
  await client.query('DELETE FROM card_link WHERE merchant_id = $1 AND till_id = $2', ids)
  await client.query('UPDATE claim SET customer_id = NULL WHERE merchant_id = $1 AND till_id = $2', ids)
  await client.query(
    `UPDATE privacy_request SET outcome = outcome - 'customerId' - 'orderIds', done_at = coalesce(done_at, now())
      WHERE merchant_id = $1 AND outcome->>'tillId' = $2::text`,
    ids,
  )
  await client.query(
    `UPDATE delivery SET body = '', is_text = true, note = 'redacted' WHERE merchant_id = $1 AND till_id = $2 AND state <> 'pending'`,
    ids,
  )
  await client.query(
    `UPDATE till_order SET facts = (facts::jsonb #- '{sale,customerId}')::json WHERE merchant_id = $1 AND till_id = $2`,
    ids,
  )
}
