import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeSettings } from '../../support/settings.ts'
import { type ApiServer, type Body, openApiServer } from './api-server.ts'

await describeSettings(
  'keys of the API',
  (setting) => {
    let api: ApiServer
    beforeAll(async () => {
      api = await openApiServer(setting)
    }, 180_000)
    afterAll(() => api?.close())

    const list = async (key: string): Promise<Body[]> => (await api.call('GET /api-keys', { key })).body.items
    const make = (key: string, label: string) => api.call('POST /api-keys', { key, body: { label } })

    it('are made, used, told of without the key, and revoked alone', async () => {
      const { id: merchantId, key: first } = await api.merchant()
      const made = await make(first, 'Till at Harbour Street')
      expect([made.status, made.body.label]).toEqual([201, 'Till at Harbour Street'])
      const { key, id } = made.body
      expect((await list(first)).map((each) => [each.label, each.usedAt !== null])).toEqual([
        ['Till at Harbour Street', false],
        ['first key', true],
      ])
      expect((await api.call('GET /merchants/me', { key })).body.id).toBe(merchantId)
      const [used] = await list(first)
      expect(Date.parse(used.usedAt)).toBe(api.clock.now)
      api.clock.now += 61_000
      await api.call('GET /merchants/me', { key })
      expect(Date.parse((await list(first))[0].usedAt)).toBe(api.clock.now)
      expect((await api.call('GET /api-keys', { key: first })).text).not.toContain(key)
      const { rows } = await api.database.pool.query<{ text: string }>(
        'SELECT k::text AS text FROM api_key k UNION ALL SELECT d::text FROM directory d',
      )
      for (const { text } of rows) expect(text).not.toContain(key)

      const revoke = () => api.call(`DELETE /api-keys/${id}`, { key: first })
      expect([(await revoke()).status, (await revoke()).status]).toEqual([204, 204])
      api.clock.now += 11_000
      expect((await api.call('GET /merchants/me', { key })).status).toBe(401)
      expect((await list(first))[0].revokedAt).not.toBeNull()
    })

    it('leave the merchant one, though two are revoked at once, and nobody touches another’s', async () => {
      const { id: merchantId, key } = await api.merchant()
      const stranger = await api.merchant()
      const other = (await make(key, 'Other')).body
      const [, first] = await list(key)
      expect((await api.call(`DELETE /api-keys/${first.id}`, { key: stranger.key })).status).toBe(404)
      expect((await list(stranger.key)).map((each) => each.label)).toEqual(['first key'])
      const both = await Promise.all(
        [other.id, first.id].map((id) => api.call(`DELETE /api-keys/${id}`, { key: other.key })),
      )
      // Whoever comes second is told so, or finds that the key it speaks with is gone.
      const [done, refused] = both.toSorted((a, b) => a.status - b.status)
      expect(done?.status).toBe(204)
      expect(refused?.body.type).toMatch(/(last-key|unauthorized)$/)
      const { rows } = await api.database.pool.query(
        'SELECT count(*)::int AS kept FROM api_key WHERE merchant_id = $1 AND revoked_at IS NULL',
        [merchantId],
      )
      expect(rows).toEqual([{ kept: 1 }])
    })

    it('are at most fifty in use', async () => {
      const { key } = await api.merchant()
      const made = await Promise.all(Array.from({ length: 50 }, (_, n) => make(key, `Key ${n}`)))
      expect(made.filter((each) => each.status === 201)).toHaveLength(49)
      expect(made.filter((each) => each.status === 409)).toHaveLength(1)
      expect((await make(key, '')).status).toBe(400)
    })
  },
  ['embedded', 'postgres'],
)

await describeSettings(
  'scans',
  (setting) => {
    let api: ApiServer
    beforeAll(async () => {
      api = await openApiServer(setting)
    }, 180_000)
    afterAll(() => api?.close())

    it('are listed page by page, of one card or in one state; one of a merged card counts where the card went', async () => {
      const { key } = await api.merchant()
      const program = await api.program(key)
      const [ann, old] = [await api.card(key, program.id), await api.card(key, program.id)]
      const scan = (card: Body, clientId: string) =>
        api.call('POST /scans', { key, body: { serial: card.serial, channel: 'staff', clientId } })
      await api.call(`POST /cards/${ann.id}/merge`, { key, body: { fromCardId: old.id } })
      const first = await scan(old, 'one')
      expect([first.status, first.body.outcome]).toEqual([201, 'stamped'])
      expect((await api.call(`GET /cards/${ann.id}`, { key })).body.stamps).toBe(1)
      const again = await scan(old, 'one')
      expect([again.status, again.body.id]).toEqual([200, first.body.id])
      api.clock.now += 3 * 3_600_000
      await scan(ann, 'two')
      const page = (query: string) => api.call(`GET /scans?${query}`, { key })
      const newest = (await page('limit=1')).body
      expect(newest.items[0]).toMatchObject({ clientId: 'two', cardId: ann.id, state: 'waiting' })
      const rest = (await page(`limit=1&cursor=${newest.nextCursor}`)).body
      expect([rest.items[0].clientId, rest.nextCursor]).toEqual(['one', null])
      expect((await page(`cardId=${old.id}`)).body.items).toEqual([])
      expect((await page('state=joined')).body.items).toEqual([])
      expect((await page('state=odd')).status).toBe(400)
      const stranger = await api.merchant()
      expect((await api.call('GET /scans', { key: stranger.key })).body.items).toEqual([])
    })
  },
  ['embedded', 'postgres'],
)
