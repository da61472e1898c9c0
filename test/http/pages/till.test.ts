import { afterAll, beforeAll, expect, it } from 'vitest'
import type { DemoSale, DemoTill, SoldOrder } from '../../../src/app/ring-up.ts'
import { describeSettings } from '../../support/settings.ts'
import { now, openPages, type Pages, post } from './open-pages.ts'

await describeSettings(
  'the demo till',
  (name) => {
    let pages: Pages
    let serial: string
    let down = false
    const sold: DemoSale[] = []
    const refunded: SoldOrder[] = []
    const till: DemoTill = {
      async sell(sale) {
        sold.push(sale)
        return down ? { ok: false, status: null } : { ok: true, orderId: `demo-${sold.length}` }
      },
      async refund(order) {
        refunded.push(order)
        return { ok: true, orderId: order.orderId }
      },
    }

    beforeAll(async () => {
      const plain = await openPages(name)
      expect((await fetch(`${plain.url}/till`)).status).toBe(404)
      expect((await fetch(plain.url, { redirect: 'manual' })).headers.get('location')).toBe('/console')
      await plain.close()
      pages = await openPages(
        name,
        {},
        {
          till,
          async lookUpCode(_merchantId, code) {
            if (code !== 'HWKP7XQ2MN' && code !== 'OLD') return null
            const state = code === 'OLD' ? 'redeemed' : 'active'
            return { state, title: 'Free coffee', discount: { productIds: ['flat-white'] }, couponId: 'c' }
          },
        },
      )
      await post(`${pages.url}/join/harbour-street-coffee`)
      const { rows } = await pages.setting.database.pool.query('SELECT serial FROM card')
      serial = rows[0].serial
    })
    afterAll(() => pages.close())

    const page = async (path: string) => (await fetch(pages.url + path)).text()
    const press = async (form: Record<string, string>) =>
      (await post(`${pages.url}/till`, form)).headers.get('location') ?? ''

    it('keeps the whole counter in the address, so that every button is a plain form', async () => {
      let address = await press({ do: 'add:flat-white' })
      expect(address).toBe('/till?basket=flat-white.1')
      address = await press({ do: 'add:flat-white', basket: 'flat-white.1', card: serial })
      expect(address).toBe(`/till?basket=flat-white.2&card=${serial}`)
      expect(await page(address)).toContain('Take €7.60')
      expect(await press({ do: 'less:flat-white', basket: 'flat-white.1' })).toBe('/till')
      expect(await press({ do: 'clear', basket: 'flat-white.2', card: serial })).toBe('/till')
    })

    it('is one of three doors on the front page', async () => {
      const front = await page('/')
      for (const place of ['/join/harbour-street-coffee', '/till', '/console'])
        expect(front).toContain(`href="${place}`)
    })

    it('makes nothing of nonsense', async () => {
      const form = {
        do: 'add:../..',
        basket: 'x.9,flat-white.-3,flat-white.9999,tea.1',
        customer: '<b>',
        card: 'y'.repeat(999),
      }
      expect(await press(form)).toBe('/till?basket=tea.1')
      expect((await fetch(`${pages.url}/till?basket[]=1&card[x]=2&sold=${'z'.repeat(5000)}`)).status).toBe(
        200,
      )
    })

    it('finds a card by its serial or by the address of the web card', async () => {
      const { rows } = await pages.setting.database.pool.query(
        `SELECT 1 FROM directory WHERE kind = 'card-token'`,
      )
      expect(rows).toHaveLength(1)
      const joined = await post(`${pages.url}/join/harbour-street-coffee`)
      const address = await press({
        do: 'apply',
        scan: `https://cards.example${joined.headers.get('location')}`,
      })
      expect(await page(address)).toContain('Open card')
      expect(await page(`/till?scan=${serial}`)).toContain('Open card')
      expect(await page('/till?scan=nobody')).toContain('No card with this serial')
    })

    it('checks a code, takes its discount off and sends it with the sale', async () => {
      expect(await page('/till?basket=flat-white.1&code=hwkp7xq2mn')).toContain('Free coffee is good')
      expect(await page('/till?basket=tea.1&code=HWKP7XQ2MN')).toContain('Add an item for “Free coffee”')
      expect(await page('/till?basket=tea.1&code=OLD')).toContain('This code is used')
      expect(await page('/till?basket=tea.1&code=NONE')).toContain('No such code')
      const address = await press({
        do: 'pay',
        basket: 'flat-white.1,tea.1',
        card: serial,
        customer: '1001',
        code: 'hwkp7xq2mn',
      })
      expect(address).toBe(`/till?card=${serial}&sold=demo-1`)
      expect(sold.at(-1)).toMatchObject({
        card: serial,
        customerId: '1001',
        discountCode: 'HWKP7XQ2MN',
        basket: { subtotal: 690, discount: 380, total: 310 },
      })
      expect(await page(address)).toContain('Stampbridge is looking at it')
    })

    it('sends no code that gives nothing, and sells nothing out of an empty basket', async () => {
      await press({ do: 'pay', basket: 'tea.1', code: 'HWKP7XQ2MN' })
      expect(sold.at(-1)).toMatchObject({ discountCode: undefined, basket: { total: 310 } })
      const before = sold.length
      await press({ do: 'pay' })
      expect(sold).toHaveLength(before)
    })

    it('keeps the basket when Stampbridge cannot be reached', async () => {
      down = true
      const address = await press({ do: 'pay', basket: 'tea.1' })
      expect(address).toBe('/till?basket=tea.1&failed=1')
      expect(await page(address)).toContain('Nothing was sold')
      down = false
    })

    it('shows what was made of a sale, and gives it back whole', async () => {
      const facts = {
        saleAsOf: 0,
        paid: true,
        cancelled: false,
        refunds: {},
        sale: { total: 310, lines: [{ id: 'tea', name: 'Pot of tea', quantity: 1, total: 310 }] },
      }
      const trace = [{ rule: 'card', passed: false }]
      await pages.setting.database.pool.query(
        `INSERT INTO till_order (merchant_id, till_id, external_id, number, facts, placed_at, total, currency, outcome, trace, updated_at)
          VALUES ($1, $2, 'demo-1', 'N1', $3, $5, 310, 'EUR', 'unmatched', $4, $5)`,
        [
          pages.shop.merchantId,
          pages.shop.tillId,
          JSON.stringify(facts),
          JSON.stringify(trace),
          new Date(now),
        ],
      )
      const shown = await page('/till?sold=demo-1')
      expect(shown).toContain('No card was scanned, and the customer is not linked to one.')
      expect(shown).not.toContain('is looking at it')
      await press({ do: 'refund:demo-1' })
      expect(refunded).toEqual([
        { orderId: 'demo-1', total: 310, lines: [{ id: 'tea', quantity: 1, total: 310 }] },
      ])
      await press({ do: 'refund:unknown' })
      expect(refunded).toHaveLength(1)
      expect(pages.reported).toEqual([])
    })
  },
  ['embedded', 'postgres'],
)
