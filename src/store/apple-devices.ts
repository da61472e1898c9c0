import type pg from 'pg'
import type { Clock } from '../ports/clock.ts'
import type { PassRegistrations } from '../ports/pass-cards.ts'
import type { AppleDevices } from '../ports/wallet.ts'
import { inTransaction } from './transaction.ts'

/** Passes of one device, and devices of one card: some phones register under ever new ids. The oldest go first. */
const mostPerDevice = 200
const mostPerCard = 50

type Entry = { merchantId: string; cardId: string; deviceId: string }

/**
 * Which phone holds which pass, in `apple_device` and `apple_registration`. Whatever concerns one device happens under
 * the lock of its row, so that its counter never runs ahead of an answer.
 */
export function createAppleDevices(deps: { pool: pg.Pool; clock: Clock }): PassRegistrations & AppleDevices {
  const { pool, clock } = deps
  const unregister = (entry: Entry) => inTransaction(pool, (client) => remove(client, entry))
  return {
    async register(entry) {
      const { created, surplus } = await inTransaction(pool, (client) => add(client, entry, clock()))
      for (const each of surplus) await unregister(each)
      return { created }
    },

    unregister,

    async farewell({ merchantId, cardId, version }) {
      const { rows } = await pool.query<{ deviceId: string }>(
        `SELECT device_id AS "deviceId" FROM apple_registration
         WHERE merchant_id = $1 AND card_id = $2 AND cut_off_version = $3 ORDER BY created_at, device_id LIMIT 1`,
        [merchantId, cardId, version],
      )
      if (rows[0]) await unregister({ merchantId, cardId, deviceId: rows[0].deviceId })
    },

    changed: (deviceId, since) => inTransaction(pool, (client) => changed(client, deviceId, since)),

    async ofCard(merchantId, cardId) {
      const { rows } = await pool.query<{ deviceId: string; pushToken: string }>(
        `SELECT device_id AS "deviceId", push_token AS "pushToken" FROM apple_registration
         WHERE merchant_id = $1 AND card_id = $2 ORDER BY created_at, device_id`,
        [merchantId, cardId],
      )
      return rows
    },

    forget: (merchantId, cardId, deviceId, dead) =>
      inTransaction(pool, (client) => remove(client, { merchantId, cardId, deviceId }, dead)),
  }
}

async function add(client: pg.PoolClient, entry: Entry & { pushToken: string }, now: number) {
  const { merchantId, cardId, deviceId, pushToken } = entry
  await client.query(
    'INSERT INTO apple_device (id, tag) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET id = excluded.id',
    [deviceId, firstTag(now)],
  )
  // Revision 0 is behind every card: whatever the phone holds, its next question is answered with this card.
  const { rows } = await client.query<{ created: boolean }>(
    `INSERT INTO apple_registration (merchant_id, card_id, device_id, push_token, revision, tag, created_at, registered_at)
     VALUES ($1, $2, $3, $4, 0, 0, $5, $5)
     ON CONFLICT (merchant_id, card_id, device_id) DO UPDATE SET push_token = excluded.push_token,
       registered_at = greatest(apple_registration.registered_at, excluded.registered_at),
       cut_off_version = NULL, cut_off_at = NULL
     RETURNING xmax = 0 AS created`,
    [merchantId, cardId, deviceId, pushToken, new Date(now)],
  )
  const created = rows[0]?.created === true
  return { created, surplus: created ? await surplusOf(client, entry) : [] }
}

/** Registrations beyond what one device or one card may have. */
async function surplusOf(client: pg.PoolClient, { merchantId, cardId, deviceId }: Entry): Promise<Entry[]> {
  const columns = 'merchant_id AS "merchantId", card_id AS "cardId", device_id AS "deviceId"'
  const { rows } = await client.query<Entry>(
    `(SELECT ${columns} FROM apple_registration WHERE device_id = $3
      ORDER BY created_at DESC, card_id OFFSET ${mostPerDevice})
     UNION
     (SELECT ${columns} FROM apple_registration WHERE merchant_id = $1 AND card_id = $2
      ORDER BY created_at DESC, device_id OFFSET ${mostPerCard})`,
    [merchantId, cardId, deviceId],
  )
  return rows
}

/** @param dead only where the phone has said nothing newer */
async function remove(
  client: pg.PoolClient,
  { merchantId, cardId, deviceId }: Entry,
  dead?: { pushToken: string; since: number | null },
): Promise<void> {
  await client.query('SELECT FROM apple_device WHERE id = $1 FOR UPDATE', [deviceId])
  await client.query(
    `DELETE FROM apple_registration WHERE merchant_id = $1 AND card_id = $2 AND device_id = $3
      AND ($4::text IS NULL OR push_token = $4) AND ($5::timestamptz IS NULL OR registered_at <= $5)`,
    [
      merchantId,
      cardId,
      deviceId,
      dead?.pushToken ?? null,
      dead?.since == null ? null : new Date(dead.since),
    ],
  )
  await client.query(
    'DELETE FROM apple_device d WHERE id = $1 AND NOT EXISTS (SELECT FROM apple_registration WHERE device_id = d.id)',
    [deviceId],
  )
}

async function changed(client: pg.PoolClient, deviceId: string, since: number | null) {
  // Each statement after the lock sees what was committed until then, so that an answer can leave nothing out which
  // another answer has counted already.
  const { rows } = await client.query<{ tag: number }>(
    'SELECT tag FROM apple_device WHERE id = $1 FOR UPDATE',
    [deviceId],
  )
  if (!rows[0]) return null
  const tag = rows[0].tag + (await markChanged(client, deviceId, rows[0].tag + 1))
  // A tag from before a lost database says nothing: then all are listed.
  const known = since === null || since > tag ? -1 : since
  const found = await client.query<{ serial: string }>(
    `SELECT c.serial FROM apple_registration r JOIN card c ON c.merchant_id = r.merchant_id AND c.id = r.card_id
     WHERE r.device_id = $1 AND r.tag > $2 ORDER BY r.tag, c.serial`,
    [deviceId, known],
  )
  return found.rows.length > 0 ? { serials: found.rows.map((row) => row.serial), tag } : null
}

/** Puts the next tag on every pass of the device whose card has changed since it was last asked about; 1 if there was any. */
async function markChanged(client: pg.PoolClient, deviceId: string, next: number): Promise<0 | 1> {
  const { rowCount } = await client.query(
    `UPDATE apple_registration r SET tag = $2, revision = c.revision FROM card c
     WHERE r.device_id = $1 AND c.merchant_id = r.merchant_id AND c.id = r.card_id AND r.revision < c.revision`,
    [deviceId, next],
  )
  if (!rowCount) return 0
  await client.query('UPDATE apple_device SET tag = $2 WHERE id = $1', [deviceId, next])
  return 1
}

const epoch = Date.UTC(2026, 0, 1)

/**
 * Where the counter of a new device begins. Seconds and not zero, because a phone that comes back after its row was
 * deleted may still quote its old tag, which must not lie ahead.
 */
const firstTag = (now: number) => Math.max(0, Math.floor((now - epoch) / 1000))
