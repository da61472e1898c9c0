import type pg from 'pg'
import type { RefusalTransaction } from '../../ports/refusals.ts'

export const refusalsOn = (client: pg.PoolClient): RefusalTransaction => ({
  async note({ merchantId, cardId, kind, reason, subject, channel, id, figures, at }) {
    await client.query(
      `INSERT INTO refusal AS r (merchant_id, card_id, kind, reason, subject, channel, id, figures, first_at, last_at)
        SELECT c.merchant_id, c.id, $3, $4, $5, $6, $7, $8, $9, $9 FROM card c
          WHERE c.merchant_id = $1 AND c.id = $2 AND c.state <> 'erased'
        ON CONFLICT (merchant_id, card_id, kind, reason, subject, channel) DO UPDATE SET
          times = r.times + 1, figures = excluded.figures, last_at = greatest(r.last_at, excluded.last_at)`,
      [merchantId, cardId, kind, reason, subject, channel, id, JSON.stringify(figures), new Date(at)],
    )
  },
})
