import { afterAll, beforeAll, expect, it } from 'vitest'
import { settleCouponsWith } from '../../../src/app/place-codes.ts'
import { createKeyring } from '../../../src/secrets/keyring.ts'
import { newId, newRedeemCode } from '../../../src/secrets/random-id.ts'
import { createCodeRecords } from '../../../src/store/codes.ts'
import { createCardStore } from '../../../src/store/hot/card-store.ts'
import { describeSettings } from '../../support/settings.ts'
import { type ApiServer, type Body, openApiServer } from './api-server.ts'

/** A hundred thousand by hand: POOL_CODES=100000. */
const many = Number(process.env.POOL_CODES ?? 5000)
const day = 86_400_000

await describeSettings(
  'pools of codes',
  (name) => {
    let api: ApiServer
    let key: string
    beforeAll(async () => {
      api = await openApiServer(name)
      key = (await api.merchant()).key
    })
    afterAll(() => api.close())

    const pool = async (reward: object = {}): Promise<{ id: string; programId: string }> => {
      const made = await api.call('POST /programs', {
        key,
        body: {
          name: 'Pool',
          goal: 1,
          earn: { kind: 'visit' },
          milestones: [
            { at: 1, reward: { title: 'Free tea', kind: 'redeem_code', codeSource: 'pool', ...reward } },
          ],
        },
      })
      expect(made.status).toBe(201)
      return { id: made.body.milestones[0].reward.id, programId: made.body.id }
    }
    const send = (rewardId: string, type: string, text: string) =>
      api.call(`POST /code-pools/${rewardId}/codes`, { key, raw: text, headers: { 'content-type': type } })
    const settle = () => {
      const clock = () => api.clock.now
      const { pool: connections } = api.database
      return settleCouponsWith({
        ...{ store: createCardStore(connections, clock), clock, newId, newCode: newRedeemCode },
        codes: createCodeRecords(
          connections,
          createKeyring(['a secret key of the tests, long enough']),
          clock,
        ),
        clientFor: () => null,
      })()
    }
    const read = async (rewardId: string): Promise<Body> =>
      (await api.call(`GET /code-pools/${rewardId}`, { key })).body
    const earn = async (programId: string) => {
      const card = (await api.call('POST /cards', { key, body: { programId } })).body
      await api.call(`POST /cards/${card.id}/stamps`, { key, body: { count: 1, reason: 'visit' } })
      return card.id as string
    }

    it('takes a pasted list, and says of each line why it was not taken', async () => {
      const { id } = await pool()
      const text = `\uFEFFAAA-1\r\n\r\n  aaa-2 \nAAA-1\nBAD CODE\n${'X'.repeat(65)}\nÄÖ\n`
      const { status, body } = await send(id, 'text/plain', text)
      expect(status).toBe(200)
      expect(body.added).toBe(2)
      expect(body.refused.map(({ line, reason }: Body) => [line, reason])).toEqual([
        [4, 'duplicate-in-file'],
        [5, 'illegal-characters'],
        [6, 'too-long'],
        [7, 'illegal-characters'],
      ])
      const again = await send(id, 'text/plain; charset=utf-8', 'AAA-2\nAAA-3')
      expect(again.body).toMatchObject({
        added: 1,
        duplicates: ['AAA-2'],
        refused: [{ line: 1, code: 'AAA-2', reason: 'already-there' }],
      })
    })

    it.each([
      ['its column by name', 'Id;Status;Code\n1;"new; unused";C-1\n2;new;"C-2"\n', ['C-1', 'C-2']],
      ['the first column without a name', 'C-3,10 %\nC-4,10 %\n', ['C-3', 'C-4']],
      ['one column', 'code\nC-5\nC-6', ['C-5', 'C-6']],
      ['tabs', 'Gutscheincode\tWert\nC-7\t5', ['C-7']],
    ])('reads a table: %s', async (_, text, codes) => {
      const { id } = await pool()
      const { body } = await send(id, 'text/csv', text)
      expect(body).toMatchObject({ added: codes.length, refused: [] })
      const repeat = await send(id, 'text/plain', codes.join('\n'))
      expect(repeat.body.duplicates).toEqual(codes)
    })

    it('refuses what the wished symbology cannot show', async () => {
      const { id } = await pool({ display: 'ean13' })
      const { body } = await send(id, 'text/plain', '4006381333931\n4006381333932\nABC')
      expect(body.added).toBe(1)
      expect(body.refused.map(({ line, reason }: Body) => [line, reason])).toEqual([
        [2, 'cannot-be-shown'],
        [3, 'cannot-be-shown'],
      ])
      const narrow = await pool({ display: 'code39' })
      const long = await send(narrow.id, 'text/plain', `${'A'.repeat(24)}\n${'A'.repeat(25)}`)
      expect(long.body).toMatchObject({ added: 1, refused: [{ line: 2, reason: 'cannot-be-shown' }] })
    })

    it('takes many in seconds', async () => {
      const { id } = await pool()
      const lines = Array.from({ length: many }, (_, at) => `${at},BULK-${id.slice(0, 6)}-${at}`)
      lines[10] = lines[5] ?? ''
      const began = performance.now()
      const { body } = await send(id, 'text/csv', `number,code\n${lines.join('\n')}`)
      const took = Math.round(performance.now() - began)
      expect(body).toMatchObject({ added: many - 1, refusedCount: 1, refused: [{ line: 12 }] })
      expect(took).toBeLessThan(10_000)
      const asked = performance.now()
      expect(await read(id)).toMatchObject({ free: many - 1, level: 'fine', daysLeft: null })
      console.log(`${many} codes taken in ${took} ms, counted in ${Math.round(performance.now() - asked)} ms`)
    })

    it('takes a hundred thousand codes in one call, in their order', async () => {
      const { id } = await pool()
      const codes = Array.from({ length: 100_000 }, (_, i) => `BULK-${i}`)
      const done = await api.call(`POST /code-pools/${id}/codes`, { key, body: { codes } })
      expect(done.body.added).toBe(100_000)
      const { rows } = await api.database.pool.query(
        'SELECT code FROM pool_code WHERE reward_id = $1 ORDER BY position LIMIT 1 OFFSET 54321',
        [id],
      )
      expect(rows[0].code).toBe('BULK-54321')
    }, 180_000)

    it('says how long it lasts, keeps the reserve from vouchers, and fills who waits when it is filled', async () => {
      const { id, programId } = await pool()
      await send(id, 'text/plain', 'W-1\nW-2\nW-3\nW-4\nW-5\nW-6')
      const put = await api.call(`PUT /code-pools/${id}`, { key, body: { lowWater: 2, reserve: 3 } })
      expect(put.body).toMatchObject({ free: 6, lowWater: 2, reserve: 3, level: 'fine' })
      api.clock.now += 2 * day
      const first = await earn(programId)
      await earn(programId)
      await settle()
      expect(await read(id)).toMatchObject({ free: 4, assigned: 2, perDay: 1, daysLeft: 4, level: 'low' })
      for (const _ of [1, 2, 3])
        await api.call(`POST /cards/${first}/vouchers`, { key, body: { rewardId: id, reason: 'sorry' } })
      await settle()
      // One voucher got the code above the reserve; two wait, and an earned coupon goes before them.
      expect(await read(id)).toMatchObject({ free: 3, waiting: 2 })
      await earn(programId)
      await settle()
      expect(await read(id)).toMatchObject({ free: 2, waiting: 2 })
      await send(id, 'text/plain', 'W-7\nW-8\nW-9')
      await settle()
      expect(await read(id)).toMatchObject({ free: 3, waiting: 0 })
    })
  },
  ['postgres'],
)
