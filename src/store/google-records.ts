import type pg from 'pg'
import type { Clock } from '../ports/clock.ts'
import type { GoogleHolders, GoogleRecords } from '../ports/wallet.ts'

/** Google shows this many notices of one pass in 24 hours. */
const noticesPerDay = 3
const day = 24 * 3_600_000

/** What Google Wallet holds and who holds it, in `google_class` and `google_object`. One statement each. */
export function createGoogleRecords(deps: { pool: pg.Pool; clock: Clock }): GoogleRecords & GoogleHolders {
  const { pool, clock } = deps
  const now = () => new Date(clock())
  return {
    async classVersion(merchantId, programId) {
      const { rows } = await pool.query<{ version: number }>(
        'SELECT version FROM google_class WHERE merchant_id = $1 AND program_id = $2',
        [merchantId, programId],
      )
      return rows[0]?.version ?? null
    },

    async recordClass(merchantId, programId, version) {
      await pool.query(
        `INSERT INTO google_class (merchant_id, program_id, version, updated_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (merchant_id, program_id) DO UPDATE
         SET version = greatest(google_class.version, excluded.version), updated_at = excluded.updated_at`,
        [merchantId, programId, version, now()],
      )
    },

    async objectRevision(merchantId, cardId) {
      const { rows } = await pool.query<{ revision: number }>(
        'SELECT revision FROM google_object WHERE merchant_id = $1 AND card_id = $2',
        [merchantId, cardId],
      )
      return rows[0]?.revision ?? null
    },

    async recordObject(merchantId, cardId, revision, seen) {
      const { rows } = await pool.query<{ before: number | null; made: boolean }>(recordObjectSql, [
        merchantId,
        cardId,
        revision,
        now(),
      ])
      return seen === null ? rows[0]?.made === true : rows[0]?.before === seen
    },

    async mayNotify(merchantId, cardId, balance) {
      const { rows } = await pool.query<{ allowed: boolean }>(
        `SELECT noticed IS DISTINCT FROM $3
           AND (SELECT count(*) FROM unnest(noticed_at) AS at WHERE at > $4) < ${noticesPerDay} AS allowed
         FROM google_object WHERE merchant_id = $1 AND card_id = $2`,
        [merchantId, cardId, balance, new Date(clock() - day)],
      )
      return rows[0]?.allowed === true
    },

    async recordNotice(merchantId, cardId, balance) {
      await pool.query(
        `UPDATE google_object
         SET noticed = $3, noticed_at = ARRAY(SELECT at FROM unnest(noticed_at) AS at WHERE at > $4) || $5::timestamptz
         WHERE merchant_id = $1 AND card_id = $2 AND noticed IS DISTINCT FROM $3`,
        [merchantId, cardId, balance, new Date(clock() - day), now()],
      )
    },

    async releaseObject(merchantId, cardId) {
      // Only after a delete message: an object that nobody saved yet has no holder either, and must stay current.
      await pool.query(
        'DELETE FROM google_object WHERE merchant_id = $1 AND card_id = $2 AND NOT saved AND event_at IS NOT NULL',
        [merchantId, cardId],
      )
    },

    async noteSaveEvent({ merchantId, cardId, kind, asOf, nonce }) {
      const { rowCount } = await pool.query(noteSaveEventSql, [
        merchantId,
        cardId,
        kind === 'save',
        new Date(asOf),
        nonce,
        now(),
      ])
      return rowCount === 1
    },
  }
}

// `known` is read, under the row's lock, before anything is written, because the new row is made from it: so of two
// senders the later one learns what the earlier one recorded. xmax is 0 on a row that this very statement inserted.
const recordObjectSql = `
  WITH known AS MATERIALIZED
    (SELECT revision FROM google_object WHERE merchant_id = $1 AND card_id = $2 FOR UPDATE)
  INSERT INTO google_object (merchant_id, card_id, revision, updated_at)
  SELECT $1::uuid, $2::uuid, greatest($3::integer, (SELECT revision FROM known)), $4::timestamptz
  ON CONFLICT (merchant_id, card_id) DO UPDATE
  SET revision = greatest(google_object.revision, excluded.revision), updated_at = excluded.updated_at
  RETURNING (SELECT revision FROM known) AS before, xmax = 0 AS made`

// A save without a row: the object was released, and its holder took it back. Revision 0 makes the next publish send
// it. A deletion without a row says nothing new.
const noteSaveEventSql = `
  INSERT INTO google_object (merchant_id, card_id, revision, saved, saved_at, event_at, event_nonce, updated_at)
  SELECT $1::uuid, $2::uuid, 0, $3::boolean, CASE WHEN $3 THEN $6::timestamptz END, $4::timestamptz, $5::text, $6
  WHERE $3 OR EXISTS (SELECT FROM google_object WHERE merchant_id = $1 AND card_id = $2)
  ON CONFLICT (merchant_id, card_id) DO UPDATE
  SET saved = excluded.saved, saved_at = coalesce(excluded.saved_at, google_object.saved_at),
      event_at = excluded.event_at, event_nonce = excluded.event_nonce, updated_at = excluded.updated_at
  WHERE google_object.event_at IS NULL
     OR (google_object.event_at, google_object.event_nonce) < (excluded.event_at, excluded.event_nonce)`
