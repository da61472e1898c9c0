import { afterAll, beforeAll, expect, it } from 'vitest'
import { createAuditLog } from '../../../src/store/audit.ts'
import { describeSettings } from '../../support/settings.ts'
import { type ApiServer, openApiServer } from './api-server.ts'

await describeSettings(
  'changes over the REST API',
  (name) => {
    let server: ApiServer

    beforeAll(async () => {
      server = await openApiServer(name)
    }, 180_000)
    afterAll(() => server.close())

    it('stand in the audit log once, with the fields that were sent and not what they held', async () => {
      const { id, key } = await server.merchant()
      const program = await server.program(key, { name: 'A secret name' })
      const card = await server.card(key, program.id)
      const stamps = { key, body: { count: 1, reason: 'sorry' }, headers: { 'idempotency-key': 'once' } }
      await server.call(`POST /cards/${card.id}/stamps`, stamps)
      await server.call(`POST /cards/${card.id}/stamps`, stamps)
      await server.call(`GET /cards/${card.id}`, { key })
      await server.call('PATCH /programs/00000000-0000-4000-8000-000000000000', { key, body: { goal: 5 } })

      const log = createAuditLog(server.database.pool)
      const entries = await log.list(id, { before: null, limit: 10 })
      expect(entries).toMatchObject([
        {
          actor: expect.stringMatching(/^api-key:[0-9a-f-]{36}$/),
          action: 'POST /cards/{id}/stamps',
          subject: `/cards/${card.id}/stamps`,
          detail: { fields: 'count reason' },
        },
        { action: 'POST /programs', detail: { status: 201 } },
      ])
      expect(JSON.stringify(entries)).not.toContain('A secret name')
      expect(await log.verify(id)).toMatchObject({ ok: true, entries: 2 })
    })
  },
  ['embedded'],
)
