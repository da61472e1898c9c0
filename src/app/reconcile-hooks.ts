import type { Logger } from 'pino'
import type { Clock } from '../ports/clock.ts'
import { ProviderError } from '../ports/provider-error.ts'
import type { HooksNote, Reconciliations, SearchLease } from '../ports/reconciliation.ts'
import type { Provider, TillClient } from '../ports/till.ts'

export type CheckHooksDeps = {
  records: Pick<Reconciliations, 'heardSince' | 'lastMissedAt' | 'noteHooks'>
  clock: Clock
  log: Logger
  /** Where a till's webhooks are to go; null where that is not an address which tills take. */
  webhookAddress(provider: Provider): string | null
  onHooksMade(made: { provider: Provider; topics: string[] }): void
}

const hourMs = 3_600_000
const dayMs = 24 * hourMs

/**
 * Looks after a till's webhook subscriptions: once a day, and hourly while something is amiss. They are made anew only
 * on evidence, which is a day without any webhook in which orders were found by searching: an app whose subscriptions
 * come with its listing shows none of its own, and a second set would send everything twice.
 * Never fails: the till's orders come by searching, too.
 */
export function checkHooksWith(deps: CheckHooksDeps) {
  return async (lease: SearchLease, client: TillClient): Promise<void> => {
    const now = deps.clock()
    const missedAt = await deps.records.lastMissedAt(lease.till)
    const lately = missedAt !== null && now - missedAt < dayMs
    const silent = lately && !(await deps.records.heardSince(lease.till, now - dayMs))
    const every = silent || lease.hooksNote !== null ? hourMs : dayMs
    const freshlySilent = silent && lease.hooksNote === null
    if (!freshlySilent && lease.hooksCheckedAt !== null && now - lease.hooksCheckedAt < every) return
    try {
      await deps.records.noteHooks(lease, await check(deps, lease, client, silent))
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error
      const { merchantId, id: tillId } = lease.till
      deps.log.warn({ err: error, merchantId, tillId }, 'webhook subscriptions could not be checked')
      await deps.records.noteHooks(lease, silent ? 'silent' : null)
    }
  }
}

async function check(
  deps: CheckHooksDeps,
  { provider, till }: SearchLease,
  client: TillClient,
  silent: boolean,
): Promise<HooksNote | null> {
  const address = deps.webhookAddress(provider)
  if (!client.checkWebhooks) return silent ? 'silent' : null
  if (!address) return silent ? 'not-https' : null
  const { made } = await client.checkWebhooks(address, silent)
  if (made.length === 0) return silent ? 'silent' : null
  deps.onHooksMade({ provider, topics: made })
  deps.log.info({ ...till, topics: made }, 'webhooks were subscribed again')
  return 'subscribed'
}
