import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createIntake } from '../../support/intake.ts'
import { describeSettings } from '../../support/settings.ts'
import { type ApiServer, type Body, openApiServer } from './api-server.ts'

await describeSettings(
  'orders found by a verified contact',
  (setting) => {
    let api: ApiServer
    let key: string
    let where: { merchantId: string; tillId: string }
    let shopify: { merchantId: string; tillId: string }
    let intake: ReturnType<typeof createIntake>
    let programId: string
    beforeAll(async () => {
      api = await openApiServer(setting)
      intake = createIntake(api.database, () => api.clock.now)
      const merchant = await api.merchant()
      key = merchant.key
      const till = (await post('/tills', { provider: 'open', name: 'Stall' })).body
      where = { merchantId: merchant.id, tillId: till.id }
      shopify = { merchantId: merchant.id, tillId: randomUUID() }
      programId = (await api.program(key)).id
    }, 180_000)
    afterAll(() => api?.close())

    const post = (path: string, body: object) => api.call(`POST ${path}`, { key, body })
    const card = async (details: object = {}): Promise<Body> => {
      const made = await api.card(key, programId)
      await api.call(`PUT /cards/${made.id}/details`, { key, body: details })
      return made
    }
    const verify = (of: Body, what: object) => post(`/cards/${of.id}/details/verify`, what)
    const order = async (id: string, query = ''): Promise<Body> =>
      (await api.call(`GET /tills/${where.tillId}/orders/${id}${query}`, { key })).body
    const sellTo = async (customer: object): Promise<Body> => order(await intake.sell(where, { customer }))
    const cardRow = (one: Body) => one.trace.find((row: Body) => row.rule === 'card')

    it('finds the card whose holder gave the same e-mail, once both sides have verified it', async () => {
      const ada = await card({ email: 'Ada@Example.com' })
      expect((await sellTo({ email: 'ada@example.com', emailVerified: true })).outcome).toBe('unmatched')
      const verified = (await verify(ada, { email: true })).body
      expect(verified.verified).toEqual({ email: { at: expect.any(String), by: 'merchant' } })
      const found = await sellTo({ email: 'ada@EXAMPLE.com ', emailVerified: true })
      expect(found).toMatchObject({ outcome: 'stamped', cardId: ada.id, evidence: 'contact' })
      expect(cardRow(await order(found.externalId, '?locale=de')).detail).toBe(
        'Karte gefunden: Der Kunde der Kasse hat die für sie bestätigte E-Mail-Adresse oder Telefonnummer.',
      )
      for (const weaker of [
        { email: 'ada@example.com' },
        { email: 'ada@example.com', emailVerified: 'true' },
        { email: 'ada2@example.com', emailVerified: true },
        { phone: 'ada@example.com', phoneVerified: true },
      ])
        expect((await sellTo(weaker)).outcome).toBe('unmatched')
    })

    it('by a phone with its country, however it is written', async () => {
      const ben = await card({ phone: '+49 (0)30 1234567' })
      await verify(ben, { phone: true })
      const found = await sellTo({ phone: '0049 301234567', phoneVerified: true })
      expect(found).toMatchObject({ cardId: ben.id, evidence: 'contact' })
      expect((await sellTo({ phone: '030 1234567', phoneVerified: true })).outcome).toBe('unmatched')
    })

    it('never guesses between two cards with one contact, and says so', async () => {
      const cards = [await card({ email: 'family@example.com' }), await card({ email: 'family@example.com' })]
      for (const each of cards) await verify(each, { email: true })
      const lost = await sellTo({ email: 'family@example.com', emailVerified: true })
      expect(lost).toMatchObject({ outcome: 'unmatched', given: 0 })
      expect(lost.cardId).toBeUndefined()
      expect(cardRow(lost)).toMatchObject({ passed: false, figures: { several: 1 } })
      expect(cardRow(lost).detail).toContain('Several cards')
      // Stronger evidence is asked first, and a person may say whose it is.
      const scanned = await intake.sell(where, {
        card: cards[0].serial,
        customer: { email: 'family@example.com', emailVerified: true },
      })
      expect(await order(scanned)).toMatchObject({ cardId: cards[0].id, evidence: 'scanned' })
      const given = await post(`/tills/${where.tillId}/orders/${lost.externalId}/assign`, {
        cardId: cards[1].id,
      })
      expect(given.status).toBe(200)
      // Merged, they are one again.
      await post(`/cards/${cards[0].id}/merge`, { fromCardId: cards[1].id })
      const after = await sellTo({ email: 'family@example.com', emailVerified: true })
      expect(after).toMatchObject({ cardId: cards[0].id, evidence: 'contact' })
    })

    it('is verified by a till whose verified customer is linked to the card', async () => {
      const cleo = await card({ email: 'cleo@example.com' })
      await post(`/cards/${cleo.id}/links`, { tillId: where.tillId, customerId: 'c-1' })
      await sellTo({ id: 'c-1', email: 'other@example.com', emailVerified: true })
      await sellTo({ id: 'c-1', email: 'cleo@example.com' })
      expect((await sellTo({ email: 'cleo@example.com', emailVerified: true })).outcome).toBe('unmatched')
      await sellTo({ id: 'c-1', email: 'cleo@example.com', emailVerified: true })
      const { verified } = (await api.call(`GET /cards/${cleo.id}/details`, { key })).body
      expect(verified.email.by).toBe('till')
      const online = await sellTo({ id: 'c-2', email: 'cleo@example.com', emailVerified: true })
      expect(online).toMatchObject({ cardId: cleo.id, evidence: 'contact' })
    })

    it('forgets what was changed, taken back or erased', async () => {
      const dan = await card({ email: 'dan@example.com', name: 'Dan' })
      const sale = { email: 'dan@example.com', emailVerified: true }
      await verify(dan, { email: true })
      await api.call(`PUT /cards/${dan.id}/details`, { key, body: { email: 'dan@example.com' } })
      expect((await sellTo(sale)).cardId).toBe(dan.id)
      expect((await verify(dan, { email: false })).body.verified).toEqual({})
      expect((await sellTo(sale)).outcome).toBe('unmatched')
      await verify(dan, { email: true })
      await api.call(`PUT /cards/${dan.id}/details`, { key, body: { email: 'daniel@example.com' } })
      expect((await sellTo(sale)).outcome).toBe('unmatched')
      expect((await sellTo({ email: 'daniel@example.com', emailVerified: true })).outcome).toBe('unmatched')
      await verify(dan, { email: true })
      await api.call(`DELETE /cards/${dan.id}`, { key })
      expect((await sellTo({ email: 'daniel@example.com', emailVerified: true })).outcome).toBe('unmatched')
      const { rows } = await api.database.pool.query('SELECT 1 FROM card_contact WHERE card_id = $1', [
        dan.id,
      ])
      expect(rows).toEqual([])
    })

    it('refuses to verify what was not told or cannot be compared', async () => {
      const eve = await card({ phone: '030 123456' })
      for (const what of [{ email: true }, { phone: true }]) {
        const refused = await verify(eve, what)
        expect([refused.status, refused.body.reason]).toEqual([409, 'no-contact'])
      }
      expect((await verify(eve, {})).status).toBe(400)
      expect((await verify({ id: randomUUID() }, { email: true })).status).toBe(404)
    })

    it('keeps no e-mail or phone with the order, and none that can be read anywhere else', async () => {
      const fay = await card({ email: 'fay@example.com' })
      await verify(fay, { email: true })
      const found = await sellTo({ email: 'fay@example.com', emailVerified: true })
      expect(found.cardId).toBe(fay.id)
      const { rows } = await api.database.pool.query<{ text: string }>(
        `SELECT o::text AS text FROM till_order o UNION ALL SELECT t::text FROM card_contact t
          UNION ALL SELECT l::text FROM stamp_ledger l`,
      )
      expect(rows.length).toBeGreaterThan(10)
      for (const { text } of rows) expect(text).not.toMatch(/example\.com/i)
    })

    it('believes Shopify of the e-mail that its customer has confirmed, and of no phone', async () => {
      const gil = await card({ email: 'gil@example.com', phone: '+4930777777' })
      await verify(gil, { email: true, phone: true })
      const tell = async (id: number, customer: object) => {
        await intake.take(shopify, 'shopify', 'orders/paid', shopifyOrder(id, customer))
        const { rows } = await api.database.pool.query(
          'SELECT card_id, evidence FROM till_order WHERE till_id = $1 AND external_id = $2',
          [shopify.tillId, String(id)],
        )
        return rows[0]
      }
      const confirmed = { id: 7, email: 'gil@example.com', verified_email: true, phone: '+4930777777' }
      expect(await tell(9001, confirmed)).toEqual({ card_id: gil.id, evidence: 'contact' })
      expect(await tell(9002, { ...confirmed, verified_email: false })).toEqual({
        card_id: null,
        evidence: null,
      })
    })
  },
  ['embedded', 'postgres'],
)

const shopifyOrder = (id: number, customer: object) => ({
  id,
  admin_graphql_api_id: `gid://shopify/Order/${id}`,
  created_at: '2026-11-02T10:00:00Z',
  updated_at: '2026-11-02T10:00:00Z',
  currency: 'EUR',
  financial_status: 'paid',
  total_price: '5.00',
  line_items: [{ id: 1, title: 'Coffee', price: '5.00', quantity: 1 }],
  customer,
})
