import type pg from 'pg'
import { newId, newSecret } from '../../src/secrets/random-id.ts'

/** A row of `card` with nothing around it. */
export type BareCard = { merchantId: string; cardId: string; serial: string }

/** @param now ms since 1970 */
export async function insertCard(pool: pg.Pool, now: number, merchantId = newId(now)): Promise<BareCard> {
  const card = { merchantId, cardId: newId(now), serial: newSecret() }
  await pool.query(
    `INSERT INTO card (merchant_id, id, program_id, version, serial, modified_second, created_at)
     VALUES ($1, $2, $1, 1, $3, $4, $5)`,
    [card.merchantId, card.cardId, card.serial, Math.floor(now / 1000), new Date(now)],
  )
  return card
}

/** A stamp more, as the store writes it: the second of the change is strictly later than the last one's. */
export async function changeCard(pool: pg.Pool, card: BareCard, now: number): Promise<void> {
  await pool.query(
    `UPDATE card SET total = total + 1, revision = revision + 1, modified_second = greatest(modified_second + 1, $3)
     WHERE merchant_id = $1 AND id = $2`,
    [card.merchantId, card.cardId, Math.floor(now / 1000)],
  )
}
