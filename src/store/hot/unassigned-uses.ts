import type pg from 'pg'
import type { UnassignedCodes, UnassignedUse } from '../../ports/counter.ts'
import type { Key } from '../../ports/store.ts'
import { newId } from '../../secrets/random-id.ts'

export type UnassignedRow = {
  id: string
  till_id: string
  order_id: string
  code: string
  used_at: Date
  location: string | null
  coupon_id: string | null
  assigned_at: Date | null
}

export const unassignedColumns = 'id, till_id, order_id, code, used_at, location, coupon_id, assigned_at'

export const asUnassignedUse = (merchantId: string, row: UnassignedRow): UnassignedUse => ({
  merchantId,
  id: row.id,
  tillId: row.till_id,
  orderId: row.order_id,
  code: row.code,
  usedAt: row.used_at.getTime(),
  location: row.location,
  couponId: row.coupon_id,
  assignedAt: row.assigned_at?.getTime() ?? null,
})

/** Notes the codes that belong to nobody, and forgets those that a card was found for meanwhile. */
export async function saveUnassigned(
  client: pg.PoolClient,
  notes: UnassignedCodes[],
  now: number,
): Promise<void> {
  for (const { order, codes, usedAt, location } of notes) {
    const { merchantId, tillId, externalId } = order
    await client.query(
      `DELETE FROM unassigned_code_use WHERE merchant_id = $1 AND till_id = $2 AND order_id = $3
        AND coupon_id IS NULL AND code <> ALL($4::text[])`,
      [merchantId, tillId, externalId, codes],
    )
    for (const code of codes)
      await client.query(
        `INSERT INTO unassigned_code_use (merchant_id, id, till_id, order_id, code, used_at, location)
          VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (merchant_id, till_id, order_id, code) DO NOTHING`,
        [merchantId, newId(now), tillId, externalId, code, new Date(usedAt), location],
      )
  }
}

/** Changes only under the lock of its order: ask again when that is held. */
export async function findUnassignedUse(
  client: pg.PoolClient,
  { merchantId, id }: Key,
): Promise<UnassignedUse | null> {
  const { rows } = await client.query<UnassignedRow>(
    `SELECT ${unassignedColumns} FROM unassigned_code_use WHERE merchant_id = $1 AND id = $2`,
    [merchantId, id],
  )
  return rows[0] ? asUnassignedUse(merchantId, rows[0]) : null
}

export async function assignUse(
  client: pg.PoolClient,
  { merchantId, id }: Key,
  couponId: string,
  at: number,
): Promise<void> {
  await client.query(
    'UPDATE unassigned_code_use SET coupon_id = $3, assigned_at = $4 WHERE merchant_id = $1 AND id = $2',
    [merchantId, id, couponId, new Date(at)],
  )
}
