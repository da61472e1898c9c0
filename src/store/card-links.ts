import type { CardLinks } from '../ports/cards.ts'
import type { Database } from './database.ts'

export function createCardLinks({ pool }: Pick<Database, 'pool'>): CardLinks {
  return {
    async link({ merchantId, tillId, customerId, cardId, at }) {
      // `xmax` is 0 only in a row that was inserted, not in one that was there already.
      const { rows } = await pool.query<{ created: boolean }>(
        `INSERT INTO card_link (merchant_id, till_id, customer_id, card_id, created_at)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (merchant_id, till_id, customer_id) DO UPDATE SET card_id = excluded.card_id
         RETURNING xmax = 0 AS created`,
        [merchantId, tillId, customerId, cardId, new Date(at)],
      )
      return rows[0]?.created ?? false
    },
    async cardOf({ merchantId, tillId, customerId }) {
      const { rows } = await pool.query<{ card_id: string }>(
        'SELECT card_id FROM card_link WHERE merchant_id = $1 AND till_id = $2 AND customer_id = $3',
        [merchantId, tillId, customerId],
      )
      return rows[0]?.card_id ?? null
    },
    async unlink({ merchantId, tillId, customerId, cardId }) {
      const { rowCount } = await pool.query(
        'DELETE FROM card_link WHERE merchant_id = $1 AND till_id = $2 AND customer_id = $3 AND card_id = $4',
        [merchantId, tillId, customerId, cardId],
      )
      return rowCount === 1
    },
  }
}
