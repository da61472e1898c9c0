import type pg from 'pg'
import type { Claim, ClaimTransaction } from '../../ports/claims.ts'
import type { OrderKey } from '../../ports/store.ts'
import { digest } from '../../secrets/random-id.ts'

type ClaimRow = {
  merchant_id: string
  id: string
  till_id: string | null
  order_id: string | null
  stamps: number | null
  card_id: string | null
  customer_id: string | null
  created_at: Date
  expires_at: Date | null
  claimed_at: Date | null
}

const hourMs = 3_600_000

export function claimsOn(client: pg.PoolClient): ClaimTransaction {
  return {
    add: (claim, code) => addClaim(client, claim, code),
    async byCode(merchantId, code) {
      const { rows } = await client.query<ClaimRow>(
        `SELECT merchant_id, id, till_id, order_id, stamps, card_id, customer_id, created_at, expires_at, claimed_at
          FROM claim WHERE merchant_id = $1 AND code_hash = $2 FOR UPDATE`,
        [merchantId, Buffer.from(digest(code))],
      )
      return rows[0] ? asClaim(rows[0]) : null
    },
    async markClaimed({ merchantId, id }, cardId, at) {
      await client.query(
        'UPDATE claim SET card_id = $3, claimed_at = $4, customer_id = NULL WHERE merchant_id = $1 AND id = $2',
        [merchantId, id, cardId, new Date(at)],
      )
    },
    async linkCustomer({ merchantId, tillId, customerId, cardId }, at) {
      await client.query(
        `INSERT INTO card_link (merchant_id, till_id, customer_id, card_id, created_at)
          VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
        [merchantId, tillId, customerId, cardId, new Date(at)],
      )
    },
    ordersOf: ({ merchantId, number, amount, currency, from, to, tillId }) =>
      orderKeys(
        client,
        `o.number = $2 AND o.total = $3 AND o.currency = $4 AND o.placed_at BETWEEN $5 AND $6
          AND ($7::uuid IS NULL OR o.till_id = $7) LIMIT 3`,
        [merchantId, number, amount, currency, new Date(from), new Date(to), tillId ?? null],
      ),
    ordersOfCustomer: ({ merchantId, tillId, customerId, since }, limit) =>
      orderKeys(
        client,
        `o.till_id = $2 AND o.card_id IS NULL AND o.facts->'sale'->>'customerId' = $3 AND o.placed_at >= $4
          ORDER BY o.placed_at, o.external_id LIMIT $5`,
        [merchantId, tillId, customerId, new Date(since), limit],
      ),
    async failures(merchantId, subject, now) {
      const { rows } = await client.query<{ since: Date; failures: number }>(
        'SELECT since, failures FROM claim_attempt WHERE merchant_id = $1 AND subject = $2',
        [merchantId, subject],
      )
      const until = (rows[0]?.since.getTime() ?? now) + hourMs
      return { count: rows[0] && until > now ? rows[0].failures : 0, until }
    },
    async countFailure(merchantId, subject, now) {
      await client.query(
        `INSERT INTO claim_attempt AS a (merchant_id, subject, since, failures) VALUES ($1, $2, $3, 1)
          ON CONFLICT (merchant_id, subject) DO UPDATE SET
            failures = CASE WHEN a.since <= $4 THEN 1 ELSE a.failures + 1 END,
            since = CASE WHEN a.since <= $4 THEN excluded.since ELSE a.since END`,
        [merchantId, subject, new Date(now), new Date(now - hourMs)],
      )
    },
  }
}

/** The directory's row lets the code's public address find the merchant; it changes with the code. */
async function addClaim(client: pg.PoolClient, claim: Claim, code: string): Promise<void> {
  const hash = Buffer.from(digest(code))
  await client.query(
    `INSERT INTO claim (merchant_id, id, code_hash, till_id, order_id, stamps, created_at, expires_at, customer_id)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
      ON CONFLICT (merchant_id, id) DO UPDATE SET code_hash = excluded.code_hash,
        customer_id = coalesce(excluded.customer_id, claim.customer_id) WHERE claim.claimed_at IS NULL`,
    [
      claim.merchantId,
      claim.id,
      hash,
      claim.order?.tillId ?? null,
      claim.order?.externalId ?? null,
      claim.stamps,
      new Date(claim.createdAt),
      claim.expiresAt === null ? null : new Date(claim.expiresAt),
      claim.customerId ?? null,
    ],
  )
  await client.query("DELETE FROM directory WHERE kind = 'claim' AND merchant_id = $1 AND target_id = $2", [
    claim.merchantId,
    claim.id,
  ])
  await client.query(
    `INSERT INTO directory (kind, key, merchant_id, target_id)
      SELECT 'claim', code_hash, merchant_id, id FROM claim WHERE merchant_id = $1 AND id = $2`,
    [claim.merchantId, claim.id],
  )
}

async function orderKeys(client: pg.PoolClient, where: string, values: unknown[]): Promise<OrderKey[]> {
  const { rows } = await client.query<{ merchant_id: string; till_id: string; external_id: string }>(
    `SELECT o.merchant_id, o.till_id, o.external_id FROM till_order o WHERE o.merchant_id = $1 AND ${where}`,
    values,
  )
  return rows.map((row) => ({
    merchantId: row.merchant_id,
    tillId: row.till_id,
    externalId: row.external_id,
  }))
}

const asClaim = (row: ClaimRow): Claim => ({
  merchantId: row.merchant_id,
  id: row.id,
  order:
    row.till_id === null || row.order_id === null ? null : { tillId: row.till_id, externalId: row.order_id },
  stamps: row.stamps,
  cardId: row.card_id,
  customerId: row.customer_id,
  createdAt: row.created_at.getTime(),
  expiresAt: row.expires_at?.getTime() ?? null,
  claimedAt: row.claimed_at?.getTime() ?? null,
})
