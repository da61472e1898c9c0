import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { undoDays } from '../../../src/app/merge-cards.ts'
import { createKeyring } from '../../../src/secrets/keyring.ts'
import { createPassCards } from '../../../src/store/faces.ts'
import { createIntake } from '../../support/intake.ts'
import { describeSettings } from '../../support/settings.ts'
import { type ApiServer, type Body, openApiServer } from './api-server.ts'

const day = 86_400_000

await describeSettings(
  'a card’s life over the API',
  (name) => {
    let server: ApiServer
    let shop: { id: string; key: string }
    let till: { merchantId: string; tillId: string }
    let intake: ReturnType<typeof createIntake>
    let program: Body

    beforeAll(async () => {
      server = await openApiServer(name)
      shop = await server.merchant({ timeZone: 'Europe/Berlin' })
      program = await server.program(shop.key)
      const connected = await call('POST /tills', { provider: 'open', name: 'Stall' })
      till = { merchantId: shop.id, tillId: connected.body.id }
      intake = createIntake(server.database, () => server.clock.now)
    }, 180_000)
    afterAll(() => server?.close())

    const call = (line: string, body?: unknown) =>
      server.call(line, { key: shop.key, ...(body === undefined ? {} : { body }) })
    const newCard = () => server.card(shop.key, program.id)
    const read = async (card: Body) => (await call(`GET /cards/${card.id}`)).body
    const sell = (card: Body, more: object = {}) => intake.sell(till, { card: card.serial, ...more })
    const sums = async (...cards: Body[]) =>
      Promise.all(
        cards.map(async (card) => {
          const { body } = await call(`GET /cards/${card.id}/ledger?limit=100`)
          return body.items.reduce((sum: number, entry: Body) => sum + entry.count, 0)
        }),
      )
    const merge = (into: Body, from: Body) => call(`POST /cards/${into.id}/merge`, { fromCardId: from.id })
    const faces = () =>
      createPassCards(
        server.database.pool,
        createKeyring(['a secret key of the tests, long enough']),
        'https://stamps.example',
      )

    describe('merging', () => {
      it('moves stamps and coupons, voids the old pass, and says where it went', async () => {
        const [old, kept] = [await newCard(), await newCard()]
        for (let i = 0; i < 4; i++) await sell(old)
        await sell(kept)
        const merged = await merge(kept, old)
        expect(merged).toMatchObject({
          status: 201,
          body: { cardId: kept.id, fromCardId: old.id, stamps: 4 },
        })
        expect(await sums(old, kept)).toEqual([0, 5])
        const now = await read(kept)
        expect(now).toMatchObject({ cycle: 2, stamps: 2, state: 'active' })
        expect(now.coupons).toMatchObject([{ state: 'active' }])
        expect(await read(old)).toMatchObject({ state: 'merged', stamps: 0, coupons: [] })
        const face = await faces().face(shop.id, old.id)
        expect(face).toMatchObject({ voided: true, movedTo: kept.serial.slice(-4) })
        const redeemed = await call(`POST /coupons/${now.coupons[0].id}/redeem`, {})
        expect(redeemed.status).toBe(200)
      })

      it('sends orders by the old number, by its customer and through a chain of merges to the last card', async () => {
        const [first, second, third] = [await newCard(), await newCard(), await newCard()]
        const customer = { tillId: till.tillId, customerId: 'regular' }
        await call(`POST /cards/${first.id}/links`, customer)
        const early = await sell(first)
        await merge(second, first)
        await merge(third, second)
        await sell(first)
        await intake.sell(till, { customer: { id: 'regular' } })
        expect(await sums(first, second, third)).toEqual([0, 0, 3])
        await intake.refund(till, early)
        expect(await sums(first, second, third)).toEqual([0, 0, 2])
      })

      it('gives back on undoing what came by the old number, and leaves the rest where it was earned', async () => {
        const [old, kept] = [await newCard(), await newCard()]
        const early = await sell(old)
        await sell(old)
        await sell(kept)
        const { body: entry } = await merge(kept, old)
        expect(await sums(old, kept)).toEqual([0, 3])
        await sell(kept)
        await sell(old)
        await intake.refund(till, early)
        const undone = await call(`POST /merges/${entry.id}/undo`)
        expect(undone).toMatchObject({ status: 200, body: { undoneAt: expect.any(String) } })
        // The old card: two, one more by its number, one refunded.
        expect(await sums(old, kept)).toEqual([2, 2])
        expect(await read(old)).toMatchObject({ state: 'active', stamps: 2 })
        expect(await read(kept)).toMatchObject({ stamps: 2, coupons: [{ state: 'revoked' }] })
        await sell(old)
        expect(await sums(old, kept)).toEqual([3, 2])
        expect(await call(`POST /merges/${entry.id}/undo`)).toMatchObject({
          status: 409,
          body: { detail: expect.stringContaining('undone before') },
        })
      })

      it('refuses what cannot be, and says why', async () => {
        const [a, b, c] = [await newCard(), await newCard(), await newCard()]
        const other = await server.card(shop.key, (await server.program(shop.key)).id)
        expect((await merge(a, a)).body.type).toMatch(/same-card$/)
        expect((await merge(a, other)).body.type).toMatch(/other-program$/)
        const first = (await merge(b, a)).body
        expect((await merge(c, a)).body.type).toMatch(/card-not-active$/)
        const second = (await merge(c, b)).body
        expect((await call(`POST /merges/${first.id}/undo`)).body).toMatchObject({ mergeId: second.id })
        expect((await call(`POST /cards/${a.id}/stamps`, { count: 1, reason: 'x' })).status).toBe(409)
        server.clock.now += undoDays * day
        expect((await call(`POST /merges/${second.id}/undo`)).body.type).toMatch(/too-late$/)
        expect((await call(`POST /merges/${crypto.randomUUID()}/undo`)).status).toBe(404)
        const stranger = await server.merchant()
        const foreign = await server.call(`POST /merges/${second.id}/undo`, { key: stranger.key })
        expect(foreign.status).toBe(404)
      })

      it('keeps the sum when cards are merged both ways and stamped at once', async () => {
        const [a, b] = [await newCard(), await newCard()]
        const sales = Array.from({ length: 12 }, (_, i) => sell(i % 2 ? a : b))
        const merges = [merge(a, b), merge(b, a)]
        await Promise.all([...sales, ...merges])
        const statuses = (await Promise.all(merges)).map((each) => each.status).sort()
        expect(statuses).toEqual([201, 409])
        const both = await sums(a, b)
        expect(both.reduce((x, y) => x + y)).toBe(12)
        expect(both).toContain(0)
      })
    })

    describe('a new phone', () => {
      it('gets a new address; the old one and the old pass stop working, after one last fetch', async () => {
        const card = await newCard()
        const { database } = server
        await database.pool.query(
          `INSERT INTO apple_device (id, tag) VALUES ('phone', 1) ON CONFLICT DO NOTHING`,
        )
        await database.pool.query(
          `INSERT INTO apple_registration (merchant_id, card_id, device_id, push_token, created_at)
            VALUES ($1, $2, 'phone', 'ab', now())`,
          [shop.id, card.id],
        )
        const before = await faces().bySerial(card.serial)
        const moved = await call(`POST /cards/${card.id}/new-address`)
        expect(moved.status).toBe(200)
        expect(moved.body).toMatchObject({ id: card.id, serial: card.serial })
        expect(moved.body.url).not.toBe(card.url)
        const { rows } = await database.pool.query(
          `SELECT count(*)::int AS n FROM directory WHERE kind = 'card-token' AND target_id = $1`,
          [card.id],
        )
        expect(rows[0].n).toBe(1)
        const after = await faces().bySerial(card.serial)
        expect(after?.passToken).not.toBe(before?.passToken)
        expect(after?.cutOff).toEqual([{ version: 1, passToken: before?.passToken }])
      })
    })

    it('pauses and resumes a card', async () => {
      const card = await newCard()
      expect((await call(`POST /cards/${card.id}/pause`)).body.state).toBe('paused')
      expect((await call(`POST /cards/${card.id}/pause`)).body.state).toBe('paused')
      await sell(card)
      expect(await read(card)).toMatchObject({ stamps: 0 })
      expect(await faces().face(shop.id, card.id)).toMatchObject({ voided: true, paused: true })
      expect((await call(`POST /cards/${card.id}/resume`)).body.state).toBe('active')
      await sell(card)
      expect(await read(card)).toMatchObject({ stamps: 1 })
    })

    describe('details', () => {
      it('are kept sealed and read by the merchant alone', async () => {
        const card = await newCard()
        expect((await call(`GET /cards/${card.id}/details`)).body).toEqual({
          consents: {},
          verified: {},
          updatedAt: null,
        })
        const told = {
          name: 'Ada Lovelace',
          email: 'ada@example.com',
          phone: '+44 20 7946',
          birthday: '--12-10',
        }
        const put = await call(`PUT /cards/${card.id}/details`, { ...told, consents: { email: true } })
        expect(put.status).toBe(204)
        const since = new Date(server.clock.now).toISOString()
        server.clock.now += day
        await call(`PUT /cards/${card.id}/details`, { ...told, consents: { email: true, sms: false } })
        const { body } = await call(`GET /cards/${card.id}/details`)
        expect(body).toMatchObject({
          ...told,
          consents: { email: { given: true, since }, sms: { given: false } },
        })
        const { rows } = await server.database.pool.query('SELECT details FROM card_details')
        expect(rows.some((row) => row.details.toString('latin1').includes('Ada'))).toBe(false)
        const stranger = await server.merchant()
        const foreign = await server.call(`GET /cards/${card.id}/details`, { key: stranger.key })
        expect(foreign.status).toBe(404)
      })

      it('refuse what is no address', async () => {
        const card = await newCard()
        const put = await call(`PUT /cards/${card.id}/details`, { email: 'nobody', birthday: '31-12' })
        expect(put.body.errors.map((each: Body) => each.field)).toEqual(['email', 'birthday'])
      })
    })
  },
  ['embedded', 'postgres'],
)
