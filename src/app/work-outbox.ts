import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'
import { failureSaid } from '../domain/failure-note.ts'
import type { Clock } from '../ports/clock.ts'
import type { LeasedRow, Outbox } from '../ports/outbox.ts'
import { failureNote, ProviderError } from '../ports/provider-error.ts'
import type { OutboxKind } from '../ports/store.ts'

export type WorkOutboxDeps = {
  outbox: Outbox
  clock: Clock
  log: Logger
  /** 0 <= n < 1; spreads retries, so that a till that comes back is not met by all of them at once. */
  random(): number
  onAttempt(attempt: { kind: OutboxKind; ok: boolean; retryable: boolean }): void
}

/** Carries out one effect; rows are independent of each other. Must be safe to repeat. */
export type EffectHandler = (row: LeasedRow) => Promise<{ detail: string | null }>

/** Loads at once what a whole batch needs. */
export type BatchHandler = (rows: LeasedRow[]) => Promise<EffectHandler>

export type EffectPolicy = {
  kind: OutboxKind
  batch: number
  concurrency: number
  longestWaitMs: number
  /** After a full batch it rests for so many times as long as that took: tills that send meanwhile come first. */
  rest?: number
  /** Told when trying again is of no use; the row is settled afterwards. */
  giveUp?(row: LeasedRow, error: ProviderError): Promise<void>
}

/**
 * Works off the due rows of one kind: leased in batches, carried out side by side, settled or postponed each for
 * itself. @returns a function that works until nothing is due.
 */
export function outboxWorkerWith(
  deps: WorkOutboxDeps,
  policy: EffectPolicy,
  handle: EffectHandler,
): () => Promise<void> {
  return outboxBatchesWith(deps, policy, async () => handle)
}

/**
 * As {@link outboxWorkerWith}. A batch that could not be loaded is a failed try of each of its rows. Batches of the
 * oldest and of the newest rows take turns: a stamp of just now does not wait for the thousands that an outage left.
 */
export function outboxBatchesWith(
  deps: WorkOutboxDeps,
  policy: EffectPolicy,
  handlerOf: BatchHandler,
): () => Promise<void> {
  return async () => {
    for (let turn = 0; ; turn++) {
      const began = performance.now()
      const rows = await deps.outbox.lease(policy.kind, policy.batch, turn % 2 === 0 ? 'oldest' : 'newest')
      if (rows.length === 0) return
      await whileLeased(deps, rows, async (open) => {
        const handle = await handlerOf(rows).catch((error: unknown) => () => Promise.reject(error))
        await inParallel(rows, policy.concurrency, async (row) => {
          await carryOut(deps, policy, handle, row)
          open.delete(row)
        })
      })
      if (rows.length < policy.batch) return
      if (policy.rest) await pause(Math.min(policy.rest * (performance.now() - began), longestRestMs))
    }
  }
}

/** A batch that took longer waited for the provider and took no time from anybody. */
const longestRestMs = 500

/** A third of the lease. */
export const extendEveryMs = 5000

/** Leases are short, so that the rows of a dead process wait for seconds only; a slow till must not end one. */
async function whileLeased(
  { outbox, log }: WorkOutboxDeps,
  rows: LeasedRow[],
  work: (open: Set<LeasedRow>) => Promise<void>,
): Promise<void> {
  const open = new Set(rows)
  const timer = setInterval(() => {
    outbox
      .extend([...open])
      .catch((error: unknown) => log.warn({ err: error }, 'leases could not be extended'))
  }, extendEveryMs)
  try {
    await work(open)
  } finally {
    clearInterval(timer)
  }
}

/** One row: settled when it is done, kept for later when it failed, given up when trying again is of no use. */
export async function carryOut(
  deps: WorkOutboxDeps,
  policy: Pick<EffectPolicy, 'longestWaitMs' | 'giveUp'>,
  handle: EffectHandler,
  row: LeasedRow,
): Promise<void> {
  try {
    const { detail } = await handle(row)
    if (detail !== null) await deps.outbox.recordAttempt(row, true, detail)
    await deps.outbox.settle([row])
    if (detail !== null) deps.onAttempt({ kind: row.kind, ok: true, retryable: false })
  } catch (error) {
    await failed(deps, policy, row, error)
  }
}

async function failed(
  deps: WorkOutboxDeps,
  policy: Pick<EffectPolicy, 'longestWaitMs' | 'giveUp'>,
  row: LeasedRow,
  error: unknown,
): Promise<void> {
  const known = error instanceof ProviderError ? error : null
  const retryable = known?.retryable ?? true
  const note = failureNote(error)
  deps.log.warn(
    { err: error, kind: row.kind, merchantId: row.merchantId, key: row.key, retryable },
    'effect failed',
  )
  deps.onAttempt({ kind: row.kind, ok: false, retryable })
  await deps.outbox.recordAttempt(row, false, failureSaid(note))
  if (known && !retryable) {
    await policy.giveUp?.(row, known)
    await deps.outbox.settle([row])
    return
  }
  // What the provider asked for is the least; our own guess is the most.
  const wait =
    known?.retryAfterMs === undefined
      ? backOff(row.attempts, policy.longestWaitMs) * (0.5 + deps.random() / 2)
      : known.retryAfterMs * (1 + deps.random() / 4)
  await deps.outbox.postpone(row, deps.clock() + Math.round(wait), note)
}

const backOff = (attempts: number, longest: number): number =>
  Math.min(longest, 1000 * 2 ** Math.min(attempts, 20))

async function inParallel<T>(
  items: T[],
  concurrency: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const queue = items.values()
  const lane = async () => {
    for (const item of queue) await work(item)
  }
  await Promise.all(Array.from({ length: Math.min(concurrency, items.length) }, lane))
}
