import { describe, expect, it } from 'vitest'
import { describeSettings } from '../../support/settings.ts'
import type { Body } from './api-server.ts'
import { day, minute, useCouponShop } from './coupon-shop.ts'

await describeSettings(
  'coupons at the counter',
  (setting) => {
    const shop = useCouponShop(setting)
    const { post, get, stamp, couponsOf, holder } = shop

    it('lets one of fifty at once win, and tells the others when and where', async () => {
      const { coupon, card } = await holder()
      const tries = await Promise.all(
        Array.from({ length: 50 }, (_, index) =>
          post(
            '/redemptions',
            index % 2
              ? { couponId: coupon.id, location: 'Harbour Street' }
              : { serial: card.serial, couponId: coupon.id, location: 'Harbour Street' },
          ),
        ),
      )
      const won = tries.filter((each) => each.status === 200)
      const lost = tries.filter((each) => each.status === 409)
      expect([won.length, lost.length]).toEqual([1, 49])
      for (const each of lost)
        expect(each.body).toMatchObject({
          reason: 'already-redeemed',
          location: 'Harbour Street',
          redeemedAt: won[0]?.body.redeemedAt,
          detail: expect.stringMatching(/^It was used already on .*\d\d:\d\d.* at Harbour Street\.$/),
        })
    })

    it('finds the coupon by the card alone where there is one for staff, and asks which where there are more', async () => {
      const { card, coupon } = await holder()
      await post(`/cards/${card.id}/vouchers`, {
        reward: { title: 'Cake', kind: 'staff_scan' },
        reason: 'Birthday',
      })
      const asked = await post('/redemptions', { serial: card.serial })
      expect(asked.body).toMatchObject({
        reason: 'several',
        choices: [{ couponId: coupon.id }, { title: 'Cake' }],
      })
      expect((await post('/redemptions', { serial: card.serial, couponId: coupon.id })).status).toBe(200)
      expect((await post('/redemptions', { serial: card.serial })).body.title).toBe('Cake')
      expect((await post('/redemptions', { serial: card.serial })).body.reason).toBe('no-coupon')
      expect((await post('/redemptions', { serial: 'nobody' })).status).toBe(404)
      expect((await post('/redemptions', {})).status).toBe(400)
    })

    it('finds the coupon by its code, whatever its case; a shared code needs the card', async () => {
      const minted = await holder({ kind: 'redeem_code' })
      expect((await post('/redemptions', { code: minted.coupon.code.toLowerCase() })).body.couponId).toBe(
        minted.coupon.id,
      )
      const shared = await holder({ kind: 'redeem_code', codeSource: 'shared', code: 'WELCOME' })
      expect((await post('/redemptions', { code: 'welcome' })).body.reason).toBe('card-needed')
      const used = await post('/redemptions', { code: 'welcome', serial: shared.card.serial })
      expect(used.body.couponId).toBe(shared.coupon.id)
    })

    it('answers a repeated clientId with what was done, and refuses it for another coupon', async () => {
      const { coupon } = await holder()
      const other = await holder()
      const tries = await Promise.all(
        Array.from({ length: 10 }, () => post('/redemptions', { couponId: coupon.id, clientId: 'scan-7' })),
      )
      expect(tries.map((each) => each.status)).toEqual(Array(10).fill(200))
      expect(new Set(tries.map((each) => each.body.actionId)).size).toBe(1)
      const reused = await post('/redemptions', { couponId: other.coupon.id, clientId: 'scan-7' })
      expect(reused.body.reason).toBe('client-id-reused')
    })

    it('uses a coupon once, and says when and where to whoever comes later', async () => {
      const summer = {
        title: 'Free coffee',
        kind: 'redeem_code',
        discount: { percent: 100 },
        ...{ codeSource: 'shared', code: 'summer-10' },
      }
      const program = await shop.api.program(shop.key, { milestones: [{ at: 3, reward: summer }] })
      const card = await shop.api.card(shop.key, program.id)
      await shop.api.call(`POST /cards/${card.id}/stamps`, { key: shop.key, body: { count: 3, reason: 'x' } })
      const [coupon] = (await shop.api.call(`GET /cards/${card.id}`, { key: shop.key })).body.coupons
      expect(coupon).toMatchObject({ code: 'SUMMER-10', state: 'active', discount: { percent: 100 } })
      const asked = await shop.api.call('GET /codes/Summer-10', { key: shop.key })
      expect(asked.body).toMatchObject({ state: 'active', couponId: coupon.id, title: 'Free coffee' })
      const path = `POST /coupons/${coupon.id}/redeem`
      const replies = await Promise.all(
        Array.from({ length: 5 }, () =>
          shop.api.call(path, { key: shop.key, body: { location: 'Harbour Street' } }),
        ),
      )
      expect(replies.map((each) => each.status).toSorted()).toEqual([200, 409, 409, 409, 409])
      const winner = replies.find((each) => each.status === 200)
      const { redeemedAt } = winner?.body ?? {}
      for (const reply of replies.filter((each) => each.status === 409))
        expect(reply.body).toMatchObject({
          reason: 'already-redeemed',
          redeemedAt,
          location: 'Harbour Street',
        })
      expect((await shop.api.call('GET /codes/summer-10', { key: shop.key })).body.state).toBe('redeemed')
      expect((await shop.api.call(`POST /coupons/${coupon.id}/revoke`, { key: shop.key })).body.reason).toBe(
        'already-redeemed',
      )
      expect((await shop.api.call('GET /codes/NOBODY', { key: shop.key })).status).toBe(404)
      const listed = await shop.api.call(`GET /coupons?state=redeemed&cardId=${card.id}`, { key: shop.key })
      expect(listed.body.items).toHaveLength(1)
    })

    it('revokes a coupon without a body, and refuses one that has run out', async () => {
      const program = await shop.api.program(shop.key, {
        milestones: [{ at: 3, reward: { title: 'x', kind: 'staff_scan', expiresAfterDays: 1 } }],
      })
      const card = await shop.api.card(shop.key, program.id)
      const stamped = await shop.api.call(`POST /cards/${card.id}/stamps`, {
        key: shop.key,
        body: { count: 6, reason: 'x' },
      })
      const [newer, older] = stamped.body.coupons
      const revoked = await shop.api.call(`POST /coupons/${newer.id}/revoke`, { key: shop.key })
      expect(revoked.body).toEqual({ state: 'revoked' })
      shop.api.clock.now += 2 * 86_400_000
      expect((await shop.api.call(`GET /coupons/${older.id}`, { key: shop.key })).body.state).toBe('expired')
      const late = await shop.api.call(`POST /coupons/${older.id}/redeem`, { key: shop.key })
      expect([late.status, late.body.reason]).toEqual([409, 'expired'])
    })

    describe('undo', () => {
      it('gives a new coupon with a new code for a redemption, once', async () => {
        const { card, coupon } = await holder({ kind: 'redeem_code' })
        const { body: used } = await post('/redemptions', { code: coupon.code, counter: 'front' })
        expect((await post('/undo', { actionId: used.actionId, counter: 'back' })).status).toBe(404)
        const tries = await Promise.all(
          Array.from({ length: 5 }, () => post('/undo', { actionId: used.actionId, counter: 'front' })),
        )
        expect(tries.filter((each) => each.status === 200).length).toBe(1)
        expect(tries.filter((each) => each.body.reason === 'already-undone').length).toBe(4)
        const [fresh, old] = await couponsOf(card.id)
        expect(old).toMatchObject({ id: coupon.id, state: 'redeemed', flag: 'undone' })
        expect(fresh).toMatchObject({ state: 'active', cycle: 1, milestone: 3 })
        expect(fresh.code).not.toBe(coupon.code)
        expect((await post('/redemptions', { code: fresh.code })).status).toBe(200)
      })

      it('takes stamps given by hand back, and the coupon with them', async () => {
        const { card } = await holder()
        const { body } = await stamp(card.id, 3, { counter: 'kiosk' })
        expect(body).toMatchObject({ balance: 6 })
        const undone = await post('/undo', { actionId: body.entryId, counter: 'kiosk' })
        expect(undone.body).toMatchObject({ kind: 'stamps', stamps: -3, balance: 3, replacement: null })
        expect((await couponsOf(card.id)).map((each) => each.state)).toEqual(['revoked', 'active'])
        const { items } = await get(`/cards/${card.id}/ledger`)
        expect(items.map((entry: Body) => entry.count)).toEqual([-3, 3, 3])
      })

      it('is for the last action of the counter alone', async () => {
        const [one, two] = [await holder(), await holder()]
        const first = await post('/redemptions', { couponId: one.coupon.id, counter: 'till 2' })
        shop.api.clock.now += 1000
        await post('/redemptions', { couponId: two.coupon.id, counter: 'till 2' })
        const undone = await post('/undo', { actionId: first.body.actionId, counter: 'till 2' })
        expect(undone.body.reason).toBe('not-last')
      })

      it.each([
        ['in the last moment', 5 * minute, 200],
        ['a moment too late', 5 * minute + 1, 409],
      ])('has five minutes: %s', async (_when, later, status) => {
        const { coupon } = await holder()
        const used = await post('/redemptions', { couponId: coupon.id, counter: `c${later}` })
        shop.api.clock.now += later
        const undone = await post('/undo', { actionId: used.body.actionId, counter: `c${later}` })
        expect(undone.status).toBe(status)
        if (status === 409) expect(undone.body.reason).toBe('too-late')
      })
    })

    it('ends all coupons of a fixed date together', async () => {
      const expiresAt = new Date(shop.api.clock.now + 20 * day).toISOString()
      const { coupon } = await holder({ expiresAt })
      expect(coupon.expiresAt).toBe(expiresAt)
      const both = {
        milestones: [{ at: 3, reward: { title: 'x', kind: 'staff_scan', expiresAt, expiresAfterDays: 3 } }],
      }
      const refused = await shop.api.call('POST /programs', {
        key: shop.key,
        body: { name: 'x', goal: 3, earn: { kind: 'visit' }, ...both },
      })
      expect(refused.status).toBe(400)
      const past = { title: 'x', kind: 'staff_scan', expiresAt: new Date(shop.api.clock.now).toISOString() }
      const late = await post('/programs', {
        name: 'x',
        goal: 3,
        earn: { kind: 'visit' },
        milestones: [{ at: 3, reward: past }],
      })
      expect(late.body.errors).toMatchObject([{ field: 'milestones[0].reward.expiresAt' }])
    })
  },
  ['embedded', 'postgres'],
)
