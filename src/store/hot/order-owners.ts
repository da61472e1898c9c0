import type pg from 'pg'
import type { OrderKey } from '../../ports/store.ts'
import { orderKeyText } from '../../ports/store.ts'
import { digest } from '../../secrets/random-id.ts'

/**
 * Shopify signs the body of a webhook but not the header that names the shop, so a body could be sent again in another
 * shop's name. Order ids are unique over all shops: the first shop to bring one owns it.
 * @returns keys of orders that another till owns
 */
export async function ownOrders(client: pg.PoolClient, keys: OrderKey[]): Promise<Set<string>> {
  if (keys.length === 0) return new Set()
  const unique = [...new Map(keys.map((key) => [orderKeyText(key), key])).values()]
  const digests = unique.map((key) => Buffer.from(digest(key.externalId)))
  await client.query({
    name: 'orders-own',
    text: `INSERT INTO directory (kind, key, merchant_id, target_id)
      SELECT 'shopify-order', decode(u.key, 'hex'), u.merchant_id, u.till_id
      FROM unnest($1::text[], $2::uuid[], $3::uuid[]) AS u(key, merchant_id, till_id) ORDER BY u.key ON CONFLICT DO NOTHING`,
    values: [
      digests.map((each) => each.toString('hex')),
      unique.map((key) => key.merchantId),
      unique.map((key) => key.tillId),
    ],
  })
  const { rows } = await client.query<{ position: string }>({
    name: 'orders-foreign',
    text: `SELECT u.position FROM unnest($1::text[], $2::uuid[], $3::uuid[]) WITH ORDINALITY AS u(key, merchant_id, till_id, position)
      JOIN directory d ON d.kind = 'shopify-order' AND d.key = decode(u.key, 'hex')
      WHERE (d.merchant_id, d.target_id) <> (u.merchant_id, u.till_id)`,
    values: [
      digests.map((each) => each.toString('hex')),
      unique.map((key) => key.merchantId),
      unique.map((key) => key.tillId),
    ],
  })
  return new Set(rows.map((row) => orderKeyText(unique[Number(row.position) - 1]!)))
}
