import type pg from 'pg'
import type { ClaimedDelivery, DeliveryResult, Key } from '../../ports/store.ts'
import type { Provider } from '../../ports/till.ts'

type DeliveryRow = {
  merchant_id: string
  id: string
  till_id: string
  provider: Provider
  topic: string
  delivery_id: string
  text: string | null
  body: Buffer | null
  received_at: Date
  attempts: number
}

// Text travels at half the size of bytes, which the protocol writes out in hexadecimal digits.
const columns = `merchant_id, id, till_id, provider, topic, delivery_id, received_at, attempts,
  CASE WHEN is_text THEN convert_from(body, 'UTF8') END AS text, CASE WHEN NOT is_text THEN body END AS body`

/** Due deliveries, oldest first; those that another worker holds are skipped. */
export async function claimDeliveries(
  client: pg.PoolClient,
  limit: number,
  now: number,
): Promise<ClaimedDelivery[]> {
  const { rows } = await client.query<DeliveryRow>({
    name: 'inbox-claim',
    text: `SELECT ${columns} FROM delivery WHERE state = 'pending' AND next_attempt_at <= $1
      ORDER BY next_attempt_at LIMIT $2 FOR UPDATE SKIP LOCKED`,
    values: [new Date(now), limit],
  })
  return rows.map(asDelivery)
}

export async function claimDelivery(client: pg.PoolClient, key: Key): Promise<ClaimedDelivery | null> {
  const { rows } = await client.query<DeliveryRow>(
    `SELECT ${columns} FROM delivery WHERE merchant_id = $1 AND id = $2 AND state = 'pending' FOR UPDATE`,
    [key.merchantId, key.id],
  )
  return rows[0] ? asDelivery(rows[0]) : null
}

const asDelivery = (row: DeliveryRow): ClaimedDelivery => ({
  merchantId: row.merchant_id,
  id: row.id,
  tillId: row.till_id,
  provider: row.provider,
  topic: row.topic,
  deliveryId: row.delivery_id,
  body: row.body ?? Buffer.from(row.text ?? '', 'utf8'),
  receivedAt: row.received_at.getTime(),
  attempts: row.attempts,
})

export async function saveDeliveries(
  client: pg.PoolClient,
  results: DeliveryResult[],
  now: number,
): Promise<void> {
  if (results.length === 0) return
  await client.query({
    name: 'inbox-done',
    text: `UPDATE delivery d SET state = u.state, note = u.note, order_id = u.order_id, attempts = d.attempts + 1,
        next_attempt_at = u.next_attempt_at, processed_at = CASE WHEN u.state = 'pending' THEN NULL ELSE $7::timestamptz END
      FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::timestamptz[])
        AS u(merchant_id, id, state, note, order_id, next_attempt_at)
      WHERE d.merchant_id = u.merchant_id AND d.id = u.id AND d.state = 'pending'`,
    values: [
      results.map((each) => each.merchantId),
      results.map((each) => each.id),
      results.map((each) => each.state),
      results.map((each) => each.note),
      results.map((each) => each.orderId),
      results.map((each) => new Date(each.nextAttemptAt)),
      new Date(now),
    ],
  })
  const forgotten = results.filter((each) => each.forget)
  if (forgotten.length > 0)
    await client.query(
      `UPDATE delivery d SET body = '', is_text = true FROM unnest($1::uuid[], $2::uuid[]) AS u(merchant_id, id)
        WHERE d.merchant_id = u.merchant_id AND d.id = u.id`,
      [forgotten.map((each) => each.merchantId), forgotten.map((each) => each.id)],
    )
}
