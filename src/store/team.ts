import type pg from 'pg'
import type { Role } from '../domain/role.ts'
import type { Key } from '../ports/keys.ts'
import type { Person, Team } from '../ports/team.ts'
import { inTransaction } from './transaction.ts'

type Row = {
  merchant_id: string
  id: string
  name: string
  role: Role
  has_pin: boolean
  created_at: Date
  revoked_at: Date | null
}

const columns = 'merchant_id, id, name, role, pin_hash IS NOT NULL AS has_pin, created_at, revoked_at'

export function createTeam(pool: pg.Pool): Team {
  const changed = async (set: string, values: unknown[]) => {
    const { rowCount } = await pool.query(
      `UPDATE staff SET ${set} WHERE merchant_id = $1 AND id = $2 AND revoked_at IS NULL`,
      values,
    )
    return rowCount === 1
  }
  return {
    add: (person, most) => addPerson(pool, person, most),
    async list(merchantId) {
      const { rows } = await pool.query<Row>(
        `SELECT ${columns} FROM staff WHERE merchant_id = $1 AND revoked_at IS NULL ORDER BY lower(name), id`,
        [merchantId],
      )
      return rows.map(asPerson)
    },
    async get({ merchantId, id }) {
      const { rows } = await pool.query<Row>(
        `SELECT ${columns} FROM staff WHERE merchant_id = $1 AND id = $2 AND revoked_at IS NULL`,
        [merchantId, id],
      )
      return rows[0] ? asPerson(rows[0]) : null
    },
    change: ({ merchantId, id }, { name, role }) =>
      changed('name = $3, role = $4', [merchantId, id, name, role]),
    setPin: ({ merchantId, id }, hash) =>
      changed('pin_hash = $3', [merchantId, id, hash && Buffer.from(hash)]),
    async pinHash({ merchantId, id }) {
      const { rows } = await pool.query<{ pin_hash: Buffer | null }>(
        'SELECT pin_hash FROM staff WHERE merchant_id = $1 AND id = $2 AND revoked_at IS NULL',
        [merchantId, id],
      )
      return rows[0]?.pin_hash ?? null
    },
    revoke: (key, at) => inTransaction(pool, (client) => revoke(client, key, at)),
  }
}

const addPerson = (pool: pg.Pool, person: Parameters<Team['add']>[0], most: number): Promise<boolean> =>
  inTransaction(pool, async (client) => {
    // Under the merchant's lock, so that two who add at once do not pass the limit.
    const { rows } = await client.query<{ people: number }>(
      `SELECT (SELECT count(*)::int FROM staff WHERE merchant_id = $1 AND revoked_at IS NULL) AS people
        FROM merchant WHERE id = $1 AND erased_at IS NULL FOR UPDATE`,
      [person.merchantId],
    )
    if (!rows[0] || rows[0].people >= most) return false
    await client.query(
      'INSERT INTO staff (merchant_id, id, name, role, created_at) VALUES ($1, $2, $3, $4, $5)',
      [person.merchantId, person.id, person.name, person.role, new Date(person.createdAt)],
    )
    return true
  })

/** What the person was signed in with, of whichever kind. The row stays: what they did is told by their name. */
const endings = [
  'UPDATE session SET used_at = $3 WHERE merchant_id = $1 AND staff_id = $2 AND used_at IS NULL',
  `DELETE FROM directory d USING device v WHERE d.kind = 'device-token' AND d.merchant_id = $1 AND d.target_id = v.id
    AND v.merchant_id = $1 AND v.staff_id = $2 AND $3::timestamptz IS NOT NULL`,
  'UPDATE device SET revoked_at = coalesce(revoked_at, $3) WHERE merchant_id = $1 AND staff_id = $2',
  `DELETE FROM directory d USING passkey k WHERE d.kind = 'passkey' AND d.merchant_id = $1 AND d.target_id = k.id
    AND k.merchant_id = $1 AND k.staff_id = $2 AND $3::timestamptz IS NOT NULL`,
  'DELETE FROM passkey WHERE merchant_id = $1 AND staff_id = $2 AND $3::timestamptz IS NOT NULL',
]

async function revoke(client: pg.PoolClient, { merchantId, id }: Key, at: number): Promise<boolean> {
  const values = [merchantId, id, new Date(at)]
  const { rowCount } = await client.query(
    'UPDATE staff SET revoked_at = coalesce(revoked_at, $3), pin_hash = NULL WHERE merchant_id = $1 AND id = $2',
    values,
  )
  if (!rowCount) return false
  for (const text of endings) await client.query(text, values)
  return true
}

const asPerson = (row: Row): Person => ({
  merchantId: row.merchant_id,
  id: row.id,
  name: row.name,
  role: row.role,
  hasPin: row.has_pin,
  createdAt: row.created_at.getTime(),
  revokedAt: row.revoked_at?.getTime() ?? null,
})
