import { afterAll, beforeAll, expect, it } from 'vitest'
import { createIntake } from '../../support/intake.ts'
import { describeSettings } from '../../support/settings.ts'
import { type ApiServer, type Body, openApiServer } from './api-server.ts'

await describeSettings(
  'a coupon that an order used, when the order turns out to be another card’s',
  (setting) => {
    let api: ApiServer
    let key: string
    let where: { merchantId: string; tillId: string }
    let intake: ReturnType<typeof createIntake>
    beforeAll(async () => {
      api = await openApiServer(setting)
      intake = createIntake(api.database, () => api.clock.now)
      const merchant = await api.merchant()
      key = merchant.key
      where = {
        merchantId: merchant.id,
        tillId: (await post('/tills', { provider: 'open', name: 'Stall' })).body.id,
      }
    }, 180_000)
    afterAll(() => api?.close())

    const post = (path: string, body: object) => api.call(`POST ${path}`, { key, body })
    const programOf = async (reward: object): Promise<string> => {
      const milestones = [{ at: 3, reward: { title: 'Ten off', kind: 'redeem_code', ...reward } }]
      return (await api.program(key, { milestones })).id
    }
    const holder = async (programId: string): Promise<Body> => {
      const { id } = await api.card(key, programId)
      return (await post(`/cards/${id}/stamps`, { count: 3, reason: 'Full' })).body
    }
    const states = async (card: Body): Promise<string[]> =>
      (await api.call(`GET /cards/${card.id}`, { key })).body.coupons.map((each: Body) => each.state)
    const stamps = async (card: Body): Promise<number> =>
      (await api.call(`GET /cards/${card.id}`, { key })).body.stamps
    const order = async (id: string): Promise<Body> =>
      (await api.call(`GET /tills/${where.tillId}/orders/${id}`, { key })).body
    const unassigned = async (id: string): Promise<Body[]> => {
      const { items } = (await api.call('GET /unassigned-code-uses', { key })).body
      return items.filter((use: Body) => use.orderId === id)
    }

    it('is given back where a shared code was taken for the card’s, and used on the right one', async () => {
      const programId = await programOf({ codeSource: 'shared', code: 'WELCOME' })
      const [ann, ben] = [await holder(programId), await holder(programId)]
      api.clock.now += 1000
      const id = await intake.sell(where, { card: ann.serial, discountCodes: ['welcome'] })
      expect([await states(ann), await states(ben)]).toEqual([['redeemed'], ['active']])
      const assign = `/tills/${where.tillId}/orders/${id}/assign`
      api.clock.now += 1000
      expect((await post(assign, { cardId: ben.id })).status).toBe(200)
      expect([await states(ann), await states(ben)]).toEqual([['active', 'redeemed'], ['redeemed']])
      expect(await unassigned(id)).toEqual([])
      expect((await order(id)).trace.filter((row: Body) => row.rule === 'coupon')).toHaveLength(1)
      api.clock.now += 1000
      expect((await api.call(`DELETE ${assign}`, { key })).status).toBe(204)
      expect([await states(ann), await states(ben)]).toEqual([
        ['active', 'redeemed'],
        ['active', 'redeemed'],
      ])
      expect([await stamps(ann), await stamps(ben)]).toEqual([0, 0])
      expect(await unassigned(id)).toMatchObject([{ code: 'WELCOME' }])
      expect((await order(id)).outcome).toBe('unmatched')
      // The refund finds nothing more to give back.
      await intake.refund(where, id)
      expect(await states(ann)).toEqual(['active', 'redeemed'])
    })

    it('stays used where the code is that coupon’s own, whosever the order is', async () => {
      const programId = await programOf({})
      const [ann, ben] = [await holder(programId), await holder(programId)]
      const { code } = ann.coupons[0]
      const id = await intake.sell(where, { card: ann.serial, discountCodes: [code] })
      expect(await states(ann)).toEqual(['redeemed'])
      await post(`/tills/${where.tillId}/orders/${id}/assign`, { cardId: ben.id })
      expect([await states(ann), await states(ben)]).toEqual([['redeemed'], ['active']])
      await intake.refund(where, id)
      expect(await states(ann)).toEqual(['active', 'redeemed'])
    })
  },
  ['embedded', 'postgres'],
)
