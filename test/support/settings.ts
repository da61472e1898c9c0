import { execFile } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Redis } from 'ioredis'
import pg from 'pg'
import pino from 'pino'
import { describe } from 'vitest'
import { asDatabase, type Database, openDatabase } from '../../src/store/database.ts'
import { openEmbeddedPostgres } from '../../src/store/embedded-postgres.ts'
import { migrate, readMigrations } from '../../src/store/migrate.ts'

/** The ways to run Stampbridge. Whatever uses the database or the queue is tested in each of them. */
const settingNames = ['embedded', 'postgres', 'postgres+redis'] as const
export type SettingName = (typeof settingNames)[number]

export type Setting = {
  name: SettingName
  config: { dataDir: string; database: { url?: string }; redis: { url?: string } }
  /** Empty and migrated, of this caller alone. Embedded, processes that are started on this setting have another of their own. */
  database: Database
  close(): Promise<void>
}

const postgresUrl = process.env.TEST_DATABASE_URL ?? 'postgresql://postgres@127.0.0.1:5432/postgres'
const redisUrl = process.env.TEST_REDIS_URL ?? 'redis://127.0.0.1:6379'
export const silent = pino({ level: 'silent' })

/** A suite once per setting. Where a server is missing its suites are skipped, except under CI=true, where they fail. */
export async function describeSettings(
  title: string,
  suite: (name: SettingName) => void,
  names: readonly SettingName[] = settingNames,
): Promise<void> {
  for (const name of names) {
    const missing = await missingFor(name)
    if (missing) console.log(`${title} (${name}): skipped, no ${missing}`)
    describe.skipIf(missing !== null)(`${title} (${name})`, () => suite(name))
  }
}

/** Opens an own database in a setting; close it when done. */
export async function openSetting(name: SettingName): Promise<Setting> {
  const dataDir = await mkdtemp(join(tmpdir(), 'stampbridge-'))
  const opened = name === 'embedded' ? await openEmbedded() : await openOnServer()
  const redis = name === 'postgres+redis' ? await takeRedisDatabase() : undefined
  return {
    name,
    config: {
      dataDir,
      database: opened.url === undefined ? {} : { url: opened.url },
      redis: redis ? { url: redis.url } : {},
    },
    database: opened.database,
    async close() {
      await opened.close()
      await redis?.release()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

type Opened = { database: Database; url?: string; close(): Promise<void> }

async function openEmbedded(): Promise<Opened> {
  const database = asDatabase(await openEmbeddedPostgres({ image: await migratedImage() }))
  return { database, close: () => database.close() }
}

const migratedImage = async () => new Blob([await readFile(await migratedImageFile())])

/**
 * Puts a migrated database into an empty data folder, for a process that is to be started on it: making one is most of what
 * a first start costs. What the first start itself does is tried elsewhere, on empty folders.
 */
export async function fillDataFolder(dataDir: string): Promise<void> {
  const folder = join(dataDir, 'db')
  if (await mkdir(folder, { recursive: true, mode: 0o700 }))
    await promisify(execFile)('tar', ['-xf', await migratedImageFile(), '-C', folder])
}

/** A migrated database takes seconds to make and a part of one to load: made once for each state of the migrations. */
async function migratedImageFile(): Promise<string> {
  const file = join(tmpdir(), `stampbridge-test-${await migrationsDigest()}.image`)
  if (existsSync(file)) return file
  const made = await openEmbeddedPostgres({})
  await migrate(made.pool)
  const image = await made.engine.dumpDataDir('none')
  await made.close()
  const draft = `${file}.${process.pid}`
  await writeFile(draft, Buffer.from(await image.arrayBuffer()))
  await rename(draft, file)
  return file
}

async function openOnServer(): Promise<Opened> {
  const name = `stampbridge_test_${randomUUID().replaceAll('-', '')}`
  const template = await migratedTemplate()
  await asAdmin(async (client) => {
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`)
    // What a machine that loses its power would lose is lost to a test anyway; each commit would wait for the disk.
    await client.query(`ALTER DATABASE ${name} SET synchronous_commit = off`)
  })
  const url = databaseUrl(name)
  const database = await openDatabase({ database: { url }, dataDir: '' }, silent)
  const close = async () => {
    await database.close()
    await asAdmin((client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`))
  }
  return { database, url, close }
}

/** Postgres copies a database in some milliseconds; the one to copy is made by whichever test comes first. */
async function migratedTemplate(): Promise<string> {
  const name = `stampbridge_template_${await migrationsDigest()}`
  await asAdmin(async (client) => {
    await client.query('SELECT pg_advisory_lock(hashtext($1))', [name])
    const known = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name])
    if (known.rowCount) return
    const draft = `${name}_draft`
    await client.query(`DROP DATABASE IF EXISTS ${draft} WITH (FORCE)`)
    await client.query(`CREATE DATABASE ${draft}`)
    const database = await openDatabase({ database: { url: databaseUrl(draft) }, dataDir: '' }, silent)
    await migrate(database.pool).finally(() => database.close())
    await client.query(`ALTER DATABASE ${draft} RENAME TO ${name}`)
  })
  return name
}

async function asAdmin<T>(act: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: postgresUrl })
  await client.connect()
  try {
    return await act(client)
  } finally {
    await client.end()
  }
}

function databaseUrl(name: string): string {
  const url = new URL(postgresUrl)
  url.pathname = `/${name}`
  return url.href
}

const migrationsDigest = async () => {
  const hash = createHash('sha256')
  for (const migration of await readMigrations()) hash.update(migration.name + migration.checksum)
  return hash.digest('hex').slice(0, 16)
}

/** One of Redis's numbered databases, emptied; a mark in database 0 keeps other tests off it. */
async function takeRedisDatabase(): Promise<{ url: string; release(): Promise<void> }> {
  const marks = new Redis(redisUrl)
  for (;;) {
    for (let number = 1; number <= 15; number++) {
      const mark = `stampbridge-test:database:${number}`
      if ((await marks.set(mark, process.pid, 'PX', 300_000, 'NX')) !== 'OK') continue
      const url = new URL(redisUrl)
      url.pathname = `/${number}`
      const own = new Redis(url.href)
      await own.flushdb()
      await own.quit()
      const release = async () => {
        await marks.del(mark)
        await marks.quit()
      }
      return { url: url.href, release }
    }
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

async function missingFor(name: SettingName): Promise<string | null> {
  if (process.env.CI === 'true' || name === 'embedded') return null
  if (!(await answers(postgresUrl, 5432))) return `Postgres at ${new URL(postgresUrl).host}`
  if (name === 'postgres+redis' && !(await answers(redisUrl, 6379)))
    return `Redis at ${new URL(redisUrl).host}`
  return null
}

function answers(address: string, defaultPort: number): Promise<boolean> {
  const { hostname, port } = new URL(address)
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port || defaultPort), timeout: 2000 })
    const settle = (there: boolean) => {
      socket.destroy()
      resolve(there)
    }
    socket
      .on('connect', () => settle(true))
      .on('error', () => settle(false))
      .on('timeout', () => settle(false))
  })
}
