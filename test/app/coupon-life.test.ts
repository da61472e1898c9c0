import { afterAll, beforeAll, expect, it } from 'vitest'
import { judgeBatch } from '../../src/app/judge-batch.ts'
import { type PlaceCodesDeps, placeCodeWith, settleCouponsWith } from '../../src/app/place-codes.ts'
import type { OrderEvent, Sale } from '../../src/domain/order.ts'
import type { CodeToPlace } from '../../src/ports/till.ts'
import { createKeyring } from '../../src/secrets/keyring.ts'
import { newId, newRedeemCode } from '../../src/secrets/random-id.ts'
import { createCodeRecords } from '../../src/store/codes.ts'
import { createPassCards } from '../../src/store/faces.ts'
import { createCardStore } from '../../src/store/hot/card-store.ts'
import { createOutbox } from '../../src/store/outbox.ts'
import { type ApiServer, type Body, openApiServer } from '../http/api/api-server.ts'
import { refund, sale } from '../support/orders.ts'
import { describeSettings } from '../support/settings.ts'

const day = 86_400_000
const keyring = createKeyring(['a secret key of the tests, long enough'])

await describeSettings(
  'what time and tills do to coupons',
  (name) => {
    let api: ApiServer
    let key: string
    let merchantId: string
    let deps: PlaceCodesDeps
    const told: { code: string; until: number | undefined }[] = []

    beforeAll(async () => {
      api = await openApiServer(name)
      const merchant = await api.merchant()
      key = merchant.key
      merchantId = merchant.id
      const clock = () => api.clock.now
      const { pool } = api.database
      deps = {
        store: createCardStore(pool, clock),
        clock,
        newId,
        newCode: newRedeemCode,
        codes: createCodeRecords(pool, keyring, clock),
        clientFor: () => ({
          placeCode: async ({ code, expiresAt }: CodeToPlace) => {
            told.push({ code, until: expiresAt })
            return { externalId: `gid:${code}` }
          },
          changeEnd: async ({ code }, until) => {
            told.push({ code, until })
          },
          removeCode: async () => undefined,
        }),
      }
    })
    afterAll(() => api.close())

    const post = async (path: string, body: object): Promise<Body> =>
      (await api.call(`POST ${path}`, { key, body })).body
    const get = async (path: string): Promise<Body> => (await api.call(`GET ${path}`, { key })).body
    const settle = () => settleCouponsWith(deps)()

    async function holder(reward: object = {}) {
      const milestones = [{ at: 3, reward: { title: 'Free coffee', kind: 'staff_scan', ...reward } }]
      const program = await api.program(key, { milestones })
      const card = await api.card(key, program.id)
      const fill = async (id: string) => post(`/cards/${id}/stamps`, { count: 3, reason: 'by hand' })
      await fill(card.id)
      const coupons = async (): Promise<Body[]> => (await get(`/cards/${card.id}`)).coupons
      return { card, program, fill, coupons, coupon: (await coupons())[0] }
    }
    const face = (cardId: string) =>
      createPassCards(api.database.pool, keyring, 'https://cards.example').face(merchantId, cardId)

    it('warns once before the end, so that the wallets show it, and ends it at its end', async () => {
      const { card, coupon } = await holder({ expiresAfterDays: 10, warnDays: 2 })
      const before = await face(card.id)
      api.clock.now += 8 * day - 1
      await settle()
      expect((await face(card.id))?.revision).toBe(before?.revision)
      api.clock.now += 1
      await settle()
      await settle()
      const warned = await face(card.id)
      expect(warned?.revision).toBe((before?.revision ?? 0) + 1)
      expect([before?.coupons[0]?.expiresSoon, warned?.coupons[0]?.expiresSoon]).toEqual([false, true])
      api.clock.now += 2 * day
      await settle()
      expect(await get(`/coupons/${coupon.id}`)).toMatchObject({ state: 'expired', endReason: 'expired' })
    })

    it('warns again of an end that was moved', async () => {
      const { coupon } = await holder({ expiresAfterDays: 4 })
      api.clock.now += 2 * day
      await settle()
      expect((await get(`/coupons/${coupon.id}`)).expiresSoon).toBe(true)
      const expiresAt = new Date(api.clock.now + 30 * day).toISOString()
      await post(`/coupons/${coupon.id}/extend`, { expiresAt })
      expect((await get(`/coupons/${coupon.id}`)).expiresSoon).toBe(false)
      api.clock.now += 28 * day
      await settle()
      expect((await get(`/coupons/${coupon.id}`)).expiresSoon).toBe(true)
    })

    it('tells the till a moved end, once', async () => {
      const shop = `${newRedeemCode(8).toLowerCase()}.myshopify.com`
      const till = await post('/tills', { provider: 'shopify', shop, accessToken: 'shpat_test' })
      const { coupon } = await holder({
        kind: 'redeem_code',
        expiresAfterDays: 5,
        discount: { percent: 100 },
      })
      const outbox = createOutbox(api.database.pool, () => api.clock.now)
      const work = async () => {
        const rows = (await outbox.lease('place-code', 10)).filter((row) => row.key.startsWith(coupon.id))
        for (const row of rows) await placeCodeWith(deps)(row)
        await outbox.settle(rows)
        return rows.length
      }
      told.length = 0
      expect(await work()).toBe(1)
      const end = api.clock.now + 50 * day
      await post(`/coupons/${coupon.id}/extend`, { expiresAt: new Date(end).toISOString() })
      expect([await work(), await work()]).toEqual([1, 0])
      expect(told).toEqual([
        { code: coupon.code, until: Date.parse(coupon.expiresAt) },
        { code: coupon.code, until: end },
      ])
      await api.call(`DELETE /tills/${till.id}`, { key })
      await api.database.pool.query(`UPDATE till SET state = 'uninstalled' WHERE id = $1`, [till.id])
    })

    it('marks a pool’s codes used or retired, and gives neither again', async () => {
      const pooled = { kind: 'redeem_code', codeSource: 'pool', expiresAfterDays: 5 }
      const { card, program, fill, coupons } = await holder(pooled)
      const rewardId = program.milestones[0].reward.id
      await post(`/code-pools/${rewardId}/codes`, { codes: ['POOL-1', 'POOL-2', 'POOL-3'] })
      await fill(card.id)
      await settle()
      const [newer, older] = await coupons()
      expect([older.code, newer.code].toSorted()).toEqual(['POOL-1', 'POOL-2'])
      await post('/redemptions', { code: older.code })
      await post(`/coupons/${newer.id}/revoke`, {})
      expect(await get(`/code-pools/${rewardId}`)).toMatchObject({
        free: 1,
        assigned: 0,
        used: 1,
        retired: 1,
      })
      const again = await post(`/coupons/${newer.id}/reinstate`, {})
      expect(again).toMatchObject({ state: 'issuing', code: null })
      await settle()
      expect(await get(`/coupons/${again.id}`)).toMatchObject({ state: 'active', code: 'POOL-3' })
      const imported = await post(`/code-pools/${rewardId}/codes`, { codes: [older.code, newer.code] })
      expect(imported.added).toBe(0)
    })

    const till = newId(Date.now())
    const deliver = (orderId: string, part: Partial<Sale>) =>
      judged({
        kind: 'sale',
        orderId,
        sale: sale({ placedAt: api.clock.now, cardSerial: undefined, ...part }),
        paid: true,
        cancelled: false,
        refunds: [],
        asOf: 0,
      })
    const judged = (event: OrderEvent) =>
      deps.store.transact(async (tx) => {
        const now = api.clock.now
        const tools = { now, newId: () => newId(now), newCode: newRedeemCode }
        const { books, orders } = await judgeBatch(tx, [{ merchantId, tillId: till, event }], () => tools)
        await tx.save({ books, orders, deliveries: [], outbox: [] })
      })
    const uses = async (query = ''): Promise<Body[]> => (await get(`/unassigned-code-uses${query}`)).items

    it('matches a shared code to the card in the sale, and lists it where there is none', async () => {
      const shared = { kind: 'redeem_code', codeSource: 'shared', code: 'SHARED-1' }
      const { card, coupon, coupons } = await holder(shared)
      await deliver('with-card', { cardSerial: card.serial, discountCodes: [{ code: 'shared-1' }] })
      expect((await coupons()).find((each) => each.id === coupon.id)).toMatchObject({ state: 'redeemed' })
      expect(await uses()).toEqual([])
      await deliver('without', { discountCodes: [{ code: 'Shared-1' }], locationId: 'harbour' })
      await deliver('without', { discountCodes: [{ code: 'Shared-1' }], locationId: 'harbour' })
      const [use, ...more] = await uses()
      expect([use, more]).toMatchObject([{ code: 'SHARED-1', orderId: 'without', location: 'harbour' }, []])
      const { trace } = await get(`/tills/${till}/orders/without`)
      expect(trace.at(-1)).toMatchObject({ rule: 'coupon', passed: false, figures: { event: 'unassigned' } })
    })

    it('lets the merchant say whose it was, once; a refund then gives it back', async () => {
      const shared = { kind: 'redeem_code', codeSource: 'shared', code: 'SHARED-2' }
      const { card, coupon, coupons } = await holder(shared)
      const stranger = await holder()
      await deliver('lost', { discountCodes: [{ code: 'SHARED-2' }] })
      const [use] = await uses()
      const path = `/unassigned-code-uses/${use.id}/assign`
      expect((await post(path, { cardId: stranger.card.id })).reason).toBe('no-coupon')
      const tries = await Promise.all([1, 2, 3].map(() => post(path, { cardId: card.id })))
      expect(tries.map((each) => each.reason ?? each.couponId).toSorted()).toEqual(
        ['already-assigned', 'already-assigned', coupon.id].toSorted(),
      )
      expect(await uses('?assigned=true')).toMatchObject([{ couponId: coupon.id }])
      expect((await uses()).map((each) => each.orderId)).not.toContain('lost')
      expect((await get(`/tills/${till}/orders/lost`)).outcome).toBe('redeemed')
      await judged({ kind: 'refund', orderId: 'lost', refund: refund('r1', 1000) })
      expect((await coupons()).map(({ state, flag }) => [state, flag])).toEqual([
        ['active', null],
        ['redeemed', 'redemption-refunded'],
      ])
    })
  },
  ['embedded', 'postgres'],
)
