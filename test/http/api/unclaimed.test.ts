import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { nobody } from '../../../src/ports/store.ts'
import { createInbox } from '../../../src/store/hot/inbox.ts'
import { type ApiServer, adminKey, openApiServer } from './api-server.ts'

describe('deliveries that name no sender', () => {
  let api: ApiServer
  beforeAll(async () => {
    api = await openApiServer('embedded')
  })
  afterAll(() => api.close())

  it('are shown to the operator, and to no merchant', async () => {
    const { key } = await api.merchant()
    await createInbox(api.database.pool, () => api.clock.now).accept({
      merchantId: nobody,
      tillId: nobody,
      provider: 'square',
      topic: '',
      deliveryId: 'garbled',
      body: Buffer.from('{"merchant_id":'),
      receivedAt: api.clock.now,
    })
    const shown = await api.call('GET /unclaimed-deliveries', { key: adminKey })
    expect(shown.body.items).toMatchObject([{ deliveryId: 'garbled', provider: 'square' }])
    expect((await api.call('GET /unclaimed-deliveries', { key })).status).toBe(403)
    expect((await api.call('GET /deliveries', { key })).body.items).toEqual([])
  })
})
