import type pg from 'pg'
import type { PassCards } from '../../src/ports/pass-cards.ts'
import { exampleFace } from '../adapters/apple-wallet/example-face.ts'

/** Cards straight from their table, with a token of their serial; names and rewards are the example's. */
export function bareCards(pool: pg.Pool): PassCards {
  const read = async (where: string, values: unknown[]) => {
    const { rows } = await pool.query(`SELECT * FROM card WHERE ${where}`, values)
    return rows[0] ?? null
  }
  return {
    async bySerial(serial) {
      const row = await read('serial = $1', [serial])
      if (!row) return null
      const { merchant_id: merchantId, id: cardId, revision, modified_second } = row
      const modifiedSecond = Number(modified_second)
      return { merchantId, cardId, revision, modifiedSecond, passToken: `token-of-${serial}` }
    },
    async face(merchantId, cardId) {
      const row = await read('merchant_id = $1 AND id = $2', [merchantId, cardId])
      if (!row) return null
      const { serial, revision, modified_second, total } = row
      const modifiedSecond = Number(modified_second)
      return exampleFace({ merchantId, cardId, serial, revision, modifiedSecond, stamps: total })
    },
  }
}
