import type pg from 'pg'
import type { ReceiptKeyState, ReceiptKeys } from '../ports/receipts.ts'

type Row = { version: number; old_until: Date | null }

const first: ReceiptKeyState = { version: 1, oldUntil: null }

export function createReceiptKeys(pool: pg.Pool): ReceiptKeys {
  return {
    async find({ merchantId, id }) {
      const { rows } = await pool.query<Row>(
        'SELECT version, old_until FROM receipt_key WHERE merchant_id = $1 AND till_id = $2',
        [merchantId, id],
      )
      return rows[0] ? asState(rows[0]) : first
    },
    async rotate({ merchantId, id }, oldUntil) {
      const { rows } = await pool.query<Row>(
        `INSERT INTO receipt_key AS k (merchant_id, till_id, version, old_until) VALUES ($1, $2, 2, $3)
          ON CONFLICT (merchant_id, till_id) DO UPDATE SET version = k.version + 1, old_until = excluded.old_until
          RETURNING version, old_until`,
        [merchantId, id, new Date(oldUntil)],
      )
      return rows[0] ? asState(rows[0]) : first
    },
  }
}

const asState = (row: Row): ReceiptKeyState => ({
  version: row.version,
  oldUntil: row.old_until?.getTime() ?? null,
})
