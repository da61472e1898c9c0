import type { Claim, Idempotency, StoredAnswer } from '../ports/idempotency.ts'
import type { Keyring } from '../secrets/keyring.ts'
import type { Database } from './database.ts'

const keptMs = 24 * 3_600_000
/** An attempt silent for so long has died: a retry may take its place. */
const attemptMs = 60_000

type Sealed = { key: string; box: string }
type Row = { request_hash: Buffer; status: number | null; body: Sealed }

export function createIdempotency({ pool }: Pick<Database, 'pool'>, keyring: Keyring): Idempotency {
  return {
    async claim({ scope, key, requestHash, operationId, now }) {
      const won = await pool.query<{ operation: string }>(claimStatement, [
        scope,
        key,
        Buffer.from(requestHash),
        JSON.stringify({ operation: operationId }),
        new Date(now),
        new Date(now - keptMs),
        new Date(now - attemptMs),
      ])
      if (won.rows[0]) return { state: 'started', operationId: won.rows[0].operation }
      const { rows } = await pool.query<Row>(
        'SELECT request_hash, status, body FROM idempotency_key WHERE merchant_id = $1 AND key = $2',
        [scope, key],
      )
      return rows[0] ? standing(keyring, scope, rows[0], requestHash) : { state: 'running' }
    },
    async finish({ scope, key, operationId, answer }) {
      await pool.query(
        `UPDATE idempotency_key SET status = $4, body = $5
         WHERE merchant_id = $1 AND key = $2 AND status IS NULL AND body ->> 'operation' = $3`,
        [scope, key, operationId, answer.status, JSON.stringify(seal(keyring, scope, answer.body))],
      )
    },
    async release({ scope, key, operationId }) {
      await pool.query(
        `UPDATE idempotency_key SET created_at = created_at - interval '${attemptMs + 1000} milliseconds'
         WHERE merchant_id = $1 AND key = $2 AND status IS NULL AND body ->> 'operation' = $3`,
        [scope, key, operationId],
      )
    },
    async purge(now) {
      const { rowCount } = await pool.query('DELETE FROM idempotency_key WHERE created_at < $1', [
        new Date(now - keptMs),
      ])
      return rowCount ?? 0
    },
  }
}

// $6: older keys are forgotten; $7: an attempt begun before has died, and its operation id goes on.
const claimStatement = `
INSERT INTO idempotency_key AS held (merchant_id, key, request_hash, status, body, created_at)
VALUES ($1, $2, $3, NULL, $4::jsonb, $5)
ON CONFLICT (merchant_id, key) DO UPDATE SET
  request_hash = excluded.request_hash, status = NULL, created_at = excluded.created_at,
  body = CASE WHEN held.created_at < $6 THEN excluded.body ELSE held.body END
WHERE held.created_at < $6
  OR (held.status IS NULL AND held.created_at < $7 AND held.request_hash = excluded.request_hash)
RETURNING body ->> 'operation' AS operation`

function standing(keyring: Keyring, scope: string, row: Row, requestHash: Uint8Array): Claim {
  if (!row.request_hash.equals(requestHash)) return { state: 'other-request' }
  if (row.status === null) return { state: 'running' }
  return { state: 'done', answer: { status: row.status, body: unseal(keyring, scope, row.body) } }
}

/** Each answer under a key of its own, because the operator's answers belong to no merchant. */
function seal(keyring: Keyring, scope: string, text: StoredAnswer['body']): Sealed {
  const key = keyring.newDataKey(scope)
  const box = keyring.open(scope, key).seal(text)
  return { key: Buffer.from(key).toString('base64'), box: Buffer.from(box).toString('base64') }
}

const unseal = (keyring: Keyring, scope: string, { key, box }: Sealed): string =>
  keyring.open(scope, Buffer.from(key, 'base64')).unseal(Buffer.from(box, 'base64'))
