import { checkHooksWith } from '../app/reconcile-hooks.ts'
import { reconcileTillsWith } from '../app/reconcile-tills.ts'
import type { JobHandler } from '../ports/queue.ts'
import type { Provider } from '../ports/till.ts'
import { createReconciliations, searchLag } from '../store/reconciliations.ts'
import type { Core } from './core.ts'
import type { Platform } from './platform.ts'

/** Searches the tills for orders that no webhook told. */
export function reconcileTillsOf(core: Core): JobHandler {
  const { platform, codes, tills, inbox, events, hint } = core
  const { database, clock, log, config } = platform
  const { baseUrl } = config.http
  const hookDeps = {
    records: createReconciliations(database.pool, clock),
    clock,
    log,
    webhookAddress: (provider: Provider) =>
      baseUrl.startsWith('https://') ? `${baseUrl}/webhooks/${provider}` : null,
    onHooksMade: events.webhooksSubscribed,
  }
  return reconcileTillsWith({
    ...hookDeps,
    codes,
    clientFor: tills.clientFor,
    inbox,
    random: Math.random,
    checkHooks: checkHooksWith(hookDeps),
    onFound(found) {
      events.ordersFound(found)
      hint('process-inbox')
    },
    onRun: events.tillSearched,
  })
}

/** How far the slowest till is behind; the same figure in every process. */
export function observeReconciliation({ metrics, database, clock, log }: Platform): void {
  metrics.observed(
    'till_search_lag_seconds',
    'How long ago the till that is furthest behind was searched for orders',
    () =>
      searchLag(database.pool, clock()).catch((error: unknown) => {
        log.warn({ err: error }, 'the lag of the searches could not be read')
        return Number.NaN
      }),
  )
}
