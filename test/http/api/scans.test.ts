import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { settleScansWith } from '../../../src/app/settle-scans.ts'
import { newId, newRedeemCode } from '../../../src/secrets/random-id.ts'
import { createCardStore } from '../../../src/store/hot/card-store.ts'
import { createStrayScans } from '../../../src/store/stray-scans.ts'
import { eur, refunded } from '../../support/orders.ts'
import { describeSettings } from '../../support/settings.ts'
import type { Body } from './api-server.ts'
import { dayMs, minuteMs, tenth, usePurchaseShop } from './purchase-shop.ts'

await describeSettings(
  'a scan',
  (setting) => {
    const shop = usePurchaseShop(setting)
    const { post, say, nobodys, card, stamps, order, scan } = shop

    it('stamps once, however often it is sent, and answers the same', async () => {
      const ann = await card()
      const clientId = randomUUID()
      const first = await scan(ann, { clientId })
      expect(first.status, first.text).toBe(201)
      expect(first.body).toMatchObject({ outcome: 'stamped', stamps: 1, state: 'waiting' })
      const again = await Promise.all([1, 2, 3].map(() => scan(ann, { clientId })))
      for (const reply of again) {
        expect(reply.status).toBe(200)
        expect(reply.body).toEqual(first.body)
      }
      expect(await stamps(ann)).toBe(1)
      const ben = await card()
      expect((await scan(ben, { clientId })).body.type).toMatch(/client-id-reused$/)
    })

    it('sent many times at once makes one', async () => {
      const ann = await card()
      const clientId = randomUUID()
      const replies = await Promise.all(Array.from({ length: 12 }, () => scan(ann, { clientId })))
      expect(replies.filter(({ status }) => status === 201)).toHaveLength(1)
      expect(replies.filter(({ status }) => status === 200)).toHaveLength(11)
      expect(await stamps(ann)).toBe(1)
    })

    it('before the order gives the order its card, and the order adds nothing', async () => {
      const ann = await card()
      await scan(ann)
      shop.api.clock.now += 3 * minuteMs
      await say(nobodys('scan-first'))
      expect(await stamps(ann)).toBe(1)
      expect(await order('scan-first')).toMatchObject({
        outcome: 'stamped',
        cardId: ann.id,
        evidence: 'scanned',
        given: 1,
      })
      await say(refunded('scan-first', 'r', 1000))
      expect(await stamps(ann)).toBe(0)
      const { ledger, scanId } = await order('scan-first')
      expect(ledger.map((entry: Body) => [entry.channel, entry.count])).toEqual([
        ['counter', 1],
        ['order', -1],
      ])
      expect((await post(`/scans/${scanId}/unjoin`, {})).body.state).toBe('apart')
      expect(await stamps(ann)).toBe(1)
    })

    it('after the order of its card says when and where it was counted', async () => {
      const ann = await card()
      await say(nobodys('order-first', { cardSerial: ann.serial }))
      const placed = shop.api.clock.now
      shop.api.clock.now += 3 * minuteMs
      const late = await scan(ann)
      expect(late.body).toMatchObject({
        outcome: 'already-counted',
        stamps: 0,
        state: 'joined',
        counted: {
          at: new Date(placed).toISOString(),
          where: 'Harbour Street',
          tillId: shop.tillId,
          orderId: 'order-first',
        },
      })
      expect(await stamps(ann)).toBe(1)
    })

    it('after an order of nobody gives it the card', async () => {
      const ann = await card()
      await say(nobodys('nobody-first'))
      expect((await order('nobody-first')).outcome).toBe('unmatched')
      shop.api.clock.now += 3 * minuteMs
      expect((await scan(ann)).body).toMatchObject({ outcome: 'stamped', stamps: 1, state: 'joined' })
      expect(await order('nobody-first')).toMatchObject({ cardId: ann.id, evidence: 'scanned' })
    })

    it('waits for the amount where the program needs it', async () => {
      const program = await shop.api.program(shop.key, {
        goal: 10,
        milestones: tenth,
        earn: { kind: 'amount', per: eur(100) },
      })
      const ann = await card(program.id)
      const first = await scan(ann)
      expect(first.body).toMatchObject({ outcome: 'waiting', stamps: 0 })
      expect(first.body.trace.at(0)).toMatchObject({ rule: 'card' })
      await say(nobodys('amount', { total: 450 }))
      expect(await stamps(ann)).toBe(4)
    })

    it('elsewhere, too late, or where the program never joins is a purchase of its own', async () => {
      const never = await shop.api.program(shop.key, { goal: 10, milestones: tenth, joinMinutes: 0 })
      expect(never.joinMinutes).toBe(0)
      const apart = await card(never.id)
      await scan(apart)
      const ann = await card()
      await say(nobodys('elsewhere', { cardSerial: ann.serial }))
      const other = (await post('/tills', { provider: 'open', name: 'Station' })).body.id
      expect((await scan(ann, { tillId: other })).body).toMatchObject({ outcome: 'stamped' })
      shop.api.clock.now += 11 * minuteMs
      expect((await scan(ann)).body).toMatchObject({ outcome: 'stamped' })
      expect(await stamps(ann)).toBe(3)
      expect(await stamps(apart)).toBe(1)
    })

    it('by a second way within the time is the same purchase', async () => {
      const ann = await card()
      await scan(ann, { channel: 'staff' })
      const second = await scan(ann, { channel: 'kiosk' })
      expect(second.body).toMatchObject({
        outcome: 'already-counted',
        state: 'repeat',
        counted: { where: 'Harbour Street' },
      })
      expect(await stamps(ann)).toBe(1)
      const parted = await post(`/scans/${second.body.id}/unjoin`, {})
      expect(parted.body).toMatchObject({ state: 'apart', outcome: 'stamped', stamps: 1 })
      expect(await stamps(ann)).toBe(2)
    })

    it('is parted from its order by the merchant, once', async () => {
      const ann = await card()
      const made = await scan(ann)
      expect((await post(`/scans/${made.body.id}/unjoin`, {})).body.type).toMatch(/not-joined$/)
      await say(nobodys('parted'))
      for (const _ of [1, 2]) {
        const parted = await post(`/scans/${made.body.id}/unjoin`, {})
        expect(parted.status, parted.text).toBe(200)
      }
      expect(await stamps(ann)).toBe(1)
      expect(await order('parted')).toMatchObject({ outcome: 'unmatched', given: 0 })
      await say(nobodys('parted', { placedAt: shop.api.clock.now + 1 }))
      expect((await order('parted')).outcome).toBe('unmatched')
    })

    it('is taken back by the counter that made it, and its order with it', async () => {
      const ann = await card()
      const alone = await scan(ann, { counter: 'front' })
      const undo = (of: Body) => post('/undo', { actionId: of.id, counter: 'front' })
      expect((await undo(alone.body)).body).toMatchObject({ stamps: -1 })
      const joined = await scan(ann, { counter: 'front' })
      await say(nobodys('undone'))
      expect(await stamps(ann)).toBe(1)
      expect((await undo(joined.body)).body).toMatchObject({ stamps: -1 })
      expect((await undo(joined.body)).status).toBe(409)
      expect(await stamps(ann)).toBe(0)
      expect((await order('undone')).outcome).toBe('unmatched')
    })

    it('of a card that was merged goes to the one that goes on for it', async () => {
      const [ann, old] = [await card(), await card()]
      expect((await post(`/cards/${ann.id}/merge`, { fromCardId: old.id })).status).toBeLessThan(300)
      expect((await scan(old)).body).toMatchObject({ outcome: 'stamped', cardId: ann.id })
      await say(nobodys('of-merged'))
      await say(nobodys('for-merged'))
      await post(`/tills/${shop.tillId}/orders/for-merged/assign`, { cardId: old.id })
      expect(await stamps(ann)).toBe(2)
    })

    it('that did not see an order of nobody, made at the same moment, is brought to it later', async () => {
      const ann = await card()
      const made = await scan(ann)
      const hide = (state: string) =>
        shop.api.database.pool.query('UPDATE scan SET state = $1 WHERE id = $2', [state, made.body.id])
      await hide('alone')
      await say(nobodys('same-moment'))
      await hide('waiting')
      expect((await order('same-moment')).outcome).toBe('unmatched')
      const now = () => shop.api.clock.now
      const store = createCardStore(shop.api.database.pool, now)
      const strayScans = createStrayScans(shop.api.database.pool)
      const settle = settleScansWith({ store, clock: now, newId, newCode: newRedeemCode, strayScans })
      expect([await settle(), await settle()]).toEqual([1, 0])
      expect(await order('same-moment')).toMatchObject({ cardId: ann.id, given: 1 })
      expect(await stamps(ann)).toBe(1)
    })

    it('is brought there also when its card was merged meanwhile', async () => {
      const [ann, old] = [await card(), await card()]
      const made = await scan(old)
      const hide = (state: string) =>
        shop.api.database.pool.query('UPDATE scan SET state = $1 WHERE id = $2', [state, made.body.id])
      await hide('alone')
      await say(nobodys('merged-moment'))
      await post(`/cards/${ann.id}/merge`, { fromCardId: old.id })
      await hide('waiting')
      const now = () => shop.api.clock.now
      const store = createCardStore(shop.api.database.pool, now)
      const strayScans = createStrayScans(shop.api.database.pool)
      const settle = settleScansWith({ store, clock: now, newId, newCode: newRedeemCode, strayScans })
      expect([await settle(), await settle()]).toEqual([1, 0])
      expect(await order('merged-moment')).toMatchObject({ outcome: 'stamped', given: 1 })
      expect(await stamps(ann)).toBe(1)
    })

    it('and an order of its card at the same moment make one', async () => {
      for (let round = 0; round < 10; round++) {
        shop.api.clock.now += 30 * minuteMs
        const ann = await card()
        await Promise.all([scan(ann), say(nobodys(`race-${round}`, { cardSerial: ann.serial }))])
        expect(await stamps(ann), `round ${round}`).toBe(1)
      }
    })

    it('refuses unknown cards, foreign tills and scans of last week', async () => {
      const ann = await card()
      expect((await scan({ serial: 'nobody' })).status).toBe(404)
      expect((await scan(ann, { tillId: randomUUID() })).status).toBe(404)
      const lastWeek = new Date(shop.api.clock.now - 7 * dayMs).toISOString()
      expect((await scan(ann, { at: lastWeek })).status).toBe(400)
      expect((await scan(ann, { cardId: ann.id })).status).toBe(400)
      expect((await post(`/scans/${randomUUID()}/unjoin`, {})).status).toBe(404)
    })
  },
  ['embedded', 'postgres'],
)
