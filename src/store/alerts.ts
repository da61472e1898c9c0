import type { Alerts, Troubles } from '../ports/alerts.ts'
import type { Clock } from '../ports/clock.ts'
import { readPoolUse } from './code-pools.ts'
import type { Database } from './database.ts'

/** A till that is away for less is no news. */
const patienceMs = 60_000
const mostRows = 100

type DownRow = { till_id: string; name: string; since: Date; last_error: string; waiting: number }
type CodeRow = {
  till_id: string
  name: string
  kind: 'drifted' | 'refused'
  reason: string | null
  detail: string | null
  since: Date
  count: number
  coupon_ids: string[]
}

export function createAlerts(db: Pick<Database, 'pool' | 'prisma'>, clock: Clock): Alerts {
  return {
    async troubles(merchantId) {
      const [down, codes, pools] = await Promise.all([
        readDown(db, merchantId, clock()),
        readCodes(db, merchantId),
        readPoolUse(db, merchantId, null, clock()),
      ])
      return { down, codes, pools }
    },
  }
}

async function readDown(
  { pool }: Pick<Database, 'pool'>,
  merchantId: string,
  now: number,
): Promise<Troubles['down']> {
  const { rows } = await pool.query<DownRow>(
    `SELECT h.till_id, t.name, h.since, h.last_error, (SELECT count(*)::int FROM outbox o WHERE o.merchant_id = h.merchant_id
        AND o.kind = 'place-code' AND o.version > o.sent_version AND split_part(o.key, '/', 2) = h.till_id::text) AS waiting
      FROM till_hold h JOIN till t ON t.merchant_id = h.merchant_id AND t.id = h.till_id AND t.state = 'active'
      WHERE h.merchant_id = $1 AND h.reason = 'down' AND h.since <= $2 ORDER BY h.since LIMIT ${mostRows}`,
    [merchantId, new Date(now - patienceMs)],
  )
  return rows.map((row) => ({
    tillId: row.till_id,
    tillName: row.name,
    since: row.since.getTime(),
    waiting: row.waiting,
    error: row.last_error,
  }))
}

async function readCodes({ pool }: Pick<Database, 'pool'>, merchantId: string): Promise<Troubles['codes']> {
  const { rows } = await pool.query<CodeRow>(
    `SELECT p.till_id, t.name, CASE p.state WHEN 'drifted' THEN 'drifted' ELSE 'refused' END AS kind,
        CASE p.state WHEN 'drifted' THEN p.drift ELSE p.last_error END AS reason,
        CASE p.state WHEN 'drifted' THEN p.last_error END AS detail,
        min(p.updated_at) AS since, count(*)::int AS count, (array_agg(p.coupon_id ORDER BY p.updated_at))[1:10] AS coupon_ids
      FROM code_placement p
      JOIN coupon c ON c.merchant_id = p.merchant_id AND c.id = p.coupon_id AND c.state IN ('issuing', 'active')
      JOIN till t ON t.merchant_id = p.merchant_id AND t.id = p.till_id AND t.state = 'active'
      WHERE p.merchant_id = $1 AND p.state IN ('drifted', 'failed')
      GROUP BY 1, 2, 3, 4, 5 ORDER BY 6 LIMIT ${mostRows}`,
    [merchantId],
  )
  return rows.map(({ till_id, name, coupon_ids, since, reason, ...row }) => ({
    ...row,
    reason: reason ?? '',
    tillId: till_id,
    tillName: name,
    couponIds: coupon_ids,
    since: since.getTime(),
  }))
}
