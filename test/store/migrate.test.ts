import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { migrate } from '../../src/store/migrate.ts'
import { describeSettings, openSetting, type Setting } from '../support/settings.ts'

await describeSettings(
  'migrations',
  (name) => {
    let setting: Setting
    let folder: string
    beforeEach(async () => {
      setting = await openSetting(name)
      await setting.database.pool.query('DROP TABLE _prisma_migrations')
      folder = await mkdtemp(join(tmpdir(), 'stampbridge-migrations-'))
    })
    afterEach(() => setting.close())

    const write = async (migration: string, sql: string) => {
      await mkdir(`${folder}/${migration}`, { recursive: true })
      await writeFile(`${folder}/${migration}/migration.sql`, sql)
    }
    const run = () => migrate(setting.database.pool, folder)

    it('applies each once, in order, whoever runs at the same time', async () => {
      await write('1_first', 'CREATE TABLE fruit (name text); SELECT pg_sleep(0.2);')
      await write('2_second', `INSERT INTO fruit VALUES ('apple');`)
      const runs = await Promise.all([run(), run(), run()])
      expect(runs.flat().sort()).toEqual(['1_first', '2_second'])
      expect(await run()).toEqual([])
      const { rows } = await setting.database.pool.query('SELECT name FROM fruit')
      expect(rows).toEqual([{ name: 'apple' }])
    })

    it('undoes a failing migration whole and applies it when it is repaired', async () => {
      await write('1_first', 'CREATE TABLE fruit (name text); SELECT 1/0;')
      await expect(run()).rejects.toThrow('division by zero')
      await write('1_first', 'CREATE TABLE fruit (name text);')
      expect(await run()).toEqual(['1_first'])
    })

    it('stops at an applied migration that was edited', async () => {
      await write('1_first', 'CREATE TABLE fruit (name text);')
      await run()
      await write('1_first', 'CREATE TABLE fruit (name text, colour text);')
      await expect(run()).rejects.toThrow(/1_first was applied to this database in another wording/)
    })

    it('leaves the migrations of a newer release alone', async () => {
      await write('1_first', 'CREATE TABLE fruit (name text);')
      await run()
      await setting.database.pool.query(
        `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('x', 'y', '9_newer', now())`,
      )
      expect(await run()).toEqual([])
    })

    it('does not build on a migration that another tool left half-way', async () => {
      await write('1_first', 'CREATE TABLE fruit (name text);')
      await run()
      await setting.database.pool.query('UPDATE _prisma_migrations SET finished_at = NULL')
      await expect(run()).rejects.toThrow(/1_first was begun by another tool/)
    })
  },
  ['embedded', 'postgres'],
)
