import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeSettings } from '../../support/settings.ts'
import { type ApiServer, adminKey, openApiServer, programInput } from './api-server.ts'

await describeSettings(
  'idempotency keys',
  (name) => {
    let api: ApiServer
    let key: string
    let failures = 0
    beforeAll(async () => {
      api = await openApiServer(name, ({ createCard, addStamps }) => ({
        createCard: async (request) => {
          if (failures-- > 0) throw new Error('lost on the way')
          return createCard(request)
        },
        addStamps: async (request) => {
          const done = await addStamps(request)
          if (failures-- > 0) throw new Error('died after the commit')
          return done
        },
      }))
      key = (await api.merchant()).key
    }, 180_000)
    afterAll(() => api.close())

    const cardsNow = async () => (await api.database.prisma.card.count()) as number
    const once = (idempotencyKey: string) => ({ 'idempotency-key': idempotencyKey })

    it('does a repeated request once and gives the first answer again', async () => {
      const programId = (await api.program(key)).id
      const before = await cardsNow()
      const ask = () => api.call('POST /cards', { key, body: { programId }, headers: once('card 1') })
      const first = await ask()
      const again = await ask()
      expect([again.status, again.text]).toEqual([first.status, first.text])
      expect(again.headers.get('idempotency-replayed')).toBe('true')
      expect(await cardsNow()).toBe(before + 1)
      const spaced = await api.call('POST /cards', {
        key,
        raw: ` { "programId" : "${programId}" } `,
        headers: once('card 1'),
      })
      expect(spaced.text).toBe(first.text)
    })

    it('gives secrets again, and keeps them encrypted', async () => {
      const ask = () =>
        api.call('POST /merchants', { key: adminKey, body: { name: 'Twice' }, headers: once('merchant') })
      const [first, again] = [await ask(), await ask()]
      expect(again.body).toEqual(first.body)
      const { rows } = await api.database.pool.query('SELECT body FROM idempotency_key')
      expect(JSON.stringify(rows)).not.toContain(first.body.apiKey)
    })

    it('refuses a key that was used for another request', async () => {
      const headers = once('reused')
      expect((await api.call('POST /programs', { key, body: programInput, headers })).status).toBe(201)
      const other = await api.call('POST /programs', {
        key,
        body: { ...programInput, name: 'Other' },
        headers,
      })
      expect([other.status, other.body.type]).toEqual([422, 'urn:stampbridge:problem:idempotency-key-reused'])
    })

    it('keeps the keys of merchants apart', async () => {
      const other = (await api.merchant()).key
      const headers = once('same words')
      const [mine, theirs] = [
        await api.call('POST /programs', { key, body: programInput, headers }),
        await api.call('POST /programs', { key: other, body: { ...programInput, name: 'Theirs' }, headers }),
      ]
      expect(theirs.status).toBe(201)
      expect(theirs.body.id).not.toBe(mine.body.id)
    })

    it('does one of many that come at once', async () => {
      const programId = (await api.program(key)).id
      const before = await cardsNow()
      const replies = await Promise.all(
        Array.from({ length: 12 }, () =>
          api.call('POST /cards', { key, body: { programId }, headers: once('rush') }),
        ),
      )
      expect(await cardsNow()).toBe(before + 1)
      const made = replies.filter((each) => each.status === 201)
      expect(new Set(made.map((each) => each.body.id)).size).toBe(1)
      for (const reply of replies.filter((each) => each.status !== 201))
        expect([reply.status, reply.headers.get('retry-after')]).toEqual([409, '1'])
    })

    it('gives a refusal again, too', async () => {
      const card = await api.card(key, (await api.program(key)).id)
      const ask = () =>
        api.call(`POST /cards/${card.id}/stamps`, {
          key,
          body: { count: -1, reason: 'x' },
          headers: once('minus'),
        })
      const first = await ask()
      await api.call(`POST /cards/${card.id}/stamps`, { key, body: { count: 1, reason: 'x' } })
      const again = await ask()
      expect([first.status, again.status, again.text]).toEqual([409, 409, first.text])
    })

    it('lets a corrected request use the key of one that was not well formed', async () => {
      const headers = once('corrected')
      expect((await api.call('POST /programs', { key, body: {}, headers })).status).toBe(400)
      expect((await api.call('POST /programs', { key, body: programInput, headers })).status).toBe(201)
    })

    it('does not keep failures of its own: a retry has its chance at once', async () => {
      const programId = (await api.program(key)).id
      const ask = () => api.call('POST /cards', { key, body: { programId }, headers: once('unlucky') })
      failures = 1
      const failed = await ask()
      expect(failed.status).toBe(500)
      expect(failed.text).not.toContain('lost on the way')
      expect(api.reported.pop()?.cause).toMatchObject({ message: 'lost on the way' })
      expect((await ask()).status).toBe(201)
    })

    it('stamps once when the answer to the first attempt was lost', async () => {
      const card = await api.card(key, (await api.program(key)).id)
      const ask = () =>
        api.call(`POST /cards/${card.id}/stamps`, {
          key,
          body: { count: 1, reason: 'x' },
          headers: once('stamp'),
        })
      failures = 1
      expect((await ask()).status).toBe(500)
      const retried = await ask()
      expect([retried.status, retried.body.stamps]).toEqual([201, 1])
    })

    it('keeps the effect of an attempt that died before it could answer', async () => {
      const programId = (await api.program(key)).id
      const headers = once('half done')
      const first = await api.call('POST /cards', { key, body: { programId }, headers })
      // As a crash between commit and answer leaves it.
      await api.database.pool.query(
        `UPDATE idempotency_key SET status = NULL, body = jsonb_build_object('operation', $1::text) WHERE key = 'half done'`,
        [first.body.id],
      )
      const running = await api.call('POST /cards', { key, body: { programId }, headers })
      expect(running.status).toBe(409)
      api.clock.now += 61_000
      const retried = await api.call('POST /cards', { key, body: { programId }, headers })
      expect(retried.body).toEqual(first.body)
    })

    it('forgets keys after a day', async () => {
      const headers = once('yesterday')
      const first = await api.call('POST /programs', { key, body: programInput, headers })
      api.clock.now += 24 * 3_600_000 + 1
      const next = await api.call('POST /programs', { key, body: programInput, headers })
      expect(next.status).toBe(201)
      expect(next.body.id).not.toBe(first.body.id)
      expect(await api.deps.idempotency.purge(api.clock.now)).toBeGreaterThan(3)
    })

    it.each(['', 'x'.repeat(256), 'ünlesbar'])('refuses %j as a key', async (value) => {
      const headers = once(Buffer.from(value, 'utf8').toString('latin1'))
      const reply = await api.call('POST /programs', { key, body: programInput, headers })
      expect([reply.status, reply.body.errors[0].field]).toEqual([400, 'Idempotency-Key'])
    })
  },
  ['embedded', 'postgres'],
)
