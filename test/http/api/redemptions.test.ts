import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeSettings } from '../../support/settings.ts'
import { type ApiServer, type Body, openApiServer } from './api-server.ts'

const minute = 60_000
const day = 86_400_000

await describeSettings(
  'coupons at the counter',
  (name) => {
    let api: ApiServer
    let key: string
    let merchantId: string

    beforeAll(async () => {
      api = await openApiServer(name)
      const merchant = await api.merchant({ timeZone: 'Europe/Berlin' })
      key = merchant.key
      merchantId = merchant.id
    })
    afterAll(() => api.close())

    const post = (path: string, body?: object) => api.call(`POST ${path}`, { key, ...(body && { body }) })
    const get = async (path: string): Promise<Body> => (await api.call(`GET ${path}`, { key })).body
    const stamp = (cardId: string, count: number, more: object = {}) =>
      post(`/cards/${cardId}/stamps`, { count, reason: 'by hand', ...more })

    /** A card with one open coupon of this reward. */
    async function holder(reward: object = {}): Promise<{ card: Body; coupon: Body; program: Body }> {
      const milestones = [{ at: 3, reward: { title: 'Free coffee', kind: 'staff_scan', ...reward } }]
      const program = await api.program(key, { milestones })
      const card = await api.card(key, program.id)
      await stamp(card.id, 3)
      const coupon = (await get(`/cards/${card.id}`)).coupons[0]
      return { card, coupon, program }
    }
    const couponsOf = async (cardId: string): Promise<Body[]> => (await get(`/cards/${cardId}`)).coupons

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
        api.clock.now += 1000
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
        api.clock.now += later
        const undone = await post('/undo', { actionId: used.body.actionId, counter: `c${later}` })
        expect(undone.status).toBe(status)
        if (status === 409) expect(undone.body.reason).toBe('too-late')
      })
    })

    describe('self-redemption', () => {
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
          screen: { until: new Date(api.clock.now + 3 * minute).toISOString() },
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
        api.clock.now += 3 * minute - 1
        expect(await get(`/screens/${token}`)).toMatchObject({
          valid: true,
          secondsLeft: 1,
          serverTime: new Date(api.clock.now).toISOString(),
        })
        api.clock.now += 1
        expect(await get(`/screens/${token}`)).toMatchObject({ valid: false, secondsLeft: 0 })
        expect((await ask(coupon.id, asked.body.confirm)).body.reason).toBe('already-redeemed')
        const stored = await api.database.pool.query('SELECT * FROM redeem_screen')
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
        api.clock.now += 5 * minute
        expect((await ask(other.coupon.id, late)).body.reason).toBe('bad-confirm')
      })

      it('is not for coupons that the shop takes', async () => {
        const { coupon } = await holder()
        expect((await ask(coupon.id)).body.reason).toBe('not-self-redeem')
      })
    })

    describe('the merchant’s hand', () => {
      it('extends to a later end only', async () => {
        const { coupon } = await holder({ expiresAfterDays: 2 })
        const to = (expiresAt: number) =>
          post(`/coupons/${coupon.id}/extend`, { expiresAt: new Date(expiresAt).toISOString() })
        expect((await to(api.clock.now + day)).body.reason).toBe('not-later')
        const later = api.clock.now + 9 * day
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
          api.call(`POST /cards/${card.id}/vouchers`, { key, body: { reason: 'Welcome', ...body }, headers })
        const once = { 'idempotency-key': 'voucher-1' }
        const first = await give({ rewardId }, once)
        expect(first.body).toMatchObject({ milestone: 0, title: 'Free coffee', issueReason: 'Welcome' })
        expect((await give({ rewardId }, once)).body.id).toBe(first.body.id)
        await give({ reward: { title: 'Cake', kind: 'self_redeem', expiresAfterDays: 5 } })
        const { rows } = await api.database.pool.query(
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
        expect((await give({ rewardId: merchantId })).status).toBe(404)
      })

      it('gives no voucher whose code no till could make, however its reward came about', async () => {
        const own = await api.merchant({ name: 'Minting' })
        const reward = { title: 'Free tea', kind: 'redeem_code' }
        const program = await api.program(own.key, { milestones: [{ at: 3, reward }] })
        const card = await api.card(own.key, program.id)
        const give = (body: object) =>
          api.call(`POST /cards/${card.id}/vouchers`, { key: own.key, body: { reason: 'Sorry', ...body } })
        const rewardId = program.milestones[0].reward.id
        expect((await give({ rewardId })).body.state).toBe('active')
        const input = { provider: 'shopify', shop: 'minting.myshopify.com', accessToken: 'shpat_token' }
        expect((await api.call('POST /tills', { key: own.key, body: input })).status).toBe(201)
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
        expect((await api.call(`PATCH /programs/${program.id}`, { key, body: change })).status).toBe(200)
        expect(await get(`/coupons/${coupon.id}`)).toEqual(coupon)
        // The cycle under way was begun before the change; the one after it is played for the new reward.
        await stamp(card.id, 6)
        expect((await couponsOf(card.id)).map((each) => each.title)).toEqual([
          'Free tea',
          'Free coffee',
          'Free coffee',
        ])
      })
    })

    it('ends all coupons of a fixed date together', async () => {
      const expiresAt = new Date(api.clock.now + 20 * day).toISOString()
      const { coupon } = await holder({ expiresAt })
      expect(coupon.expiresAt).toBe(expiresAt)
      const both = {
        milestones: [{ at: 3, reward: { title: 'x', kind: 'staff_scan', expiresAt, expiresAfterDays: 3 } }],
      }
      const refused = await api.call('POST /programs', {
        key,
        body: { name: 'x', goal: 3, earn: { kind: 'visit' }, ...both },
      })
      expect(refused.status).toBe(400)
      const past = { title: 'x', kind: 'staff_scan', expiresAt: new Date(api.clock.now).toISOString() }
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
