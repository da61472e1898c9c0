import type pg from 'pg'
import type { RedeemedBy } from '../../domain/coupon.ts'

/** The coupon that a code is the own code of: an open one before any other, then the newest. */
export async function couponByCode(
  client: pg.PoolClient,
  merchantId: string,
  code: string,
): Promise<{ couponId: string; cardId: string } | 'shared' | null> {
  const { rows } = await client.query<{ id: string; card_id: string; shared: boolean }>(
    `SELECT c.id, c.card_id, coalesce(c.reward->>'codeSource' = 'shared', false) AS shared FROM coupon c
      WHERE c.merchant_id = $1 AND c.code = $2
      ORDER BY shared, (c.state IN ('issuing', 'active')) DESC, c.issued_at DESC LIMIT 1`,
    [merchantId, code],
  )
  const row = rows[0]
  if (!row) return null
  return row.shared ? 'shared' : { couponId: row.id, cardId: row.card_id }
}

export async function cardBySerial(
  client: pg.PoolClient,
  merchantId: string,
  serial: string,
): Promise<string | null> {
  const { rows } = await client.query<{ id: string }>(
    'SELECT id FROM card WHERE merchant_id = $1 AND serial = $2',
    [merchantId, serial],
  )
  return rows[0]?.id ?? null
}

/** The location's name, else the till's. A place that somebody typed is its own name. */
export async function placeName(
  client: pg.PoolClient,
  merchantId: string,
  by: RedeemedBy,
): Promise<string | null> {
  if (by.tillId === undefined) return by.location ?? null
  const { rows } = await client.query<{ name: string | null }>(
    `SELECT coalesce(l.name, t.name) AS name FROM till t
      LEFT JOIN location l ON l.merchant_id = t.merchant_id AND l.till_id = t.id AND l.external_id = $3
      WHERE t.merchant_id = $1 AND t.id = $2`,
    [merchantId, by.tillId, by.location ?? ''],
  )
  return rows[0]?.name ?? by.location ?? null
}
