import { expect, it } from 'vitest'
import { describeSettings } from '../../support/settings.ts'
import { day, useCouponShop } from './coupon-shop.ts'

await describeSettings(
  'coupons in the merchant’s hand',
  (setting) => {
    const shop = useCouponShop(setting)
    const { post, get, stamp, couponsOf, holder } = shop

    it('extends to a later end only', async () => {
      const { coupon } = await holder({ expiresAfterDays: 2 })
      const to = (expiresAt: number) =>
        post(`/coupons/${coupon.id}/extend`, { expiresAt: new Date(expiresAt).toISOString() })
      expect((await to(shop.api.clock.now + day)).body.reason).toBe('not-later')
      const later = shop.api.clock.now + 9 * day
      expect((await to(later)).body).toMatchObject({
        expiresAt: new Date(later).toISOString(),
        expiresSoon: false,
      })
      const endless = await holder()
      expect(
        (await post(`/coupons/${endless.coupon.id}/extend`, { expiresAt: new Date(later).toISOString() }))
          .status,
      ).toBe(409)
    })

    it('reinstates once, as a new coupon with a new code', async () => {
      const { card, coupon } = await holder({ kind: 'redeem_code' })
      expect((await post(`/coupons/${coupon.id}/reinstate`)).body.reason).toBe('still-open')
      await post(`/coupons/${coupon.id}/revoke`, { reason: 'By mistake' })
      const made = await post(`/coupons/${coupon.id}/reinstate`)
      expect(made.status).toBe(201)
      expect(made.body).toMatchObject({ state: 'active', milestone: 3 })
      expect(made.body.code).not.toBe(coupon.code)
      expect((await post(`/coupons/${coupon.id}/reinstate`)).body.reason).toBe('replaced')
      expect((await couponsOf(card.id)).map((each) => each.flag)).toEqual([null, 'reinstated'])
    })

    it('reinstates nothing whose stamps are gone', async () => {
      const { card, coupon } = await holder()
      await post(`/coupons/${coupon.id}/revoke`)
      await stamp(card.id, -1)
      expect((await post(`/coupons/${coupon.id}/reinstate`)).body.reason).toBe('not-earned')
    })

    it('may not revoke in the name of a reversal', async () => {
      const { coupon } = await holder()
      const refused = await post(`/coupons/${coupon.id}/revoke`, { reason: ' Reversal' })
      expect(refused.body.reason).toBe('reserved-reason')
      expect((await get(`/coupons/${coupon.id}`)).state).toBe('active')
    })

    it('gives vouchers without stamps, counted, and once for each request', async () => {
      const { card, program } = await holder()
      const rewardId = program.milestones[0].reward.id
      const give = (body: object, headers = {}) =>
        shop.api.call(`POST /cards/${card.id}/vouchers`, {
          key: shop.key,
          body: { reason: 'Welcome', ...body },
          headers,
        })
      const once = { 'idempotency-key': 'voucher-1' }
      const first = await give({ rewardId }, once)
      expect(first.body).toMatchObject({ milestone: 0, title: 'Free coffee', issueReason: 'Welcome' })
      expect((await give({ rewardId }, once)).body.id).toBe(first.body.id)
      await give({ reward: { title: 'Cake', kind: 'self_redeem', expiresAfterDays: 5 } })
      const { rows } = await shop.api.database.pool.query(
        'SELECT issue FROM coupon WHERE card_id = $1 AND milestone = 0 ORDER BY issue',
        [card.id],
      )
      expect(rows.map((row) => row.issue)).toEqual([1, 2])
      expect((await get(`/cards/${card.id}`)).stamps).toBe(0)
      for (const bad of [
        {},
        { rewardId, reward: { title: 'x', kind: 'staff_scan' } },
        { reward: { title: 'x', kind: 'redeem_code', codeSource: 'pool' } },
      ])
        expect((await give(bad)).status).toBe(400)
      expect((await give({ rewardId: shop.merchantId })).status).toBe(404)
    })

    it('gives no voucher whose code no till could make, however its reward came about', async () => {
      const own = await shop.api.merchant({ name: 'Minting' })
      const reward = { title: 'Free tea', kind: 'redeem_code' }
      const program = await shop.api.program(own.key, { milestones: [{ at: 3, reward }] })
      const card = await shop.api.card(own.key, program.id)
      const give = (body: object) =>
        shop.api.call(`POST /cards/${card.id}/vouchers`, { key: own.key, body: { reason: 'Sorry', ...body } })
      const rewardId = program.milestones[0].reward.id
      expect((await give({ rewardId })).body.state).toBe('active')
      const input = { provider: 'shopify', shop: 'minting.myshopify.com', accessToken: 'shpat_token' }
      expect((await shop.api.call('POST /tills', { key: own.key, body: input })).status).toBe(201)
      const refused = [await give({ rewardId }), await give({ reward })]
      expect(refused.map(({ status, body }) => [status, body.errors[0].field])).toEqual([
        [400, 'rewardId'],
        [400, 'reward.discount'],
      ])
      expect((await give({ reward: { ...reward, discount: { percent: 10 } } })).body.state).toBe('issuing')
    })

    it('changes a reward without touching what was issued', async () => {
      const { card, coupon, program } = await holder({ expiresAfterDays: 30 })
      const { id, ...reward } = program.milestones[0].reward
      const change = {
        milestones: [{ at: 3, reward: { ...reward, id, title: 'Free tea', expiresAfterDays: 1 } }],
      }
      expect(
        (await shop.api.call(`PATCH /programs/${program.id}`, { key: shop.key, body: change })).status,
      ).toBe(200)
      expect(await get(`/coupons/${coupon.id}`)).toEqual(coupon)
      // The cycle under way was begun before the change; the one after it is played for the new reward.
      await stamp(card.id, 6)
      expect((await couponsOf(card.id)).map((each) => each.title)).toEqual([
        'Free tea',
        'Free coffee',
        'Free coffee',
      ])
    })
  },
  ['embedded', 'postgres'],
)
