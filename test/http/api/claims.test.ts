import { expect, it } from 'vitest'
import { eur, refunded } from '../../support/orders.ts'
import { describeSettings } from '../../support/settings.ts'
import type { Body } from './api-server.ts'
import { dayMs, minuteMs, usePurchaseShop } from './purchase-shop.ts'

await describeSettings(
  'a claim',
  (setting) => {
    const shop = usePurchaseShop(setting)
    const { post, say, nobodys, card, stamps, order, scan } = shop

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
        countedAt: new Date(shop.api.clock.now).toISOString(),
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
      const { rows } = await shop.api.database.pool.query(
        'SELECT count(*) AS found FROM claim c WHERE c::text ILIKE $1',
        [`%${code}%`],
      )
      expect(Number(rows[0]?.found)).toBe(0)
      shop.api.clock.now += dayMs
      expect((await redeem(ann, { code })).body).toMatchObject({ reason: 'expired' })
    })

    it('of a receipt gives what the order gives, before the till tells of it, too', async () => {
      const ann = await card()
      const code = await claim({ tillId: shop.tillId, orderId: 'to-come' })
      expect((await redeem(ann, { code })).body).toMatchObject({ outcome: 'waiting', stamps: 0 })
      await say(nobodys('to-come'))
      expect(await order('to-come')).toMatchObject({ cardId: ann.id, evidence: 'claimed', given: 1 })
      await say(nobodys('was-there'))
      const second = await claim({ tillId: shop.tillId, orderId: 'was-there' })
      expect((await redeem(ann, { code: second })).body).toMatchObject({ outcome: 'stamped', stamps: 1 })
      await say(refunded('was-there', 'r', 1000))
      expect(await stamps(ann)).toBe(1)
    })

    it('of an order that a scan has counted says when and where', async () => {
      const ann = await card()
      await scan(ann)
      await say(nobodys('scanned'))
      const code = await claim({ tillId: shop.tillId, orderId: 'scanned' })
      expect((await redeem(await card(), { code })).body).toMatchObject({
        reason: 'already-counted',
        where: 'Harbour Street',
      })
      expect(await stamps(ann)).toBe(1)
    })

    it('by number, amount and hour needs all three to fit one order', async () => {
      const ann = await card()
      await say(nobodys('by-number', { number: 'A-17', total: 730 }))
      const around = new Date(shop.api.clock.now + 40 * minuteMs).toISOString()
      const receipt = { number: 'A-17', amount: eur(730), around }
      expect((await redeem(ann, { ...receipt, amount: eur(731) })).status).toBe(404)
      expect((await redeem(ann, { ...receipt, number: 'A-18' })).status).toBe(404)
      const muchLater = new Date(shop.api.clock.now + 90 * minuteMs).toISOString()
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
      const around = new Date(shop.api.clock.now).toISOString()
      shop.api.clock.now += 31 * dayMs
      expect((await redeem(ann, { number: 'OLD', amount: eur(500), around })).status).toBe(404)
      shop.api.clock.now -= 31 * dayMs
    })

    it('shuts a card out after ten wrong codes, for an hour', async () => {
      const ann = await card()
      const good = await claim({ stamps: 1 })
      for (let tries = 0; tries < 10; tries++)
        expect((await redeem(ann, { code: '0000000000000' })).status).toBe(404)
      const shut = await redeem(ann, { code: good })
      expect(shut.status).toBe(429)
      expect(shut.headers.get('retry-after')).toBe('3600')
      shop.api.clock.now += 61 * minuteMs
      expect((await redeem(ann, { code: good })).status).toBe(200)
    })
  },
  ['embedded', 'postgres'],
)
