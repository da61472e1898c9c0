import type pg from 'pg'
import type { MerchantErasure } from '../ports/merchant-erasure.ts'
import { owePushes } from './hot/outbox.ts'
import { inTransaction } from './transaction.ts'

const day = 86_400_000
/** How long passes can still be fetched, so that they turn void. */
const farewellDays = 7
const batch = 2000

export function createMerchantErasure(pool: pg.Pool): MerchantErasure {
  return {
    begin: (merchantId, now) =>
      inTransaction(pool, async (client) => {
        const { rowCount } = await client.query(
          'UPDATE merchant SET erased_at = coalesce(erased_at, $2) WHERE id = $1',
          [merchantId, new Date(now)],
        )
        if (!rowCount) return false
        for (const text of doors) await client.query(text, [merchantId])
        return true
      }),
    async step(merchantId, now) {
      for (const text of steps) {
        const { rowCount } = await pool.query(text, [merchantId])
        if (rowCount) return rowCount
      }
      return (await voidCards(pool, merchantId, now)) || shred(pool, merchantId, now)
    },
    async pending(limit) {
      const { rows } = await pool.query<{ id: string }>(
        'SELECT id FROM merchant WHERE erased_at IS NOT NULL AND octet_length(data_key) > 0 ORDER BY erased_at LIMIT $1',
        [limit],
      )
      return rows.map((row) => row.id)
    },
  }
}

/** What strangers present leads nowhere; only numbers of cards still find their passes. */
const doors = [
  `DELETE FROM directory WHERE merchant_id = $1 AND kind NOT IN ('card-serial', 'card-token', 'shopify-order')`,
  `UPDATE till SET state = 'uninstalled', secrets = '' WHERE merchant_id = $1`,
  'DELETE FROM api_key WHERE merchant_id = $1',
  'DELETE FROM session WHERE merchant_id = $1',
  'DELETE FROM staff WHERE merchant_id = $1',
  'DELETE FROM device WHERE merchant_id = $1',
  'DELETE FROM passkey WHERE merchant_id = $1',
  'DELETE FROM pin_try WHERE merchant_id = $1',
  'DELETE FROM idempotency_key WHERE merchant_id = $1',
  'DELETE FROM merchant_picture WHERE merchant_id = $1',
  'DELETE FROM pool_import WHERE merchant_id = $1',
  'DELETE FROM export_run WHERE merchant_id = $1',
  'DELETE FROM claim_batch WHERE merchant_id = $1',
  'DELETE FROM counted_figures WHERE merchant_id = $1',
  'DELETE FROM receipt_key WHERE merchant_id = $1',
  `UPDATE claim SET customer_id = NULL WHERE merchant_id = $1 AND customer_id IS NOT NULL`,
  `UPDATE privacy_request SET outcome = outcome - 'customerId' - 'orderIds' WHERE merchant_id = $1`,
]

const some = (table: string, where: string): string =>
  `ctid = ANY(ARRAY(SELECT ctid FROM ${table} WHERE merchant_id = $1 AND ${where} LIMIT ${batch}))`

const steps = [
  `DELETE FROM directory WHERE ${some('directory', `kind <> 'card-serial'`)}`,
  `DELETE FROM card_link WHERE ${some('card_link', 'true')}`,
  `DELETE FROM card_details WHERE ${some('card_details', 'true')}`,
  `DELETE FROM card_contact WHERE ${some('card_contact', 'true')}`,
  `DELETE FROM refusal WHERE ${some('refusal', 'true')}`,
  // One that waits would be judged still, and bring a person back.
  `UPDATE delivery SET body = '', is_text = true, note = 'redacted', state = CASE state WHEN 'pending' THEN 'done' ELSE state END
    WHERE ${some('delivery', `(octet_length(body) > 0 OR state = 'pending')`)}`,
  `UPDATE till_order SET facts = (facts::jsonb #- '{sale,customerId}')::json
    WHERE ${some('till_order', `facts #>> '{sale,customerId}' IS NOT NULL`)}`,
  `UPDATE coupon SET state = 'revoked', ended_at = now(), end_reason = 'erased'
    WHERE ${some('coupon', `state IN ('issuing', 'active')`)}`,
]

async function voidCards(pool: pg.Pool, merchantId: string, now: number): Promise<number> {
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ id: string }>(
      `UPDATE card SET state = 'erased', revision = revision + 1, modified_second = greatest(modified_second + 1, $2::bigint)
        WHERE ${some('card', `state <> 'erased'`)} RETURNING id`,
      [merchantId, Math.floor(now / 1000)],
    )
    await owePushes(
      client,
      rows.map(({ id }) => ({ merchantId, id })),
      now,
    )
    return rows.length
  })
}

/** When the passes had their time: the phones, and with the key everything that was sealed. */
async function shred(pool: pg.Pool, merchantId: string, now: number): Promise<number> {
  const until = new Date(now - farewellDays * day)
  const over = 'EXISTS (SELECT 1 FROM merchant WHERE id = $1 AND erased_at < $2)'
  for (const table of [
    'apple_registration',
    'google_object',
    'google_offer',
    'google_class',
    'directory',
    'outbox',
  ]) {
    const { rowCount } = await pool.query(`DELETE FROM ${table} WHERE ${some(table, 'true')} AND ${over}`, [
      merchantId,
      until,
    ])
    if (rowCount) return rowCount
  }
  const { rowCount } = await pool.query(
    `UPDATE merchant SET name = '', look = '{}', contact = '{}', data_key = '' WHERE id = $1 AND erased_at < $2 AND octet_length(data_key) > 0`,
    [merchantId, until],
  )
  return rowCount ?? 0
}
