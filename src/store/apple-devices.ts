import type pg from 'pg'
import type { Clock } from '../ports/clock.ts'
import { keyText } from '../ports/keys.ts'
import type { PassRegistrations } from '../ports/pass-cards.ts'
import type { AppleDevice, AppleDevices } from '../ports/wallet.ts'
import { askedTogether } from './grouped.ts'
import { inTransaction } from './transaction.ts'

/** Passes of one device, and devices of one card: some phones register under ever new ids. The oldest go first. */
const mostPerDevice = 200
const mostPerCard = 50

/** Phones that ask at once are answered together, but not so many that a sale waits for their answers. */
const mostTogether = 20

type Entry = { merchantId: string; cardId: string; deviceId: string }

/**
 * Which phone holds which pass, in `apple_device` and `apple_registration`. Whatever changes of one device happens under
 * the lock of its row, so that its counter never runs ahead of an answer.
 */
export function createAppleDevices(deps: { pool: pg.Pool; clock: Clock }): PassRegistrations & AppleDevices {
  const { pool, clock } = deps
  const held = askedTogether((devices: string[]) => heldBy(pool, devices), mostTogether)
  const countOn = askedTogether((told: Told[]) => countAllOn(pool, told), mostTogether)
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

    changed: (deviceId, since) => changed({ held, countOn }, deviceId, since),

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
async function changed(
  ask: { held(deviceId: string): Promise<HeldPass[]>; countOn(told: Told): Promise<boolean> },
  deviceId: string,
  since: number | null,
) {
  for (;;) {
    const passes = await ask.held(deviceId)
    const counter = passes[0]?.counter
    if (counter === undefined) return null
    const fresh = passes.filter(({ behind }) => behind)
    const tag = counter + (fresh.length > 0 ? 1 : 0)
    // A tag from before a lost database says nothing: then all are listed.
    const known = since === null || since > tag ? -1 : since
    const listed = [...passes.filter((pass) => !pass.behind && pass.tag > known), ...fresh]
    if (fresh.length > 0 && !(await ask.countOn({ deviceId, counter, passes: fresh }))) continue
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

/** What each device holds. Planned for one device, and once for all, as the faces of cards are. */
async function heldBy(pool: pg.Pool, devices: string[]): Promise<HeldPass[][]> {
  const { rows } = await pool.query<HeldPass & { n: number }>({
    name: 'apple-held',
    text: `SELECT u.n::int, p.* FROM unnest((SELECT $1::text[])) WITH ORDINALITY AS u(device_id, n) CROSS JOIN LATERAL (
        SELECT d.tag AS counter, r.merchant_id, r.card_id, c.serial, r.tag, c.revision, r.revision < c.revision AS behind
        FROM apple_device d JOIN apple_registration r ON r.device_id = d.id
        JOIN card c ON c.merchant_id = r.merchant_id AND c.id = r.card_id
        WHERE d.id = u.device_id OFFSET 0) AS p
      ORDER BY u.n, p.tag, p.serial`,
    values: [devices],
  })
  const held = devices.map((): HeldPass[] => [])
  for (const { n, ...pass } of rows) held[n - 1]!.push(pass)
  return held
}

/** A device is about to be told of passes that were read to be behind. */
type Told = { deviceId: string; counter: number; passes: HeldPass[] }

/**
 * Puts the next tag on the passes; false for a device whose counter has gone on meanwhile, be it by another question of
 * its own that was asked together with this one. Devices are locked in one order, whoever asks. A pass that is just
 * being cut off or deleted is not waited for: it stays behind, and is told once more.
 */
async function countAllOn(pool: pg.Pool, told: Told[]): Promise<boolean[]> {
  const first = new Map(told.toReversed().map((each) => [each.deviceId, each]))
  const devices = [...first.values()]
  const passes = devices.flatMap((each) => each.passes.map((pass) => ({ ...pass, deviceId: each.deviceId })))
  const { rows } = await pool.query<{ id: string }>({
    name: 'apple-count-on',
    text: `WITH locked AS MATERIALIZED (
        SELECT d.id FROM apple_device d JOIN unnest((SELECT $1::text[]), (SELECT $2::int[])) AS u(id, tag) ON d.id = u.id AND d.tag = u.tag
        ORDER BY d.id FOR UPDATE OF d),
      counted AS (UPDATE apple_device d SET tag = d.tag + 1 FROM locked l WHERE d.id = l.id RETURNING d.id, d.tag),
      open AS MATERIALIZED (
        SELECT r.merchant_id, r.card_id, r.device_id, u.revision, counted.tag
        FROM unnest((SELECT $3::text[]), (SELECT $4::uuid[]), (SELECT $5::uuid[]), (SELECT $6::int[])) AS u(device_id, merchant_id, card_id, revision)
        JOIN counted ON counted.id = u.device_id
        JOIN apple_registration r ON r.merchant_id = u.merchant_id AND r.card_id = u.card_id AND r.device_id = u.device_id
          AND r.revision < u.revision
        FOR UPDATE OF r SKIP LOCKED),
      marked AS (UPDATE apple_registration r SET tag = o.tag, revision = o.revision FROM open o
        WHERE r.merchant_id = o.merchant_id AND r.card_id = o.card_id AND r.device_id = o.device_id)
      SELECT id FROM counted`,
    values: [
      devices.map((each) => each.deviceId),
      devices.map((each) => each.counter),
      passes.map((pass) => pass.deviceId),
      passes.map((pass) => pass.merchant_id),
      passes.map((pass) => pass.card_id),
      passes.map((pass) => pass.revision),
    ],
  })
  const counted = new Set(rows.map(({ id }) => id))
  return told.map((each) => counted.has(each.deviceId) && first.get(each.deviceId) === each)
}

const epoch = Date.UTC(2026, 0, 1)

/**
 * Where the counter of a new device begins. Seconds and not zero, because a phone that comes back after its row was
 * deleted may still quote its old tag, which must not lie ahead.
 */
const firstTag = (now: number) => Math.max(0, Math.floor((now - epoch) / 1000))
