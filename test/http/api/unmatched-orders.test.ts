import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { refunded, sold } from '../../support/orders.ts'
import { describeSettings } from '../../support/settings.ts'
import type { Body } from './api-server.ts'
import { dayMs, usePurchaseShop } from './purchase-shop.ts'

await describeSettings(
  'an order of nobody',
  (setting) => {
    const shop = usePurchaseShop(setting)
    const { post, say, nobodys, card, stamps, order } = shop

    it('is not moved by a customer whom the till only guesses after the sale', async () => {
      const ann = await card()
      await post(`/cards/${ann.id}/links`, { tillId: shop.tillId, customerId: 'payer' })
      const guess = { customerId: 'payer', weakCustomer: true }
      await say(nobodys('guessed-with-the-sale', guess))
      expect(await order('guessed-with-the-sale')).toMatchObject({ evidence: 'linked', given: 1 })
      await say(nobodys('guessed-later'))
      await say(
        sold(
          'guessed-later',
          { ...guess, cardSerial: undefined, placedAt: shop.api.clock.now },
          { asOf: shop.api.clock.now },
        ),
      )
      expect((await order('guessed-later')).outcome).toBe('unmatched')
      expect(await stamps(ann)).toBe(1)
      await say(sold('paid-later', { cardSerial: undefined, placedAt: shop.api.clock.now }, { paid: false }))
      await say(
        sold('paid-later', { ...guess, cardSerial: undefined, placedAt: shop.api.clock.now }, { asOf: 2 }),
      )
      await say(sold('guessed-later', { ...guess, cardSerial: ann.serial }, { asOf: shop.api.clock.now + 1 }))
      expect(await order('paid-later')).toMatchObject({ evidence: 'linked', given: 1 })
      expect(await order('guessed-later')).toMatchObject({ evidence: 'scanned', given: 1 })
      expect(await stamps(ann)).toBe(3)
    })

    it('is listed, assigned by hand, moved to another card, and taken away', async () => {
      const [ann, ben] = [await card(), await card()]
      await say(nobodys('by-hand'))
      const listed = (await shop.api.call('GET /orders?outcome=unmatched&limit=200', { key: shop.key })).body
        .items
      expect(listed.map((each: Body) => each.externalId)).toContain('by-hand')
      const assign = (to: Body) => post(`/tills/${shop.tillId}/orders/by-hand/assign`, { cardId: to.id })
      expect((await assign(ann)).body).toMatchObject({ given: 1 })
      expect((await assign(ann)).body).toMatchObject({ given: 0 })
      expect(await order('by-hand')).toMatchObject({ cardId: ann.id, evidence: 'assigned', given: 1 })
      expect((await assign(ben)).status).toBe(200)
      expect([await stamps(ann), await stamps(ben)]).toEqual([0, 1])
      await say(refunded('by-hand', 'r', 1000))
      expect([await stamps(ann), await stamps(ben)]).toEqual([0, 0])
      expect((await assign(ann)).status).toBe(200)
      const away = await shop.api.call(`DELETE /tills/${shop.tillId}/orders/by-hand/assign`, {
        key: shop.key,
      })
      expect(away.status).toBe(204)
      expect((await order('by-hand')).cardId).toBeUndefined()
      expect((await post(`/tills/${shop.tillId}/orders/none/assign`, { cardId: ann.id })).status).toBe(404)
      expect((await assign({ id: randomUUID() })).status).toBe(404)
    })

    it('is taken up, exactly once, when its customer is linked to a card', async () => {
      const ann = await card()
      for (let number = 1; number <= 4; number++)
        await say(nobodys(`linked-${number}`, { customerId: 'customer-1' }))
      await say(nobodys('linked-other', { customerId: 'customer-2' }))
      await say(
        nobodys('linked-old', { customerId: 'customer-1', placedAt: shop.api.clock.now - 31 * dayMs }),
      )
      await say(nobodys('linked-weak', { weakCustomer: true }))
      const link = () => post(`/cards/${ann.id}/links`, { tillId: shop.tillId, customerId: 'customer-1' })
      const replies = await Promise.all([link(), link(), link()])
      expect(replies.reduce((sum, { body }) => sum + body.takenUp, 0)).toBe(4)
      expect(await stamps(ann)).toBe(4)
      expect((await link()).body.takenUp).toBe(0)
      expect(await order('linked-2')).toMatchObject({ evidence: 'linked', given: 1 })
      for (const id of ['linked-other', 'linked-old', 'linked-weak'])
        expect((await order(id)).outcome, id).toBe('unmatched')
    })
  },
  ['embedded', 'postgres'],
)
