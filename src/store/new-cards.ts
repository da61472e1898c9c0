import type { NewCards } from '../ports/cards.ts'
import { digest } from '../secrets/random-id.ts'
import type { Database } from './database.ts'

/** Makes cards: the row, and the two ways in which strangers find it, in one statement. */
export function createNewCards({ pool }: Pick<Database, 'pool'>): NewCards {
  return {
    async add(card) {
      const { rowCount } = await pool.query({
        name: 'new-card',
        text: statement,
        values: [
          card.merchantId,
          card.id,
          card.programId,
          card.version,
          card.serial,
          Math.floor(card.createdAt / 1000),
          card.placement,
          new Date(card.createdAt),
          Buffer.from(digest(card.token)),
          Buffer.from(digest(card.serial)),
        ],
      })
      return rowCount !== 0
    },
  }
}

const statement = `
WITH made AS (
  INSERT INTO card (merchant_id, id, program_id, version, serial, modified_second, placement, created_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
  ON CONFLICT (merchant_id, id) DO NOTHING
  RETURNING merchant_id, id)
INSERT INTO directory (kind, key, merchant_id, target_id)
SELECT entry.kind, entry.key, made.merchant_id, made.id
FROM made, (VALUES ('card-token', $9::bytea), ('card-serial', $10::bytea)) AS entry (kind, key)`
