import type pg from 'pg'
import type { Clock } from '../ports/clock.ts'
import { keyText } from '../ports/keys.ts'
import type { PassRegistrations } from '../ports/pass-cards.ts'
import type { AppleDevice, AppleDevices } from '../ports/wallet.ts'
import { inTransaction } from './transaction.ts'

/** Passes of one device, and devices of one card: some phones register under ever new ids. The oldest go first. */
const mostPerDevice = 200
const mostPerCard = 50

type Entry = { merchantId: string; cardId: string; deviceId: string }

/**
 * Which phone holds which pass, in `apple_device` and `apple_registration`. Whatever changes of one device happens under
 * the lock of its row, so that its counter never runs ahead of an answer.
 */
export function createAppleDevices(deps: { pool: pg.Pool; clock: Clock }): PassRegistrations & AppleDevices {
  const { pool, clock } = deps
  const unregister = (entry: Entry) => inTransaction(pool, (client) => remove(client, entry))
  return {
    async register(entry) {
      const { created, moved, surplus } = await inTransaction(pool, (client) => add(client, entry, clock()))
      for (const each of surplus) await unregister(each)
      return { created, moved }
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

    changed: (deviceId, since) => changed(pool, deviceId, since),

    async ofCards(cards) {
      const { rows } = await pool.query<{ merchant_id: string; id: string } & AppleDevice>({
        name: 'apple-devices-of-cards',
        text: `SELECT u.merchant_id, u.id, device_id AS "deviceId", push_token AS "pushToken"
          FROM unnest($1::uuid[], $2::uuid[]) AS u(merchant_id, id)
          JOIN apple_registration r ON r.merchant_id = u.merchant_id AND r.card_id = u.id
          ORDER BY r.created_at, r.device_id`,
        values: [cards.map((card) => card.merchantId), cards.map((card) => card.id)],
      })
      const held = new Map<string, AppleDevice[]>()
      for (const { merchant_id: merchantId, id, ...device } of rows) {
        const key = keyText({ merchantId, id })
        const devices = held.get(key) ?? []
        held.set(key, devices)
        devices.push(device)
      }
      return held
    },

    forget: (merchantId, cardId, deviceId, dead) =>
      inTransaction(pool, (client) => remove(client, { merchantId, cardId, deviceId }, dead)),
  }
}

async function add(client: pg.PoolClient, entry: Entry & { pushToken: string }, now: number) {
  const { merchantId, cardId, deviceId, pushToken } = entry
  // Whoever changes the card just now either sees this phone or is over before it is told: see owePushes.
  await client.query(
    `WITH card_held AS MATERIALIZED (SELECT FROM card WHERE merchant_id = $3 AND id = $4 FOR SHARE)
     INSERT INTO apple_device (id, tag) SELECT $1, $2 FROM (SELECT count(*) FROM card_held) AS waited
     ON CONFLICT (id) DO UPDATE SET id = excluded.id`,
    [deviceId, firstTag(now), merchantId, cardId],
  )
  // Revision 0 is behind every card: whatever the phone holds, its next question is answered with this card.
  const { rows } = await client.query<{ created: boolean; moved: boolean }>(
    `WITH before AS MATERIALIZED (
       SELECT push_token FROM apple_registration WHERE merchant_id = $1 AND card_id = $2 AND device_id = $3)
     INSERT INTO apple_registration (merchant_id, card_id, device_id, push_token, revision, tag, created_at, registered_at)
     VALUES ($1, $2, $3, $4, 0, 0, $5, $5)
     ON CONFLICT (merchant_id, card_id, device_id) DO UPDATE SET push_token = excluded.push_token,
       registered_at = greatest(apple_registration.registered_at, excluded.registered_at),
       cut_off_version = NULL, cut_off_at = NULL
     RETURNING xmax = 0 AS created, (SELECT push_token <> $4 FROM before) IS TRUE AS moved`,
    [merchantId, cardId, deviceId, pushToken, new Date(now)],
  )
  const { created = false, moved = false } = rows[0] ?? {}
  return { created, moved, surplus: created ? await surplusOf(client, entry) : [] }
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
  const { rowCount } = await client.query('SELECT FROM apple_device WHERE id = $1 FOR UPDATE', [deviceId])
  // No row holds nothing, and no lock either: whoever went on without it and whoever registers would wait for each other.
  if (rowCount === 0) return
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

/**
 * Read without a lock, since mostly nothing is to be counted. What has changed gets the next tag in one statement, for
 * as long as the counter is the one that was read: otherwise another answer came between, and all is read anew.
 */
async function changed(pool: pg.Pool, deviceId: string, since: number | null) {
  for (;;) {
    const { rows } = await pool.query<HeldPass>({ name: 'apple-held', text: heldText, values: [deviceId] })
    const counter = rows[0]?.counter
    if (counter === undefined) return null
    const fresh = rows.filter(({ behind }) => behind)
    const tag = counter + (fresh.length > 0 ? 1 : 0)
    // A tag from before a lost database says nothing: then all are listed.
    const known = since === null || since > tag ? -1 : since
    const listed = [...rows.filter((row) => !row.behind && row.tag > known), ...fresh]
    if (fresh.length > 0 && !(await countOn(pool, deviceId, counter, fresh))) continue
    return listed.length > 0 ? { serials: listed.map(({ serial }) => serial), tag } : null
  }
}

type HeldPass = {
  counter: number
  merchant_id: string
  card_id: string
  serial: string
  tag: number
  /** Of the card, as it is now. */
  revision: number
  /** Changed since the device was last told of it. */
  behind: boolean
}

const heldText = `SELECT d.tag AS counter, r.merchant_id, r.card_id, c.serial, r.tag, c.revision, r.revision < c.revision AS behind
  FROM apple_device d JOIN apple_registration r ON r.device_id = d.id
  JOIN card c ON c.merchant_id = r.merchant_id AND c.id = r.card_id
  WHERE d.id = $1 ORDER BY r.tag, c.serial`

/** Puts the next tag on passes that were read to be behind; false when the counter had gone on meanwhile. */
async function countOn(
  pool: pg.Pool,
  deviceId: string,
  counter: number,
  passes: HeldPass[],
): Promise<boolean> {
  const { rowCount } = await pool.query({
    name: 'apple-count-on',
    text: `WITH counted AS (UPDATE apple_device SET tag = tag + 1 WHERE id = $1 AND tag = $2 RETURNING tag),
      marked AS (UPDATE apple_registration r SET tag = counted.tag, revision = u.revision
        FROM counted, unnest($3::uuid[], $4::uuid[], $5::int[]) AS u(merchant_id, card_id, revision)
        WHERE r.device_id = $1 AND r.merchant_id = u.merchant_id AND r.card_id = u.card_id AND r.revision < u.revision)
      SELECT FROM counted`,
    values: [
      deviceId,
      counter,
      passes.map((pass) => pass.merchant_id),
      passes.map((pass) => pass.card_id),
      passes.map((pass) => pass.revision),
    ],
  })
  return rowCount === 1
}

const epoch = Date.UTC(2026, 0, 1)

/**
 * Where the counter of a new device begins. Seconds and not zero, because a phone that comes back after its row was
 * deleted may still quote its old tag, which must not lie ahead.
 */
const firstTag = (now: number) => Math.max(0, Math.floor((now - epoch) / 1000))
