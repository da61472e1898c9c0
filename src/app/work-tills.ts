import type { TillRow } from '../ports/outbox.ts'
import { failureNote, ProviderError } from '../ports/provider-error.ts'
import type { TillHolds } from '../ports/till-holds.ts'
import {
  carryOut,
  type EffectHandler,
  type EffectPolicy,
  extendEveryMs,
  type WorkOutboxDeps,
} from './work-outbox.ts'

export type WorkTillsDeps = WorkOutboxDeps & { holds: TillHolds }

export type TillPolicy = Pick<EffectPolicy, 'longestWaitMs' | 'giveUp'> & {
  /** Calls at a time, over all tills. */
  concurrency: number
  /** Calls at a time to one till. */
  perTill: number
  /** Codes at a time for a till that takes them in batches: they become a call or two. */
  perBatch: number
}

/** New work is looked for at least so often while calls are under way: a till that hangs holds nobody up but itself. */
const lookEveryMs = 250
const usualPauseMs = 2000

/**
 * Works off the codes that are due in tills. Tills go side by side, each with a few calls at a time; one that is out of
 * reach is put on hold and asked by single calls until it answers, whatever waits for it.
 * @returns a function that works until nothing is due
 */
export function tillWorkerWith(
  deps: WorkTillsDeps,
  policy: TillPolicy,
  handle: EffectHandler,
): () => Promise<void> {
  const watched = heldBack(deps.holds, handle)
  return async () => {
    const open = new Map<TillRow, Promise<void>>()
    const timer = setInterval(() => extendAll(deps, [...open.keys()]), extendEveryMs)
    try {
      for (;;) {
        const free = policy.concurrency - open.size
        const query = {
          limit: free,
          perTill: policy.perTill,
          perBatch: policy.perBatch,
          full: fullTills([...open.keys()], policy),
        }
        const rows = free > 0 ? await deps.outbox.leaseByTill(query) : []
        for (const row of rows)
          open.set(
            row,
            carryOut(deps, policy, watched, row).finally(() => open.delete(row)),
          )
        if (open.size === 0) return
        await soonest([...open.values()])
      }
    } finally {
      // A lost database ends the run: what is under way ends first.
      await Promise.allSettled(open.values())
      clearInterval(timer)
    }
  }
}

function extendAll({ outbox, log }: WorkTillsDeps, rows: TillRow[]): void {
  outbox.extend(rows).catch((error: unknown) => log.warn({ err: error }, 'leases could not be extended'))
}

const tillOf = ({ merchantId, key }: TillRow) => `${merchantId}/${key.split('/')[1] ?? ''}`

function fullTills(rows: TillRow[], { perTill, perBatch }: TillPolicy): string[] {
  const counts = Map.groupBy(rows, tillOf)
  return [...counts].flatMap(([till, own]) =>
    own.length >= (own[0]?.together ? perBatch : perTill) ? [till] : [],
  )
}

async function soonest(work: Promise<void>[]): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const look = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, lookEveryMs)
  })
  await Promise.race([...work, look]).finally(() => clearTimeout(timer))
}

/** Notes of each call whether the till could be reached. */
const heldBack =
  (holds: TillHolds, handle: EffectHandler): EffectHandler =>
  async (row) => {
    const { merchantId, key } = row
    const probe = 'probe' in row && row.probe === true
    const till = { merchantId, id: key.split('/')[1] ?? '' }
    try {
      const result = await handle(row)
      if (result.detail !== null) await holds.answered(till)
      else if (probe) await holds.notAsked(till)
      return result
    } catch (error) {
      if (error instanceof ProviderError) await note(holds, till, error, probe)
      else if (probe) await holds.notAsked(till)
      throw error
    }
  }

function note(
  holds: TillHolds,
  till: { merchantId: string; id: string },
  error: ProviderError,
  probe: boolean,
): Promise<void> {
  if (!error.retryable) return holds.answered(till)
  if (!error.throttled) return holds.down(till, failureNote(error), probe)
  return holds.throttled(till, failureNote(error), error.retryAfterMs ?? usualPauseMs)
}
