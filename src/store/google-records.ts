import type pg from 'pg'
import { againKey, lateMs } from '../domain/late-calls.ts'
import type { Clock } from '../ports/clock.ts'
import type { GoogleHolders, GoogleOfferRecord, GoogleRecords } from '../ports/wallet.ts'

/** Google shows this many notices of one pass in 24 hours. */
const noticesPerDay = 3
const day = 24 * 3_600_000

/** What Google Wallet holds and who holds it, in `google_class`, `google_object` and `google_offer`. One statement each. */
export function createGoogleRecords(deps: { pool: pg.Pool; clock: Clock }): GoogleRecords & GoogleHolders {
  const { pool, clock } = deps
  const now = () => new Date(clock())
  return {
    async classDigest(merchantId, key) {
      const { rows } = await pool.query<{ digest: string }>(
        'SELECT digest FROM google_class WHERE merchant_id = $1 AND key = $2',
        [merchantId, key],
      )
      return rows[0]?.digest ?? null
    },

    async recordClass(merchantId, key, digest, seen) {
      const { rowCount } = await pool.query(
        `INSERT INTO google_class AS c (merchant_id, key, digest, updated_at)
         SELECT $1::uuid, $2::text, $3::text, $5::timestamptz
         WHERE $4::text IS NULL OR EXISTS (SELECT FROM google_class WHERE merchant_id = $1 AND key = $2)
         ON CONFLICT (merchant_id, key) DO UPDATE SET digest = excluded.digest, updated_at = excluded.updated_at
         WHERE c.digest = $4 OR c.digest = excluded.digest`,
        [merchantId, key, digest, seen, now()],
      )
      return rowCount === 1
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
        seen === null,
      ])
      return seen === null ? rows[0]?.made === true : rows[0]?.before === seen
    },

    async doubtObject(merchantId, cardId, { late }) {
      // A revision that nobody saw yet.
      await pool.query(
        `WITH offers AS (UPDATE google_offer SET digest = '' WHERE merchant_id = $1 AND card_id = $2),
           object AS (UPDATE google_object SET revision = least(revision, 0) - 1, updated_at = $3
             WHERE merchant_id = $1 AND card_id = $2)
         ${oweAgain}`,
        [merchantId, cardId, now(), late ? againKey(cardId, 'card') : null, new Date(clock() + lateMs)],
      )
    },

    async doubtClass(merchantId, key, { lateWith }) {
      await pool.query(
        `WITH class AS (UPDATE google_class SET digest = 'doubted/' || left(digest, 100), updated_at = $3
           WHERE merchant_id = $1 AND key = $2)
         ${oweAgain}`,
        [
          merchantId,
          key,
          now(),
          lateWith === null ? null : againKey(lateWith, 'card-and-class'),
          new Date(clock() + lateMs),
        ],
      )
    },

    async offersOf(merchantId, cardId) {
      const { rows } = await pool.query<GoogleOfferRecord>(
        `SELECT o.coupon_id AS "couponId", o.digest, k.state FROM google_offer o
         LEFT JOIN coupon k ON k.merchant_id = o.merchant_id AND k.id = o.coupon_id
         WHERE o.merchant_id = $1 AND o.card_id = $2 ORDER BY o.coupon_id`,
        [merchantId, cardId],
      )
      return rows
    },

    async recordOffer(merchantId, cardId, couponId, digest) {
      await pool.query(
        `INSERT INTO google_offer (merchant_id, card_id, coupon_id, digest, updated_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (merchant_id, card_id, coupon_id)
         DO UPDATE SET digest = excluded.digest, updated_at = excluded.updated_at`,
        [merchantId, cardId, couponId, digest, now()],
      )
    },

    async notices(merchantId, cardId) {
      const { rows } = await pool.query<{ balance: string | null; messages: string[]; used: number }>(
        `SELECT noticed AS balance, told AS messages,
           (SELECT count(*)::int FROM unnest(noticed_at) AS at WHERE at > $3) AS used
         FROM google_object WHERE merchant_id = $1 AND card_id = $2`,
        [merchantId, cardId, new Date(clock() - day)],
      )
      const { balance = null, messages = [], used = noticesPerDay } = rows[0] ?? {}
      return { balance, messages, left: Math.max(0, noticesPerDay - used) }
    },

    async recordNotice(merchantId, cardId, told) {
      const isBalance = 'balance' in told
      await pool.query(isBalance ? recordBalanceSql : recordMessageSql, [
        merchantId,
        cardId,
        isBalance ? told.balance : told.message,
        new Date(clock() - day),
        told.aloud ? [now()] : [],
      ])
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

/** Put off by each further doubt: what may come late comes before it. */
const oweAgain = `INSERT INTO outbox AS o (merchant_id, kind, key, due_at, updated_at)
  SELECT $1::uuid, 'push-google', $4::text, $5::timestamptz, $3::timestamptz WHERE $4 IS NOT NULL
  ON CONFLICT (merchant_id, kind, key) DO UPDATE SET version = o.version + 1, due_at = greatest(o.due_at, excluded.due_at)`

const recent = 'ARRAY(SELECT at FROM unnest(noticed_at) AS at WHERE at > $4) || $5::timestamptz[]'

const recordBalanceSql = `UPDATE google_object SET noticed = $3, noticed_at = ${recent}
  WHERE merchant_id = $1 AND card_id = $2 AND noticed IS DISTINCT FROM $3`

// The latest twenty: what is older is over, and is not asked for again.
const recordMessageSql = `UPDATE google_object SET told = (told || $3::text)[greatest(1, cardinality(told) - 18):], noticed_at = ${recent}
  WHERE merchant_id = $1 AND card_id = $2 AND NOT $3::text = ANY(told)`

// `known` is read, under the row's lock, before anything is written, because the new row is made from it: so of two
// senders the later one learns what the earlier one recorded. xmax is 0 on a row that this very statement inserted.
// A first record waits for whoever changes the card just now, and is seen by whoever changes it next: see owePushes.
const recordObjectSql = `
  WITH card_held AS MATERIALIZED
    (SELECT FROM card WHERE merchant_id = $1 AND id = $2 AND $5::boolean FOR SHARE),
  known AS MATERIALIZED
    (SELECT revision FROM google_object WHERE merchant_id = $1 AND card_id = $2 FOR UPDATE)
  INSERT INTO google_object (merchant_id, card_id, revision, updated_at)
  SELECT $1::uuid, $2::uuid, greatest($3::integer, (SELECT revision FROM known)), $4::timestamptz
  FROM (SELECT count(*) FROM card_held) AS waited
  ON CONFLICT (merchant_id, card_id) DO UPDATE
  SET revision = greatest(google_object.revision, excluded.revision), updated_at = excluded.updated_at
  RETURNING (SELECT revision FROM known) AS before, xmax = 0 AS made`

// A save without a row: the object was released, and its holder took it back. Revision 0 makes the next publish send
// it. A deletion without a row says nothing new.
const noteSaveEventSql = `
  WITH card_held AS MATERIALIZED (SELECT FROM card WHERE merchant_id = $1 AND id = $2 FOR SHARE)
  INSERT INTO google_object (merchant_id, card_id, revision, saved, saved_at, event_at, event_nonce, updated_at)
  SELECT $1::uuid, $2::uuid, 0, $3::boolean, CASE WHEN $3 THEN $6::timestamptz END, $4::timestamptz, $5::text, $6
  FROM (SELECT count(*) FROM card_held) AS waited
  WHERE $3 OR EXISTS (SELECT FROM google_object WHERE merchant_id = $1 AND card_id = $2)
  ON CONFLICT (merchant_id, card_id) DO UPDATE
  SET saved = excluded.saved, saved_at = coalesce(excluded.saved_at, google_object.saved_at),
      event_at = excluded.event_at, event_nonce = excluded.event_nonce, updated_at = excluded.updated_at
  WHERE google_object.event_at IS NULL
     OR (google_object.event_at, google_object.event_nonce) < (excluded.event_at, excluded.event_nonce)`
