import type { Logger } from 'pino'
import { openQueue } from '../../adapters/bullmq/queue.ts'
import type { Config } from '../config.ts'
import { createEvents, type Events } from '../events.ts'
import { createMetrics, type Metrics } from '../metrics.ts'
import type { Clock } from '../ports/clock.ts'
import type { WorkQueue } from '../ports/queue.ts'
import { createKeyring, type Keyring } from '../secrets/keyring.ts'
import { keptSecret, openDataFolder } from '../store/data-folder.ts'
import { type Database, openDatabase } from '../store/database.ts'
import { migrate } from '../store/migrate.ts'

/** What every process stands on. */
export type Platform = {
  config: Config
  log: Logger
  metrics: Metrics
  events: Events
  clock: Clock
  database: Database
  queue: WorkQueue
  keyring: Keyring
  adminKey: string
  /** Lets go of everything, in the opposite order. Idempotent. */
  close(): Promise<void>
}

/** Opens folder, database and queue, brings the tables up to date; what was opened is closed again when a later step fails. */
export async function openPlatform(config: Config, log: Logger): Promise<Platform> {
  const clock: Clock = Date.now
  const closers: (() => Promise<void>)[] = []
  let closed: Promise<void> | undefined
  const close = () => {
    closed ??= (async () => {
      for (const each of closers.toReversed()) await each()
    })()
    return closed
  }
  try {
    if (config.database.url === undefined) {
      const folder = await openDataFolder(config.dataDir)
      closers.push(() => folder.close())
    }
    const database = await openDatabase(config, log)
    closers.push(() => database.close())
    const applied = await migrate(database.pool)
    if (applied.length > 0) log.info({ migrations: applied.length }, 'database brought up to date')
    const metrics = createMetrics()
    const events = createEvents(log, metrics)
    const onFailure = (job: string) => events.jobFailed({ job })
    const queue = await openQueue({ redisUrl: config.redis.url, database, onFailure }, log)
    closers.push(() => queue.close())
    const keyring = createKeyring(await secretKeysOf(config, log))
    await checkKeys(database, keyring)
    const adminKey = config.adminApiKey ?? (await keptSecret(config.dataDir, 'admin-key'))
    return { config, log, metrics, events, clock, database, queue, keyring, adminKey, close }
  } catch (error) {
    await close()
    throw error
  }
}

async function secretKeysOf(config: Config, log: Logger): Promise<string[]> {
  if (config.secretKeys) return config.secretKeys
  if (config.database.url !== undefined)
    log.warn(
      'SECRET_KEY is not set: one is kept in DATA_DIR, and every process of this database must have the same',
    )
  return [await keptSecret(config.dataDir, 'secret-key')]
}

/** @throws Error when the database was written under keys that this process does not have. */
async function checkKeys(database: Database, keyring: Keyring): Promise<void> {
  // One merchant for each key in use: the first bytes of a wrapped data key name the key it is under.
  const samples = await database.pool.query<{ id: string; data_key: Buffer }>(
    `SELECT DISTINCT ON (substring(data_key FROM 1 FOR 4)) id, data_key FROM merchant WHERE octet_length(data_key) > 0`,
  )
  try {
    for (const { id, data_key } of samples.rows) keyring.open(id, data_key)
  } catch (cause) {
    throw new Error(
      'SECRET_KEY does not open what this database holds: set the key it was written with, or list both, newest first.',
      { cause },
    )
  }
}
