import type { ConsoleReads } from '../ports/console-reads.ts'
import { readCard, readCards } from './console-cards.ts'
import { readCoupon, readCoupons } from './console-coupons.ts'
import { readTroubledDeliveries } from './console-deliveries.ts'
import {
  readCodeUses,
  readLatestOrders,
  readOrder,
  readOrderDeliveries,
  readOrders,
} from './console-orders.ts'
import { readOverview } from './console-overview.ts'
import { readProgramNames, readPrograms } from './console-programs.ts'
import type { Database } from './database.ts'
import { createTodayCounts } from './today-counts.ts'

/** The console's reads: plain SQL, one merchant each, at most a page at a time. */
export function createConsoleReads({ pool }: Pick<Database, 'pool'>): ConsoleReads {
  const todayCounts = createTodayCounts(pool)
  return {
    async merchant(merchantId) {
      const { rows } = await pool.query<{ name: string; locale: string; time_zone: string }>(
        'SELECT name, locale, time_zone FROM merchant WHERE id = $1 AND erased_at IS NULL',
        [merchantId],
      )
      const row = rows[0]
      return row ? { merchantId, name: row.name, locale: row.locale, timeZone: row.time_zone } : null
    },
    overview: async (merchantId, now) => readOverview(pool, merchantId, await todayCounts(merchantId, now)),
    cards: (merchantId, query) => readCards(pool, merchantId, query),
    card: (merchantId, cardId) => readCard(pool, merchantId, cardId),
    orders: (merchantId, query) => readOrders(pool, merchantId, query),
    order: (merchantId, tillId, externalId) => readOrder(pool, merchantId, tillId, externalId),
    latestOrders: (merchantId, tillId, limit) => readLatestOrders(pool, merchantId, tillId, limit),
    coupon: (merchantId, couponId, since) => readCoupon(pool, merchantId, couponId, since),
    orderDeliveries: (merchantId, order) => readOrderDeliveries(pool, merchantId, order),
    codeUses: (merchantId, query) => readCodeUses(pool, merchantId, query),
    coupons: (merchantId, query) => readCoupons(pool, merchantId, query),
    troubledDeliveries: (merchantId, query) => readTroubledDeliveries(pool, merchantId, query),
    programs: (merchantId) => readPrograms(pool, merchantId),
    programNames: (merchantId) => readProgramNames(pool, merchantId),
  }
}
