import type pg from 'pg'
import type { SignInStarts } from '../ports/till-sign-in.ts'
import { digest } from '../secrets/random-id.ts'

export function createSignInStarts(pool: pg.Pool): SignInStarts {
  return {
    async add({ state, browser, provider, merchantId, expiresAt }) {
      await pool.query(
        `INSERT INTO till_sign_in (state_hash, browser_hash, provider, merchant_id, expires_at)
          VALUES ($1, $2, $3, $4, $5)`,
        [hash(state), hash(browser), provider, merchantId, new Date(expiresAt)],
      )
    },
    async take(provider, state, browser, now) {
      // Only the right browser uses it up: whoever learnt the state alone cannot spoil the sign-in.
      const { rows } = await pool.query<{ merchant_id: string | null }>(
        `DELETE FROM till_sign_in WHERE state_hash = $1 AND browser_hash = $2 AND provider = $3 AND expires_at > $4
          RETURNING merchant_id`,
        [hash(state), hash(browser), provider, new Date(now)],
      )
      return rows[0] ? { merchantId: rows[0].merchant_id } : null
    },
  }
}

const hash = (text: string): Buffer => Buffer.from(digest(text))
