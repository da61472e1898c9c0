import type { Logger } from 'pino'
import type { PendingWork } from '../src/ports/outbox.ts'
import type { JobHandler, JobName, WorkQueue } from '../src/ports/queue.ts'

export type Relay = { stop(): Promise<void> }

export type RelayDeps = {
  pending: PendingWork
  queue: WorkQueue
  /** Run here when the queue does not take a hint: without Redis the work goes on, only less evenly spread. */
  handlers: Record<JobName, JobHandler>
  log: Logger
}

/**
 * Asks the database again and again what is pending and hints for it: the reason why losing the whole queue loses
 * nothing. @param everyMs how long a lost hint can delay work
 */
export function startRelay(deps: RelayDeps, everyMs: number): Relay {
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> = Promise.resolve()

  const tick = async () => {
    try {
      const due = await deps.pending.due()
      const names: JobName[] = [...due.outbox]
      if (due.inbox) names.push('process-inbox')
      if (due.coupons) names.push('settle-coupons')
      if (due.searches) names.push('reconcile-tills')
      await Promise.all(names.map((name) => hintOrRun(deps, name)))
    } catch (error) {
      deps.log.warn({ err: error }, 'relay could not ask for pending work; it asks again')
    }
    if (!stopped) schedule()
  }
  const schedule = () => {
    timer = setTimeout(() => {
      running = tick()
    }, everyMs)
  }
  running = tick()
  return {
    async stop() {
      stopped = true
      clearTimeout(timer)
      await running
    },
  }
}

async function hintOrRun(deps: RelayDeps, name: JobName): Promise<void> {
  try {
    await deps.queue.hint(name)
  } catch (error) {
    deps.log.warn({ err: error, job: name }, 'the queue takes no hints: the work is done here')
    await deps.handlers[name]()
  }
}
