import type { Clock } from '../ports/clock.ts'
import type { Key } from '../ports/keys.ts'
import type { InstalledShop, ShopInstalls } from '../ports/shop-installs.ts'
import type { TillTokens } from '../ports/till.ts'
import type { Keyring } from '../secrets/keyring.ts'
import { digest, newId } from '../secrets/random-id.ts'
import type { Database } from './database.ts'
import { directoryRow } from './directory.ts'
import { isUniqueViolation } from './unique-violation.ts'

type Store = Pick<Database, 'prisma' | 'pool'>

/** Longer than asking for a token takes; a process that died holds nobody up for longer. */
const claimMs = 30_000

export function createShopInstalls(db: Store, keyring: Pick<Keyring, 'open'>, clock: Clock): ShopInstalls {
  const { pool } = db
  return {
    find: (shop) => find(db, shop),
    async add(merchant, till) {
      try {
        return await add(db, merchant, till)
      } catch (error) {
        // Somebody else was first: theirs it is.
        const known = isUniqueViolation(error) ? await find(db, till.externalId) : null
        if (!known) throw error
        return { till: known.till, added: false }
      }
    },
    leave: (shop, till) => leave(db, shop, till, clock()),
    async claim(till) {
      const holder = newId(clock())
      const { rowCount } = await pool.query(
        `UPDATE till SET renewer = $3, renewer_until = $5
          WHERE merchant_id = $1 AND id = $2 AND (renewer_until IS NULL OR renewer_until <= $4)`,
        [till.merchantId, till.id, holder, new Date(clock()), new Date(clock() + claimMs)],
      )
      return rowCount === 1 ? { holder } : null
    },
    connected: (claim, tokens, renewAt) => connected(db, keyring, claim, { tokens, renewAt, now: clock() }),
    async release({ till, holder }) {
      await pool.query(
        'UPDATE till SET renewer = NULL, renewer_until = NULL WHERE merchant_id = $1 AND id = $2 AND renewer = $3',
        [till.merchantId, till.id, holder],
      )
    },
  }
}

type Row = {
  merchant_id: string
  id: string
  name: string
  state: string
  scopes: string[]
  has_secrets: boolean
  renewable: boolean
  proven: boolean
  sign_in_since: Date | null
  last_order_at: Date | null
}

async function find({ pool }: Store, shop: string): Promise<InstalledShop | null> {
  const { rows } = await pool.query<Row>(
    `SELECT t.merchant_id, t.id, m.name, t.state, t.scopes, octet_length(t.secrets) > 0 AS has_secrets,
        t.renew_at IS NOT NULL AS renewable, t.sign_in_since,
        EXISTS (SELECT 1 FROM directory i WHERE i.kind = 'shopify-install' AND i.key = d.key
          AND i.merchant_id = d.merchant_id AND i.target_id = d.target_id) AS proven,
        (SELECT coalesce(o.placed_at, o.updated_at) FROM till_order o
          WHERE o.merchant_id = t.merchant_id AND o.till_id = t.id ORDER BY o.updated_at DESC LIMIT 1) AS last_order_at
      FROM directory d
      JOIN till t ON t.merchant_id = d.merchant_id AND t.id = d.target_id
      JOIN merchant m ON m.id = t.merchant_id
      WHERE d.kind = 'shopify-shop' AND d.key = $1`,
    [Buffer.from(digest(shop))],
  )
  return rows[0] ? asInstalled(rows[0]) : null
}

const asInstalled = (row: Row): InstalledShop => ({
  till: { merchantId: row.merchant_id, id: row.id },
  name: row.name,
  state: row.state,
  scopes: row.scopes,
  token: row.renewable ? 'renewed' : row.has_secrets ? 'fixed' : 'none',
  proven: row.proven,
  signInSince: row.sign_in_since?.getTime() ?? null,
  lastOrderAt: row.last_order_at?.getTime() ?? null,
})

async function add({ prisma }: Store, ...[merchant, till]: Parameters<ShopInstalls['add']>) {
  const { id, name, country, locale, timeZone, dataKey } = merchant
  const at = new Date(merchant.createdAt)
  const key = { merchantId: till.merchantId, id: till.id }
  await prisma.$transaction([
    // First of all: of several at once, all but one fail here and leave nothing behind.
    prisma.directory.create({ data: directoryRow('shopify-shop', till.externalId, key.merchantId, key.id) }),
    prisma.directory.create({ data: directoryRow('till', key.id, key.merchantId, key.id) }),
    prisma.merchant.create({ data: { id, name, country, locale, timeZone, dataKey, createdAt: at } }),
    prisma.till.create({ data: { ...till, secrets: new Uint8Array(), createdAt: at } }),
  ])
  return { till: key, added: true }
}

async function leave({ prisma }: Store, shop: string, till: Key, now: number): Promise<void> {
  const { merchantId, id } = till
  const key = digest(shop)
  await prisma.$transaction(async (tx) => {
    await tx.directory.deleteMany({ where: { kind: 'shopify-shop', key, merchantId, targetId: id } })
    await tx.till.updateMany({
      where: { merchantId, id },
      data: { state: 'revoked', endedAt: new Date(now) },
    })
  })
}

async function connected(
  { pool }: Store,
  keyring: Pick<Keyring, 'open'>,
  { till, holder }: { till: Key; holder: string },
  { tokens, renewAt, now }: { tokens: TillTokens; renewAt: number | null; now: number },
): Promise<boolean> {
  const { rows } = await pool.query<{ external_id: string; data_key: Buffer }>(
    'SELECT t.external_id, m.data_key FROM till t JOIN merchant m ON m.id = t.merchant_id WHERE t.merchant_id = $1 AND t.id = $2',
    [till.merchantId, till.id],
  )
  if (!rows[0]) return false
  const { accessToken, refreshToken } = tokens
  const secrets = { provider: 'shopify', shop: rows[0].external_id, accessToken, refreshToken }
  const sealed = keyring.open(till.merchantId, rows[0].data_key).seal(JSON.stringify(secrets))
  const { rowCount } = await pool.query(
    `WITH proven AS (
      INSERT INTO directory (kind, key, merchant_id, target_id) SELECT 'shopify-install', $10, $1, $2
        WHERE EXISTS (SELECT 1 FROM till WHERE merchant_id = $1 AND id = $2 AND renewer = $3)
      ON CONFLICT (kind, key) DO UPDATE SET merchant_id = excluded.merchant_id, target_id = excluded.target_id)
    UPDATE till SET secrets = $4, state = 'active', ended_at = NULL, connected_at = $5, access_expires_at = $6,
        refresh_expires_at = $7, renew_at = $8, scopes = coalesce($9, scopes), sign_in_since = NULL, renew_failures = 0,
        renewer = NULL, renewer_until = NULL
      WHERE merchant_id = $1 AND id = $2 AND renewer = $3`,
    [
      ...[till.merchantId, till.id, holder, Buffer.from(sealed), new Date(now)],
      ...[asDate(tokens.accessExpiresAt), asDate(tokens.refreshExpiresAt), asDate(renewAt)],
      tokens.scopes ?? null,
      Buffer.from(digest(rows[0].external_id)),
    ],
  )
  return rowCount === 1
}

const asDate = (time: number | null): Date | null => (time === null ? null : new Date(time))
