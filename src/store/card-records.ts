import type { CardEvent, CardRecords } from '../ports/card-records.ts'
import type { Database } from './database.ts'

type EventRow = {
  kind: CardEvent['kind']
  at: Date
  count: number
  channel: string
  till_name: string | null
  title: string
}

export function createCardRecords({ pool }: Pick<Database, 'pool'>): CardRecords {
  return {
    async history(merchantId, cardId, limit) {
      const { rows } = await pool.query<EventRow>({
        name: 'card-history',
        text: `(SELECT 'stamps' AS kind, l.at, l.count, l.channel, t.name AS till_name, '' AS title
            FROM stamp_ledger l LEFT JOIN till t ON t.merchant_id = l.merchant_id AND t.id = l.till_id
            WHERE l.merchant_id = $1 AND l.card_id = $2 ORDER BY l.at DESC, l.id DESC LIMIT $3)
          UNION ALL
          (SELECT CASE c.state WHEN 'redeemed' THEN 'coupon-used' ELSE 'coupon-expired' END,
              coalesce(c.redeemed_at, c.ended_at), 0, '', t.name, c.reward->>'title'
            FROM coupon c LEFT JOIN till t ON t.merchant_id = c.merchant_id AND t.id::text = c.redeemed_by->>'tillId'
            WHERE c.merchant_id = $1 AND c.card_id = $2 AND c.state IN ('redeemed', 'expired')
            ORDER BY coalesce(c.redeemed_at, c.ended_at) DESC LIMIT $3)
          ORDER BY at DESC LIMIT $3`,
        values: [merchantId, cardId, limit],
      })
      return rows.map(asEvent)
    },
    async revisions(cards) {
      if (cards.length === 0) return new Map()
      const { rows } = await pool.query<{ id: string; revision: number }>({
        name: 'card-revisions',
        text: `SELECT c.id, c.revision FROM unnest($1::uuid[], $2::uuid[]) AS w(merchant_id, id)
          JOIN card c ON c.merchant_id = w.merchant_id AND c.id = w.id`,
        values: [cards.map((card) => card.merchantId), cards.map((card) => card.cardId)],
      })
      return new Map(rows.map((row) => [row.id, row.revision]))
    },
  }
}

function asEvent(row: EventRow): CardEvent {
  const at = row.at.getTime()
  switch (row.kind) {
    case 'stamps':
      return { kind: 'stamps', at, count: row.count, channel: row.channel, tillName: row.till_name }
    case 'coupon-used':
      return { kind: 'coupon-used', at, title: row.title, location: row.till_name }
    case 'coupon-expired':
      return { kind: 'coupon-expired', at, title: row.title }
  }
}
