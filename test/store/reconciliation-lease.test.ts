import { afterAll, beforeAll, expect, test } from 'vitest'
import { createReconciliations } from '../../src/store/reconciliations.ts'
import { describeSettings, openSetting, type Setting } from '../support/settings.ts'
import { createStoreShop } from '../support/store-shop.ts'

await describeSettings('the search of tills', (name) => {
  let setting: Setting
  beforeAll(async () => {
    setting = await openSetting(name)
  })
  afterAll(() => setting.close())

  test('is lent for one till at a time, also when many are due at once in a table known to be empty', async () => {
    const { pool } = setting.database
    const shop = createStoreShop(setting.database)
    const records = createReconciliations(pool, () => shop.clock.now)
    await pool.query('VACUUM ANALYZE till_reconciliation')
    await pool.query('VACUUM ANALYZE till')
    for (let i = 0; i < 100; i++) expect(await records.lease()).toBeNull()
    const merchantId = await shop.merchant()
    const tills = 40
    for (let i = 0; i < tills; i++)
      await shop.till(merchantId, { provider: 'square', merchantId: `M${i}`, accessToken: 'token' })
    await pool.query(
      `INSERT INTO till_reconciliation (merchant_id, till_id, orders_since, reconciled_until, next_at)
        SELECT merchant_id, id, $2, $2, $2 FROM till WHERE merchant_id = $1
        ON CONFLICT (merchant_id, till_id) DO UPDATE SET next_at = $2`,
      [merchantId, new Date(shop.clock.now)],
    )
    const lent = async () => {
      const { rows } = await pool.query(
        'SELECT count(*)::int AS n FROM till_reconciliation WHERE runner IS NOT NULL',
      )
      return rows[0].n
    }
    for (let i = 1; i <= 10; i++) {
      expect(await records.lease()).not.toBeNull()
      expect(await lent()).toBe(i)
    }
  })
})
