import type pg from 'pg'
import type { Key } from '../../ports/store.ts'
import { digest } from '../../secrets/random-id.ts'

/**
 * Raises the card's token version. The old web address leads nowhere from now on; phones that hold the pass are marked,
 * so that they can fetch it once more, void. Under the card's lock.
 */
export async function changeAddress(
  client: pg.PoolClient,
  card: Key,
  tokenOf: (version: number) => string,
  now: number,
): Promise<string> {
  const ids = [card.merchantId, card.id]
  const { rows } = await client.query<{ token_version: number }>(
    'UPDATE card SET token_version = token_version + 1 WHERE merchant_id = $1 AND id = $2 RETURNING token_version',
    ids,
  )
  const version = rows[0]?.token_version
  if (version === undefined) throw new Error('the card is gone')
  const token = tokenOf(version)
  await client.query(
    `DELETE FROM directory WHERE kind = 'card-token' AND merchant_id = $1 AND target_id = $2`,
    ids,
  )
  await client.query(
    `INSERT INTO directory (kind, key, merchant_id, target_id) VALUES ('card-token', $3, $1, $2)`,
    [...ids, Buffer.from(digest(token))],
  )
  await client.query(
    `UPDATE apple_registration SET cut_off_version = $3, cut_off_at = $4
      WHERE merchant_id = $1 AND card_id = $2 AND cut_off_version IS NULL`,
    [...ids, version - 1, new Date(now)],
  )
  return token
}
