import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { fetchedOrderTopic } from '../../../adapters/square/fetched-order.ts'
import { sweepErasedWith } from '../../../src/app/erase-merchant.ts'
import { createKeyring } from '../../../src/secrets/keyring.ts'
import { createMerchantErasure } from '../../../src/store/erase-merchant.ts'
import { createPassCards } from '../../../src/store/faces.ts'
import { createIntake } from '../../support/intake.ts'
import { describeSettings } from '../../support/settings.ts'
import { type ApiServer, adminKey, type Body, openApiServer } from './api-server.ts'

/** In every name, address, number and id of the person who is to be forgotten. */
const marker = '80055501234'
const fixture = async (file: string) =>
  JSON.parse(await readFile(new URL(`../../fixtures/${file}`, import.meta.url), 'utf8'))

await describeSettings(
  'forgetting a person',
  (name) => {
    let server: ApiServer
    let shop: { id: string; key: string }
    let open: { merchantId: string; tillId: string }
    let shopify: typeof open
    let square: typeof open
    let intake: ReturnType<typeof createIntake>
    let card: Body
    let shopifyOrder: Body

    beforeAll(async () => {
      server = await openApiServer(name)
      intake = createIntake(server.database, () => server.clock.now)
    }, 180_000)
    afterAll(() => server?.close())

    const call = (line: string, body?: unknown) =>
      server.call(line, { key: shop.key, ...(body === undefined ? {} : { body }) })

    /** Plants the person through every door. */
    beforeEach(async () => {
      shop = await server.merchant()
      const tills = []
      for (const request of [
        { provider: 'open', name: 'Stall' },
        { provider: 'shopify', shop: `shop-${shop.id}.myshopify.com`, accessToken: 'shpat_x' },
        { provider: 'square', merchantId: `ML${shop.id}`, accessToken: 'sq_x' },
      ])
        tills.push({ merchantId: shop.id, tillId: (await call('POST /tills', request)).body.id })
      ;[open, shopify, square] = tills as [typeof open, typeof open, typeof open]
      const program = await server.program(shop.key)
      card = await server.card(shop.key, program.id)
      const { tillId } = open
      await call(`POST /cards/${card.id}/links`, { tillId, customerId: `c-${marker}` })
      await call(`POST /cards/${card.id}/links`, { tillId: shopify.tillId, customerId: marker })
      await call(`POST /cards/${card.id}/links`, { tillId: square.tillId, customerId: `SQ${marker}` })
      await call(`PUT /cards/${card.id}/details`, {
        name: `Ada ${marker}`,
        email: `${marker}@example.com`,
        phone: `+${marker}`,
      })
      const customer = { id: `c-${marker}`, email: `${marker}@example.com`, phone: `+${marker}` }
      await intake.sell(open, { customer })
      await intake.sell(open, { customer, card: card.serial })
      await intake.take(open, 'open', 'order.paid', { type: 'order.paid', nonsense: `c-${marker}` })
      await intake.take(shopify, 'shopify', 'orders/paid', await shopifyBody())
      const fetched = await fixture('square/order.pos.json')
      const order = fetched.order ?? fetched
      Object.assign(order, { id: `order-${shop.id}`, customer_id: `SQ${marker}`, note: `For ${marker}` })
      await intake.take(square, 'square', fetchedOrderTopic, { order })
      await intake.sell(open, { total: 900, card: card.serial })
      expect(await mentions()).toEqual(['card_link.customer_id', 'delivery.body', 'till_order.facts'])
      const { rows } = await server.database.pool.query(
        `SELECT DISTINCT till_id FROM till_order WHERE merchant_id = $1 AND facts #>> '{sale,customerId}' IS NOT NULL`,
        [shop.id],
      )
      expect(rows).toHaveLength(3)
    })

    async function shopifyBody() {
      shopifyOrder = await fixture('shopify/web-order-free-code.json')
      const text = JSON.stringify(shopifyOrder)
      const order = JSON.parse(text)
      const person = {
        first_name: 'Ada',
        last_name: marker,
        email: `${marker}@example.com`,
        phone: `+${marker}`,
      }
      const id = 900_000 + Math.floor(Math.random() * 1e9)
      shopifyOrder = {
        ...order,
        id,
        admin_graphql_api_id: `gid://shopify/Order/${id}`,
        email: person.email,
        customer: { ...person, id: Number(marker), admin_graphql_api_id: `gid://shopify/Customer/${marker}` },
        billing_address: person,
        note: `For ${marker}`,
      }
      return shopifyOrder
    }

    /** Every table, every column of this merchant's rows, with bytes read as text. */
    async function mentions(of = shop.id): Promise<string[]> {
      const { pool } = server.database
      const { rows: tables } = await pool.query<{ name: string; scoped: boolean }>(
        `SELECT t.table_name AS name, EXISTS (SELECT 1 FROM information_schema.columns c
            WHERE c.table_schema = 'public' AND c.table_name = t.table_name AND c.column_name = 'merchant_id') AS scoped
          FROM information_schema.tables t WHERE t.table_schema = 'public' AND t.table_type = 'BASE TABLE'`,
      )
      expect(tables.length).toBeGreaterThan(25)
      const found: string[] = []
      for (const { name: table, scoped } of tables) {
        const { rows } = await pool.query(
          `SELECT * FROM "${table}" ${scoped ? 'WHERE merchant_id = $1' : ''}`,
          scoped ? [of] : [],
        )
        for (const row of rows)
          for (const [column, value] of Object.entries(row)) {
            const text = Buffer.isBuffer(value) ? value.toString('latin1') : JSON.stringify(value)
            if (text?.includes(marker)) found.push(`${table}.${column}`)
          }
      }
      return [...new Set(found)].sort()
    }

    const count = async (table: string) => {
      const { rows } = await server.database.pool.query(
        `SELECT count(*)::int AS n FROM ${table} WHERE merchant_id = $1`,
        [shop.id],
      )
      return rows[0].n as number
    }
    const sums = async () => {
      const { rows } = await server.database.pool.query(
        `SELECT (SELECT sum(count)::int FROM stamp_ledger WHERE merchant_id = $1) AS stamps,
          (SELECT sum(total)::int FROM till_order WHERE merchant_id = $1) AS money,
          (SELECT sum(given)::int FROM till_order WHERE merchant_id = $1) AS given`,
        [shop.id],
      )
      return rows[0]
    }

    it('leaves nothing of them in any table when their card is erased, and keeps the sums', async () => {
      const before = await sums()
      expect(before.stamps).toBeGreaterThanOrEqual(4)
      expect((await call(`DELETE /cards/${card.id}`)).status).toBe(204)
      expect(await mentions()).toEqual([])
      expect(await count('card_details')).toBe(0)
      expect(await count('card_link')).toBe(0)
      expect(await sums()).toEqual(before)
      const face = await passCards().face(shop.id, card.id)
      expect(face).toMatchObject({ voided: true, coupons: [] })
      // The till may still know them and tell of a late sale by the card's number.
      await intake.sell(open, { card: card.serial, customer: { id: `c-${marker}` } })
      expect(await mentions()).toEqual([])
      expect(await sums()).toMatchObject({ stamps: before.stamps })
    })

    it('forgets them on every card that was merged into the erased one', async () => {
      const survivor = await server.card(shop.key, card.programId)
      await call(`POST /cards/${survivor.id}/merge`, { fromCardId: card.id })
      const before = await sums()
      expect((await call(`DELETE /cards/${survivor.id}`)).status).toBe(204)
      expect(await mentions()).toEqual([])
      expect(await sums()).toEqual(before)
      expect((await call(`GET /cards/${card.id}`)).status).toBe(404)
    })

    it('does as a marketplace asks for one customer, the request itself included', async () => {
      const before = await sums()
      const redact = {
        shop_id: 1,
        shop_domain: `shop-${shop.id}.myshopify.com`,
        customer: { id: Number(marker), email: `${marker}@example.com`, phone: `+${marker}` },
        orders_to_redact: [shopifyOrder.id],
      }
      await intake.take(shopify, 'shopify', 'customers/data_request', { ...redact, orders_requested: [] })
      await intake.take(shopify, 'shopify', 'customers/redact', redact)
      const { rows } = await server.database.pool.query(
        `SELECT 'd' FROM delivery WHERE till_id = $1 AND position($2 IN encode(body, 'escape')) > 0
          UNION ALL SELECT 'o' FROM till_order WHERE till_id = $1 AND position($2 IN facts::text) > 0
          UNION ALL SELECT 'l' FROM card_link WHERE till_id = $1`,
        [shopify.tillId, marker],
      )
      expect(rows).toEqual([])
      expect(await sums()).toEqual(before)
    })

    it('does as a marketplace asks for a whole shop', async () => {
      const before = await sums()
      const shopRedact = { shop_id: 1, shop_domain: `shop-${shop.id}.myshopify.com` }
      await intake.take(shopify, 'shopify', 'shop/redact', shopRedact)
      const { rows } = await server.database.pool.query(
        `SELECT 'd' FROM delivery WHERE till_id = $1 AND octet_length(body) > 0
          UNION ALL SELECT 'o' FROM till_order WHERE till_id = $1 AND position($2 IN facts::text) > 0
          UNION ALL SELECT 'l' FROM card_link WHERE till_id = $1
          UNION ALL SELECT 't' FROM till WHERE id = $1 AND octet_length(secrets) > 0`,
        [shopify.tillId, marker],
      )
      expect(rows).toEqual([])
      expect(await sums()).toEqual(before)
    })

    it('erases a merchant: keys, secrets, people; after a week the passes, too', async () => {
      const before = await sums()
      const erased = await server.call(`DELETE /merchants/${shop.id}`, { key: adminKey })
      expect(erased.status).toBe(204)
      expect(await mentions()).toEqual([])
      expect(await sums()).toEqual(before)
      server.clock.now += 11_000
      expect((await call('GET /merchants/me')).status).toBe(401)
      const { pool } = server.database
      const secrets = await pool.query(
        'SELECT 1 FROM till WHERE merchant_id = $1 AND octet_length(secrets) > 0',
        [shop.id],
      )
      expect(secrets.rows).toEqual([])
      for (const table of ['api_key', 'session', 'card_link', 'card_details', 'idempotency_key'])
        expect(await count(table), table).toBe(0)
      expect(await passCards().face(shop.id, card.id)).toMatchObject({ voided: true })
      server.clock.now += 8 * 86_400_000
      const sweep = sweepErasedWith({ erasure: createMerchantErasure(pool), now: () => server.clock.now })
      expect(await sweep()).toBeGreaterThan(0)
      expect(await sweep()).toBe(0)
      expect(await count('directory')).toBe(0)
      expect(await passCards().face(shop.id, card.id)).toBeNull()
      expect((await server.call(`DELETE /merchants/${crypto.randomUUID()}`, { key: adminKey })).status).toBe(
        404,
      )
      expect((await server.call(`DELETE /merchants/${shop.id}`, { key: adminKey })).status).toBe(204)
    })

    const passCards = () =>
      createPassCards(
        server.database.pool,
        createKeyring(['a secret key of the tests, long enough']),
        'https://stamps.example',
      )
  },
  ['embedded', 'postgres'],
)
