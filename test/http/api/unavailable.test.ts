import { afterAll, beforeAll, expect, it } from 'vitest'
import { promptMs } from '../../support/eventually.ts'
import { describeSettings } from '../../support/settings.ts'
import { type ApiServer, openApiServer } from './api-server.ts'

await describeSettings(
  'REST API with a database in trouble',
  (name) => {
    let api: ApiServer
    let key: string
    let programId: string
    beforeAll(async () => {
      api = await openApiServer(name)
      key = (await api.merchant()).key
      programId = (await api.program(key)).id
    }, 180_000)
    afterAll(() => api.close())

    it.each([
      ['program', 'GET /programs', undefined],
      ['card', 'POST /cards', {}],
    ])(
      'answers 503 within five seconds while %s is locked, and is well again after',
      async (table, line, fields) => {
        const client = await api.database.pool.connect()
        await client.query(`BEGIN; LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`)
        const body = fields && { programId }
        const began = performance.now()
        const reply = await api.call(line, { key, body })
        expect(performance.now() - began).toBeLessThan(promptMs)
        expect([reply.status, reply.headers.get('retry-after')]).toEqual([503, '2'])
        await client.query('ROLLBACK')
        client.release()
        expect((await api.call(line, { key, body })).status).toBeLessThan(300)
        expect(api.reported.pop()?.cause).toBeDefined()
      },
    )

    it('answers 503 when no connection is left', async () => {
      const clients = await Promise.all(Array.from({ length: 10 }, () => api.database.pool.connect()))
      const replies = await Promise.all([
        api.call('GET /programs', { key }),
        api.call('POST /cards', { key, body: { programId } }),
      ])
      for (const client of clients) client.release()
      expect(replies.map((each) => each.status)).toEqual([503, 503])
      expect((await api.call('GET /programs', { key })).status).toBe(200)
    })
  },
  ['postgres'],
)
