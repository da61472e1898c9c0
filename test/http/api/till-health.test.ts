import { afterAll, beforeAll, expect, it } from 'vitest'
import { beginSearch, createReconciliations } from '../../../src/store/reconciliations.ts'
import { describeSettings } from '../../support/settings.ts'
import { type ApiServer, openApiServer } from './api-server.ts'

const hour = 3_600_000
const connection = { provider: 'square', accessToken: 'EAAA', merchantId: 'MHEALTH' }

await describeSettings(
  'the health of a till',
  (name) => {
    let api: ApiServer
    let merchant: { id: string; key: string }
    let till: { merchantId: string; id: string }
    const records = () => createReconciliations(api.database.pool, () => api.clock.now)
    const shown = async () => (await api.call(`GET /tills/${till.id}`, { key: merchant.key })).body
    beforeAll(async () => {
      api = await openApiServer(name)
      merchant = await api.merchant()
      const made = await api.call('POST /tills', { key: merchant.key, body: connection })
      till = { merchantId: merchant.id, id: made.body.id }
      await beginSearch(api.database.pool, till, api.clock.now)
    })
    afterAll(() => api.close())

    it('is shown with how far the till was searched', async () => {
      expect(await shown()).toMatchObject({
        health: 'ok',
        reconciledUntil: new Date(api.clock.now).toISOString(),
        lastOrderAt: null,
        lastError: null,
        missedOrders: 0,
      })
    })

    it('tells what went wrong, and that it goes on going wrong', async () => {
      for (const health of ['behind', 'behind', 'failing']) {
        const lease = (await records().lease())!
        await records().fail(lease, null, 'Square answered 503 when asked to search orders.', api.clock.now)
        expect(await shown()).toMatchObject({ health, lastError: expect.stringContaining('503') })
      }
      const list = await api.call('GET /tills', { key: merchant.key })
      expect(list.body.items[0]).toMatchObject({ id: till.id, health: 'failing' })
    })

    it('tells when webhooks do not come, and is well again when they do', async () => {
      const lease = (await records().lease())!
      await records().noteHooks(lease, 'silent')
      const progress = { until: api.clock.now, sweep: true, spans: [], cursor: null }
      await records().advance(lease, progress, { lastOrderAt: api.clock.now - 1000, missed: 2 })
      await records().finish(lease, progress, api.clock.now)
      expect(await shown()).toMatchObject({ health: 'no-webhooks', missedOrders: 2, lastError: null })
      const next = (await records().lease())!
      await records().noteHooks(next, null)
      await records().finish(next, progress, api.clock.now + hour)
      expect(await shown()).toMatchObject({ health: 'ok' })
      api.clock.now += 2 * hour
      expect(await shown()).toMatchObject({ health: 'behind' })
    })

    it('looks back over the days that were asked for, and no further than the till shows', async () => {
      const connect = (days: number) =>
        api.call('POST /tills', { key: merchant.key, body: { ...connection, lookBackDays: days } })
      const answer = await connect(30)
      expect(answer.status).toBe(200)
      expect(Date.parse(answer.body.reconciledUntil)).toBe(api.clock.now - 30 * 24 * hour)
      const again = await connect(7)
      expect(again.body.reconciledUntil).toBe(answer.body.reconciledUntil)
      expect((await connect(61)).status).toBe(400)
    })
  },
  ['postgres'],
)
