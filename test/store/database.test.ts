import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openDatabase } from '../../src/store/database.ts'
import { migrate } from '../../src/store/migrate.ts'
import { promptMs } from '../support/eventually.ts'
import { describeSettings, openSetting, type Setting, silent } from '../support/settings.ts'

const merchantId = '01900000-0000-7000-8000-000000000001'

await describeSettings(
  'database',
  (name) => {
    let setting: Setting
    beforeAll(async () => {
      setting = await openSetting(name)
    })
    afterAll(() => setting.close())

    it('keeps every kind of column through Prisma and raw SQL alike', async () => {
      const { prisma, pool } = setting.database
      const createdAt = new Date(1_700_000_000_123)
      const data = {
        id: merchantId,
        name: 'Käfer',
        dataKey: new Uint8Array([0, 255, 7]),
        createdAt,
        look: { a: [1] },
      }
      await prisma.merchant.create({ data })
      expect(await prisma.merchant.findUnique({ where: { id: merchantId } })).toMatchObject(data)
      const { rows } = await pool.query(
        'SELECT name, data_key, look, created_at FROM merchant WHERE id = $1',
        [merchantId],
      )
      expect(rows).toEqual([
        { name: 'Käfer', data_key: Buffer.from([0, 255, 7]), look: { a: [1] }, created_at: createdAt },
      ])
    })

    it('rolls a Prisma transaction back whole', async () => {
      const { prisma } = setting.database
      const id = '01900000-0000-7000-8000-000000000002'
      const attempt = prisma.$transaction(async (tx) => {
        await tx.merchant.create({
          data: { id, name: 'x', dataKey: new Uint8Array(1), createdAt: new Date(0) },
        })
        throw new Error('changed my mind')
      })
      await expect(attempt).rejects.toThrow('changed my mind')
      expect(await prisma.merchant.findUnique({ where: { id } })).toBeNull()
    })

    it('refuses a state that the domain does not know', async () => {
      const insert = `INSERT INTO program (merchant_id, id, slug, name, version, state, created_at)
        VALUES ($1, $1, 's', 'n', 1, 'asleep', now())`
      await expect(setting.database.pool.query(insert, [merchantId])).rejects.toThrow('program_state_check')
    })

    it('goes on after failed queries and a transaction that was given back in trouble', async () => {
      const { pool } = setting.database
      await Promise.allSettled(Array.from({ length: 20 }, () => pool.query('SELECT 1/0')))
      const client = await pool.connect()
      await client.query('BEGIN')
      await client.query('CREATE TABLE left_behind (a int)')
      const error = await client.query('SELECT 1/0').catch((failure: Error) => failure)
      client.release(error as Error)
      const { rows } = await pool.query(`SELECT to_regclass('left_behind') AS found`)
      expect(rows).toEqual([{ found: null }])
    })

    it('answers a burst while timers go on', async () => {
      let late = 0
      let last = performance.now()
      const begin = last
      const timer = setInterval(() => {
        late = Math.max(late, performance.now() - last)
        last = performance.now()
      }, 10)
      await Promise.all(
        Array.from({ length: 500 }, (_, i) => setting.database.prisma.$queryRaw`SELECT ${i}::int`),
      )
      clearInterval(timer)
      // A slow machine may stand still for longer, but not for most of the burst.
      expect(late).toBeLessThan(Math.max(1000, (performance.now() - begin) / 2))
    })

    it('answers a ping until it is closed', async () => {
      await setting.database.ping()
      const other = await openSetting(name)
      await Promise.all([other.close(), other.database.close()])
      await expect(other.database.ping()).rejects.toThrow()
    })
  },
  ['embedded', 'postgres'],
)

await describeSettings(
  'database under trouble',
  (name) => {
    let setting: Setting
    beforeAll(async () => {
      setting = await openSetting(name)
    })
    afterAll(() => setting.close())

    it('gives up within five seconds on a lock that somebody else holds', async () => {
      const { pool } = setting.database
      const holder = await pool.connect()
      await holder.query('BEGIN; LOCK TABLE merchant')
      const begin = performance.now()
      await expect(setting.database.prisma.merchant.count()).rejects.toThrow('lock timeout')
      expect(performance.now() - begin).toBeLessThan(promptMs)
      await holder.query('ROLLBACK')
      holder.release()
    })

    it('gives up within five seconds when every connection is taken', async () => {
      const { pool } = setting.database
      const taken = await Promise.all(Array.from({ length: 10 }, () => pool.connect()))
      const begin = performance.now()
      await expect(pool.query('SELECT 1')).rejects.toThrow('timeout')
      await expect(setting.database.ping()).rejects.toThrow()
      expect(performance.now() - begin).toBeLessThan(promptMs)
      for (const client of taken) client.release()
      await setting.database.ping()
    })

    it('survives that a connection is cut within a transaction', async () => {
      const { pool } = setting.database
      const client = await pool.connect()
      const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
      await client.query('BEGIN')
      await pool.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid])
      await new Promise((resolve) => setTimeout(resolve, 100))
      await expect(client.query('SELECT 1')).rejects.toThrow()
      client.release(true)
      await setting.database.ping()
    })

    it('goes on after the server has cut its connections', async () => {
      const { pool } = setting.database
      const cut = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()`
      await Promise.all([pool.query('SELECT 1'), pool.query('SELECT 2'), pool.query('SELECT 3')])
      await pool.query(cut)
      await new Promise((resolve) => setTimeout(resolve, 50))
      await setting.database.ping()
    })
  },
  ['postgres'],
)

it('says in one sentence what to do about a Postgres that is not there', async () => {
  const url = 'postgresql://shop:hidden@127.0.0.1:1/cards'
  const opening = openDatabase({ database: { url }, dataDir: '' }, silent)
  await expect(opening).rejects.toThrow(
    /^Postgres at 127\.0\.0\.1:1\/cards cannot be used .*correct DATABASE_URL/,
  )
  await expect(opening).rejects.not.toThrow('hidden')
})

it('keeps what was written in its folder', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'stampbridge-data-'))
  const first = await openDatabase({ database: {}, dataDir }, silent)
  expect(await migrate(first.pool)).not.toHaveLength(0)
  await first.prisma.merchant.create({
    data: { id: merchantId, name: 'Käfer', dataKey: new Uint8Array(1), createdAt: new Date(0) },
  })
  await first.close()
  const second = await openDatabase({ database: {}, dataDir }, silent)
  expect(await migrate(second.pool)).toEqual([])
  expect(await second.prisma.merchant.count()).toBe(1)
  await second.close()
  await rm(dataDir, { recursive: true })
})
