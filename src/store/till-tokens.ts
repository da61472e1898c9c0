import type pg from 'pg'
import type { Clock } from '../ports/clock.ts'
import type { Key } from '../ports/store.ts'
import type { TillTokens } from '../ports/till.ts'
import type { RenewalLease, TokenRecords } from '../ports/till-tokens.ts'
import type { Keyring } from '../secrets/keyring.ts'
import { newId } from '../secrets/random-id.ts'
import { credentialsOf, type TillRow, tillColumns } from './till-credentials.ts'

/** Longer than any call to a till takes, so that two never renew at once; a dead process holds nobody up for longer. */
const leaseMs = 30_000

export function createTokenRecords(pool: pg.Pool, keyring: Keyring, clock: Clock): TokenRecords {
  const now = () => new Date(clock())
  return {
    async due(limit) {
      const { rows } = await pool.query<{ merchant_id: string; id: string }>(
        `SELECT merchant_id, id FROM till WHERE state = 'active' AND renew_at <= $1 AND sign_in_since IS NULL
          AND (renewer_until IS NULL OR renewer_until <= $1) ORDER BY renew_at LIMIT $2`,
        [now(), limit],
      )
      return rows.map((row) => ({ merchantId: row.merchant_id, id: row.id }))
    },
    lease: (till) => lease(pool, keyring, till, clock()),
    renewed: (held, tokens, renewAt) => renewed(pool, keyring, held, tokens, renewAt),
    async released(held) {
      await pool.query(
        'UPDATE till SET renewer = NULL, renewer_until = NULL WHERE merchant_id = $1 AND id = $2 AND renewer = $3',
        keyOf(held),
      )
    },
    async postponed(held, retryAt) {
      await pool.query(
        `UPDATE till SET renewer = NULL, renewer_until = NULL, renew_failures = renew_failures + 1, renew_at = $4
          WHERE merchant_id = $1 AND id = $2 AND renewer = $3`,
        [...keyOf(held), new Date(retryAt)],
      )
    },
    async refused(held) {
      await pool.query(
        `UPDATE till SET renewer = NULL, renewer_until = NULL, sign_in_since = $4
          WHERE merchant_id = $1 AND id = $2 AND renewer = $3`,
        [...keyOf(held), now()],
      )
    },
    async dead(till, accessToken) {
      const row = await findTill(pool, till)
      if (!row || credentialsOf(keyring, till.merchantId, row)?.accessToken !== accessToken) return
      // Only while it is the same: a new token may have come in between.
      await pool.query(
        `UPDATE till SET sign_in_since = $3 WHERE merchant_id = $1 AND id = $2 AND secrets = $4 AND sign_in_since IS NULL`,
        [till.merchantId, till.id, now(), row.secrets],
      )
    },
  }
}

const keyOf = ({ till, holder }: RenewalLease) => [till.merchantId, till.id, holder]

async function findTill(pool: pg.Pool, till: Key): Promise<TillRow | undefined> {
  const { rows } = await pool.query<TillRow>(
    `SELECT ${tillColumns} FROM till t JOIN merchant m ON m.id = t.merchant_id WHERE t.merchant_id = $1 AND t.id = $2`,
    [till.merchantId, till.id],
  )
  return rows[0]
}

async function lease(pool: pg.Pool, keyring: Keyring, till: Key, now: number): Promise<RenewalLease | null> {
  const holder = newId(now)
  const { rows } = await pool.query<TillRow & { renew_failures: number }>(
    `UPDATE till t SET renewer = $3, renewer_until = $5 FROM merchant m
      WHERE t.merchant_id = $1 AND t.id = $2 AND m.id = t.merchant_id AND t.state = 'active' AND t.renew_at IS NOT NULL
        AND t.sign_in_since IS NULL AND (t.renewer_until IS NULL OR t.renewer_until <= $4)
      RETURNING ${tillColumns}, t.renew_failures`,
    [till.merchantId, till.id, holder, new Date(now), new Date(now + leaseMs)],
  )
  const row = rows[0]
  const credentials = row ? credentialsOf(keyring, till.merchantId, row) : null
  if (!row || !credentials?.refreshToken) return null
  return {
    till,
    credentials,
    refreshToken: credentials.refreshToken,
    holder,
    failures: row.renew_failures,
  }
}

async function renewed(
  pool: pg.Pool,
  keyring: Keyring,
  held: RenewalLease,
  tokens: TillTokens,
  renewAt: number | null,
): Promise<boolean> {
  const row = await findTill(pool, held.till)
  if (!row) return false
  const { merchantId } = held.till
  const dataKey = keyring.open(merchantId, row.data_key)
  const { accessToken, refreshToken } = tokens
  const before = JSON.parse(dataKey.unseal(row.secrets)) as Record<string, string>
  const secrets = dataKey.seal(
    JSON.stringify({ ...before, accessToken, ...(refreshToken && { refreshToken }) }),
  )
  const { rowCount } = await pool.query(
    `UPDATE till SET secrets = $4, renewer = NULL, renewer_until = NULL, renew_failures = 0, sign_in_since = NULL,
        access_expires_at = $5, refresh_expires_at = $6, renew_at = $7, scopes = coalesce($8, scopes)
      WHERE merchant_id = $1 AND id = $2 AND renewer = $3 AND secrets = $9`,
    [
      ...keyOf(held),
      Buffer.from(secrets),
      asDate(tokens.accessExpiresAt),
      asDate(tokens.refreshExpiresAt),
      asDate(renewAt),
      tokens.scopes ?? null,
      row.secrets,
    ],
  )
  return rowCount === 1
}

const asDate = (time: number | null): Date | null => (time === null ? null : new Date(time))
