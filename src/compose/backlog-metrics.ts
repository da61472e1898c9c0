import { type Backlog, readBacklog } from '../store/backlog.ts'
import type { Platform } from './platform.ts'

/** One reading of the metrics asks several times; one question to the database answers them all. */
const sharedMs = 1000

/** What waits, from the database: the same figures in every process, also for the work of processes without a door. */
export function observeBacklog({ metrics, database, clock, log }: Platform): void {
  let asked: { at: number; answer: Promise<Backlog | null> } | undefined
  const backlog = () => {
    if (!asked || clock() - asked.at > sharedMs)
      asked = {
        at: clock(),
        answer: readBacklog(database.pool).catch((error: unknown) => {
          log.warn({ err: error }, 'the backlog could not be read')
          return null
        }),
      }
    return asked.answer
  }
  metrics.observed(
    'deliveries_waiting',
    'Webhooks stored and not yet processed',
    async () => (await backlog())?.deliveries ?? Number.NaN,
  )
  metrics.observedEach(
    'effects_owed',
    'Codes to make, passes to push and orders to fetch',
    'kind',
    async () => (await backlog())?.owed ?? {},
  )
  metrics.observedEach(
    'effects_retrying',
    'Effects owed that were tried and failed',
    'kind',
    async () => (await backlog())?.retrying ?? {},
  )
}
