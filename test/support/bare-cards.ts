import type pg from 'pg'
import { newId, newSecret } from '../../src/secrets/random-id.ts'

/** A row of `card` with nothing around it. */
export type BareCard = { merchantId: string; cardId: string; serial: string }

/** @param now ms since 1970 */
export async function insertCard(pool: pg.Pool, now: number, merchantId = newId(now)): Promise<BareCard> {
  return (await insertCards(pool, now, 1, merchantId))[0]!
}

/** So many cards of one merchant, in one statement. */
export async function insertCards(
  pool: pg.Pool,
  now: number,
  count: number,
  merchantId = newId(now),
): Promise<BareCard[]> {
  const cards = Array.from({ length: count }, () => ({ merchantId, cardId: newId(now), serial: newSecret() }))
  await pool.query(
    `INSERT INTO card (merchant_id, id, program_id, version, serial, modified_second, created_at)
     SELECT $1, u.id, $1, 1, u.serial, $4, $5 FROM unnest($2::uuid[], $3::text[]) AS u(id, serial)`,
    [
      merchantId,
      cards.map(({ cardId }) => cardId),
      cards.map(({ serial }) => serial),
      Math.floor(now / 1000),
      new Date(now),
    ],
  )
  return cards
}

/** A stamp more, as the store writes it: the second of the change is strictly later than the last one's. */
export const changeCard = (pool: pg.Pool, card: BareCard, now: number): Promise<void> =>
  changeCards(pool, [card], now)

/** The same of many cards, in one statement. */
export async function changeCards(pool: pg.Pool, cards: BareCard[], now: number): Promise<void> {
  await pool.query(
    `UPDATE card c SET total = total + 1, revision = revision + 1, modified_second = greatest(modified_second + 1, $3)
     FROM unnest($1::uuid[], $2::uuid[]) AS u(merchant_id, id) WHERE c.merchant_id = u.merchant_id AND c.id = u.id`,
    [cards.map(({ merchantId }) => merchantId), cards.map(({ cardId }) => cardId), Math.floor(now / 1000)],
  )
}
