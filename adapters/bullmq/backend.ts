import {
  createPostgresBackend,
  type PostgresConnectionOptions,
  type Processor,
  Queue,
  runMigrations,
  Worker,
} from 'bullmq'
import { Redis, type RedisOptions } from 'ioredis'
import type { Logger } from 'pino'
import { createOutageLog } from './outage-log.ts'

/** Where BullMQ keeps its jobs. */
export type Backend = {
  queue: BackendQueue
  openWorker(process: Processor): BackendWorker
  /**
   * The least time between two hints of one name. The first goes at once; in a rush the work that they lead to comes in
   * fewer and larger pieces, which leave more of the machine to whoever sends.
   */
  hintPauseMs: number
  ping(): Promise<unknown>
  /** False while a hint cannot be stored, so that it fails at once instead of in a while. */
  isReady(): boolean
  disconnect(): Promise<void>
}

// What both kinds of BullMQ's queues and workers have in common; their own types tell them apart by connection.
type BackendQueue = Pick<Queue, 'add' | 'close'>
type BackendWorker = Pick<Worker, 'waitUntilReady' | 'close'>

const name = 'stampbridge-work'

const workerOptions = {
  // One running and one waiting for each name of a job.
  concurrency: 10,
  // After a failed fetch; BullMQ's own 15 seconds would be felt after every restart of a server.
  runRetryDelay: 1000,
}

/**
 * BullMQ on Redis 6.2 or newer, or Valkey. Connects by itself, and again after every loss; waits at most two seconds
 * for the first connection.
 */
export async function openRedisBackend(url: string, log: Logger): Promise<Backend> {
  const hints = connectRedis(url, {})
  const work = connectRedis(url, { lazyConnect: true })
  const outage = createOutageLog(url, [hints, work], log)
  const queue = new Queue(name, { connection: hints, skipWaitingForReady: true, skipMetasUpdate: true })
  queue.on('error', (error) => outage.trouble(error, 'queue trouble'))
  await new Promise((resolve) => {
    hints.once('ready', resolve)
    setTimeout(resolve, 2000).unref()
  })
  return {
    queue,
    openWorker(process) {
      const worker = new Worker(name, process, { connection: work, ...workerOptions })
      return worker.on('error', (error) => outage.trouble(error, 'worker trouble'))
    },
    hintPauseMs: 50,
    ping: () => hints.ping(),
    isReady: () => hints.status === 'ready',
    async disconnect() {
      hints.disconnect()
      work.disconnect()
    },
  }
}

function connectRedis(url: string, special: { lazyConnect?: boolean }): Redis {
  const options = {
    connectTimeout: 2000,
    retryStrategy: (attempt: number) => Math.min(attempt * 100, 2000),
    // BullMQ asks for the server's version once: a failed answer would leave it unusable for ever. So commands wait
    // for their server, and whoever gives them does not.
    maxRetriesPerRequest: null,
    ...special,
  } satisfies RedisOptions
  return new Redis(url, options)
}

/** As much of `pg.Pool` as is needed here; store/database.ts gives one. */
export type QueuePool = {
  query(text: string): Promise<unknown>
  connect(): Promise<unknown>
  end(): Promise<void>
}

/** A database that can keep a queue, in its own schema. */
export type QueueDatabase = {
  pool: { connect(): Promise<{ query(text: string): Promise<unknown>; release(): void }> }
  queuePool(): QueuePool
}

/** BullMQ's Postgres backend, also on the embedded database. Makes or updates its schema first. */
export async function openPostgresBackend(database: QueueDatabase, log: Logger): Promise<Backend> {
  await prepareSchema(database)
  const pool = database.queuePool()
  const connection = pool as unknown as PostgresConnectionOptions
  const queue = new Queue(name, { connection, skipMetasUpdate: true }, createPostgresBackend)
  queue.on('error', (error) => log.warn({ err: error }, 'queue trouble'))
  return {
    queue,
    openWorker(process) {
      const worker = new Worker(name, process, { connection, ...workerOptions }, createPostgresBackend)
      return worker.on('error', (error) => log.warn({ err: error }, 'worker trouble'))
    },
    hintPauseMs: 100,
    ping: () => pool.query('SELECT 1'),
    isReady: () => true,
    disconnect: () => pool.end(),
  }
}

async function prepareSchema(database: QueueDatabase): Promise<void> {
  const client = await database.pool.connect()
  try {
    await runMigrations(client as unknown as Parameters<typeof runMigrations>[0])
  } finally {
    client.release()
  }
}
