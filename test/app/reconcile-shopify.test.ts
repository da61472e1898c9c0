import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { openSearchedTills, type SearchedTills } from '../support/searched-tills.ts'
import { describeSettings, openSetting, type Setting } from '../support/settings.ts'

const minute = 60_000
const hour = 60 * minute
const address = 'https://stamps.example/webhooks/shopify'

await describeSettings(
  'a Shopify shop searched for orders',
  (name) => {
    let setting: Setting
    let tills: SearchedTills
    let tillId: string
    let card: { id: string; serial: string }
    beforeAll(async () => {
      setting = await openSetting(name)
    })
    afterAll(() => setting.close())
    beforeEach(async () => {
      tills = await openSearchedTills(setting, address)
      tillId = await tills.connectShopify()
      card = await tills.shop.card(tills.merchantId)
      await tills.search(0)
    })
    afterEach(() => tills.close())

    const sell = (price = 380) =>
      tills.shopify.sell({ lines: [{ title: 'Flat white', price }], card: card.serial }, { hold: true })
    const stamps = () => tills.stamps(card.id)

    it('finds a sale whose webhook was lost, once', async () => {
      await sell()
      await tills.search()
      expect(await stamps()).toBe(1)
      expect(tills.found).toEqual({ orders: 1, missed: 1 })
      const rows = await tills.deliveries(tillId)
      for (let run = 0; run < 3; run += 1) await tills.search()
      expect(await stamps()).toBe(1)
      expect(await tills.deliveries(tillId)).toBe(rows)
      expect(await tills.state(tillId)).toMatchObject({ missed: 1, failures: 0, lastError: null })
    })

    it('asks for no order that its webhook has told', async () => {
      const { deliveries } = await sell()
      await tills.arrive(tillId, deliveries)
      await tills.search()
      expect(await stamps()).toBe(1)
      expect(tills.found.orders).toBe(0)
      expect(await tills.deliveries(tillId)).toBe(deliveries.length)
      expect(tills.shopify.calls).not.toContain('wholeOrder')
    })

    it('makes one effect of a found sale and its late webhooks, whichever state they tell', async () => {
      const { order, deliveries } = await sell()
      tills.clock.now += minute
      await tills.shopify.refund(order.id, {}, { hold: true })
      await tills.search()
      expect(await stamps()).toBe(0)
      await tills.arrive(tillId, deliveries.toReversed())
      expect(await stamps()).toBe(0)
    })

    it('finds a refund whose webhook was lost', async () => {
      const { order, deliveries } = await sell()
      await tills.arrive(tillId, deliveries)
      expect(await stamps()).toBe(1)
      tills.clock.now += hour
      await tills.shopify.refund(order.id, {}, { hold: true })
      await tills.search()
      expect(await stamps()).toBe(0)
    })

    it('covers the whole gap after a day without any worker, page by page', async () => {
      tills.shopify.desk.pageSize = 3
      for (let sale = 0; sale < 8; sale += 1) {
        tills.clock.now += 3 * hour
        await sell()
      }
      await tills.search(minute * 2)
      expect(await stamps()).toBe(8)
      const { reconciledUntil } = await tills.state(tillId)
      expect(tills.clock.now - reconciledUntil).toBeLessThanOrEqual(minute)
    })

    it('takes turns: a till with much to tell goes on from its page when the others had theirs', async () => {
      tills.shopify.desk.pageSize = 1
      for (let sale = 0; sale < 13; sale += 1) await sell()
      await tills.search()
      expect(tills.runs.map(({ outcome }) => outcome)).toEqual(['done', 'more', 'done'])
      expect(tills.found.orders).toBe(13)
    })

    it('goes back to the same place when the till throttles, and says so', async () => {
      await sell()
      const before = await tills.state(tillId)
      tills.shopify.faults.throttled = true
      await tills.search()
      const throttled = await tills.state(tillId)
      expect(throttled).toMatchObject({ failures: 1, lastError: expect.stringContaining('no more calls') })
      expect(throttled.reconciledUntil).toBe(before.reconciledUntil)
      expect(tills.runs.at(-1)?.outcome).toBe('postponed')
      tills.shopify.faults.throttled = false
      await tills.search(minute)
      expect(await stamps()).toBe(1)
      expect(await tills.state(tillId)).toMatchObject({ failures: 0, lastError: null })
    })

    it('waits as long as the till asks, and longer each time while it is away', async () => {
      await sell()
      tills.shopify.faults.status = 429
      await tills.search()
      expect((await tills.state(tillId)).failures).toBe(1)
      await tills.search(1000)
      expect((await tills.state(tillId)).failures).toBe(1)
      tills.shopify.faults.status = null
      tills.shopify.faults.outage = true
      await tills.search(3000)
      await tills.search(5 * minute)
      expect((await tills.state(tillId)).failures).toBe(3)
      tills.shopify.faults.outage = false
      await tills.search(16 * minute)
      expect(await stamps()).toBe(1)
    })

    it('leaves the till of a process that died to another, which goes on where it was', async () => {
      tills.shopify.desk.pageSize = 2
      for (let sale = 0; sale < 5; sale += 1) await sell()
      tills.clock.now += 16 * minute
      const dead = (await tills.records.lease())!
      const span = { by: 'updated' as const, from: tills.clock.now - hour, to: tills.clock.now }
      const second = { until: tills.clock.now, sweep: false, spans: [span], cursor: null }
      expect(await tills.records.advance(dead, second, { lastOrderAt: null, missed: 0 })).toBe(true)
      await tills.search(30_000)
      expect(await stamps()).toBe(0)
      await tills.search(31_000)
      expect(await stamps()).toBe(5)
      expect(await tills.records.keep(dead)).toBe(false)
      expect(await tills.records.advance(dead, second, { lastOrderAt: null, missed: 9 })).toBe(false)
      expect((await tills.state(tillId)).missed).toBe(5)
    })

    it('is searched by one of several workers at a time', async () => {
      await sell()
      tills.clock.now += 16 * minute
      tills.shopify.faults.latencyMs = 50
      await Promise.all([tills.worker()(), tills.worker()(), tills.worker()()])
      await tills.judge()
      expect(tills.runs.filter(({ outcome }) => outcome === 'done')).toHaveLength(2)
      expect(await stamps()).toBe(1)
    })

    it('takes orders from before the connection only when asked to', async () => {
      await tills.db.pool.query('DELETE FROM till_reconciliation')
      const late = await openSearchedTills(setting, address)
      const old = await late.shop.card(late.merchantId)
      late.clock.now -= 10 * 24 * hour
      await late.shopify.sell({ lines: [{ title: 'Tea', price: 300 }], card: old.serial }, { hold: true })
      late.clock.now += 10 * 24 * hour
      const id = await late.connectShopify()
      await late.search(2 * minute)
      expect(await late.stamps(old.id)).toBe(0)
      await late.records.lookBack({ merchantId: late.merchantId, id }, late.clock.now - 14 * 24 * hour)
      await late.search(0)
      expect(await late.stamps(old.id)).toBe(1)
      expect((await late.state(id)).missed).toBe(0)
      await late.close()
    })

    it('without permission to read all of an order takes a new one, and of a known one only what went back', async () => {
      tills.shopify.desk.scopes.delete('read_products')
      tills.shopify.desk.scopes.delete('read_locations')
      const { order, deliveries } = await sell()
      await tills.arrive(tillId, deliveries)
      await sell()
      await tills.search()
      expect(await stamps()).toBe(2)
      tills.clock.now += hour
      await tills.shopify.refund(order.id, {}, { hold: true })
      await tills.search()
      expect(await stamps()).toBe(1)
      const facts = await tills.db.pool.query<{ product: string | null }>(
        `SELECT facts #>> '{sale,lines,0,productId}' AS product FROM till_order WHERE external_id = $1`,
        [String(order.id)],
      )
      expect(facts.rows[0]?.product).toBe(String(order.line_items[0]?.product_id))
    })

    it('subscribes the webhooks of a shop that sends none, once, and no second set beside those that come', async () => {
      const { deliveries } = await sell()
      await tills.arrive(tillId, deliveries)
      await sell()
      await tills.search()
      expect(tills.subscribed).toEqual([])
      tills.clock.now += 26 * hour
      await sell()
      await tills.search()
      expect(tills.subscribed).toContain('ORDERS_CREATE')
      expect(tills.shopify.desk.subscriptions.map(({ uri }) => uri)).toContain(address)
      const made = tills.shopify.desk.subscriptions.length
      expect((await tills.state(tillId)).hooksNote).toBe('subscribed')
      await sell()
      await tills.search(2 * hour)
      expect(tills.shopify.desk.subscriptions).toHaveLength(made)
      expect((await tills.state(tillId)).hooksNote).toBe('silent')
    })

    it('makes good a subscription that Shopify dropped, at the daily look', async () => {
      for (const topic of ['ORDERS_CREATE', 'ORDERS_PAID'])
        tills.shopify.desk.subscriptions.push({ id: topic, topic, uri: address })
      await tills.search(25 * hour)
      expect(tills.subscribed).toEqual([
        'ORDERS_UPDATED',
        'ORDERS_CANCELLED',
        'REFUNDS_CREATE',
        'APP_UNINSTALLED',
      ])
    })

    it('stops when the till ends, and goes on from the moment it is connected again', async () => {
      await tills.db.pool.query(`UPDATE till SET state = 'uninstalled' WHERE id = $1`, [tillId])
      await tills.search()
      expect((await tills.shop.pending.due()).searches).toBe(false)
      await sell()
      tills.clock.now += 30 * hour
      await tills.connectShopify()
      expect((await tills.shop.pending.due()).searches).toBe(true)
      tills.clock.now += hour
      await sell()
      await tills.search()
      expect(await stamps()).toBe(1)
    })
  },
  ['postgres'],
)
