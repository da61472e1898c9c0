import { expect, it } from 'vitest'
import { describeSettings } from '../../support/settings.ts'
import { minute, useCouponShop } from './coupon-shop.ts'

await describeSettings(
  'self-redemption',
  (setting) => {
    const shop = useCouponShop(setting)
    const { post, get, holder } = shop

    const ask = (id: string, confirm?: string) =>
      post(`/coupons/${id}/self-redeem`, confirm === undefined ? {} : { confirm })

    it('asks, then redeems and lights a screen for three minutes', async () => {
      const { coupon } = await holder({ kind: 'self_redeem' })
      const asked = await ask(coupon.id)
      expect(asked.body.step).toBe('confirm')
      expect((await get(`/coupons/${coupon.id}`)).state).toBe('active')
      const used = await ask(coupon.id, asked.body.confirm)
      expect(used.body).toMatchObject({
        step: 'redeemed',
        screen: { until: new Date(shop.api.clock.now + 3 * minute).toISOString() },
      })
      const again = await ask(coupon.id, asked.body.confirm)
      expect(again.body).toEqual(used.body)
      const { token } = used.body.screen
      expect(Buffer.from(token, 'base64url').length).toBe(16)
      expect(await get(`/screens/${token}`)).toMatchObject({
        valid: true,
        secondsLeft: 180,
        couponId: coupon.id,
      })
      shop.api.clock.now += 3 * minute - 1
      expect(await get(`/screens/${token}`)).toMatchObject({
        valid: true,
        secondsLeft: 1,
        serverTime: new Date(shop.api.clock.now).toISOString(),
      })
      shop.api.clock.now += 1
      expect(await get(`/screens/${token}`)).toMatchObject({ valid: false, secondsLeft: 0 })
      expect((await ask(coupon.id, asked.body.confirm)).body.reason).toBe('already-redeemed')
      const stored = await shop.api.database.pool.query('SELECT * FROM redeem_screen')
      expect(JSON.stringify(stored.rows)).not.toContain(token)
    })

    it('lets one of two askers win, and neither a stranger’s nor an old confirmation', async () => {
      const { coupon } = await holder({ kind: 'self_redeem' })
      const other = await holder({ kind: 'self_redeem' })
      const confirms = [(await ask(coupon.id)).body.confirm, (await ask(coupon.id)).body.confirm]
      expect((await ask(other.coupon.id, confirms[0])).body.reason).toBe('bad-confirm')
      expect((await ask(other.coupon.id, 'AAAAAAAAAAAAAAAAAAAAAA')).body.reason).toBe('bad-confirm')
      const both = await Promise.all(confirms.map((confirm) => ask(coupon.id, confirm)))
      expect(both.map((each) => each.status).toSorted()).toEqual([200, 409])
      const late = (await ask(other.coupon.id)).body.confirm
      shop.api.clock.now += 5 * minute
      expect((await ask(other.coupon.id, late)).body.reason).toBe('bad-confirm')
    })

    it('is not for coupons that the shop takes', async () => {
      const { coupon } = await holder()
      expect((await ask(coupon.id)).body.reason).toBe('not-self-redeem')
    })
  },
  ['embedded', 'postgres'],
)
