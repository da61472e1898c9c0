import type { OpenSession, SessionKind, SessionRow, Sessions } from '../ports/sessions.ts'
import { digest } from '../secrets/random-id.ts'
import type { Database } from './database.ts'

/** The directory finds a session by its token's digest; it is asked each time, so that signing out works at once. */
const directoryKind = 'session-token'

type Row = {
  merchant_id: string
  id: string
  kind: SessionKind
  role: string
  staff_id: string | null
  device_id: string | null
  created_at: Date
  expires_at: Date
}

/** A session is worth what its person and its device are worth now. */
const findOne = `SELECT s.merchant_id, s.id, s.kind, coalesce(p.role, s.role) AS role, s.staff_id, s.device_id, s.created_at, s.expires_at
  FROM directory d JOIN session s ON s.merchant_id = d.merchant_id AND s.id = d.target_id
  LEFT JOIN staff p ON p.merchant_id = s.merchant_id AND p.id = s.staff_id
  LEFT JOIN device v ON v.merchant_id = s.merchant_id AND v.id = s.device_id
  WHERE d.kind = '${directoryKind}' AND d.key = $1 AND s.kind = $2 AND s.used_at IS NULL AND s.expires_at > $3
    AND (s.staff_id IS NULL OR (p.id IS NOT NULL AND p.revoked_at IS NULL))
    AND (s.device_id IS NULL OR (v.id IS NOT NULL AND v.revoked_at IS NULL))`

export function createSessions({ pool }: Pick<Database, 'pool'>): Sessions {
  return {
    async add(session, token) {
      // One statement, so that there is never a session that nobody can find.
      await pool.query(
        `WITH added AS (
          INSERT INTO session (merchant_id, id, kind, role, created_at, expires_at, staff_id, device_id)
            VALUES ($1, $2, $3, $4, $5, $6, $8, $9))
        INSERT INTO directory (kind, key, merchant_id, target_id) VALUES ('${directoryKind}', $7, $1, $2)`,
        [
          session.merchantId,
          session.id,
          session.kind,
          session.role,
          new Date(session.createdAt),
          new Date(session.expiresAt),
          Buffer.from(digest(token)),
          session.staffId,
          session.deviceId,
        ],
      )
    },
    async find(kind, token, now) {
      const { rows } = await pool.query<Row>({
        name: 'session-find',
        text: findOne,
        values: [Buffer.from(digest(token)), kind, new Date(now)],
      })
      return rows[0] ? asSession(rows[0]) : null
    },
    async end({ merchantId, id }, now) {
      const { rowCount } = await pool.query(
        'UPDATE session SET used_at = $3 WHERE merchant_id = $1 AND id = $2 AND used_at IS NULL',
        [merchantId, id, new Date(now)],
      )
      return rowCount === 1
    },
    async seen({ merchantId, id }, agent, at) {
      await pool.query(
        'UPDATE session SET seen_at = $4, agent = coalesce($3, agent) WHERE merchant_id = $1 AND id = $2',
        [merchantId, id, agent?.slice(0, 200) ?? null, new Date(at)],
      )
    },
    async consolesOf(merchantId, { staffId, role }, now) {
      const { rows } = await pool.query<OpenRow>(
        `SELECT id, created_at, expires_at, seen_at, agent FROM session
          WHERE merchant_id = $1 AND staff_id IS NOT DISTINCT FROM $2 AND (staff_id IS NOT NULL OR role = $4)
            AND kind = 'console' AND used_at IS NULL AND expires_at > $3 ORDER BY id DESC LIMIT 100`,
        [merchantId, staffId, new Date(now), role],
      )
      return rows.map(asOpen)
    },
    async endLinks(merchantId, of, now) {
      const [column, id] = 'staffId' in of ? ['staff_id', of.staffId] : ['device_id', of.deviceId]
      await pool.query(
        `UPDATE session SET used_at = $3 WHERE merchant_id = $1 AND ${column} = $2 AND used_at IS NULL
          AND kind IN ('console-link', 'staff-link', 'device-link')`,
        [merchantId, id, new Date(now)],
      )
    },
  }
}

type OpenRow = Pick<Row, 'id' | 'created_at' | 'expires_at'> & { seen_at: Date | null; agent: string | null }

const asOpen = (row: OpenRow): OpenSession => ({
  id: row.id,
  createdAt: row.created_at.getTime(),
  expiresAt: row.expires_at.getTime(),
  seenAt: row.seen_at?.getTime() ?? null,
  agent: row.agent,
})

const asSession = (row: Row): SessionRow => ({
  merchantId: row.merchant_id,
  id: row.id,
  kind: row.kind,
  role: row.role,
  staffId: row.staff_id,
  deviceId: row.device_id,
  createdAt: row.created_at.getTime(),
  expiresAt: row.expires_at.getTime(),
})
