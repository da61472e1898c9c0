import type { Logger } from 'pino'
import { type JobHandler, type JobName, jobNames, type WorkQueue } from '../../src/ports/queue.ts'
import { type Backend, openPostgresBackend, openRedisBackend, type QueueDatabase } from './backend.ts'
import { coalesce } from './coalesce.ts'
import { takeTurns } from './turns.ts'

type Options = {
  /** Without Redis the queue is kept in the database. */
  redisUrl?: string | undefined
  database: QueueDatabase
  /** Told of every run that threw, after it was logged. */
  onFailure?: (name: JobName) => void
}

/**
 * The hints of all processes on one Redis or database. Opening does not fail for a missing Redis: while it is away
 * hints fail at once, and everything goes on by itself when it is back, emptied or not.
 */
export async function openQueue(options: Options, log: Logger): Promise<WorkQueue> {
  const backend = options.redisUrl
    ? await openRedisBackend(options.redisUrl, log)
    : await openPostgresBackend(options.database, log)
  const hints = byName((name) => coalesce(() => store(backend, name), backend.hintPauseMs))
  let worker: Workbench | undefined
  let closing: Promise<void> | undefined
  return {
    async hint(name) {
      if (closing) throw new Error('the queue is closed')
      await hints[name]()
    },
    async work(handlers) {
      worker = openWorkbench(backend, handlers, options, log)
      await within(5000, worker.ready).catch((error) =>
        log.warn({ err: error }, 'the queue does not answer yet'),
      )
    },
    async ping() {
      if (closing || !backend.isReady()) throw new Error('the queue is not connected')
      await within(2000, backend.ping())
    },
    close: () => (closing ??= close(backend, worker, log)),
  }
}

type Workbench = {
  ready: Promise<unknown>
  /** Resolves when the running handlers have ended; `finish` then gives the hints that nobody ran. */
  stop(): Promise<void>
  finish(): Promise<Set<JobName>>
  abandon(): Promise<void>
}

function openWorkbench(
  backend: Backend,
  handlers: Record<JobName, JobHandler>,
  options: Options,
  log: Logger,
): Workbench {
  const turns = byName(takeTurns)
  const missed = new Set<JobName>()
  // A queue that is away must not hold up the work itself.
  const freeKey = (job: { removeDeduplicationKey(): Promise<boolean> }) =>
    within(1000, job.removeDeduplicationKey()).catch((error) => log.warn({ err: error }, 'queue trouble'))
  const worker = backend.openWorker(async (job) => {
    const name = jobNames.find((known) => known === job.name)
    // A newer release may hint at work that this one does not know.
    if (!name) return log.warn({ job: job.name }, 'unknown job')
    const begun = await turns[name].take(async () => {
      // From here on a hint leads to another run, perhaps in another process: this run may have looked already.
      await freeKey(job)
      await run(name, handlers[name], options, log)
    })
    if (begun) return
    missed.add(name)
    await freeKey(job)
  })
  return {
    ready: worker.waitUntilReady(),
    async stop() {
      await Promise.all(jobNames.map((name) => turns[name].stop()))
    },
    async finish() {
      await worker.close()
      return missed
    },
    abandon: () => worker.close(true),
  }
}

/** Hints that wait together are one, because BullMQ drops a job whose key a waiting one holds. */
async function store(backend: Backend, name: JobName): Promise<void> {
  if (!backend.isReady()) throw new Error('the queue is not connected')
  // The key of a job that was lost with its worker must not hold later ones back for long.
  const deduplication = { id: name, ttl: 5000 }
  const options = { deduplication, removeOnComplete: true, removeOnFail: true }
  await within(1000, backend.queue.add(name, {}, options))
}

async function run(name: JobName, handler: JobHandler, options: Options, log: Logger): Promise<void> {
  try {
    await handler()
  } catch (error) {
    log.error({ err: error, job: name }, 'job failed')
    options.onFailure?.(name)
  }
}

/** Running handlers end first; a hint that waited for its turn goes back, for another process. */
async function close(backend: Backend, worker: Workbench | undefined, log: Logger): Promise<void> {
  await worker?.stop()
  try {
    const missed = await within(3000, worker?.finish() ?? Promise.resolve(new Set<JobName>()))
    for (const name of missed) await store(backend, name)
    await within(2000, backend.queue.close())
  } catch (error) {
    log.warn({ err: error }, 'the queue did not close in order')
    await within(1000, worker?.abandon() ?? Promise.resolve()).catch(() => undefined)
  } finally {
    await backend.disconnect()
  }
}

function byName<T>(make: (name: JobName) => T): Record<JobName, T> {
  return Object.fromEntries(jobNames.map((name) => [name, make(name)])) as Record<JobName, T>
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new Error(`the queue did not answer within ${ms} ms`)), ms)
  try {
    return await Promise.race([work, late.promise])
  } finally {
    clearTimeout(timer)
  }
}
