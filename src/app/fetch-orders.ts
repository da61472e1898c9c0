import type { CodeRecords } from '../ports/codes.ts'
import { ProviderError } from '../ports/provider-error.ts'
import type { Inbox } from '../ports/store.ts'
import type { TillClient, TillCredentials } from '../ports/till.ts'
import type { EffectHandler } from './work-outbox.ts'

export type FetchOrderDeps = {
  codes: Pick<CodeRecords, 'credentials'>
  clientFor(credentials: TillCredentials): TillClient | null
  inbox: Inbox
  clock(): number
  /** Told after the order lies in the inbox. */
  onFetched(): void
}

/** Asks the till for an order whose webhook held only ids; the answer comes in by the inbox, like any delivery. */
export function fetchOrderWith(deps: FetchOrderDeps): EffectHandler {
  return async (row) => {
    const cut = row.key.indexOf('/')
    const till = { merchantId: row.merchantId, id: row.key.slice(0, cut) }
    const credentials = await deps.codes.credentials(till)
    const client = credentials && deps.clientFor(credentials)
    if (!credentials || !client?.fetchOrder)
      throw new ProviderError('till', 'the till is no longer connected', { retryable: false })
    const fetched = await client.fetchOrder(row.key.slice(cut + 1))
    await deps.inbox.accept({
      ...fetched,
      merchantId: till.merchantId,
      tillId: till.id,
      provider: credentials.provider,
      receivedAt: deps.clock(),
    })
    deps.onFetched()
    return { detail: 'order fetched' }
  }
}
