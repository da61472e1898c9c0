import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeSettings } from '../../support/settings.ts'
import { type ApiServer, adminKey, type Body, openApiServer, programInput } from './api-server.ts'

await describeSettings(
  'REST API',
  (name) => {
    let api: ApiServer
    let key: string
    beforeAll(async () => {
      api = await openApiServer(name)
      key = (await api.merchant()).key
    }, 180_000)
    afterAll(() => api.close())

    const redeemCode = (reward: object = {}) => ({
      milestones: [
        {
          at: 3,
          reward: { title: 'Free coffee', kind: 'redeem_code', discount: { percent: 100 }, ...reward },
        },
      ],
    })

    it('makes a merchant, shows its key once and keeps only a hash of it', async () => {
      const made = await api.call('POST /merchants', {
        key: adminKey,
        body: { name: ' Café Hafen ', country: 'DE', locale: 'de', timeZone: 'Europe/Berlin' },
      })
      expect(made.body).toMatchObject({
        name: 'Café Hafen',
        country: 'DE',
        timeZone: 'Europe/Berlin',
        look: null,
      })
      const me = await api.call('GET /merchants/me', { key: made.body.apiKey })
      expect(me.body).toMatchObject({ id: made.body.id, name: 'Café Hafen' })
      expect(me.text).not.toContain('apiKey')
      const { rows } = await api.database.pool.query('SELECT * FROM api_key')
      expect(JSON.stringify(rows)).not.toContain(made.body.apiKey)
      const look = { background: '#1F2937', foreground: '#ffffff', accent: '#f59e0b' }
      const changed = await api.call('PATCH /merchants/me', { key: made.body.apiKey, body: { look } })
      expect(changed.body).toMatchObject({ name: 'Café Hafen', look: { ...look, background: '#1f2937' } })
      expect(changed.body.currency).toBeNull()
      const priced = await api.call('PATCH /merchants/me', {
        key: made.body.apiKey,
        body: { currency: 'CZK' },
      })
      expect(priced.body.currency).toBe('CZK')
    })

    it('fills a program with defaults and gives it an address', async () => {
      const program = await api.program(key, { name: 'Käse & Brot', ...redeemCode() })
      expect(program).toMatchObject({
        slug: 'kase-brot',
        version: 1,
        state: 'active',
        earn: { kind: 'visit', stamps: 1, base: { includeTax: true }, multipliers: [] },
        milestones: [{ at: 3, reward: { codeSource: 'minted', display: 'qr' } }],
        joinUrl: 'https://stamps.example/join/kase-brot',
      })
      const twin = await api.program(key, { name: 'Käse & Brot' })
      expect(twin.slug).toMatch(/^kase-brot-[a-z0-9]{5}$/)
      const taken = await api.call('POST /programs', { key, body: { ...programInput, slug: 'kase-brot' } })
      expect(taken.status).toBe(409)
      expect(taken.body.errors[0].field).toBe('slug')
    })
    it('makes a new version by PATCH and keeps the ids of rewards that stay', async () => {
      const program = await api.program(key, {
        goal: 5,
        milestones: [
          { at: 3, reward: { title: 'Cookie', kind: 'self_redeem' } },
          { at: 5, reward: { title: 'Coffee', kind: 'staff_scan' } },
        ],
      })
      const [cookie, coffee] = program.milestones
      const path = `PATCH /programs/${program.id}`
      const changed = await api.call(path, {
        key,
        body: {
          goal: 6,
          slug: `${program.slug}-2`,
          milestones: [
            { at: 2, reward: { title: 'Cookie', kind: 'staff_scan' } },
            { at: 4, reward: { title: 'Tea', kind: 'staff_scan' } },
            { at: 6, reward: { ...coffee.reward, title: 'Large coffee' } },
          ],
        },
      })
      expect(changed.body).toMatchObject({ version: 2, goal: 6, earn: program.earn })
      const ids = changed.body.milestones.map((each: Body) => each.reward.id)
      expect([ids[0], ids[2]]).toEqual([cookie.reward.id, coffee.reward.id])
      expect([cookie.reward.id, coffee.reward.id]).not.toContain(ids[1])
      expect((await api.call(`GET /programs/${program.id}`, { key })).body).toEqual(changed.body)
      const short = await api.call(path, { key, body: { goal: 7 } })
      expect(short.body.errors).toEqual([
        { field: 'goal', message: "must equal the last milestone's at, which is 6" },
      ])
      const foreign = await api.call(path, {
        key,
        body: { milestones: [{ at: 6, reward: { id: program.id, title: 'z', kind: 'staff_scan' } }] },
      })
      expect(foreign.body.errors[0].field).toBe('milestones[0].reward.id')
    })

    it('makes no new version of a pause, a new address or rules as they were', async () => {
      const program = await api.program(key)
      const patch = (body: Body) => api.call(`PATCH /programs/${program.id}`, { key, body })
      for (const body of [{ state: 'paused' }, { slug: `${program.slug}-b` }, { goal: program.goal }])
        expect((await patch(body)).body).toMatchObject({ version: 1, ...body })
      const paused = await api.call(`GET /programs/${program.id}`, { key })
      expect(paused.body).toMatchObject({ version: 1, state: 'paused', slug: `${program.slug}-b` })
      const changed = await patch({
        milestones: [{ at: program.goal, reward: { title: 'Tea', kind: 'staff_scan' } }],
      })
      expect(changed.body.version).toBe(2)
    })

    it('makes one version of many changes at the same instant, or says that it did not', async () => {
      const program = await api.program(key)
      const replies = await Promise.all(
        Array.from({ length: 6 }, (_, i) =>
          api.call(`PATCH /programs/${program.id}`, { key, body: { name: `n${i}` } }),
        ),
      )
      const good = replies.filter((each) => each.status === 200)
      expect(replies.filter((each) => each.status === 409).length).toBe(6 - good.length)
      expect(new Set(good.map((each) => each.body.version)).size).toBe(good.length)
      const now = await api.call(`GET /programs/${program.id}`, { key })
      expect(now.body.version).toBe(1 + good.length)
    })

    it('connects tills and tells where their webhooks go', async () => {
      const open = await api.call('POST /tills', { key, body: { provider: 'open', name: 'Counter' } })
      expect(open.status).toBe(201)
      expect(open.body.webhookUrl).toBe(`https://stamps.example/webhooks/till/${open.body.id}`)
      expect(open.body.webhookSecret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
      const again = await api.call(`GET /tills/${open.body.id}`, { key })
      expect(again.body.webhookSecret).toBeUndefined()
      expect(api.connected).toContain(open.body.id)

      const shop = {
        provider: 'shopify',
        shop: 'https://My-Shop.myshopify.com/admin',
        accessToken: 'shpat_1',
      }
      const first = await api.call('POST /tills', { key, body: shop })
      expect(first.body).toMatchObject({ externalId: 'my-shop.myshopify.com', state: 'active' })
      const renewed = await api.call('POST /tills', {
        key,
        body: { ...shop, shop: 'my-shop', accessToken: 'shpat_2' },
      })
      expect([renewed.status, renewed.body.id]).toEqual([200, first.body.id])
      const other = await api.merchant()
      expect((await api.call('POST /tills', { key: other.key, body: shop })).status).toBe(409)
      const { rows } = await api.database.pool.query('SELECT secrets FROM till')
      expect(rows.some(({ secrets }) => Buffer.from(secrets).includes('shpat'))).toBe(false)

      await api.database.pool.query("UPDATE till SET state = 'uninstalled' WHERE id = $1", [first.body.id])
      const moved = await api.call('POST /tills', { key: other.key, body: shop })
      expect(moved.status).toBe(201)
      expect((await api.call('POST /tills', { key, body: shop })).status).toBe(409)

      const square = { provider: 'square', accessToken: 'EAAA', merchantId: 'ML1' }
      const both = await Promise.all([0, 1].map(() => api.call('POST /tills', { key, body: square })))
      expect(both.map((each) => each.status).toSorted()).toEqual([200, 201])
      expect(both[0]?.body.id).toBe(both[1]?.body.id)
    })

    it('makes a card, stamps it, links it, and lists its ledger', async () => {
      const program = await api.program(key)
      const made = await api.call('POST /cards', { key, body: { programId: program.id } })
      expect(made.body).toMatchObject({
        cycle: 1,
        stamps: 0,
        goal: 3,
        coupons: [],
        links: [],
        programId: program.id,
      })
      expect(made.body.url).toBe(`https://stamps.example/card/${made.body.token}`)
      const path = `/cards/${made.body.id}`
      expect((await api.call(`GET ${path}`, { key })).body).toEqual(made.body)

      const stamped = await api.call(`POST ${path}/stamps`, {
        key,
        body: { count: 4, reason: 'Moved house' },
      })
      expect(stamped.status).toBe(201)
      expect(stamped.body).toMatchObject({
        cycle: 2,
        stamps: 1,
        balance: 4,
        coupons: [{ title: 'Free coffee', state: 'active' }],
      })
      const below = await api.call(`POST ${path}/stamps`, { key, body: { count: -5, reason: 'x' } })
      expect([below.status, below.body.type]).toEqual([409, 'urn:stampbridge:problem:below-zero'])
      await api.call(`POST ${path}/stamps`, { key, body: { count: -1, reason: 'Mistake' } })
      const ledger = await api.call(`GET ${path}/ledger`, { key })
      expect(ledger.body.items.map((each: Body) => each.count).toSorted()).toEqual([-1, 4])

      const till = (await api.call('POST /tills', { key, body: { provider: 'open', name: 'Link' } })).body
      const link = { tillId: till.id, customerId: 'c-1' }
      expect((await api.call(`POST ${path}/links`, { key, body: link })).status).toBe(201)
      expect((await api.call(`POST ${path}/links`, { key, body: link })).status).toBe(200)
      expect((await api.call(`GET ${path}`, { key })).body.links).toEqual([link])
      const unknownTill = await api.call(`POST ${path}/links`, { key, body: { ...link, tillId: program.id } })
      expect(unknownTill.status).toBe(404)
    })

    it('imports codes and names those it cannot take', async () => {
      const program = await api.program(key, redeemCode({ codeSource: 'pool' }))
      const rewardId = program.milestones[0].reward.id
      const path = `POST /code-pools/${rewardId}/codes`
      const first = await api.call(path, {
        key,
        body: { codes: ['aaa-1', ' BBB-2 ', 'AAA-1', 'no good!', ''] },
      })
      expect(first.body).toMatchObject({ added: 2, duplicates: ['AAA-1'] })
      expect(first.body.rejected.map((each: Body) => each.code)).toEqual(['no good!', ''])
      expect(api.filled).toEqual([rewardId])
      const other = await api.program(key, redeemCode({ codeSource: 'pool' }))
      const otherId = other.milestones[0].reward.id
      await api.database.pool.query("UPDATE pool_code SET state = 'used' WHERE code = 'BBB-2'")
      const again = await api.call(path, { key, body: { codes: ['bbb-2', 'aaa-1', 'ccc-3'] } })
      expect(again.body).toMatchObject({
        added: 1,
        duplicates: ['AAA-1'],
        rejected: [{ code: 'BBB-2', reason: 'was used already' }],
      })
      const elsewhere = await api.call(`POST /code-pools/${otherId}/codes`, {
        key,
        body: { codes: ['aaa-1'] },
      })
      expect(elsewhere.body.rejected[0].reason).toBe('is in the pool of another reward')
      expect((await api.call(`GET /code-pools/${rewardId}`, { key })).body).toMatchObject({
        free: 2,
        used: 1,
      })
      const minted = await api.program(key, redeemCode())
      const wrong = await api.call(`POST /code-pools/${minted.milestones[0].reward.id}/codes`, {
        key,
        body: { codes: ['X'] },
      })
      expect(wrong.status).toBe(409)
    })

    it('erases a card', async () => {
      const program = await api.program(key)
      const card = await api.card(key, program.id)
      expect((await api.call(`DELETE /cards/${card.id}`, { key })).status).toBe(204)
      for (const line of [`GET /cards/${card.id}`, `GET /cards/${card.id}/ledger`])
        expect((await api.call(line, { key })).status).toBe(404)
    })

    it('makes no card of a program that is paused', async () => {
      const program = await api.program(key)
      await api.call(`PATCH /programs/${program.id}`, { key, body: { state: 'paused' } })
      const refused = await api.call('POST /cards', { key, body: { programId: program.id } })
      expect([refused.status, refused.body.type]).toEqual([409, 'urn:stampbridge:problem:program-closed'])
    })
  },
  ['embedded', 'postgres'],
)
