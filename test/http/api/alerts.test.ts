import { afterAll, beforeAll, expect, it } from 'vitest'
import { codeLanguages } from '../../../src/messages/code-words.ts'
import { createTillHolds } from '../../../src/store/till-holds.ts'
import { describeSettings } from '../../support/settings.ts'
import { type ApiServer, type Body, openApiServer } from './api-server.ts'

const shopName = 'north-roast'

await describeSettings(
  'what a merchant is told of codes and tills',
  (name) => {
    let api: ApiServer
    let key: string
    let merchantId: string
    let till: string
    beforeAll(async () => {
      api = await openApiServer(name)
      const merchant = await api.merchant()
      key = merchant.key
      merchantId = merchant.id
      till = (
        await api.call('POST /tills', {
          key,
          body: { provider: 'shopify', shop: shopName, accessToken: 'shpat_test' },
        })
      ).body.id
    })
    afterAll(() => api.close())

    const program = (reward: object) =>
      api.call('POST /programs', {
        key,
        body: {
          name: 'Coffee',
          goal: 1,
          earn: { kind: 'visit' },
          milestones: [{ at: 1, reward: { title: 'Free coffee', kind: 'redeem_code', ...reward } }],
        },
      })
    const coupon = async (reward: object): Promise<Body> => {
      const { body: made } = await program(reward)
      const { body: card } = await api.call('POST /cards', { key, body: { programId: made.id } })
      await api.call(`POST /cards/${card.id}/stamps`, { key, body: { count: 1, reason: 'visit' } })
      return (await api.call(`GET /cards/${card.id}`, { key })).body.coupons[0]
    }
    const alerts = async (language = 'en'): Promise<Body[]> =>
      (await api.call(`GET /alerts?language=${language}`, { key })).body.items
    const place = (couponId: string, state: string, more: string) =>
      api.database.pool.query(`UPDATE code_placement SET state = $2, ${more} WHERE coupon_id = $1`, [
        couponId,
        state,
      ])

    it('refuses a reward whose codes could not be made, before anybody earns it', async () => {
      const refused = await program({})
      expect(refused.status).toBe(400)
      expect(refused.body.errors).toMatchObject([{ field: 'milestones[0].reward.discount' }])
      expect(refused.body.errors[0].message).toContain('Shopify')
      expect((await program({ codeSource: 'pool' })).status).toBe(201)
      expect((await program({ kind: 'staff_scan' })).status).toBe(201)
      const good = await program({ discount: { percent: 100 } })
      const changed = await api.call(`PATCH /programs/${good.body.id}`, {
        key,
        body: { milestones: [{ at: 1, reward: { title: 'Free coffee', kind: 'redeem_code' } }] },
      })
      expect(changed.status).toBe(400)
    })

    it('keeps amounts of one program in one currency', async () => {
      const eur = { amount: 380, currency: 'EUR' }
      const usd = { amount: 380, currency: 'USD' }
      const mixed = await program({ discount: { productIds: ['1'], worth: eur }, limits: { minBasket: usd } })
      expect(mixed.body.errors).toMatchObject([{ field: 'milestones[0].reward.limits.minBasket.currency' }])
      const same = await program({ discount: { productIds: ['1'], worth: eur }, limits: { minBasket: eur } })
      expect(same.body.milestones[0].reward).toMatchObject({ limits: { minBasket: eur } })
    })

    it('says what each till cannot enforce, in the reader’s language', async () => {
      await api.call('POST /tills', {
        key,
        body: { provider: 'square', merchantId: 'ML1', accessToken: 'EAAA' },
      })
      const minBasket = { amount: 1000, currency: 'EUR' }
      const { body } = await program({ discount: { productIds: ['1'] }, limits: { minBasket } })
      const limits = async (language: string): Promise<Body[]> =>
        (await api.call(`GET /programs/${body.id}/limits?language=${language}`, { key })).body.items
      const found = await limits('en')
      const of = (id: string) => found.filter((each) => (each.tillId === till) === (id === till))
      expect(of(till).map((each) => each.limit)).toEqual(['every-piece'])
      expect(of('').map((each) => each.limit)).toEqual([
        'code-unchecked',
        'not-once',
        'no-min-basket',
        'combines',
        'any-product',
      ])
      const words = await Promise.all(codeLanguages.map(limits))
      expect(new Set(words.map((each) => each[0]?.words)).size).toBe(4)
    })

    it('tells of a till out of reach with what waits for it, and forgets it when it is back', async () => {
      await coupon({ discount: { percent: 100 } })
      const clock = () => api.clock.now
      const holds = createTillHolds(api.database.pool, clock, () => 0.5)
      const key = { merchantId, id: till }
      await holds.down(key, 'shopify/unreachable: Shopify could not be reached', false)
      const down = async () => (await alerts()).filter(({ kind }) => kind === 'till-down')
      expect(await down()).toEqual([])
      api.clock.now += 120_000
      expect(await down()).toMatchObject([{ tillId: till, detail: 'Shopify could not be reached' }])
      expect((await down())[0].words).toMatch(/cannot be reached: .*wait.* for a code/)
      await holds.answered(key)
      expect(await down()).toEqual([])
    })

    it('tells of codes that were changed or refused, in every language, and takes the wish to repair', async () => {
      const changed = await coupon({ discount: { percent: 50 } })
      await place(changed.id, 'drifted', `drift = 'edited', last_error = 'worth', external_id = 'gid'`)
      const refused = await coupon({ discount: { productIds: ['x'] } })
      await place(refused.id, 'failed', `last_error = 'x is not the id of a Shopify product'`)
      const found = (await alerts()).filter(({ tillId }) => tillId === till)
      expect(found).toMatchObject([
        { kind: 'code-drifted', detail: 'worth', couponIds: [changed.id], count: 1 },
        { kind: 'code-refused', couponIds: [refused.id], count: 1 },
      ])
      const texts = await Promise.all(codeLanguages.map(alerts))
      expect(new Set(texts.map((each) => each[0]?.words)).size).toBe(4)
      const repair = await api.call(`POST /coupons/${changed.id}/repair`, { key })
      expect([repair.status, repair.body.asked]).toEqual([202, true])
    })

    it('tells of a pool that coupons wait for', async () => {
      const waiting = await coupon({ codeSource: 'pool', title: 'Free tea' })
      expect(waiting.state).toBe('issuing')
      const found = (await alerts('de')).find(({ rewardId }) => rewardId === waiting.rewardId)
      expect(found).toMatchObject({ kind: 'pool-dry', count: 1 })
      expect(found.words).toContain('„Free tea“')
      expect(found.words).toContain('ein Gutschein wartet')
    })
  },
  ['postgres'],
)
