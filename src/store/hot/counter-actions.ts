import type pg from 'pg'
import type { CounterAction } from '../../ports/counter.ts'
import type { Key } from '../../ports/store.ts'

type ActionRow = {
  merchant_id: string
  id: string
  counter: string
  kind: CounterAction['kind']
  card_id: string
  coupon_id: string | null
  stamps: number
  client_id: string | null
  at: Date
  undone_at: Date | null
}

const columns = 'merchant_id, id, counter, kind, card_id, coupon_id, stamps, client_id, at, undone_at'

export async function recordAction(client: pg.PoolClient, action: CounterAction): Promise<void> {
  await client.query(
    `INSERT INTO counter_action (${columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, NULL)`,
    [
      action.merchantId,
      action.id,
      action.counter,
      action.kind,
      action.cardId,
      action.couponId,
      action.stamps,
      action.clientId,
      new Date(action.at),
    ],
  )
}

export const findAction = (client: pg.PoolClient, { merchantId, id }: Key): Promise<CounterAction | null> =>
  one(client, 'merchant_id = $1 AND id = $2', [merchantId, id])

export const lastAction = (
  client: pg.PoolClient,
  merchantId: string,
  counter: string,
): Promise<CounterAction | null> =>
  one(client, 'merchant_id = $1 AND counter = $2 ORDER BY at DESC, id DESC LIMIT 1', [merchantId, counter])

export const actionOfClient = (
  client: pg.PoolClient,
  merchantId: string,
  clientId: string,
): Promise<CounterAction | null> => one(client, 'merchant_id = $1 AND client_id = $2', [merchantId, clientId])

export async function markUndone(client: pg.PoolClient, { merchantId, id }: Key, at: number): Promise<void> {
  await client.query('UPDATE counter_action SET undone_at = $3 WHERE merchant_id = $1 AND id = $2', [
    merchantId,
    id,
    new Date(at),
  ])
}

async function one(client: pg.PoolClient, where: string, values: unknown[]): Promise<CounterAction | null> {
  const { rows } = await client.query<ActionRow>(
    `SELECT ${columns} FROM counter_action WHERE ${where}`,
    values,
  )
  return rows[0] ? asAction(rows[0]) : null
}

const asAction = (row: ActionRow): CounterAction => ({
  merchantId: row.merchant_id,
  id: row.id,
  counter: row.counter,
  kind: row.kind,
  cardId: row.card_id,
  couponId: row.coupon_id,
  stamps: row.stamps,
  clientId: row.client_id,
  at: row.at.getTime(),
  undoneAt: row.undone_at?.getTime() ?? null,
})
