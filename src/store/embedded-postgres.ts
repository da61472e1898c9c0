import { EventEmitter } from 'node:events'
import { setImmediate as macrotask } from 'node:timers/promises'
import { PGlite } from '@electric-sql/pglite'
import { createPgConfig } from '@electric-sql/pglite/node-postgres'
import pg from 'pg'

/** Postgres inside this process, spoken to as if it were a server. */
export type EmbeddedPostgres = {
  engine: PGlite
  pool: pg.Pool
  /** The same session for BullMQ, whose listening connection must not occupy the only client of the pool. */
  queuePool: QueuePool
  close(): Promise<void>
}

/** As much of `pg.Pool` as BullMQ's Postgres backend uses. */
export type QueuePool = Pick<pg.Pool, 'query' | 'end'> & {
  connect(): Promise<unknown>
  on(event: 'error', listener: (error: Error) => void): unknown
  removeAllListeners(event?: string): unknown
}

/** @param where a folder of this process alone (see data-folder.ts), or an image made by `dumpDataDir`, kept in memory. */
export async function openEmbeddedPostgres(where: {
  folder?: string
  image?: Blob
}): Promise<EmbeddedPostgres> {
  const engine = await PGlite.create({
    ...(where.folder === undefined ? {} : { dataDir: where.folder }),
    ...(where.image === undefined ? {} : { loadDataDir: where.image }),
  })
  letTimersRun(engine)
  const connection = createPgConfig(engine)
  dropForeignTypes(connection.connection)
  // One session serves all. It never ends while the engine runs, so what is set here stays set.
  const pool = new pg.Pool({ ...connection, max: 1, idleTimeoutMillis: 0 } as unknown as pg.PoolConfig)
  keepTheSession(pool)
  // BullMQ names its functions without a schema; none of our tables may be called like one of its own.
  await pool.query('SET search_path TO public, bullmq')
  return {
    engine,
    pool,
    queuePool: shareForQueue(engine, pool),
    async close() {
      await pool.end()
      await engine.close()
    },
  }
}

/** The engine answers in microtasks only: a burst of queries would hold up every timer and socket for seconds. */
function letTimersRun(engine: PGlite): void {
  const execute = engine.execProtocolStream.bind(engine)
  let paused = performance.now()
  engine.execProtocolStream = async (message, options) => {
    if (performance.now() - paused > 4) {
      await macrotask()
      paused = performance.now()
    }
    return execute(message, options)
  }
}

/**
 * The pool ends a client whose query failed. On a server that is harmless; here the next client would share the session
 * with what is left of the last one. So the client stays, and only its transaction ends.
 */
function keepTheSession(pool: pg.Pool): void {
  type Taken = (error: Error | undefined, client: pg.PoolClient | undefined, release: () => void) => void
  const connect = pool.connect.bind(pool)
  const connectAndKeep = (taken?: Taken) => {
    if (!taken) return connect().then(endOnlyTheTransaction)
    connect((error, client, release) => {
      if (client) endOnlyTheTransaction(client)
      taken(error, client, client ? () => client.release() : release)
    })
  }
  pool.connect = connectAndKeep as pg.Pool['connect']
}

function endOnlyTheTransaction(client: pg.PoolClient): pg.PoolClient {
  const release = client.release
  client.release = (trouble) => {
    if (!trouble) return release()
    client.release = release
    const giveBack = () => release()
    client.query('ROLLBACK').then(giveBack, giveBack)
  }
  return client
}

/** Prisma puts an object of parsers where the wire protocol of this connection expects a list of type ids. */
function dropForeignTypes(connection: { parse(query: { types?: unknown }): void }): void {
  const parse = connection.parse.bind(connection)
  connection.parse = (query) => parse(Array.isArray(query.types) ? query : { ...query, types: undefined })
}

function shareForQueue(engine: PGlite, pool: pg.Pool): QueuePool {
  const events = new EventEmitter()
  return {
    query: pool.query.bind(pool) as pg.Pool['query'],
    // The pool belongs to the database, not to the queue.
    end: async () => undefined,
    on: (event, listener) => events.on(event, listener),
    removeAllListeners: (event) => events.removeAllListeners(event),
    async connect() {
      const client = new EventEmitter()
      const stop = engine.onNotification((channel, payload) =>
        client.emit('notification', { channel, payload }),
      )
      return Object.assign(client, { query: pool.query.bind(pool), release: stop, end: async () => stop() })
    },
  }
}
