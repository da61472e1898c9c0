import type pg from 'pg'
import type { Device, DeviceKind, Devices } from '../ports/devices.ts'
import type { Key } from '../ports/keys.ts'
import { digest } from '../secrets/random-id.ts'
import { inTransaction } from './transaction.ts'

/** Asked each time, so that a revoked device is out at once. */
const directoryKind = 'device-token'

type Row = {
  merchant_id: string
  id: string
  kind: DeviceKind
  name: string
  till_id: string | null
  location_id: string | null
  program_id: string | null
  staff_id: string | null
  created_at: Date
  paired_at: Date | null
  seen_at: Date | null
  revoked_at: Date | null
}

const columns = `v.merchant_id, v.id, v.kind, v.name, v.till_id, v.location_id, v.program_id, v.staff_id, v.created_at, v.paired_at,
  v.seen_at, v.revoked_at`

export function createDevices(pool: pg.Pool): Devices {
  return {
    add: (device, most) => addDevice(pool, device, most),
    async list(merchantId) {
      const { rows } = await pool.query<Row>(
        `SELECT ${columns} FROM device v WHERE merchant_id = $1 AND revoked_at IS NULL ORDER BY id DESC LIMIT 500`,
        [merchantId],
      )
      return rows.map(asDevice)
    },
    async get({ merchantId, id }) {
      const { rows } = await pool.query<Row>(
        `SELECT ${columns} FROM device v WHERE merchant_id = $1 AND id = $2`,
        [merchantId, id],
      )
      return rows[0] ? asDevice(rows[0]) : null
    },
    pair: (key, token, at) => inTransaction(pool, (client) => pair(client, key, token, at)),
    async find(token) {
      const { rows } = await pool.query<Row>({
        name: 'device-find',
        text: `SELECT ${columns} FROM directory d JOIN device v ON v.merchant_id = d.merchant_id AND v.id = d.target_id
          LEFT JOIN staff p ON p.merchant_id = v.merchant_id AND p.id = v.staff_id
          WHERE d.kind = '${directoryKind}' AND d.key = $1 AND v.revoked_at IS NULL
            AND (v.staff_id IS NULL OR (p.id IS NOT NULL AND p.revoked_at IS NULL))`,
        values: [Buffer.from(digest(token))],
      })
      return rows[0] ? asDevice(rows[0]) : null
    },
    async seen({ merchantId, id }, at) {
      await pool.query('UPDATE device SET seen_at = $3 WHERE merchant_id = $1 AND id = $2', [
        merchantId,
        id,
        new Date(at),
      ])
    },
    change: ({ merchantId, id }, { name, tillId, locationId, programId }) =>
      changed(pool, 'name = $3, till_id = $4, location_id = $5, program_id = $6', 'true', [
        merchantId,
        id,
        name,
        tillId,
        locationId,
        programId,
      ]),
    revoke: (key, at) => inTransaction(pool, (client) => revoke(client, key, at)),
    ...signedQueue(pool),
  }
}

function signedQueue(pool: pg.Pool): Pick<Devices, 'keyOf' | 'setKey' | 'takeSequence'> {
  return {
    async keyOf({ merchantId, id }) {
      const { rows } = await pool.query<{ public_key: Buffer | null; sequence: string }>(
        'SELECT public_key, sequence FROM device WHERE merchant_id = $1 AND id = $2 AND revoked_at IS NULL',
        [merchantId, id],
      )
      return rows[0] ? { publicKey: rows[0].public_key, sequence: Number(rows[0].sequence) } : null
    },
    setKey: ({ merchantId, id }, publicKey) =>
      changed(pool, 'public_key = $3', '(public_key IS NULL OR public_key = $3)', [
        merchantId,
        id,
        Buffer.from(publicKey),
      ]),
    takeSequence: ({ merchantId, id }, sequence) =>
      changed(pool, 'sequence = $3', 'sequence < $3', [merchantId, id, sequence]),
  }
}

async function changed(pool: pg.Pool, set: string, where: string, values: unknown[]): Promise<boolean> {
  const { rowCount } = await pool.query(
    `UPDATE device SET ${set} WHERE merchant_id = $1 AND id = $2 AND revoked_at IS NULL AND ${where}`,
    values,
  )
  return rowCount === 1
}

const addDevice = (pool: pg.Pool, device: Parameters<Devices['add']>[0], most: number): Promise<boolean> =>
  inTransaction(pool, async (client) => {
    // Under the merchant's lock, so that two who add at once do not pass the limit.
    const { rows } = await client.query<{ devices: number }>(
      `SELECT (SELECT count(*)::int FROM device WHERE merchant_id = $1 AND revoked_at IS NULL) AS devices
        FROM merchant WHERE id = $1 AND erased_at IS NULL FOR UPDATE`,
      [device.merchantId],
    )
    if (!rows[0] || rows[0].devices >= most) return false
    await client.query(
      `INSERT INTO device (merchant_id, id, kind, name, till_id, location_id, program_id, staff_id, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        device.merchantId,
        device.id,
        device.kind,
        device.name,
        device.tillId,
        device.locationId,
        device.programId,
        device.personId,
        new Date(device.createdAt),
      ],
    )
    return true
  })

async function pair(client: pg.PoolClient, key: Key, token: string, at: number): Promise<boolean> {
  const { rowCount } = await client.query(
    `UPDATE device SET paired_at = $3, seen_at = $3, public_key = NULL, sequence = 0
      WHERE merchant_id = $1 AND id = $2 AND revoked_at IS NULL`,
    [key.merchantId, key.id, new Date(at)],
  )
  if (!rowCount) return false
  await letGo(client, key, at)
  await client.query(
    `INSERT INTO directory (kind, key, merchant_id, target_id) VALUES ('${directoryKind}', $1, $2, $3)`,
    [Buffer.from(digest(token)), key.merchantId, key.id],
  )
  return true
}

async function revoke(client: pg.PoolClient, key: Key, at: number): Promise<boolean> {
  const { rowCount } = await client.query(
    'UPDATE device SET revoked_at = coalesce(revoked_at, $3) WHERE merchant_id = $1 AND id = $2',
    [key.merchantId, key.id, new Date(at)],
  )
  await letGo(client, key, at)
  return rowCount === 1
}

/** Whatever was signed in on the device so far is out. */
async function letGo(client: pg.PoolClient, { merchantId, id }: Key, at: number): Promise<void> {
  await client.query(
    'UPDATE session SET used_at = $3 WHERE merchant_id = $1 AND device_id = $2 AND used_at IS NULL',
    [merchantId, id, new Date(at)],
  )
  await client.query(
    `DELETE FROM directory WHERE kind = '${directoryKind}' AND merchant_id = $1 AND target_id = $2`,
    [merchantId, id],
  )
}

const asDevice = (row: Row): Device => ({
  merchantId: row.merchant_id,
  id: row.id,
  kind: row.kind,
  name: row.name,
  tillId: row.till_id,
  locationId: row.location_id,
  programId: row.program_id,
  personId: row.staff_id,
  createdAt: row.created_at.getTime(),
  pairedAt: row.paired_at?.getTime() ?? null,
  seenAt: row.seen_at?.getTime() ?? null,
  revokedAt: row.revoked_at?.getTime() ?? null,
})
