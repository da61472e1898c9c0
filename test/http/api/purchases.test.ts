import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { settleScansWith } from '../../../src/app/settle-scans.ts'
import type { OrderEvent, Sale } from '../../../src/domain/order.ts'
import { newId, newRedeemCode } from '../../../src/secrets/random-id.ts'
import { createCardStore } from '../../../src/store/hot/card-store.ts'
import { createStrayScans } from '../../../src/store/stray-scans.ts'
import { at, eur, refunded, sold } from '../../support/orders.ts'
import { tell } from '../../support/sell.ts'
import { describeSettings } from '../../support/settings.ts'
import { type ApiServer, type Body, openApiServer } from './api-server.ts'

const minuteMs = 60_000
const dayMs = 86_400_000

await describeSettings(
  'purchases that come to a card by more than one way',
  (setting) => {
    let api: ApiServer
    let key: string
    let merchantId: string
    let tillId: string
    let programId: string
    let clock: number
    beforeAll(async () => {
      api = await openApiServer(setting)
      const merchant = await api.merchant({ timeZone: 'Europe/Berlin' })
      key = merchant.key
      merchantId = merchant.id
      tillId = (await post('/tills', { provider: 'open', name: 'Harbour Street' })).body.id
      programId = (await api.program(key, { goal: 10, milestones: tenth })).id
    }, 180_000)
    afterAll(() => api?.close())
    // Hours apart, so that no test's scans are near another's orders.
    beforeEach(() => {
      clock = (clock ?? at('2026-03-02T06:00:00Z')) + 5 * 60 * minuteMs
      api.clock.now = clock
    })

    const tenth = [{ at: 10, reward: { title: 'Free coffee', kind: 'staff_scan' } }]
    const post = (path: string, body: object) => api.call(`POST ${path}`, { key, body })
    const say = (...events: OrderEvent[]) =>
      tell(api.database, () => api.clock.now, { merchantId, tillId }, ...events)
    const nobodys = (id: string, part: Partial<Sale> = {}) =>
      sold(id, { cardSerial: undefined, placedAt: api.clock.now, ...part })
    const card = (program = programId) => api.card(key, program)
    const stamps = async (of: Body): Promise<number> => {
      const { items } = (await api.call(`GET /cards/${of.id}/ledger`, { key })).body
      const sum = items.reduce((total: number, entry: Body) => total + entry.count, 0)
      const now = (await api.call(`GET /cards/${of.id}`, { key })).body
      expect(now.stamps + (now.cycle - 1) * now.goal).toBe(sum)
      return sum
    }
    const order = async (id: string): Promise<Body> =>
      (await api.call(`GET /tills/${tillId}/orders/${encodeURIComponent(id)}`, { key })).body
    const scan = (of: Body, part: object = {}) =>
      post('/scans', { serial: of.serial, channel: 'counter', clientId: randomUUID(), tillId, ...part })

    describe('a scan', () => {
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
        api.clock.now += 3 * minuteMs
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
        const placed = api.clock.now
        api.clock.now += 3 * minuteMs
        const late = await scan(ann)
        expect(late.body).toMatchObject({
          outcome: 'already-counted',
          stamps: 0,
          state: 'joined',
          counted: {
            at: new Date(placed).toISOString(),
            where: 'Harbour Street',
            tillId,
            orderId: 'order-first',
          },
        })
        expect(await stamps(ann)).toBe(1)
      })

      it('after an order of nobody gives it the card', async () => {
        const ann = await card()
        await say(nobodys('nobody-first'))
        expect((await order('nobody-first')).outcome).toBe('unmatched')
        api.clock.now += 3 * minuteMs
        expect((await scan(ann)).body).toMatchObject({ outcome: 'stamped', stamps: 1, state: 'joined' })
        expect(await order('nobody-first')).toMatchObject({ cardId: ann.id, evidence: 'scanned' })
      })

      it('waits for the amount where the program needs it', async () => {
        const program = await api.program(key, {
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
        const never = await api.program(key, { goal: 10, milestones: tenth, joinMinutes: 0 })
        expect(never.joinMinutes).toBe(0)
        const apart = await card(never.id)
        await scan(apart)
        const ann = await card()
        await say(nobodys('elsewhere', { cardSerial: ann.serial }))
        const other = (await post('/tills', { provider: 'open', name: 'Station' })).body.id
        expect((await scan(ann, { tillId: other })).body).toMatchObject({ outcome: 'stamped' })
        api.clock.now += 11 * minuteMs
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
        await say(nobodys('parted', { placedAt: api.clock.now + 1 }))
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
        await post(`/tills/${tillId}/orders/for-merged/assign`, { cardId: old.id })
        expect(await stamps(ann)).toBe(2)
      })

      it('that did not see an order of nobody, made at the same moment, is brought to it later', async () => {
        const ann = await card()
        const made = await scan(ann)
        const hide = (state: string) =>
          api.database.pool.query('UPDATE scan SET state = $1 WHERE id = $2', [state, made.body.id])
        await hide('alone')
        await say(nobodys('same-moment'))
        await hide('waiting')
        expect((await order('same-moment')).outcome).toBe('unmatched')
        const now = () => api.clock.now
        const store = createCardStore(api.database.pool, now)
        const strayScans = createStrayScans(api.database.pool)
        const settle = settleScansWith({ store, clock: now, newId, newCode: newRedeemCode, strayScans })
        expect([await settle(), await settle()]).toEqual([1, 0])
        expect(await order('same-moment')).toMatchObject({ cardId: ann.id, given: 1 })
        expect(await stamps(ann)).toBe(1)
      })

      it('is brought there also when its card was merged meanwhile', async () => {
        const [ann, old] = [await card(), await card()]
        const made = await scan(old)
        const hide = (state: string) =>
          api.database.pool.query('UPDATE scan SET state = $1 WHERE id = $2', [state, made.body.id])
        await hide('alone')
        await say(nobodys('merged-moment'))
        await post(`/cards/${ann.id}/merge`, { fromCardId: old.id })
        await hide('waiting')
        const now = () => api.clock.now
        const store = createCardStore(api.database.pool, now)
        const strayScans = createStrayScans(api.database.pool)
        const settle = settleScansWith({ store, clock: now, newId, newCode: newRedeemCode, strayScans })
        expect([await settle(), await settle()]).toEqual([1, 0])
        expect(await order('merged-moment')).toMatchObject({ outcome: 'stamped', given: 1 })
        expect(await stamps(ann)).toBe(1)
      })

      it('and an order of its card at the same moment make one', async () => {
        for (let round = 0; round < 10; round++) {
          api.clock.now += 30 * minuteMs
          const ann = await card()
          await Promise.all([scan(ann), say(nobodys(`race-${round}`, { cardSerial: ann.serial }))])
          expect(await stamps(ann), `round ${round}`).toBe(1)
        }
      })

      it('refuses unknown cards, foreign tills and scans of last week', async () => {
        const ann = await card()
        expect((await scan({ serial: 'nobody' })).status).toBe(404)
        expect((await scan(ann, { tillId: randomUUID() })).status).toBe(404)
        const lastWeek = new Date(api.clock.now - 7 * dayMs).toISOString()
        expect((await scan(ann, { at: lastWeek })).status).toBe(400)
        expect((await scan(ann, { cardId: ann.id })).status).toBe(400)
        expect((await post(`/scans/${randomUUID()}/unjoin`, {})).status).toBe(404)
      })
    })

    describe('a claim', () => {
      const claim = async (body: object): Promise<string> => {
        const made = await post('/claims', body)
        expect(made.status, made.text).toBe(201)
        expect(made.body.url).toBe(`https://stamps.example/claim/${made.body.code}`)
        expect(made.body.code).toMatch(/^[0-9A-HJKMNP-TV-Z]{13}$/)
        return made.body.code
      }
      const redeem = (of: Body, body: object) => post('/claims/redeem', { cardId: of.id, ...body })

      it('of an insert is won by one of fifty at once', async () => {
        const code = await claim({ stamps: 2 })
        const cards = await Promise.all(Array.from({ length: 50 }, () => card()))
        const replies = await Promise.all(cards.map((each) => redeem(each, { code })))
        expect(replies.filter(({ status }) => status === 200)).toHaveLength(1)
        const late = replies.filter(({ status }) => status === 409)
        expect(late).toHaveLength(49)
        expect(late[0]?.body).toMatchObject({
          reason: 'already-counted',
          countedAt: new Date(api.clock.now).toISOString(),
        })
        const totals = await Promise.all(cards.map(stamps))
        expect(totals.reduce((sum, each) => sum + each, 0)).toBe(2)
      })

      it('is taken as people type it, once, and told so afterwards', async () => {
        const ann = await card()
        const code = await claim({ stamps: 1 })
        const typed = `${code.slice(0, 4).toLowerCase()}-${code.slice(4)}`
          .replaceAll('0', 'o')
          .replaceAll('1', 'l')
        expect((await redeem(ann, { code: typed })).body).toMatchObject({ outcome: 'stamped', stamps: 1 })
        expect((await redeem(ann, { code })).body).toMatchObject({ outcome: 'already-counted', stamps: 0 })
        expect(await stamps(ann)).toBe(1)
      })

      it('keeps nothing of the code but its digest, and ends in time', async () => {
        const ann = await card()
        const code = await claim({ stamps: 1, expiresInDays: 1 })
        const { rows } = await api.database.pool.query(
          'SELECT count(*) AS found FROM claim c WHERE c::text ILIKE $1',
          [`%${code}%`],
        )
        expect(Number(rows[0]?.found)).toBe(0)
        api.clock.now += dayMs
        expect((await redeem(ann, { code })).body).toMatchObject({ reason: 'expired' })
      })

      it('of a receipt gives what the order gives, before the till tells of it, too', async () => {
        const ann = await card()
        const code = await claim({ tillId, orderId: 'to-come' })
        expect((await redeem(ann, { code })).body).toMatchObject({ outcome: 'waiting', stamps: 0 })
        await say(nobodys('to-come'))
        expect(await order('to-come')).toMatchObject({ cardId: ann.id, evidence: 'claimed', given: 1 })
        await say(nobodys('was-there'))
        const second = await claim({ tillId, orderId: 'was-there' })
        expect((await redeem(ann, { code: second })).body).toMatchObject({ outcome: 'stamped', stamps: 1 })
        await say(refunded('was-there', 'r', 1000))
        expect(await stamps(ann)).toBe(1)
      })

      it('of an order that a scan has counted says when and where', async () => {
        const ann = await card()
        await scan(ann)
        await say(nobodys('scanned'))
        const code = await claim({ tillId, orderId: 'scanned' })
        expect((await redeem(await card(), { code })).body).toMatchObject({
          reason: 'already-counted',
          where: 'Harbour Street',
        })
        expect(await stamps(ann)).toBe(1)
      })

      it('by number, amount and hour needs all three to fit one order', async () => {
        const ann = await card()
        await say(nobodys('by-number', { number: 'A-17', total: 730 }))
        const around = new Date(api.clock.now + 40 * minuteMs).toISOString()
        const receipt = { number: 'A-17', amount: eur(730), around }
        expect((await redeem(ann, { ...receipt, amount: eur(731) })).status).toBe(404)
        expect((await redeem(ann, { ...receipt, number: 'A-18' })).status).toBe(404)
        const muchLater = new Date(api.clock.now + 90 * minuteMs).toISOString()
        expect((await redeem(ann, { ...receipt, around: muchLater })).status).toBe(404)
        expect((await redeem(ann, receipt)).body).toMatchObject({ outcome: 'stamped', stamps: 1 })
        expect((await redeem(ann, receipt)).body).toMatchObject({ outcome: 'already-counted' })
        expect((await redeem(await card(), receipt)).status).toBe(409)
        await say(
          nobodys('twin-1', { number: 'B-1', total: 500 }),
          nobodys('twin-2', { number: 'B-1', total: 500 }),
        )
        expect((await redeem(ann, { number: 'B-1', amount: eur(500), around })).status).toBe(404)
        expect(await stamps(ann)).toBe(1)
      })

      it('is too late for an order of more than thirty days ago', async () => {
        const ann = await card()
        await say(nobodys('old', { number: 'OLD', total: 500 }))
        const around = new Date(api.clock.now).toISOString()
        api.clock.now += 31 * dayMs
        expect((await redeem(ann, { number: 'OLD', amount: eur(500), around })).status).toBe(404)
        api.clock.now -= 31 * dayMs
      })

      it('shuts a card out after ten wrong codes, for an hour', async () => {
        const ann = await card()
        const good = await claim({ stamps: 1 })
        for (let tries = 0; tries < 10; tries++)
          expect((await redeem(ann, { code: '0000000000000' })).status).toBe(404)
        const shut = await redeem(ann, { code: good })
        expect(shut.status).toBe(429)
        expect(shut.headers.get('retry-after')).toBe('3600')
        api.clock.now += 61 * minuteMs
        expect((await redeem(ann, { code: good })).status).toBe(200)
      })
    })

    describe('an order of nobody', () => {
      it('is not moved by a customer whom the till only guesses after the sale', async () => {
        const ann = await card()
        await post(`/cards/${ann.id}/links`, { tillId, customerId: 'payer' })
        const guess = { customerId: 'payer', weakCustomer: true }
        await say(nobodys('guessed-with-the-sale', guess))
        expect(await order('guessed-with-the-sale')).toMatchObject({ evidence: 'linked', given: 1 })
        await say(nobodys('guessed-later'))
        await say(
          sold(
            'guessed-later',
            { ...guess, cardSerial: undefined, placedAt: api.clock.now },
            { asOf: api.clock.now },
          ),
        )
        expect((await order('guessed-later')).outcome).toBe('unmatched')
        expect(await stamps(ann)).toBe(1)
        await say(sold('paid-later', { cardSerial: undefined, placedAt: api.clock.now }, { paid: false }))
        await say(
          sold('paid-later', { ...guess, cardSerial: undefined, placedAt: api.clock.now }, { asOf: 2 }),
        )
        await say(sold('guessed-later', { ...guess, cardSerial: ann.serial }, { asOf: api.clock.now + 1 }))
        expect(await order('paid-later')).toMatchObject({ evidence: 'linked', given: 1 })
        expect(await order('guessed-later')).toMatchObject({ evidence: 'scanned', given: 1 })
        expect(await stamps(ann)).toBe(3)
      })

      it('is listed, assigned by hand, moved to another card, and taken away', async () => {
        const [ann, ben] = [await card(), await card()]
        await say(nobodys('by-hand'))
        const listed = (await api.call('GET /orders?outcome=unmatched&limit=200', { key })).body.items
        expect(listed.map((each: Body) => each.externalId)).toContain('by-hand')
        const assign = (to: Body) => post(`/tills/${tillId}/orders/by-hand/assign`, { cardId: to.id })
        expect((await assign(ann)).body).toMatchObject({ given: 1 })
        expect((await assign(ann)).body).toMatchObject({ given: 0 })
        expect(await order('by-hand')).toMatchObject({ cardId: ann.id, evidence: 'assigned', given: 1 })
        expect((await assign(ben)).status).toBe(200)
        expect([await stamps(ann), await stamps(ben)]).toEqual([0, 1])
        await say(refunded('by-hand', 'r', 1000))
        expect([await stamps(ann), await stamps(ben)]).toEqual([0, 0])
        expect((await assign(ann)).status).toBe(200)
        const away = await api.call(`DELETE /tills/${tillId}/orders/by-hand/assign`, { key })
        expect(away.status).toBe(204)
        expect((await order('by-hand')).cardId).toBeUndefined()
        expect((await post(`/tills/${tillId}/orders/none/assign`, { cardId: ann.id })).status).toBe(404)
        expect((await assign({ id: randomUUID() })).status).toBe(404)
      })

      it('is taken up, exactly once, when its customer is linked to a card', async () => {
        const ann = await card()
        for (let number = 1; number <= 4; number++)
          await say(nobodys(`linked-${number}`, { customerId: 'customer-1' }))
        await say(nobodys('linked-other', { customerId: 'customer-2' }))
        await say(nobodys('linked-old', { customerId: 'customer-1', placedAt: api.clock.now - 31 * dayMs }))
        await say(nobodys('linked-weak', { weakCustomer: true }))
        const link = () => post(`/cards/${ann.id}/links`, { tillId, customerId: 'customer-1' })
        const replies = await Promise.all([link(), link(), link()])
        expect(replies.reduce((sum, { body }) => sum + body.takenUp, 0)).toBe(4)
        expect(await stamps(ann)).toBe(4)
        expect((await link()).body.takenUp).toBe(0)
        expect(await order('linked-2')).toMatchObject({ evidence: 'linked', given: 1 })
        for (const id of ['linked-other', 'linked-old', 'linked-weak'])
          expect((await order(id)).outcome, id).toBe('unmatched')
      })
    })
  },
  ['embedded', 'postgres'],
)
