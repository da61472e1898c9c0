import type { SessionKind, SessionRow, Sessions } from '../ports/sessions.ts'
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
  created_at: Date
  expires_at: Date
}

export function createSessions({ pool }: Pick<Database, 'pool'>): Sessions {
  return {
    async add(session, token) {
      // One statement, so that there is never a session that nobody can find.
      await pool.query(
        `WITH added AS (
          INSERT INTO session (merchant_id, id, kind, role, created_at, expires_at, staff_id) VALUES ($1, $2, $3, $4, $5, $6, $8))
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
        ],
      )
    },
    async find(kind, token, now) {
      const { rows } = await pool.query<Row>({
        name: 'session-find',
        text: `SELECT s.merchant_id, s.id, s.kind, s.role, s.staff_id, s.created_at, s.expires_at
          FROM directory d JOIN session s ON s.merchant_id = d.merchant_id AND s.id = d.target_id
          WHERE d.kind = '${directoryKind}' AND d.key = $1 AND s.kind = $2 AND s.used_at IS NULL AND s.expires_at > $3`,
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
  }
}

const asSession = (row: Row): SessionRow => ({
  merchantId: row.merchant_id,
  id: row.id,
  kind: row.kind,
  role: row.role,
  staffId: row.staff_id,
  createdAt: row.created_at.getTime(),
  expiresAt: row.expires_at.getTime(),
})
