import type pg from 'pg'
import type { WebhookSecrets } from '../ports/till-desk.ts'
import type { Keyring } from '../secrets/keyring.ts'
import { inTransaction } from './transaction.ts'

type Row = { secrets: Buffer; data_key: Buffer }
type Opened = { webhookSecret: string; previous?: { webhookSecret: string; until: number } }

export function createWebhookSecrets(pool: pg.Pool, keyring: Keyring): WebhookSecrets {
  return {
    rotate: ({ merchantId, id }, { secret, oldUntil }) =>
      inTransaction(pool, async (client) => {
        const { rows } = await client.query<Row>(
          `SELECT t.secrets, m.data_key FROM till t JOIN merchant m ON m.id = t.merchant_id
            WHERE t.merchant_id = $1 AND t.id = $2 AND t.provider = 'open' AND t.state = 'active' FOR UPDATE OF t`,
          [merchantId, id],
        )
        const row = rows[0]
        if (!row || row.secrets.length === 0) return false
        const key = keyring.open(merchantId, row.data_key)
        const { webhookSecret, previous: _, ...rest } = JSON.parse(key.unseal(row.secrets)) as Opened
        const next = {
          ...rest,
          webhookSecret: secret,
          previous: { webhookSecret, until: oldUntil },
        }
        await client.query('UPDATE till SET secrets = $3 WHERE merchant_id = $1 AND id = $2', [
          merchantId,
          id,
          Buffer.from(key.seal(JSON.stringify(next))),
        ])
        return true
      }),
  }
}

/** The secrets of an open till that are good at `now`, newest first. */
export function goodSecrets(opened: string, now: number): string[] {
  const { webhookSecret, previous } = JSON.parse(opened) as Opened
  return previous && previous.until > now ? [webhookSecret, previous.webhookSecret] : [webhookSecret]
}
