import type pg from 'pg'
import type { Clock } from '../ports/clock.ts'
import type { Keyring } from '../secrets/keyring.ts'

const day = 86_400_000
/** How long the body of a settled delivery is kept: what it said stands in the order by then. */
const bodiesDays = 30
/** What nobody could read is looked into by then; it may hold anybody's data. */
const unsettledBodiesDays = 90
const attemptsDays = 30
/** A counter's repeated `clientId` finds what was done for this long. */
const actionsDays = 30
const farewellDays = 7
/** A customer asks about last month, hardly about last summer. */
const refusalsDays = 90
/** Reports of imported codes: whoever needs one has looked by then. */
const importsDays = 90

export type Housekeeping = {
  /** Empties and deletes what nobody needs any more; returns how many rows. Idempotent, and safe beside others doing the same. */
  sweep(): Promise<number>
}

const steps: { text: string; days: number }[] = [
  {
    text: `UPDATE delivery SET body = '', is_text = true WHERE (merchant_id, id) IN (
      SELECT merchant_id, id FROM delivery WHERE state = 'done' AND processed_at < $1 AND octet_length(body) > 0 LIMIT 5000)`,
    days: bodiesDays,
  },
  {
    text: `UPDATE delivery SET body = '', is_text = true
      WHERE state IN ('unreadable', 'failed') AND received_at < $1 AND octet_length(body) > 0`,
    days: unsettledBodiesDays,
  },
  // Offline sales come up to 72 hours late; what comes later is a purchase of its own.
  { text: `UPDATE scan SET state = 'alone' WHERE state = 'waiting' AND at < $1`, days: 4 },
  { text: 'DELETE FROM claim_attempt WHERE since < $1', days: 1 },
  { text: 'DELETE FROM outgoing_attempt WHERE at < $1', days: attemptsDays },
  // Phones that were cut off, or hold a card that was erased, had time to fetch the void pass.
  { text: 'DELETE FROM apple_registration WHERE cut_off_at < $1', days: farewellDays },
  ...['apple_registration', 'google_object', 'google_offer'].map((table) => ({
    text: `DELETE FROM ${table} t USING card c WHERE c.merchant_id = t.merchant_id AND c.id = t.card_id
      AND c.state = 'erased' AND to_timestamp(c.modified_second) < $1`,
    days: farewellDays,
  })),
  {
    text: `DELETE FROM directory d USING session s WHERE d.kind = 'session-token' AND s.expires_at < $1
      AND d.merchant_id = s.merchant_id AND d.target_id = s.id`,
    days: 1,
  },
  { text: 'DELETE FROM session WHERE expires_at < $1', days: 1 },
  { text: 'DELETE FROM till_sign_in WHERE expires_at < $1', days: 1 },
  { text: 'DELETE FROM passkey_challenge WHERE expires_at < $1', days: 1 },
  { text: 'DELETE FROM pin_try WHERE last_at < $1', days: 2 },
  { text: 'DELETE FROM redeem_screen WHERE confirm_until < $1', days: 1 },
  { text: 'DELETE FROM counter_action WHERE at < $1', days: actionsDays },
  { text: 'DELETE FROM refusal WHERE last_at < $1', days: refusalsDays },
  { text: 'DELETE FROM pool_import WHERE at < $1', days: importsDays },
  { text: 'DELETE FROM export_run WHERE ordered_at < $1', days: 1 },
]

export function createHousekeeping(pool: pg.Pool, clock: Clock, keyring: Keyring): Housekeeping {
  return {
    async sweep() {
      let rows = await rewrapDataKeys(pool, keyring)
      for (const { text, days } of steps) {
        const result = await pool.query(text, [new Date(clock() - days * day)])
        rows += result.rowCount ?? 0
      }
      return rows
    },
  }
}

/** After SECRET_KEY was rotated every data key is put under the newest key, so that the old one can be dropped. */
async function rewrapDataKeys(pool: pg.Pool, keyring: Keyring): Promise<number> {
  const { rows } = await pool.query<{ id: string; data_key: Buffer }>(
    'SELECT id, data_key FROM merchant WHERE octet_length(data_key) > 0',
  )
  const stale = rows.filter((row) => keyring.isStale(row.data_key))
  for (const { id, data_key } of stale)
    await pool.query('UPDATE merchant SET data_key = $2 WHERE id = $1 AND data_key = $3', [
      id,
      Buffer.from(keyring.rewrap(id, data_key)),
      data_key,
    ])
  return stale.length
}
