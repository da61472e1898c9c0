import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import type { Logger } from 'pino'
import { PrismaClient } from '../../prisma/generated/client.ts'
import { type EmbeddedPostgres, openEmbeddedPostgres, type QueuePool } from './embedded-postgres.ts'

/** The one database of a process: hot statements go through `pool`, everything else through `prisma`. */
export type Database = {
  /** Raw SQL. `bigint` columns come as strings. Within a transaction use its client alone: embedded, it is the only one. */
  pool: pg.Pool
  prisma: PrismaClient
  /** True when Postgres runs inside this process. */
  embedded: boolean
  /** Connections for a queue kept in this database, in BullMQ's own schema. The caller ends it; `close` ends it too. */
  queuePool(): QueuePool
  /** Rejects when the database does not answer within two seconds. */
  ping(): Promise<void>
  /** Lets go of every connection. Idempotent. */
  close(): Promise<void>
}

/** @throws Error of one sentence that says what to do, when the database cannot be reached. */
export async function openDatabase(
  settings: { database: { url?: string | undefined }; dataDir: string },
  log: Logger,
): Promise<Database> {
  const { url } = settings.database
  return url === undefined
    ? asDatabase(await openEmbeddedPostgres({ folder: `${settings.dataDir}/db` }))
    : openServer(url, log)
}

/** A database over an embedded engine that is open already; it owns the engine from now on. */
export function asDatabase(embedded: EmbeddedPostgres): Database {
  return assemble({
    pool: embedded.pool,
    embedded: true,
    queuePool: () => embedded.queuePool,
    end: () => embedded.close(),
    // The one client serves everybody in turn, so a transaction may wait for a while behind others.
    transactionOptions: { maxWait: 30_000, timeout: 30_000 },
  })
}

/**
 * A locked, exhausted or vanished database must turn into an error within five seconds, so that the web answers 503
 * instead of piling up requests. Work that may take longer raises its limit by `SET LOCAL` and `query_timeout`.
 */
const limits: pg.PoolConfig = {
  connectionTimeoutMillis: 2000,
  lock_timeout: 2500,
  statement_timeout: 4000,
  query_timeout: 4500,
  idle_in_transaction_session_timeout: 15_000,
  keepAlive: true,
  keepAliveInitialDelayMillis: 10_000,
}

async function openServer(url: string, log: Logger): Promise<Database> {
  const pools: pg.Pool[] = []
  const openPool = (options: pg.PoolConfig) => {
    const pool = new pg.Pool({ connectionString: url, application_name: 'stampbridge', ...options })
    // Without listeners a dropped connection, idle or within a transaction, would end the process.
    const lost = (error: Error) => log.warn({ err: error }, 'database connection lost')
    pool.on('error', lost)
    pool.on('connect', (client) => client.on('error', lost))
    pools.push(pool)
    return pool
  }
  const pool = openPool({ ...limits, max: 10 })
  const end = async () => {
    await Promise.all(pools.filter((each) => !each.ending).map((each) => each.end()))
  }
  try {
    await pool.query('SELECT 1')
  } catch (error) {
    await end()
    throw new Error(unreachable(url, error), { cause: error })
  }
  return assemble({
    pool,
    embedded: false,
    queuePool: () =>
      openPool({ max: 4, connectionTimeoutMillis: 2000, keepAlive: true, options: '-c search_path=bullmq' }),
    end,
    transactionOptions: { maxWait: 2500, timeout: 10_000 },
  })
}

function assemble(parts: {
  pool: pg.Pool
  embedded: boolean
  queuePool: () => QueuePool
  end: () => Promise<void>
  transactionOptions: { maxWait: number; timeout: number }
}): Database {
  const { pool, embedded, queuePool, transactionOptions } = parts
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool), transactionOptions })
  let closing: Promise<void> | undefined
  return {
    pool,
    prisma,
    embedded,
    queuePool,
    ping: () => answersInTime(pool),
    close: () => (closing ??= prisma.$disconnect().then(parts.end)),
  }
}

async function answersInTime(pool: pg.Pool): Promise<void> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new Error('the database did not answer within 2 seconds')), 2000)
  try {
    await Promise.race([pool.query('SELECT 1'), late.promise])
  } finally {
    clearTimeout(timer)
  }
}

/** Names host and database, never the password. */
function unreachable(url: string, error: unknown): string {
  const place = URL.canParse(url) ? new URL(url) : undefined
  const where = place ? `${place.host}${place.pathname}` : 'the given address'
  const cause = error instanceof AggregateError ? error.errors[0] : error
  const why = cause instanceof Error && cause.message ? cause.message : 'no answer'
  return `Postgres at ${where} cannot be used (${why}): start it, or correct DATABASE_URL, or unset it to use the embedded database`
}
